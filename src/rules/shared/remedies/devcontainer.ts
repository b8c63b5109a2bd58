/**
 * A remedy for `docker run` as one for a devcontainer.json: options that a property gives by the name of that, the others as what `runArgs` holds. `properties` are by
 * the long names of the options.
 */
export function inDevcontainer(remedy: string, properties: ReadonlyMap<string, string>): string {
  const text = remedy.replace(
    /`(--?[a-z][a-z-]*)(?:[ =]([^`]*))?`/g,
    (whole: string, option: string, value?: string) => {
      const property = properties.get(option);
      if (property === undefined) return whole;
      return value === undefined ? `\`${property}\`` : `\`${value}\` in \`${property}\``;
    },
  );
  return /`--?[a-z]/.test(text) ? `${text} Options of \`docker run\` go into \`runArgs\`.` : text;
}
