import { kindOfFile, mentionsInFile } from '../parsers/mentions/file.ts';
import { createProseTest } from '../parsers/mentions/prose.ts';
import { statementAt } from '../text/statement.ts';

/** An engine command in a text that no parser has read. */
export interface UnreadLine {
  /** `prose`: a command that a document shows. */
  readonly reason: 'command' | 'prose';
  readonly line: number;
  readonly shown: string;
  readonly marked: string;
}

/** Finds engine commands in an unread text. `isRun` is true if a shell may run the text. */
export function unreadIn(path: string, text: string, isRun: boolean): readonly UnreadLine[] {
  const reason = kindOfFile(path, text, isRun) === 'prose' ? 'prose' : 'command';
  let [line, from] = [1, 0];
  return mentionsInFile(path, text, createProseTest, isRun).map(({ span, shown }) => {
    const { start } = span;
    for (let at = text.indexOf('\n', from); at >= 0 && at < start; at = text.indexOf('\n', from)) {
      line += 1;
      from = at + 1;
    }
    return { reason, line, shown, marked: reason === 'prose' ? '' : statementAt(text, span) };
  });
}
