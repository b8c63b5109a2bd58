/** Turns a `docker run` remedy into one for devcontainer.json: properties by long option, or `runArgs`; `inCompose` for a container from a Compose file. */
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
