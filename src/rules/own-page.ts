import type { Rule } from './rule.ts';

/** What can be said of a rule that plimsoll does not bring, as Markdown: what its configuration says of it. */
export function ownPage({ id, title, severity, own }: Rule): string {
  const { definition, page, source } = own ?? {};
  return [
    `# ${id}`,
    title,
    `A rule from ${source === undefined ? 'your configuration' : `\`${source}\``} · ${severity}`,
    ...(page === undefined ? [] : [page]),
    ...(definition === undefined ? [] : [`\`\`\`json\n${JSON.stringify(definition, undefined, 2)}\n\`\`\``]),
    '',
  ].join('\n\n');
}
