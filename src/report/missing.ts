import type { Fix } from '../model/change.ts';
import { type Finding, type Message, SEVERITIES, type SubjectName } from '../model/finding.ts';
import { ruleById } from '../rules/index.ts';
import { MISSING_HARDENING } from '../rules/missing-hardening.ts';
import { append } from '../util/maps.ts';
import { combinedFix } from './combined-fix.ts';

/** True for a finding about a missing setting that can be merged into a group. */
export function isLacking({ rule, isMissing, hasSuppressionNote, suppression }: Finding): boolean {
  return (
    isMissing === true &&
    hasSuppressionNote !== true &&
    suppression === undefined &&
    ruleById(rule)?.lacks !== undefined
  );
}

/** Merges the findings about missing settings of each container, if there are several, at the first one's position. Suppressed ones stay separate. */
export function groupMissing(findings: readonly Finding[]): readonly Finding[] {
  return missingGroups(findings).map(mergeMissing);
}

type Findings = readonly [Finding, ...Finding[]];

/** The findings to merge with {@link mergeMissing}, or a single one. */
export function missingGroups(findings: readonly Finding[]): readonly Findings[] {
  const byPlace = new Map<string, Finding[]>();
  const places = findings.map((finding) => (isLacking(finding) ? placeOf(finding) : undefined));
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

function placeOf({ location: { path, span } }: Finding): string {
  return `${span.start}-${span.end} ${path}`;
}

/** The most severe part comes first; each keeps its remedy. */
export function mergeMissing(findings: Findings): Finding {
  if (findings.length === 1) return findings[0];
  const parts = findings
    .map((part) => ({ part, rank: rankOf(part), cost: costOf(part) }))
    .sort((a, b) => b.rank - a.rank || b.cost - a.cost)
    .map(({ part }) => part);
  const [worst = findings[0]] = parts;
  let fixes: readonly Fix[] | undefined;
  const subjects = [...new Map(parts.flatMap((part) => part.subjects).map((each) => [toKey(each), each])).values()];
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
    // Lazy: most reports show no fixes.
    get fixes() {
      if (fixes === undefined) {
        const fix = combinedFix(parts);
        fixes = fix === undefined ? [] : [fix];
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

/** `no memory limit, no health check`; with severities if they differ. */
export function lackedText(parts: readonly Finding[]): string {
  const severities = new Set(parts.map(({ severity }) => severity));
  const words = parts.map(({ rule, severity }) => {
    const lacks = ruleById(rule)?.lacks ?? rule;
    return severities.size > 1 && severity !== 'info' ? `${lacks} (${severity})` : lacks;
  });
  return [...new Set(words)].join(', ');
}

const MAX_NAMES = 5;

function rankOf({ severity }: Finding): number {
  return SEVERITIES.indexOf(severity);
}

function costOf({ rule }: Finding): number {
  return ruleById(rule)?.securitySeverity ?? 0;
}

function toKey({ kind, name }: SubjectName): string {
  return `${kind} ${name}`;
}
