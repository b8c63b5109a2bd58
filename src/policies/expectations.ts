export interface Expectation {
  readonly kind: 'finding' | 'undecided';
  readonly rule: string;
  /**
   * A severity that differs from the rule's, and `may` for a result that only holds on some code
   * paths.
   */
  readonly words: readonly string[];
  /** The exact marked text. */
  readonly text: string;
  /** The result must start at or after `from`, and before `to`. */
  readonly from: number;
  readonly to: number;
  /** The line of the comment, from 1. */
  readonly line: number;
}

export interface Met extends Pick<Expectation, 'kind' | 'rule' | 'words' | 'text'> {
  readonly start: number;
  readonly says: string;
}

const COMMENT = /#\s*expect(-undecided)?\[([\w/-]+)((?:, \w+)*)\]:/g;

/**
 * Parses the comments `# expect[rule]: marked text` and `# expect-undecided[rule]: marked text`. A
 * comment after code expects a result that starts in its line. A comment alone expects one that
 * starts before the next blank line. After the rule, a comment can name a severity that differs
 * from the rule's, and `may`: `# expect[rule, error, may]: marked text`.
 */
export function readExpectations(text: string): readonly Expectation[] {
  const expectations: Expectation[] = [];
  let at = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const comments = [...line.matchAll(COMMENT)];
    const isAlone = line.trimStart().startsWith('#');
    const blank = text.slice(at).search(/\n[ \t]*(?:\n|$)/);
    const range = isAlone
      ? { from: at + line.length, to: blank < 0 ? text.length : at + blank + 1 }
      : { from: at, to: at + line.length };
    for (const [order, comment] of comments.entries()) {
      const [whole, isUndecided, rule = '', words = ''] = comment;
      const marked = line.slice(comment.index + whole.length, comments[order + 1]?.index).trim();
      expectations.push({
        kind: isUndecided === undefined ? 'finding' : 'undecided',
        rule,
        words: words.split(', ').slice(1),
        text: marked,
        ...range,
        line: index + 1,
      });
    }
    at += line.length + 1;
  }
  return expectations;
}

/** The differences between expected and actual results, each as a line number and a sentence. */
export function compareExpectations(
  text: string,
  results: readonly Met[],
): readonly { readonly line: number; readonly message: string }[] {
  const open = [...readExpectations(text)];
  const unexpected = results.flatMap(({ kind, rule, words, text: marked, start, says }) => {
    const met = open.findIndex(
      (one) =>
        one.kind === kind &&
        one.rule === rule &&
        one.words.join() === words.join() &&
        one.text === marked &&
        one.from <= start &&
        start < one.to,
    );
    if (met >= 0) {
      open.splice(met, 1);
      return [];
    }
    const line = text.slice(0, start).split('\n').length;
    return [{ line, message: `unexpected ${kind} from ${[rule, ...words].join(', ')} at “${marked}”: ${says}` }];
  });
  return [
    ...unexpected,
    ...open.map((one) => ({
      line: one.line,
      message: `missing ${one.kind} from ${[one.rule, ...one.words].join(', ')} at “${one.text}”`,
    })),
  ];
}
