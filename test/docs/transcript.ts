import type { Block, Page } from './markdown.ts';
import { createSession, EXAMPLES, isOurs, type Shown } from './session.ts';

/** A command of a page, and its shown output. */
export interface Command {
  readonly text: string;
  /** The line number of its `$ `. */
  readonly line: number;
  /** The shown output; `undefined` in a block of commands only. */
  readonly expected: readonly string[] | undefined;
}

export interface Run extends Command {
  /** The real output, with the page's elisions where they fit. */
  readonly actual: readonly string[];
  readonly code: number;
}

/** The following commands start in an empty directory. */
const CLEAR = '<!-- empty folder -->';

/**
 * Runs a page's commands in order, like a reader. Starts in a directory with the bundled examples;
 * a block with a path after its language becomes a file there. In a `console` block, a line that
 * starts with `$ ` is a command, and its complete output follows; a line `…` stands for any number
 * of lines. In a `sh` block, each line that calls plimsoll is a command.
 */
export async function runPage(page: Page): Promise<readonly Run[]> {
  const session = createSession(EXAMPLES);
  const clears = page.prose.filter(({ text }) => text === CLEAR).map(({ line }) => line);
  const runs: Run[] = [];
  for (const block of page.blocks) {
    while (clears[0] !== undefined && clears[0] < block.line) {
      session.clear();
      clears.shift();
    }
    if (isFile(block)) session.write(block.title, `${block.lines.join('\n')}\n`);
    for (const command of commandsOf(block)) {
      const { output, code } = await runCommand(command, () =>
        (block.language === 'sh' ? createSession({ ...EXAMPLES, ...session.tree() }) : session).run(command.text),
      );
      const lines = output.replace(/\n$/, '').split('\n');
      const actual = output === '' ? [] : lines.map((line) => line.trimEnd());
      runs.push({ ...command, actual: command.expected === undefined ? actual : fit(command.expected, actual), code });
    }
  }
  return runs;
}

async function runCommand({ text, line }: Command, run: () => Promise<Shown>): Promise<Shown> {
  try {
    const shown = await run();
    if (shown.code === 3) throw new Error(shown.output);
    return shown;
  } catch (error) {
    throw new Error(`line ${line}: ${text}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

/** True for a block that shows a file. */
export function isFile({ language, title }: Block): boolean {
  return language !== 'console' && /^\S*\.\w+$/.test(title);
}

/** The commands of a `console` block, and plimsoll's in a `sh` block. */
export function commandsOf(block: Block): readonly Command[] {
  if (isFile(block)) return [];
  const commands: { text: string; line: number; expected: string[] | undefined; isOpen: boolean }[] = [];
  for (const [index, line] of block.lines.entries()) {
    const last = commands.at(-1);
    const starts = block.language === 'console' ? line.startsWith('$ ') : block.language === 'sh';
    const text = block.language === 'console' ? line.replace(/^(?:\$|>) /, '') : line;
    if (last?.isOpen === true) {
      last.text = `${last.text.replace(/\\$/, '')}${text.trimStart()}`;
      last.isOpen = text.endsWith('\\');
    } else if (starts) {
      commands.push({
        text,
        line: block.line + index,
        expected: block.language === 'console' ? [] : undefined,
        isOpen: text.endsWith('\\'),
      });
    } else {
      last?.expected?.push(line);
    }
  }
  return commands.filter(({ text, expected }) => expected !== undefined || isOurs(text));
}

/**
 * The output with the page's elisions: equal to `expected` if the page is right. If a shown part
 * changed, everything between its first and last line; if those are gone, the whole output.
 */
export function fit(expected: readonly string[], actual: readonly string[]): readonly string[] {
  const isElision = (line: string): boolean => line.trim() === '…';
  if (!expected.some(isElision)) return actual;
  const result: string[] = [];
  let at = 0;
  let isFree = false;
  for (let from = 0; from < expected.length; ) {
    if (isElision(expected[from] ?? '')) {
      result.push(expected[from] ?? '');
      isFree = true;
      from += 1;
      continue;
    }
    const next = expected.findIndex((line, index) => index >= from && isElision(line));
    const part = expected.slice(from, next < 0 ? undefined : next);
    const found = findPart(part, actual, at, isFree, next < 0);
    if (found === undefined) return actual;
    result.push(...actual.slice(found.start, found.end));
    at = found.end;
    isFree = false;
    from += part.length;
  }
  return at === actual.length || isFree ? result : actual;
}

function findPart(
  part: readonly string[],
  actual: readonly string[],
  from: number,
  isFree: boolean,
  isLast: boolean,
): { start: number; end: number } | undefined {
  const starts = isFree ? actual.flatMap((line, index) => (index >= from && line === part[0] ? [index] : [])) : [from];
  const exact = starts.find(
    (start) =>
      part.every((line, index) => actual[start + index] === line) && (!isLast || start + part.length === actual.length),
  );
  if (exact !== undefined) return { start: exact, end: exact + part.length };
  const [start] = starts;
  if (start === undefined) return undefined;
  if (isLast) return { start, end: actual.length };
  const end = actual.findIndex((line, index) => index >= start && line === part.at(-1));
  return end < 0 ? undefined : { start, end: end + 1 };
}
