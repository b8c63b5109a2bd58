import { printable } from '../reporters/printable.ts';
import type { Io } from './io.ts';

/**
 * Tells something on standard error, after the program's name; what it quotes from files and paths is made safe for a terminal, and begins no
 * line of its own: `more` are the lines that follow the first.
 */
export function complain(io: Io, message: string, ...more: readonly string[]): void {
  io.stderr.write(`plimsoll: ${[message, ...more.map(begun)].map(printable).join('\n')}\n`);
}

/** What runs a workflow, such as GitHub Actions, takes a line that begins like this for a command of its own. */
function begun(line: string): string {
  return /^\s*(?:::|##\[)/.test(line) ? `plimsoll: ${line}` : line;
}
