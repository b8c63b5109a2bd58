/**
 * Turns a remedy for `docker run` into one for devcontainer.json: with properties, by the options' long names, or
 * `runArgs`. `inCompose` replaces it if a Compose file defines the container, where `runArgs` has no effect.
 */
export function inDevcontainer(remedy: string, properties: ReadonlyMap<string, string>, inCompose?: string): string {
  const text = remedy.replace(
    /`(--?[a-z][a-z-]*)(?:[ =]([^`]*))?`/g,
    (whole: string, option: string, value?: string) => {
      const property = properties.get(option);
      if (property === undefined) return whole;
      return value === undefined ? `\`${property}\`` : `\`${value}\` in \`${property}\``;
    },
  );
  if (!/`--?[a-z]/.test(text)) return text;
  const place = /^Remove `--?[a-z]/.test(text) ? 'from' : 'in';
  return inCompose ?? text.replace(/`--?[a-z][^`]*`/, `$& ${place} \`runArgs\``);
}
