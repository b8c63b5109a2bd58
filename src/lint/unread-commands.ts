import type { Relations } from '../parsers/contract/relations.ts';
import type { ReportedInput } from '../report/report.ts';
import type { Location } from '../text/location.ts';

/** The rule for an engine command that was not read. */
const UNREAD = 'syntax/unread-command';

/** Removes findings about commands that another input has read: functions of a sourced library, units that a script writes. */
export function withoutReadElsewhere<T extends { readonly input: ReportedInput }>(
  inputs: readonly T[],
  members: readonly { readonly relations: Relations }[],
  toKey: (path: string) => string,
): readonly T[] {
  const keyOf = ({ path, span }: Location): string => `${span.start} ${toKey(path)}`;
  let read: ReadonlySet<string> | undefined;
  return inputs.map((one) => {
    const { findings } = one.input;
    if (!findings.some(({ rule }) => rule === UNREAD)) return one;
    const known = (read ??= new Set(members.flatMap(({ relations }) => relations.readCommands.map(keyOf))));
    return {
      ...one,
      input: {
        ...one.input,
        findings: findings.filter(({ rule, location }) => rule !== UNREAD || !known.has(keyOf(location))),
      },
    };
  });
}
