import type { Finding, InputProblem, Message, Undecided } from '../model/finding.ts';
import type { SuppressionId } from '../model/input-rule.ts';
import { type Directive, type DirectiveRule, parseDirective } from '../parsers/contract/directive.ts';
import type { Comment } from '../parsers/contract/parsed.ts';
import type { Location } from '../text/location.ts';
import { append } from '../util/maps.ts';
import { RULE_IDS, ruleNameRemedy } from '../workspace/config/rule-names.ts';
import { SpanAssignment } from './span-assignment.ts';

/** What the comments of an input leave of its results. */
export interface Suppressed {
  /** All findings; those that a comment speaks for have their `suppression`. New ones report comments that are wrong. */
  readonly findings: readonly Finding[];
  /** Without those that a comment speaks for. */
  readonly undecided: readonly Undecided[];
}

export interface SuppressionContext {
  /** The finding of a problem with a comment, as the configuration has it; none where its rule is off. */
  readonly toFindings: (problem: InputProblem) => readonly Finding[];
  /** The id of a rule that is named by its id or its number; a name that no rule has stays as it is. */
  readonly idOf: (name: string) => string;
  /** True for the rules that are on; a comment for a rule that is off is not without effect. */
  readonly isOn: (rule: string) => boolean;
}

interface ActiveComment {
  readonly comment: Comment;
  readonly directive: Directive;
  readonly used: Set<DirectiveRule>;
}

/**
 * Applies `# plimsoll: ignore[…]` comments. A comment without a reason works all the same, and is a finding of its own. Comments for
 * `suppression/…` are applied to what the others give rise to.
 */
export function applyComments(
  findings: readonly Finding[],
  undecided: readonly Undecided[],
  comments: readonly Comment[],
  { toFindings, idOf, isOn }: SuppressionContext,
): Suppressed {
  if (comments.length === 0) return { findings, undecided };
  const active: ActiveComment[] = [];
  const problems: InputProblem[] = [];
  for (const comment of comments) {
    const directive = parseDirective(comment.text);
    if (directive.kind === 'malformed')
      problems.push(toProblem('suppression/malformed', comment.location, malformed(directive.meant)));
    else active.push({ comment, directive: byId(directive, idOf), used: new Set() });
  }
  const commentFor = createMatcher([...findings, ...undecided], active);
  const open = undecided.filter((question) => commentFor(question) === undefined);
  problems.push(...active.flatMap(wrongIn), ...active.flatMap((item) => unusedIn(item, isOn, false)));

  const commentFindings = problems.flatMap(toFindings);
  const matchingComment = createMatcher(commentFindings, active);
  return {
    findings: [
      ...findings.map((finding) => withComment(finding, commentFor(finding))),
      ...commentFindings.map((finding) => withComment(finding, matchingComment(finding))),
      ...active.flatMap((item) => unusedIn(item, isOn, true)).flatMap(toFindings),
    ],
    undecided: open,
  };
}

/** The directive with the ids of rules that it names by number. */
function byId(directive: Directive, idOf: SuppressionContext['idOf']): Directive {
  return { ...directive, rules: directive.rules.map((named) => ({ ...named, id: idOf(named.id) })) };
}

function withComment(finding: Finding, match: ActiveComment | undefined): Finding {
  if (match === undefined) return finding;
  const { reason } = match.directive;
  return { ...finding, suppression: { kind: 'comment', ...(reason === undefined ? {} : { reason }) } };
}

function malformed(meant: string | undefined): Message {
  return {
    what: 'This comment to plimsoll is not of the form that it reads, so it has no effect.',
    remedy:
      meant === undefined
        ? 'Write `# plimsoll: ignore[rule-id] -- reason` or `# plimsoll: ignore-file[rule-id] -- reason`.'
        : `Write \`${meant} -- reason\`.`,
  };
}

type Result = Pick<Finding, 'rule' | 'location'>;

/**
 * Finds the first comment that speaks for a result, and marks every comment that speaks for one as used. A file can have ten thousand of
 * both, so neither looks at all of the other.
 */
function createMatcher(
  results: readonly Result[],
  active: readonly ActiveComment[],
): (result: Result) => ActiveComment | undefined {
  const starts = new Map<string, number[]>();
  for (const result of results) append(starts, keyOf(result.rule, result.location), result.location.span.start);
  const assignments = new Map([...starts].map(([key, each]) => [key, new SpanAssignment<ActiveComment>(each)]));
  for (const item of active) {
    const { comment, directive, used } = item;
    for (const named of directive.rules) {
      const { start, end } =
        directive.kind === 'ignore' ? comment.governs : { start: 0, end: Number.POSITIVE_INFINITY };
      if (assignments.get(keyOf(named.id, comment.location))?.claim(start, end, item) === true) used.add(named);
    }
  }
  return ({ rule, location }) => assignments.get(keyOf(rule, location))?.valueAt(location.span.start);
}

function keyOf(rule: string, { path }: Location): string {
  return `${rule}\n${path}`;
}

/** What is wrong with a comment whatever it speaks for. */
function wrongIn({ comment, directive }: ActiveComment): readonly InputProblem[] {
  const unknown = directive.rules.filter(({ id }) => !RULE_IDS.includes(id));
  const problems = unknown.map((rule) =>
    toProblem('suppression/unknown-rule', locationOf(comment, rule), {
      what: `There is no rule \`${rule.id}\`.`,
      remedy: ruleNameRemedy(rule.id),
    }),
  );
  if (directive.reason !== undefined) return problems;
  const message = {
    what: 'This comment suppresses findings without saying why.',
    remedy: 'Add the reason behind ` -- `.',
  };
  return [...problems, toProblem('suppression/missing-reason', comment.location, message)];
}

/** The rules that a comment names in vain, either those that are about suppression themselves or the others. */
function unusedIn(
  { comment, directive, used }: ActiveComment,
  isOn: SuppressionContext['isOn'],
  isAboutSuppression: boolean,
): readonly InputProblem[] {
  return directive.rules
    .filter(
      (rule) =>
        rule.id.startsWith('suppression/') === isAboutSuppression &&
        RULE_IDS.includes(rule.id) &&
        !used.has(rule) &&
        isOn(rule.id),
    )
    .map((rule) =>
      toProblem('suppression/unused', locationOf(comment, rule), {
        what: `Nothing here breaks \`${rule.id}\`: the comment has no effect.`,
        remedy: 'Remove it, or move it to the line, key or command that it is about.',
      }),
    );
}

function locationOf({ location: { path, span } }: Comment, { start, end }: DirectiveRule): Location {
  return { path, span: { start: span.start + start, end: span.start + end } };
}

function toProblem(id: SuppressionId, location: Location, message: Message): InputProblem {
  return { id, severity: 'warning', message, place: { location, hops: [] } };
}
