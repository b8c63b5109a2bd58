import type { ReportedInput } from '../report/report.ts';
import { append } from '../util/maps.ts';
import type { Membership } from './membership.ts';

/** An input, and what its services extend in other files. */
export interface Extending extends Pick<Membership, 'project' | 'relations'> {
  readonly input: ReportedInput;
  /** False if only a part is reported, which may lack the extending services. */
  readonly isWhole: boolean;
  /** True for a file that nobody named and that is no complete project: its services may only be extended. */
  readonly mayBeBase: boolean;
}

/** Removes services that another input's service extends, from files that may be a base: they are checked there. Kept if all its users are removed. */
export function withoutExtended(
  inputs: readonly Extending[],
  toKey: (path: string) => string,
): readonly ReportedInput[] {
  const keyOf = (path: string, service: string): string => `${toKey(path)}\n${service}`;
  const mainOf = ({ project: [main = ''] }: Extending): string => main;
  const extendedBy = new Map<string, string[]>();
  for (const one of inputs) {
    const own = new Set(one.project.map(toKey));
    for (const { by, path, service } of one.isWhole ? one.relations.extended : [])
      if (!own.has(toKey(path))) append(extendedBy, keyOf(path, service), keyOf(mainOf(one), by));
  }
  const bases = new Set(inputs.filter(({ mayBeBase }) => mayBeBase).map((one) => toKey(mainOf(one))));
  const isRoot = (key: string): boolean => !bases.has(key.slice(0, key.indexOf('\n'))) || !extendedBy.has(key);
  return inputs.map((one) => {
    const { input, mayBeBase } = one;
    const isElsewhere = (name: string): boolean => extendedBy.get(keyOf(mainOf(one), name))?.some(isRoot) === true;
    const left = new Set(mayBeBase ? input.subjects.map(({ name }) => name).filter(isElsewhere) : []);
    return left.size === 0 ? input : without(input, left);
  });
}

/** An input without these containers, and without results about them only. */
function without(input: ReportedInput, names: ReadonlySet<string>): ReportedInput {
  const isOthers = ({ subjects }: Pick<ReportedInput['findings'][number], 'subjects'>): boolean =>
    subjects.length === 0 || subjects.some(({ name }) => !names.has(name));
  return {
    ...input,
    subjects: input.subjects.filter(({ name }) => !names.has(name)),
    findings: input.findings.filter(isOthers),
    undecided: input.undecided.filter(isOthers),
  };
}
