import { kindOfFile, mentionsInFile } from '../parsers/mentions/file.ts';
import { createProseTest } from '../parsers/mentions/prose.ts';

/** A command of an engine in a text that no reader has read. */
export interface UnreadLine {
  /** `prose` is one that a document shows. */
  readonly reason: 'command' | 'prose';
  /** Counted from 1. */
  readonly line: number;
  /** The engine and the verb of the command. */
  readonly shown: string;
}

/** The commands of an engine in a text that no reader has read; `isRun` is true where a shell may run it as it is. */
export function unreadIn(path: string, text: string, isRun: boolean): readonly UnreadLine[] {
  const reason = kindOfFile(path, text, isRun) === 'prose' ? 'prose' : 'command';
  let [line, from] = [1, 0];
  return mentionsInFile(path, text, createProseTest, isRun).map(({ span: { start }, shown }) => {
    for (let at = text.indexOf('\n', from); at >= 0 && at < start; at = text.indexOf('\n', from)) {
      line += 1;
      from = at + 1;
    }
    return { reason, line, shown };
  });
}
