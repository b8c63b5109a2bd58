import { type Fix, isAtMost, RISKS, statedFixes } from '../model/change.ts';
import type { Finding } from '../model/finding.ts';
import { type FileEdit, isOverlapping } from '../text/edit.ts';

const MOST = 'medium';

export interface Combined {
  readonly fix: Fix;
  readonly parts: readonly { readonly finding: Finding; readonly fix: Fix }[];
}

/**
 * Combines the best compatible fixes of several findings, up to medium risk. `undefined` if fewer
 * than two fit together. Has edits if its parts have them.
 */
export function combineFixes(findings: readonly Finding[]): Combined | undefined {
  const parts: { readonly finding: Finding; readonly fix: Fix }[] = [];
  const edits: FileEdit[] = [];
  const isProven = findings.some(({ fixes = [] }) => fixes.some((fix) => fix.edits !== undefined));
  for (const finding of findings) {
    const fix = statedFixes(finding.fixes ?? []).find(
      ({ risk, isByName, edits: own }) => isAtMost(risk, MOST) && isByName !== true && (own !== undefined || !isProven),
    );
    if (fix === undefined) continue;
    const own = fix.edits ?? [];
    if (own.some((edit) => edits.some((other) => isInTheWay(edit, other)))) continue;
    edits.push(...own);
    parts.push({ finding, fix });
  }
  if (parts.length < 2) return undefined;
  const fixes = parts.map(({ fix }) => fix);
  const names = [...new Set(findings.flatMap(({ subjects }) => subjects.map(({ name }) => name)))];
  const [only, ...others] = names;
  const who = only === undefined || others.length > 0 ? `${names.length} containers` : `\`${only}\``;
  const breaks = [...new Set(fixes.flatMap((fix) => fix.breaks ?? []))];
  const fix: Fix = {
    title: `Harden ${who}: ${fixes.length} settings`,
    risk: RISKS.findLast((risk) => fixes.some((fix) => fix.risk === risk)) ?? 'safe',
    ...(breaks.length === 0 ? {} : { breaks: breaks.join(' ') }),
    changes: fixes.flatMap(({ changes }) => changes),
    ...(isProven ? { edits: joined(edits) } : {}),
  };
  return { fix, parts };
}

/** True if two edits change the same characters, or write the same key in one place. */
function isInTheWay(a: FileEdit, b: FileEdit): boolean {
  if (a.path !== b.path) return false;
  const isSamePlace = a.span.start === b.span.start && a.span.end === b.span.end;
  return isOverlapping(a, b) || (isSamePlace && (a.span.start < a.span.end || keyIn(a) === keyIn(b)));
}

/** The depth of the first new line. A list element counts as deeper than a key. */
function depthOf({ newText }: FileEdit): number {
  const [, blanks, dash] = /^\r?\n([ \t]*)(-?)/.exec(newText) ?? [];
  return blanks === undefined ? 0 : 2 * blanks.length + (dash === '' ? 0 : 1);
}

/** The first word of the new text: a key or flag. */
function keyIn({ newText }: FileEdit): string {
  return /[^\s:=,]+/.exec(newText)?.[0] ?? '';
}

/**
 * Joins insertions at one place, because some programs accept only one. Puts list elements first:
 * they continue a list, and new keys may start another one.
 */
function joined(edits: readonly FileEdit[]): readonly FileEdit[] {
  const all: FileEdit[] = [];
  for (const edit of edits.toSorted((a, b) => depthOf(b) - depthOf(a))) {
    const at = all.findIndex(
      ({ path, span }) => path === edit.path && span.start === edit.span.start && span.end === span.start,
    );
    const same = edit.span.end === edit.span.start ? all[at] : undefined;
    if (same === undefined) all.push(edit);
    else all[at] = { ...same, newText: same.newText + edit.newText };
  }
  return all;
}
