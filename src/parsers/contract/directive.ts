import type { Span } from '../../text/location.ts';

/** The content of a comment to plimsoll. */
export interface Directive {
  readonly kind: 'ignore' | 'ignore-file';
  readonly rules: readonly DirectiveRule[];
  /** The text after ` -- `. */
  readonly reason: string | undefined;
  /** The text in `(ticket: …)` at the end of the reason. */
  readonly ticket?: string;
  /** Its start in the comment, which can begin with other text. */
  readonly start: number;
}

export interface DirectiveRule {
  readonly id: string;
  /** Half-open offsets within the comment's text. */
  readonly start: number;
  readonly end: number;
}

/** A comment that is meant for plimsoll but has no effect. */
export interface MalformedDirective {
  readonly kind: 'malformed';
  /** The probably intended comment, without its reason; absent if unclear. */
  readonly meant?: string;
  /** The part that `meant` replaces, as half-open offsets within the comment's text. */
  readonly span?: Span;
}

/** A comment to another linter that suppresses findings: `# noqa`, `# nosec`. */
export interface ForeignDirective {
  readonly kind: 'foreign';
  /** As written, without its arguments. */
  readonly shown: string;
}

/**
 * The start of a directive, at the start of a comment or after other text in it, such as a comment
 * to another program.
 */
const HEAD = /(?<=^|[\s#])#\s*plimsoll:\s*/;
const TICKET = /(?:^|\s)\(ticket:\s*([^\s()]+)\)$/i;
const FORM = /^(ignore|ignore-file)\s*\[([^\]]*)\]\s*(?:--(.*))?$/;
/**
 * The name and a verb, in any case, with a few characters between them. A name in quotes is only
 * mentioned.
 */
const NAME_AND_VERB = String.raw`(?<!["'\x60]#?\s{0,3}|[\w/.-])(?:plimsoll?|pl?impsoll?)[\s:=._/-]{0,8}(ignore(?:[-_ ]?file)?|in?gn?ore|disable|suppress|skip)\b`;
/**
 * Forms that prose doesn't have: a bracket or an equals sign after the verb, or a colon after the
 * name at the start of a comment.
 */
const LOOKALIKES = [
  new RegExp(String.raw`${NAME_AND_VERB}\s*[[(=:]`, 'i'),
  /^#+\s*plimsoll\s*:\s*(?:ignore|disable|suppress|skip)\b/i,
  /^#+\s*@plimsoll\b/i,
  /^#+\s*plimsoll[-_](?:ignore|disable|suppress|skip|noqa)\b/i,
] as const;
const ID = String.raw`(?:[a-z]+[-/][\w-]+|(?:CIS[-_])?\d+\.\d+)`;
/** The form of other linters: `plimsoll-disable-next-line rule-a, rule-b`. */
const MEANT_LINE = new RegExp(
  String.raw`^#+\s*@?plimsoll?[\s:=._/-]{1,8}(?:ignore|in?gn?ore|disable|suppress|skip|noqa)([-_ ]?file)?(?:[-_][\w-]*)?[\s:=([]+(${ID}(?:[,;\s]+${ID})*)[\s,;\])]*(?=--|$)`,
  'i',
);
/**
 * Suppressing comments of other linters, except of YAML and shell linters, which don't check
 * containers.
 */
const FOREIGN =
  /(?<=^|\s)#\s*(noqa\b|nosec\b|nosonar\b|nosemgrep\b|eslint-disable(?:-next-line|-line)?\b|hadolint (?:global )?ignore\b|checkov:skip\b|(?:trivy|tfsec):ignore\b|kics-scan (?:ignore|disable)[\w-]*|(?:dclint|compose-?lint):? (?:disable|ignore)[\w-]*)/i;
const MEANT = new RegExp(String.raw`${NAME_AND_VERB}\s*(?:[:=]\s*)?[[(]([^\])]+)[\])]`, 'i');

/**
 * True for a comment meant for plimsoll, well-formed or not; false for one that only mentions it.
 */
export function isDirective(comment: string): boolean {
  return HEAD.test(comment) || [...LOOKALIKES, MEANT_LINE].some((form) => form.test(comment));
}

/**
 * Parses a comment to another linter; `undefined` for other comments, and for those that are also
 * meant for plimsoll.
 */
export function parseForeign(comment: string): ForeignDirective | undefined {
  const shown = FOREIGN.exec(comment)?.[1];
  return shown === undefined || isDirective(comment) ? undefined : { kind: 'foreign', shown: `# ${shown}` };
}

/**
 * Parses `# plimsoll: ignore[rule-a, rule-b] -- reason (ticket: OPS-12)`, also after other text of
 * the comment.
 */
export function parseDirective(comment: string): Directive | MalformedDirective {
  const head = HEAD.exec(comment);
  if (head === null) return malformed(comment);
  const at = head.index + head[0].length;
  const form = FORM.exec(comment.slice(at).trimEnd());
  if (form === null) return malformed(comment);
  const [, kind = '', list = '', reason = ''] = form;
  // `CIS 5.3` names a rule by its number.
  const rules = [...list.replace(/\bCIS[\s_-]+(?=\d+\.)/gi, (cis) => ' '.repeat(cis.length)).matchAll(/[^\s,]+/g)].map(
    ({ 0: id, index }) => {
      const start = at + form[0].indexOf('[') + 1 + index;
      return { id, start, end: start + id.length };
    },
  );
  // A second directive would become a part of the reason.
  if (rules.length === 0 || HEAD.test(reason)) return malformed(comment);
  const [, ticket] = TICKET.exec(reason.trim()) ?? [];
  const why = reason.trim().replace(TICKET, '').trim();
  return {
    kind: kind === 'ignore-file' ? 'ignore-file' : 'ignore',
    rules,
    start: head.index,
    reason: why === '' ? undefined : why,
    ...(ticket === undefined ? {} : { ticket }),
  };
}

/** True for the words by which other linters mean all rules. */
export function isEveryRule(name: string): boolean {
  return /^(?:all|any|default|everything|\*)$/i.test(name);
}

function malformed(comment: string): MalformedDirective {
  const line = MEANT_LINE.exec(comment);
  if (line !== null) {
    const named = (line[2] ?? '').split(/[,;\s]+/);
    const span = { start: 0, end: line[0].trimEnd().length };
    const kind = line[1] === undefined ? 'ignore' : 'ignore-file';
    return { kind: 'malformed', meant: `# plimsoll: ${kind}[${named.join(', ')}]`, span };
  }
  const match = MEANT.exec(comment);
  const [whole = '', verb = '', list = ''] = match ?? [];
  const ids = list.split(/[\s,;"'`]+/).filter((id) => id !== '');
  if (ids.length === 0 || !ids.every((id) => /^[\w./-]+$/.test(id)) || ids.some(isEveryRule))
    return { kind: 'malformed' };
  const kind = /file$/i.test(verb) ? 'ignore-file' : 'ignore';
  const end = (match?.index ?? 0) + whole.length;
  // Include the `#` before it.
  const before = comment.slice(0, match?.index).trimEnd();
  const start = before.length - (before.endsWith('#') ? 1 : 0);
  return { kind: 'malformed', meant: `# plimsoll: ${kind}[${ids.join(', ')}]`, span: { start, end } };
}
