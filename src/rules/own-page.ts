import type { Rule } from './rule.ts';

/** The page of a custom rule, as Markdown, from its configuration. */
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
