import { kindOfFile, mentionsInFile } from '../parsers/mentions/file.ts';
import { createProseTest } from '../parsers/mentions/prose.ts';
import { statementAt } from '../text/statement.ts';

/** An engine command in a text that no reader has read. */
export interface UnreadLine {
  /** `prose`: a command shown in a document. */
  readonly reason: 'command' | 'prose';
  /** 1-based. */
  readonly line: number;
  /** The engine and the subcommand. */
  readonly shown: string;
  /** The statement. */
  readonly marked: string;
}

/** The engine commands in an unread text; `isRun` is true if a shell may run the text. */
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
