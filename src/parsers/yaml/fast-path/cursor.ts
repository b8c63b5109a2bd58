/**
 * Thrown at YAML that the fast path doesn't support. A single instance, since collecting stacks is
 * slow.
 */
export const BEYOND_FAST_PATH = new Error('This is no plain YAML.');
/** Thrown at text that no YAML parser accepts. */
export const NO_YAML = new Error('This is no YAML.');

export const TAB = 0x09;
export const LINE_FEED = 0x0a;
export const CARRIAGE_RETURN = 0x0d;
export const SPACE = 0x20;
export const EXCLAMATION = 0x21;
export const QUOTE = 0x22;
export const HASH = 0x23;
export const AMPERSAND = 0x26;
export const APOSTROPHE = 0x27;
export const ASTERISK = 0x2a;
export const COMMA = 0x2c;
export const DASH = 0x2d;
export const COLON = 0x3a;
export const GREATER_THAN = 0x3e;
export const OPEN_BRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const CLOSE_BRACKET = 0x5d;
export const OPEN_BRACE = 0x7b;
export const PIPE = 0x7c;
export const CLOSE_BRACE = 0x7d;

/** A position in a text that is read line by line. */
export class Cursor {
  readonly text: string;
  at = 0;
  lineStart = 0;
  /** The column of the first content in the line that `toContent` reached; -1 at the end. */
  indent = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The character code there; NaN past the end, which equals nothing. */
  code(at = this.at): number {
    return this.text.charCodeAt(at);
  }

  /** True at white space, and past the end. */
  isSpace(at: number): boolean {
    const code = this.text.charCodeAt(at);
    return code === SPACE || code === LINE_FEED || code === CARRIAGE_RETURN || code === TAB || at >= this.text.length;
  }

  isLineEnd(): boolean {
    const code = this.code();
    return code === LINE_FEED || code === CARRIAGE_RETURN || this.at >= this.text.length;
  }

  isMarker(): boolean {
    return (
      this.at === this.lineStart &&
      (this.text.startsWith('---', this.at) || this.text.startsWith('...', this.at)) &&
      this.isSpace(this.at + 3)
    );
  }

  isDash(): boolean {
    return this.code() === DASH && this.isSpace(this.at + 1);
  }

  /** Skips blank lines and comments, from the start of a line. */
  toContent(): void {
    for (;;) {
      while (this.code() === SPACE) this.at += 1;
      if (this.at >= this.text.length) {
        this.indent = -1;
        return;
      }
      const code = this.code();
      if (code === TAB) throw BEYOND_FAST_PATH;
      if (code === HASH) this.pastComment();
      else if (code !== LINE_FEED && code !== CARRIAGE_RETURN) {
        this.indent = this.at - this.lineStart;
        return;
      }
      this.pastBreak();
    }
  }

  /**
   * Skips white space and a comment after a value, up to the next line. Gives up at anything else.
   */
  toNextLine(): void {
    const from = this.at;
    this.pastBlanks();
    if (this.code() === HASH && this.at > from) this.pastComment();
    if (!this.isLineEnd()) throw BEYOND_FAST_PATH;
    this.pastBreak();
  }

  pastBlanks(): void {
    while (this.code() === SPACE || this.code() === TAB) this.at += 1;
  }

  pastSpaces(): void {
    while (this.code() === SPACE) this.at += 1;
    if (this.code() === TAB) throw BEYOND_FAST_PATH;
  }

  pastComment(): void {
    const end = this.text.indexOf('\n', this.at);
    this.at = end < 0 ? this.text.length : end;
  }

  pastBreak(): void {
    if (this.code() === CARRIAGE_RETURN) this.at += 1;
    if (this.at < this.text.length) this.at += 1;
    this.lineStart = this.at;
  }
}

export function isFlowIndicator(code: number): boolean {
  return (
    code === COMMA || code === OPEN_BRACKET || code === CLOSE_BRACKET || code === OPEN_BRACE || code === CLOSE_BRACE
  );
}
