import { printable } from '../reporters/printable.ts';
import type { Io } from './io.ts';

/** Tells something on standard error, after the program's name; what it quotes from files and paths is made safe for a terminal, line by line. */
export function complain(io: Io, message: string): void {
  io.stderr.write(`plimsoll: ${message.split('\n').map(printable).join('\n')}\n`);
}
