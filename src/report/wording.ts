import type { Fix } from '../model/change.ts';
import type { SubjectName, Suppression } from '../model/finding.ts';
import { type Edition, uncheckedText } from '../rules/editions.ts';
import { countOf } from './report.ts';

/**
 * A sentence about several subjects: `12 services have no memory limit` for the title `Container
 * has no memory limit`, but `Name is not defined (12 services)` for titles of another form.
 */
export function manyHave(count: string, title: string): string {
  const [, verb = '', rest = ''] = /^Container (\w+) (.*)$/.exec(title) ?? [];
  if (verb === '') return `${title} (${count})`;
  const their = rest.replace(/\bits\b/g, 'their').replace(/\bit needs\b/g, 'they need');
  return count.startsWith('1 ') ? `${count} ${verb} ${rest}` : `${count} ${pluralVerb(verb)} ${their}`;
}

const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ['has', 'have'],
  ['is', 'are'],
]);

function pluralVerb(verb: string): string {
  return IRREGULAR.get(verb) ?? verb.replace(/(?<=sh|ch|ss|x)es$|(?<!s)s$/, '');
}

/**
 * The number of subjects, such as `12 services` if all are Compose services, else `12 containers`;
 * also `execs` and `builds`.
 */
export function countSubjects(subjects: readonly SubjectName[], areServices: boolean): string {
  const kinds = new Set(subjects.map(({ kind }) => kind));
  const container = areServices ? 'service' : 'container';
  if (kinds.has('exec') && kinds.has('container')) return `${subjects.length} ${container}s and execs`;
  return countOf(subjects.length, kinds.has('exec') ? 'exec' : kinds.has('container') ? container : 'build');
}

/**
 * The risk of a fix, such as `Medium risk: Other machines no longer reach the port.`; empty for a
 * safe fix.
 */
export function riskSentences({ risk, breaks, lowered }: Pick<Fix, 'risk' | 'breaks' | 'lowered'>): readonly string[] {
  if (breaks === undefined) return [];
  return [
    `${risk.charAt(0).toUpperCase()}${risk.slice(1)} risk: ${breaks}`,
    ...(lowered === undefined ? [] : [lowered]),
  ];
}

/** Says which benchmark version a report's numbers belong to, and how to choose another one. */
export function numberingText(edition: Edition): string {
  const unchecked = uncheckedText(edition);
  return `Numbers follow version ${edition} of the benchmark; for another, use --benchmark.${unchecked === '' ? '' : ` ${unchecked}`}`;
}

const KINDS: Readonly<Record<Suppression['kind'], string>> = {
  comment: 'by a comment',
  exception: 'by an exception',
  baseline: 'by the baseline',
};

/** How a finding is suppressed: `by an exception: not ours (OPS-12, until 2027-03-31)`. */
export function acceptedText({ kind, reason, ...decision }: Suppression): string {
  // A baseline suppression has a reason only with `--since`.
  if (kind === 'baseline' && reason !== undefined)
    return `because ${reason.charAt(0).toLowerCase()}${reason.slice(1).replace(/\.$/, '')}`;
  const why = reason === undefined ? '' : `: ${reason}`;
  const details = decisionText(decision);
  return `${KINDS[kind]}${why}${details === '' ? '' : ` (${details})`}`;
}

/** Ticket and expiry: `OPS-12, until 2027-03-31`; empty if there are none. */
export function decisionText({ ticket, expires }: Pick<Suppression, 'ticket' | 'expires'>): string {
  return [...(ticket === undefined ? [] : [ticket]), ...(expires === undefined ? [] : [`until ${expires}`])].join(', ');
}
