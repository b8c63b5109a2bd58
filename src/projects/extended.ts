import type { Extended } from '../parsers/contract/parsed.ts';
import type { ReportedInput } from '../report/report.ts';
import { append } from '../util/maps.ts';

/** An input, and what its services extend in other files. */
export interface Extending {
  readonly input: ReportedInput;
  readonly extended: readonly Extended[];
  /** True for a file that nobody named and that is no project by itself: its services may be there for others only. */
  readonly mayBeBase: boolean;
}

/**
 * The inputs without the services of files that may be a base and that another input's service extends: they are evaluated there, with what is
 * added to them. A service that only services extend which are left out themselves stays, so that none is left out everywhere.
 */
export function withoutExtended<T extends Extending>(
  inputs: readonly T[],
  toKey: (path: string) => string,
): readonly T[] {
  const keyOf = (path: string, service: string): string => `${toKey(path)}\n${service}`;
  const extendedBy = new Map<string, string[]>();
  const bases = new Set<string>();
  for (const { input, extended, mayBeBase } of inputs) {
    const [main = ''] = input.paths;
    if (mayBeBase) bases.add(toKey(main));
    for (const { by, path, service } of extended)
      if (!input.paths.some((own) => toKey(own) === toKey(path)))
        append(extendedBy, keyOf(path, service), keyOf(main, by));
  }
  const isBase = (key: string): boolean => bases.has(key.slice(0, key.indexOf('\n')));
  const isRoot = (key: string): boolean => !isBase(key) || !extendedBy.has(key);
  const isElsewhere = (key: string): boolean => extendedBy.get(key)?.some(isRoot) === true;
  return inputs.map((one) => {
    const [main = ''] = one.input.paths;
    if (!one.mayBeBase) return one;
    const left = new Set(one.input.subjects.map(({ name }) => name).filter((name) => isElsewhere(keyOf(main, name))));
    return left.size === 0 ? one : { ...one, input: without(one.input, left) };
  });
}

/** An input without containers of these names, and what is found in no other. */
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
