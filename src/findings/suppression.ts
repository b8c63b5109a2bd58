import type { Finding, Undecided } from '../model/finding.ts';
import { type Directive, type DirectiveRule, parseDirective } from '../parsers/contract/directive.ts';
import type { Comment } from '../parsers/contract/parsed.ts';
import type { Location } from '../text/location.ts';
import { nearestWord } from '../util/nearest-word.ts';
import { Owners } from './span-assignment.ts';

/** What the comments of an input leave of its results. */
export interface Suppressed {
  /** All findings; those that a comment speaks for have their `suppression`. New ones tell of comments that are wrong. */
  readonly findings: readonly Finding[];
  /** Without those that a comment speaks for. */
  readonly undecided: readonly Undecided[];
}

export interface SuppressionContext {
  /** The ids of all rules. */
  readonly ruleIds: readonly string[];
  /** The id of a rule that is named by its id or its number; a name that no rule has stays as it is. */
  readonly idOf: (name: string) => string;
  /** Those that are on; a comment for a rule that is off is not without effect. */
  readonly isOn: (rule: string) => boolean;
}

interface ActiveComment {
  readonly comment: Comment;
  readonly directive: Directive;
  readonly used: Set<DirectiveRule>;
}

/** Applies `# plimsoll: ignore[…]` comments. A comment without a reason works all the same, and is a finding of its own. */
export function applyComments(
  findings: readonly Finding[],
  undecided: readonly Undecided[],
  comments: readonly Comment[],
  context: SuppressionContext,
): Suppressed {
  if (comments.length === 0) return { findings, undecided };
  const active: ActiveComment[] = [];
  const complaints: Finding[] = [];
  for (const comment of comments) {
    const directive = parseDirective(comment.text);
    if (directive === undefined) complaints.push(complain('suppression/malformed', comment.location, MALFORMED));
    else active.push({ comment, directive: byId(directive, context), used: new Set() });
  }
  const commentFor = createMatcher([...findings, ...undecided], active);
  const kept = findings.map((finding): Finding => {
    const match = commentFor(finding);
    if (match === undefined) return finding;
    const { reason } = match.directive;
    return { ...finding, suppression: { kind: 'comment', ...(reason === undefined ? {} : { reason }) } };
  });
  const open = undecided.filter((question) => commentFor(question) === undefined);
  return {
    findings: [...kept, ...complaints, ...active.flatMap((item) => complaintsAbout(item, context))],
    undecided: open,
  };
}

/** The directive with the ids of rules that it names by number. */
function byId(directive: Directive, { idOf }: SuppressionContext): Directive {
  return { ...directive, rules: directive.rules.map((named) => ({ ...named, id: idOf(named.id) })) };
}

const MALFORMED = {
  what: 'This comment to plimsoll is not of the form that it reads, so it has no effect.',
  remedy: 'Write `# plimsoll: ignore[rule-id] -- reason` or `# plimsoll: ignore-file[rule-id] -- reason`.',
};

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
  const owners = new Map([...starts].map(([key, each]) => [key, new Owners<ActiveComment>(each)]));
  for (const item of active) {
    const { comment, directive, used } = item;
    for (const named of directive.rules) {
      const { start, end } =
        directive.kind === 'ignore' ? comment.governs : { start: 0, end: Number.POSITIVE_INFINITY };
      if (owners.get(keyOf(named.id, comment.location))?.claim(start, end, item) === true) used.add(named);
    }
  }
  return ({ rule, location }) => owners.get(keyOf(rule, location))?.ownerOf(location.span.start);
}

function keyOf(rule: string, { path }: Location): string {
  return `${rule}\n${path}`;
}

function append<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

function complaintsAbout(
  { comment, directive, used }: ActiveComment,
  { ruleIds, isOn }: SuppressionContext,
): readonly Finding[] {
  const { path, span } = comment.location;
  const complaints: Finding[] = [];
  for (const rule of directive.rules) {
    const location = { path, span: { start: span.start + rule.start, end: span.start + rule.end } };
    const isKnown = ruleIds.includes(rule.id) || rule.id.startsWith('syntax/');
    if (!isKnown) {
      const nearest = nearestWord(rule.id, ruleIds);
      const remedy = nearest === undefined ? '`plimsoll rules` lists them.' : `Did you mean \`${nearest}\`?`;
      complaints.push(
        complain('suppression/unknown-rule', location, { what: `There is no rule \`${rule.id}\`.`, remedy }),
      );
    } else if (!used.has(rule) && isOn(rule.id)) {
      complaints.push(
        complain('suppression/unused', location, {
          what: `Nothing here breaks \`${rule.id}\`: the comment has no effect.`,
          remedy: 'Remove it, or move it to the line, key or command that it is about.',
        }),
      );
    }
  }
  if (directive.reason === undefined) {
    complaints.push(
      complain('suppression/missing-reason', comment.location, {
        what: 'This comment suppresses findings without saying why.',
        remedy: 'Add the reason behind ` -- `.',
      }),
    );
  }
  return complaints;
}

function complain(rule: string, location: Location, message: Finding['message']): Finding {
  return { rule, severity: 'warning', message, location, related: [], subjects: [] };
}
