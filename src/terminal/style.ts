import { columnsOf } from './columns.ts';

/** What a piece of terminal text is, so that one place decides how it looks. */
export type Role = 'error' | 'warning' | 'info' | 'undecided' | 'heading' | 'strong' | 'faint' | 'remedy';

const CODES: Readonly<Record<Role, string>> = {
  error: '1;31',
  warning: '33',
  info: '36',
  undecided: '35',
  heading: '1;4',
  strong: '1',
  faint: '2',
  remedy: '32',
};

export type Style = (role: Role, text: string) => string;

/** Colours by SGR sequences, or the text as it is. */
export function createStyle(hasColor: boolean): Style {
  return hasColor ? (role, text) => (text === '' ? '' : `\u001B[${CODES[role]}m${text}\u001B[0m`) : (_, text) => text;
}

/** Text that opens an address in terminals with OSC 8. The address has no control characters. */
export function hyperlink(address: string, text: string): string {
  return `\u001B]8;;${address}\u001B\\${text}\u001B]8;;\u001B\\`;
}

/** Breaks text at spaces into lines of `width` columns, inside `code` only where it has no room on a line of its own; a longer word has its own line. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of wordsOf(text, width)) {
    if (line !== '' && columnsOf(line) + 1 + columnsOf(word) > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** What stands between spaces, `code` with its spaces taken as a whole where a line has room for it. */
function* wordsOf(text: string, width: number): Iterable<string> {
  // Not by an expression: V8 optimizes no more where 16 MB of expressions are compiled, and then a long word runs out of
  // stack.
  let index = 0;
  const parts = text.split(' ').flatMap((part) => {
    const start = index;
    index += part.length + 1;
    return part === '' ? [] : [{ part, index: start, isHalf: part.split('`').length % 2 === 0 }];
  });
  for (let at = 0; at < parts.length; at += 1) {
    const { part = '', index: start = 0, isHalf } = parts[at] ?? {};
    const end = isHalf === true ? parts.findIndex((other, behind) => behind > at && other.isHalf) : -1;
    const last = parts[end];
    const whole = last === undefined ? part : text.slice(start, last.index + last.part.length);
    if (last === undefined || columnsOf(whole) > width) yield part;
    else {
      yield whole;
      at = end;
    }
  }
}
