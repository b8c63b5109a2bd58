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
import { MISSING_HARDENING, MISSING_RULES } from '../rules/missing-hardening.ts';
import type { Location, Span } from '../text/location.ts';
import { countWhile } from '../util/binary-search.ts';
import { append, getOrInsert } from '../util/maps.ts';
import { nearestWord } from '../util/nearest-word.ts';
import { isUnknownRule, type NamedRules, ruleIdsWith, ruleNameRemedy } from '../workspace/config/rule-names.ts';
import { SpanAssignment } from './span-assignment.ts';
import type { Match, SelfReferring, Suppressor, Target } from './suppression.ts';

/** A rule in a comment, and the text that it applies to. */
export interface CommentEntry extends SelfReferring {
  readonly comment: Comment;
  readonly directive: Directive;
  readonly named: DirectiveRule;
  readonly span: Span;
}

/** The `# plimsoll: ignore[…]` comments of an input, indexed, since a file can have thousands. One without a reason works, but is a problem. */
export class Comments implements Suppressor<Target, CommentEntry> {
  readonly problems: readonly InputProblem[];
  readonly #entries = new Map<string, CommentEntry[]>();
  readonly #assignments = new Map<string, SpanAssignment<CommentEntry>>();
  /** The offsets of matched findings. */
  readonly #matched = new Map<string, number[]>();

  /** Comments to other linters, by path. */
  readonly #foreign = new Map<string, { readonly span: Span; readonly shown: string }[]>();
  readonly #foreignAt = new Map<string, SpanAssignment<{ readonly span: Span; readonly shown: string }>>();

  readonly #ids: readonly string[];

  /** `idOf` returns the id for a rule's id or number, and unknown names unchanged. `named` are the custom rules. */
  constructor(comments: readonly Comment[], idOf: (name: string) => string, named: NamedRules = {}) {
    this.#ids = ruleIdsWith(named.ownRules);
    const problems: InputProblem[] = [];
    for (const comment of comments) {
      const foreign = parseForeign(comment.text);
      if (foreign !== undefined) {
        append(this.#foreign, comment.location.path, { span: comment.governs, shown: foreign.shown });
        continue;
      }
      const directive = parseDirective(comment.text);
      if (directive.kind === 'malformed') {
        problems.push({
          ...toProblem('suppression/malformed', comment.location, malformed(directive.meant)),
          ...malformedFix(comment, directive),
        });
        continue;
      }
      const rules = directive.rules.map((named) => ({ ...named, id: idOf(named.id) }));
      problems.push(...wrongIn(comment, { ...directive, rules }, named));
      const span = directive.kind === 'ignore' ? comment.governs : { start: 0, end: Number.POSITIVE_INFINITY };
      for (const named of rules) {
        const isAboutSuppressions = named.id.startsWith('suppression/');
        append(this.#entries, keyOf(named.id, comment.location), {
          comment,
          directive,
          named,
          span,
          isAboutSuppressions,
        });
      }
    }
    this.problems = problems;
  }

  /** Returns the first matching comment. */
  match({ rule, location, isMissing }: Target): Match | undefined {
    if (this.#entries.size === 0 && this.#foreign.size === 0) return undefined;
    const first = this.#entryFor(rule, location) ?? (isMissing && this.#entryFor(MISSING_HARDENING, location));
    if (!first) return isMissing || isInputRuleId(rule) ? undefined : this.#noteOn(rule, location);
    const { reason, ticket } = first.directive;
    return {
      suppression: {
        kind: 'comment',
        ...(reason === undefined ? {} : { reason }),
        ...(ticket === undefined ? {} : { ticket }),
      },
    };
  }

  /** The note that a comment to another linter does not affect plimsoll. */
  #noteOn(rule: string, { path, span: { start } }: Location): Match | undefined {
    const foreign = this.#foreign.get(path);
    if (foreign === undefined) return undefined;
    const shown = getOrInsert(this.#foreignAt, path, () => new SpanAssignment(foreign)).at(start)?.shown;
    if (shown === undefined) return undefined;
    return {
      note: `\`${shown}\` does not suppress this; \`# plimsoll: ignore[${rule}] -- reason\` does.`,
    };
  }

  #entryFor(name: string, location: Location): CommentEntry | undefined {
    const key = keyOf(name, location);
    const entries = this.#entries.get(key);
    if (entries === undefined) return undefined;
    const offset = location.span.start;
    append(this.#matched, key, offset);
    return getOrInsert(this.#assignments, key, () => new SpanAssignment(entries)).at(offset);
  }

  unused(isOn: (rule: string) => boolean): readonly CommentEntry[] {
    return [...this.#entries].flatMap(([key, entries]) => {
      const offsets = [...(this.#matched.get(key) ?? [])].sort((a, b) => a - b);
      return entries.filter(
        ({ named: { id }, span }) =>
          rulesOf(id).some((rule) => this.#ids.includes(rule) && isOn(rule)) && !holdsAny(span, offsets),
      );
    });
  }
}

/** The problem that a comment's rule suppresses nothing. */
export function unusedInComment({ comment, directive, named }: CommentEntry): InputProblem {
  const message = {
    what: `This comment has no effect: nothing here violates \`${named.id}\`.`,
    remedy: 'Remove it, or move it to the line, key or command it applies to.',
  };
  const edit = {
    kind: 'edit',
    path: comment.location.path,
    span: unusedSpan(comment, directive, named),
    newText: '',
  } as const;
  return {
    ...toProblem('suppression/unused', locationOf(comment, named), message),
    fixes: inputFix('suppression/unused', edit),
  };
}

/** The rule with an adjacent comma, or the whole directive if it names no other rule. */
function unusedSpan({ location, extent, text }: Comment, { rules, start }: Directive, named: DirectiveRule): Span {
  const offset = location.span.start;
  const index = rules.findIndex((rule) => rule.start === named.start);
  const [before, next] = [rules[index - 1], rules[index + 1]];
  if (next !== undefined) return { start: offset + named.start, end: offset + next.start };
  if (before !== undefined) return { start: offset + before.end, end: offset + named.end };
  return start === 0 ? extent : { start: offset + text.slice(0, start).trimEnd().length, end: location.span.end };
}

/** Replaces it with the intended directive, keeping the rest, such as the reason. */
function malformedFix({ location }: Comment, { meant, span }: MalformedDirective): Pick<InputProblem, 'fixes'> {
  if (meant === undefined || span === undefined) return {};
  const { start } = location.span;
  const edit = {
    kind: 'edit',
    path: location.path,
    span: { start: start + span.start, end: start + span.end },
  } as const;
  return { fixes: inputFix('suppression/malformed', { ...edit, newText: meant }) };
}

/** The rules that a name covers: itself, or every rule about missing settings. */
function rulesOf(name: string): readonly string[] {
  return name === MISSING_HARDENING ? MISSING_RULES : [name];
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

function wrongIn(comment: Comment, { rules, reason }: Directive, known: NamedRules): readonly InputProblem[] {
  const unknown = rules.filter(({ id }) => id !== MISSING_HARDENING && isUnknownRule(id, known));
  const problems = unknown.map((rule): InputProblem => {
    const location = locationOf(comment, rule);
    const nearest = nearestWord(rule.id, ruleIdsWith(known.ownRules));
    return {
      ...toProblem('suppression/unknown-rule', location, {
        what: isEveryRule(rule.id)
          ? `A comment can't suppress all rules, so \`${rule.id}\` has no effect.`
          : `Unknown rule \`${rule.id}\`.`,
        remedy: isEveryRule(rule.id)
          ? 'Name each rule, separated by commas; `missing-hardening` covers all missing settings.'
          : ruleNameRemedy(rule.id, known.ownRules),
      }),
      ...(nearest === undefined
        ? {}
        : { fixes: inputFix('suppression/unknown-rule', { kind: 'edit', ...location, newText: nearest }) }),
    };
  });
  if (reason !== undefined) return problems;
  const message = {
    what: 'This suppression has no reason.',
    remedy: 'Add a reason after ` -- `.',
  };
  return [...problems, toProblem('suppression/missing-reason', comment.location, message)];
}

function locationOf({ location: { path, span } }: Comment, { start, end }: DirectiveRule): Location {
  return { path, span: { start: span.start + start, end: span.start + end } };
}

function toProblem(id: SuppressionId, location: Location, message: Message): InputProblem {
  return { id, severity: 'warning', message, place: { location, hops: [] } };
}
