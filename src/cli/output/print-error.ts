import { printable } from '../../text/printable.ts';
import type { Io } from '../io.ts';

/** Prints an error on standard error, after the program's name; what it quotes from files and paths is made safe for a terminal and a log. `more` are the lines that follow the first. */
export function printError(io: Io, message: string, ...more: readonly string[]): void {
  io.stderr.write(`plimsoll: ${[message, ...more].map(printable).join('\n')}\n`);
}
