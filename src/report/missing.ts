import type { Fix } from '../model/change.ts';
import { type Finding, type Message, SEVERITIES, type SubjectName } from '../model/finding.ts';
import { ruleById } from '../rules/index.ts';
import { MISSING_HARDENING } from '../rules/missing-hardening.ts';
import type { Rule } from '../rules/rule.ts';
import type { LineIndex } from '../text/line-index.ts';
import type { Location } from '../text/location.ts';
import { append } from '../util/maps.ts';
import { combineFixes } from './combined-fix.ts';
import { uniqueSubjects } from './questions.ts';

/** True for a finding about a missing setting that can be grouped with others. */
export function isLacking({ rule, isMissing, hasSuppressionNote, suppression }: Finding): boolean {
  return (
    isMissing === true &&
    hasSuppressionNote !== true &&
    suppression === undefined &&
    ruleById(rule)?.lacks !== undefined
  );
}

/**
 * The group of a finding about a missing setting: `file:line:column` of the container; `undefined`
 * for other findings.
 */
export function groupOf({ isMissing, location }: Finding, indexOf: (path: string) => LineIndex): string | undefined {
  if (isMissing !== true) return undefined;
  const { line, column } = indexOf(location.path).positionOf(location.span.start);
  return `${location.path}:${line}:${column}`;
}

/**
 * Merges a container's findings about missing settings into one, at the position of the first.
 * Suppressed findings stay separate.
 */
export function groupMissing(findings: readonly Finding[]): readonly Finding[] {
  return missingGroups(findings).map(mergeMissing);
}

type Findings = readonly [Finding, ...Finding[]];

/** Groups findings to merge with {@link mergeMissing}; others are alone. */
export function missingGroups(findings: readonly Finding[]): readonly Findings[] {
  const byPlace = new Map<string, Finding[]>();
  const places = findings.map((finding) => (isLacking(finding) ? placeKeyOf(finding.location) : undefined));
  for (const [index, finding] of findings.entries()) {
    const place = places[index];
    if (place !== undefined) append(byPlace, place, finding);
  }
  const grouped: Findings[] = [];
  for (const [index, finding] of findings.entries()) {
    const own = byPlace.get(places[index] ?? '');
    if (own === undefined) grouped.push([finding]);
    else if (finding === own[0]) grouped.push([finding, ...own.slice(1)]);
  }
  return grouped;
}

export function placeKeyOf({ path, span }: Location): string {
  return `${span.start}-${span.end} ${path}`;
}

/** Merges findings; the most severe part comes first, and each keeps its remedy. */
export function mergeMissing(findings: Findings): Finding {
  if (findings.length === 1) return findings[0];
  const parts = findings.toSorted(
    (a, b) => SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) || costOf(b.rule) - costOf(a.rule),
  );
  const [worst = findings[0]] = parts;
  let fixes: readonly Fix[] | undefined;
  const subjects = uniqueSubjects(parts);
  return {
    rule: MISSING_HARDENING,
    severity: worst.severity,
    message: messageOf(parts, subjects),
    location: worst.location,
    related: parts.every(({ related }) => related.length === 0)
      ? []
      : [...new Map(parts.flatMap(({ related }) => related).map((each) => [JSON.stringify(each), each])).values()],
    subjects,
    parts,
    // Compute on demand: most reports show no fixes.
    get fixes() {
      if (fixes === undefined) {
        const combined = combineFixes(parts);
        fixes = combined === undefined ? [] : [combined.fix];
      }
      return fixes;
    },
  };
}

function messageOf(parts: readonly Finding[], subjects: readonly SubjectName[]): Message {
  const names = subjects.slice(0, MAX_NAMES).map(({ name }) => `\`${name}\``);
  const more = subjects.length - names.length;
  const who = `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''} ${subjects.length === 1 ? 'is' : 'are'}`;
  const remedies = [...new Set(parts.flatMap(({ message }) => message.remedy ?? []))];
  return {
    what: `${who} not hardened: ${lackedText(parts)}.`,
    ...(remedies.length === 0 ? {} : { remedy: remedies.join(' ') }),
  };
}

/** What is missing: `no memory limit, no health check`; with severities if they differ. */
export function lackedText(parts: readonly Finding[]): string {
  const severities = new Set(parts.map(({ severity }) => severity));
  const words = parts.map(({ rule, severity }) => {
    const lacks = ruleById(rule)?.lacks ?? rule;
    return severities.size > 1 && severity !== 'info' ? `${lacks} (${severity})` : lacks;
  });
  return [...new Set(words)].join(', ');
}

const MAX_NAMES = 5;

/**
 * The cost of violating a rule, on the scale of `securitySeverity`. Requests that the client
 * rejects rank highest.
 */
export function costOf(rule: string, ownRules?: readonly Rule[]): number {
  return ruleById(rule, ownRules)?.securitySeverity ?? (rule.startsWith('syntax/') ? 11 : 0);
}
