/** A result that a fixture says it must have. */
export interface Expectation {
  readonly kind: 'finding' | 'undecided';
  readonly rule: string;
  /** A severity that is not the rule's own, and `may` for what holds on some code paths only. */
  readonly words: readonly string[];
  /** The exact text that the result marks. */
  readonly text: string;
  /** Where the result starts: from this offset on, before the other. */
  readonly from: number;
  readonly to: number;
  /** The line of the comment, counted from 1. */
  readonly line: number;
}

/** A result of a fixture. */
export interface Met extends Pick<Expectation, 'kind' | 'rule' | 'words' | 'text'> {
  readonly start: number;
  /** What is said. */
  readonly says: string;
}

const COMMENT = /#\s*expect(-undecided)?\[([\w/-]+)((?:, \w+)*)\]:/g;

/**
 * Reads the comments `# expect[rule]: marked text` and `# expect-undecided[rule]: marked text`. At the end of a line of
 * code, one speaks of a result that starts in that line; alone on its line, of one that starts between it and the next
 * blank line. A severity that is not the rule's own stands behind the rule, and so does `may`:
 * `# expect[rule, error, may]: marked text`.
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

/** What is wrong between the expectations of a text and its results: a line and a sentence each. */
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
