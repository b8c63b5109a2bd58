import { isUnknownRule, type NamedRules, ruleNameRemedy, ruleNamesWith } from '../config/rule-names.ts';
import type { InputProblem, Message } from '../model/finding.ts';
import { inputFix } from '../model/input-fix.ts';
import type { SuppressionId } from '../model/input-rule.ts';
import {
  type Directive,
  type DirectiveRule,
  isEveryRule,
  type MalformedDirective,
  parseDirective,
  parseForeign,
} from '../parsers/contract/directive.ts';
import type { Comment } from '../parsers/contract/parsed.ts';
import { isInputRuleId } from '../rules/input/index.ts';
import { MISSING_HARDENING, rulesNamed } from '../rules/missing-hardening.ts';
import type { Location, Span } from '../text/location.ts';
import { countWhile } from '../util/binary-search.ts';
import { append, getOrInsert } from '../util/maps.ts';
import { nearestWord } from '../util/nearest-word.ts';
import { defined } from '../util/objects.ts';
import { SpanAssignment } from './span-assignment.ts';
import type { Match, SelfReferring, Suppressor, Target } from './suppression.ts';

/** One rule in a comment, and the text that the comment governs. */
export interface CommentEntry extends SelfReferring {
  readonly comment: Comment;
  readonly directive: Directive;
  readonly named: DirectiveRule;
  readonly span: Span;
}

/**
 * The `# plimsoll: ignore[…]` comments of an input, indexed because a file can have thousands. A
 * comment without a reason works, but is reported.
 */
export class Comments implements Suppressor<Target, CommentEntry> {
  readonly problems: readonly InputProblem[];
  readonly #entries = new Map<string, SpanAssignment<CommentEntry>>();
  /** Offsets of findings that comments matched. */
  readonly #matched = new Map<string, number[]>();
  /** Comments for other linters, by path. */
  readonly #foreign = new Map<string, SpanAssignment<{ readonly span: Span; readonly shown: string }>>();
  readonly #ids: readonly string[];

  /**
   * `idOf` converts a rule's id or number to its id, and returns unknown names unchanged. `named`
   * has the custom rules.
   */
  constructor(comments: readonly Comment[], idOf: (name: string) => string, named: NamedRules = {}) {
    this.#ids = ruleNamesWith(named.ownRules);
    const problems: InputProblem[] = [];
    for (const comment of comments) {
      const { location, governs, text } = comment;
      const foreign = parseForeign(text);
      if (foreign !== undefined) {
        addTo(this.#foreign, location.path, { span: governs, shown: foreign.shown });
        continue;
      }
      const directive = parseDirective(text);
      if (directive.kind === 'malformed') {
        const problem = toProblem('suppression/malformed', location, malformed(directive.meant));
        problems.push({ ...problem, ...malformedFix(comment, directive) });
        continue;
      }
      const rules = directive.rules.map((one) => ({ ...one, id: idOf(one.id) }));
      problems.push(...wrongIn(comment, { ...directive, rules }, named));
      const span = directive.kind === 'ignore' ? governs : { start: 0, end: Number.POSITIVE_INFINITY };
      for (const one of rules) {
        const isAboutSuppressions = one.id.startsWith('suppression/');
        addTo(this.#entries, keyOf(one.id, location), { comment, directive, named: one, span, isAboutSuppressions });
      }
    }
    this.problems = problems;
  }

  match({ rule, location, isMissing }: Target): Match | undefined {
    if (this.#entries.size === 0 && this.#foreign.size === 0) return undefined;
    const first = this.#entryFor(rule, location) ?? (isMissing && this.#entryFor(MISSING_HARDENING, location));
    if (first) {
      const { reason, ticket } = first.directive;
      return { suppression: { kind: 'comment', ...defined({ reason, ticket }) } };
    }
    const shown =
      isMissing || isInputRuleId(rule) ? undefined : this.#foreign.get(location.path)?.at(location.span.start)?.shown;
    return shown === undefined
      ? undefined
      : { note: `\`${shown}\` does not suppress this; \`# plimsoll: ignore[${rule}] -- reason\` does.` };
  }

  #entryFor(name: string, location: Location): CommentEntry | undefined {
    const key = keyOf(name, location);
    const entries = this.#entries.get(key);
    if (entries !== undefined) append(this.#matched, key, location.span.start);
    return entries?.at(location.span.start);
  }

  unused(isOn: (rule: string) => boolean): readonly CommentEntry[] {
    return [...this.#entries].flatMap(([key, { items }]) => {
      const offsets = [...(this.#matched.get(key) ?? [])].sort((a, b) => a - b);
      return items.filter(
        ({ named: { id }, span }) =>
          rulesNamed(id).some((rule) => this.#ids.includes(rule) && isOn(rule)) && !holdsAny(span, offsets),
      );
    });
  }
}

function addTo<T extends { readonly span: Span }>(lists: Map<string, SpanAssignment<T>>, key: string, item: T): void {
  getOrInsert(lists, key, () => new SpanAssignment<T>()).items.push(item);
}

/** The problem for a rule in a comment that suppresses nothing. */
export function unusedInComment({ comment, directive, named }: CommentEntry): InputProblem {
  const { location } = comment;
  const message = {
    what: `This comment has no effect: nothing here violates \`${named.id}\`.`,
    remedy: 'Remove it, or move it to the line, key or command it applies to.',
  };
  const span = unusedSpan(comment, directive, named);
  return {
    ...toProblem('suppression/unused', locationOf(location, named), message),
    fixes: inputFix('suppression/unused', { kind: 'edit', path: location.path, span, newText: '' }),
  };
}

/**
 * The text to remove: the rule with an adjacent comma, or the whole directive if it names only this
 * rule.
 */
function unusedSpan({ location, extent, text }: Comment, { rules, start }: Directive, named: DirectiveRule): Span {
  const offset = location.span.start;
  const index = rules.findIndex((rule) => rule.start === named.start);
  const [before, next] = [rules[index - 1], rules[index + 1]];
  if (next !== undefined) return { start: offset + named.start, end: offset + next.start };
  if (before !== undefined) return { start: offset + before.end, end: offset + named.end };
  return start === 0 ? extent : { start: offset + text.slice(0, start).trimEnd().length, end: location.span.end };
}

/**
 * The fix that replaces a malformed directive with the intended one; the rest, such as the reason,
 * stays.
 */
function malformedFix({ location }: Comment, { meant, span }: MalformedDirective): Pick<InputProblem, 'fixes'> {
  if (meant === undefined || span === undefined) return {};
  const at = locationOf(location, span);
  return { fixes: inputFix('suppression/malformed', { kind: 'edit', ...at, newText: meant }) };
}

function keyOf(rule: string, { path }: Location): string {
  return `${rule}\n${path}`;
}

/** True if one of the sorted offsets is in the span. */
function holdsAny({ start, end }: Span, offsets: readonly number[]): boolean {
  const first = offsets[countWhile(offsets.length, (index) => (offsets[index] ?? start) < start)];
  return first !== undefined && first < end;
}

function malformed(meant: string | undefined): Message {
  return {
    what: 'This plimsoll comment is malformed and has no effect.',
    remedy:
      meant === undefined
        ? 'Write `# plimsoll: ignore[rule-id] -- reason` or `# plimsoll: ignore-file[rule-id] -- reason`.'
        : `Write \`${meant} -- reason\`.`,
  };
}

function wrongIn({ location }: Comment, { rules, reason }: Directive, known: NamedRules): readonly InputProblem[] {
  const unknown = rules.filter(({ id }) => isUnknownRule(id, known));
  const problems = unknown.map((rule): InputProblem => {
    const at = locationOf(location, rule);
    const newText = nearestWord(rule.id, ruleNamesWith(known.ownRules));
    const message = isEveryRule(rule.id)
      ? {
          what: `A comment can't suppress all rules, so \`${rule.id}\` has no effect.`,
          remedy: 'Name each rule, separated by commas; `missing-hardening` covers all missing settings.',
        }
      : { what: `Unknown rule \`${rule.id}\`.`, remedy: ruleNameRemedy(rule.id, known.ownRules) };
    return {
      ...toProblem('suppression/unknown-rule', at, message),
      ...(newText !== undefined && { fixes: inputFix('suppression/unknown-rule', { kind: 'edit', ...at, newText }) }),
    };
  });
  if (reason !== undefined) return problems;
  const message = { what: 'This suppression has no reason.', remedy: 'Add a reason after ` -- `.' };
  return [...problems, toProblem('suppression/missing-reason', location, message)];
}

function locationOf({ path, span }: Location, { start, end }: Span): Location {
  return { path, span: { start: span.start + start, end: span.start + end } };
}

function toProblem(id: SuppressionId, location: Location, message: Message): InputProblem {
  return { id, severity: 'warning', message, place: { location, hops: [] } };
}
