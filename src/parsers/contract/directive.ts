/** What a comment to plimsoll says. */
export interface Directive {
  readonly kind: 'ignore' | 'ignore-file';
  readonly rules: readonly DirectiveRule[];
  /** What stands behind ` -- `. */
  readonly reason: string | undefined;
}

export interface DirectiveRule {
  readonly id: string;
  /** Half-open offsets within the comment's text. */
  readonly start: number;
  readonly end: number;
}

const HEAD = /^#\s*plimsoll:\s*/;
const FORM = /^(ignore|ignore-file)\s*\[([^\]]*)\]\s*(?:--(.*))?$/;

/** True for a comment that is meant for plimsoll. */
export function isDirective(comment: string): boolean {
  return HEAD.test(comment);
}

/** Reads `# plimsoll: ignore[rule-a, rule-b] -- reason`; `undefined` where the comment is meant for plimsoll but is not of that form. */
export function parseDirective(comment: string): Directive | undefined {
  const head = HEAD.exec(comment)?.[0] ?? '';
  const form = FORM.exec(comment.slice(head.length).trimEnd());
  if (form === null) return undefined;
  const [, kind = '', list = '', reason = ''] = form;
  const rules = [...list.matchAll(/[^\s,]+/g)].map(({ 0: id, index }) => {
    const start = head.length + form[0].indexOf('[') + 1 + index;
    return { id, start, end: start + id.length };
  });
  if (rules.length === 0) return undefined;
  return {
    kind: kind === 'ignore-file' ? 'ignore-file' : 'ignore',
    rules,
    reason: reason.trim() === '' ? undefined : reason.trim(),
  };
}
