import { each, type Shape } from './shape.ts';

const BLOCK = '```sh\ndocker run x:1\n```\n';

const REPEATED: readonly (readonly [string, (count: number) => string])[] = [
  ['lines', (n) => `${BLOCK}${'a\n'.repeat(n)}`],
  ['code blocks', (n) => BLOCK.repeat(n)],
  ['code blocks without commands', (n) => `${BLOCK}${'```\na\n```\n'.repeat(n)}`],
  ['Compose files', (n) => '```yaml\nservices:\n  web:\n    image: x:1\n```\n'.repeat(n)],
  ['indented blocks', (n) => '    docker run x:1\n\na\n\n'.repeat(n)],
  ['blank lines of an indented block', (n) => `    docker run x:1\n${'\n'.repeat(n)}`],
  ['fences', (n) => `${BLOCK}${'```\n'.repeat(n)}`],
  ['a long fence', (n) => `${'`'.repeat(n)}sh\ndocker run x:1\n`],
  ['blanks', (n) => `${BLOCK}${' '.repeat(n)}a\n`],
  ['blanks before a fence', (n) => `${' '.repeat(n)}\`\`\`sh\ndocker run x:1\n`],
  ['marks of quotes', (n) => `${'>'.repeat(n)} \`\`\`sh\ndocker run x:1\n`],
  ['prompts', (n) => `\`\`\`console\n${'$ docker run x:1\na\n'.repeat(n)}\`\`\`\n`],
  ['a command that goes on', (n) => `\`\`\`console\n$ docker run \\\n${'> -e A=b \\\n'.repeat(n)}x:1\n\`\`\`\n`],
  ['placeholders', (n) => `\`\`\`sh\ndocker run x:1 ${'<a> '.repeat(n)}\n\`\`\`\n`],
  ['open brackets', (n) => `\`\`\`sh\ndocker run x:1 ${'<a '.repeat(n)}\n\`\`\`\n`],
  ['dots', (n) => `\`\`\`sh\ndocker run x:1 ${'.'.repeat(n)}\n\`\`\`\n`],
  ['comments', (n) => each(n, () => `<!-- plimsoll: ignore[unlimited-memory] -- a -->\n${BLOCK}`)],
  ['comments without an end', (n) => `${'<!-- a\n'.repeat(n)}${BLOCK}`],
  ['characters before a prompt', (n) => `\`\`\`console\n${'a'.repeat(n)}@b$ docker run x:1\n\`\`\`\n`],
];

export const MARKDOWN_SHAPES: readonly Shape[] = REPEATED.map(([name, text]) => ({
  name: `Markdown: ${name}`,
  tree: (count) => ({ 'a.md': text(count), '.plimsoll.yaml': 'include: ["*.md"]\n' }),
}));
