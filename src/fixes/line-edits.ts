import { diffArrays } from 'diff';
import type { TextEdit } from '../text/edit.ts';
import { lineOperations, toLines } from './line-operations.ts';

/** The edits of whole lines that turn one text into another, in order. */
export function lineEdits(before: string, after: string): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  let offset = 0;
  let open: { start: number; newText: string } | undefined;
  const close = (): void => {
    if (open !== undefined) edits.push({ span: { start: open.start, end: offset }, newText: open.newText });
    open = undefined;
  };
  for (const { kind, line } of lineOperations(toLines(before), toLines(after), diffArrays)) {
    if (kind === ' ') close();
    else open ??= { start: offset, newText: '' };
    if (kind === '+' && open !== undefined) open.newText += line;
    if (kind !== '+') offset += line.length;
  }
  close();
  return edits;
}
