import { columnsOf } from './columns.ts';

/** The role of a text, which determines its look. */
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

export type Paint = (role: Role, text: string) => string;

/** Returns a function that colors text with SGR sequences, or leaves it unchanged. */
export function createStyle(hasColor: boolean): Paint {
  return hasColor ? (role, text) => (text === '' ? '' : `\u001B[${CODES[role]}m${text}\u001B[0m`) : (_, text) => text;
}

/** A link for terminals that support OSC 8. The address must not contain control characters. */
export function hyperlink(address: string, text: string): string {
  return `\u001B]8;;${address}\u001B\\${text}\u001B]8;;\u001B\\`;
}

/**
 * Wraps text at spaces to `width` columns. Breaks `code` only if it is longer than a line; a longer
 * word gets its own line.
 */
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

/** The words between spaces; `code` counts as one word if it fits into a line. */
function* wordsOf(text: string, width: number): Iterable<string> {
  // Without regular expressions: a long word overflows the stack, and V8 stops optimizing
  // expressions after compiling 16 MB of them.
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
