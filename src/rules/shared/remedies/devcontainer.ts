/**
 * A remedy for `docker run` as one for a devcontainer.json: options that a property gives by the name of that, the
 * others as what `runArgs` holds. `properties` are by the long names of the options. Where `runArgs` has no effect,
 * since a Compose file defines the container, `inCompose` says what stands there instead.
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
  return inCompose ?? `${text} Put \`docker run\` options in \`runArgs\`.`;
}
