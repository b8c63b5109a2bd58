import { isCompose } from '../../compose/detect.ts';
import type { CodeBlock } from './blocks.ts';
import { placeholdersIn } from './placeholders.ts';

const YAML: ReadonlySet<string> = new Set(['yaml', 'yml', 'compose', 'docker-compose']);

/** The limit of a page's examples, including the text before each. */
const MAX_LENGTH = 5_000_000;

export interface ComposeExample {
  readonly block: CodeBlock;
  /** As {@link composeText} returns it. */
  readonly text: string;
}

/** The Compose files in a page's code blocks, and the first block beyond the limit. */
export function composeExamples(
  text: string,
  blocks: readonly CodeBlock[],
): { readonly examples: readonly ComposeExample[]; readonly unread?: CodeBlock } {
  const examples: ComposeExample[] = [];
  let left = MAX_LENGTH;
  for (const block of blocks) {
    if (left <= 0) return { examples, unread: block };
    const example = composeText(text, block);
    if (example === undefined) continue;
    left -= example.length;
    examples.push({ block, text: example });
  }
  return { examples };
}

/**
 * A code block with a Compose file, padded so that places match the page; placeholders become
 * variables; `undefined` for other blocks.
 */
export function composeText(text: string, { language, lines }: CodeBlock): string | undefined {
  if (!YAML.has(language) && language !== '') return undefined;
  const block = lines.map(({ start, end }) => text.slice(start, end)).join('\n');
  if (!/^[ \t]*services[ \t]*:/m.test(block) || !isCompose(block, 'other')) return undefined;
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of lines) {
    parts.push(blank(text.slice(at, start)), withVariables(text.slice(start, end)));
    at = end;
  }
  return parts.join('');
}

function blank(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}

function withVariables(line: string): string {
  if (/^\s*(?:\.{3}|\u2026)\s*$/.test(line)) return blank(line);
  let written = '';
  let from = 0;
  for (const { start, end } of placeholdersIn(line)) {
    if (end - start < 2 || line.charAt(start) === '[') continue;
    const name = line.slice(start + 1, end).replace(/\W/g, '_');
    written += `${line.slice(from, start)}$${name}`;
    from = end;
  }
  return written + line.slice(from);
}
