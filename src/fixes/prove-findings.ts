import type { Fix } from '../model/change.ts';
import type { Finding } from '../model/finding.ts';
import { frontEndOf } from '../parsers/registry.ts';
import { append } from '../util/maps.ts';
import { evaluateWith, type FixableInput, isWhole, type Planned, plan, Round } from './round.ts';

/** Of fixes that get in each other's way as many are proven one after the other. */
const MAX_PASSES = 3;

/**
 * The fixes of an input's findings that hold, with their edits: many are proven at once, on the input as it is. What is
 * not proven that way is left out, although it may hold alone. Gives what a finding of this input has, which may come
 * from another run. With `wanted` no others are looked at; once `isLate` says so, no more are tried.
 */
export async function proveFindings(
  input: FixableInput,
  wanted?: readonly Finding[],
  isLate: () => boolean = () => false,
): Promise<(finding: Finding) => readonly Fix[]> {
  const nothing = new Map<string, string>();
  const keys = wanted === undefined ? undefined : new Set(wanted.map(keyOf));
  const before = await evaluateWith(input, nothing);
  const { loadWriter } = await frontEndOf(input.kind).load();
  const writer = await loadWriter?.();
  const isWritable = (path: string): boolean => isWhole(path, before.parsed, input, nothing);
  const planned = before.results.findings
    .filter((finding) => finding.suppression === undefined && keys?.has(keyOf(finding)) !== false)
    .flatMap((finding) => (finding.fixes ?? []).map((fix) => plan({ finding, fix }, before, writer, isWritable)))
    .filter((result) => 'edits' in result);
  const proven = new Map<string, Fix[]>();
  for (const group of alternatives(planned)) {
    let left = group;
    for (let pass = 0; pass < MAX_PASSES && left.length > 0 && !isLate(); pass += 1) {
      const round = new Round(input, before, nothing, isLate);
      for (const each of left) round.add(each);
      const { accepted, refused } = await round.prove();
      for (const { finding, fix, edits } of accepted) {
        const key = keyOf(finding);
        proven.set(key, [...(proven.get(key) ?? []), { ...fix, edits }]);
      }
      const done = new Set([...accepted, ...refused].map(({ fix }) => fix));
      left = left.filter(({ fix }) => !done.has(fix));
    }
  }
  return (finding) => proven.get(keyOf(finding)) ?? [];
}

/** The first fix of each finding, then the second ones; repairs of a text apart from changes of what it asks. */
function alternatives(planned: readonly Planned[]): readonly (readonly Planned[])[] {
  const groups = new Map<number, Planned[]>();
  for (const each of planned) {
    const index = each.finding.fixes?.indexOf(each.fix) ?? 0;
    append(groups, 2 * index + (each.fix.repairs === undefined ? 1 : 0), each);
  }
  return [...groups].sort(([x], [y]) => x - y).map(([, group]) => group);
}

function keyOf({ rule, severity, location: { path, span }, subjects }: Finding): string {
  return JSON.stringify([rule, severity, path, span.start, span.end, subjects]);
}
