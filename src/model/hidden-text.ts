const MARK = '\u2022';

/** A text of which nobody may see more than its lines and their lengths, so that its places keep their lines and columns: a file of variables. */
export function hiddenText(text: string): string {
  return text.replace(/[^\r\n]/g, MARK);
}

/** True for a line of such a text, which is not worth showing. */
export function isHidden(line: string): boolean {
  return line !== '' && line.replaceAll(MARK, '') === '';
}
