import { printable } from '../../text/printable.ts';
import type { Io } from '../io.ts';

/** Prints an error after the program's name, made safe for a terminal. `more` are further lines. */
export function printError(io: Io, message: string, ...more: readonly string[]): void {
  io.stderr.write(`plimsoll: ${[message, ...more].map(printable).join('\n')}\n`);
}
