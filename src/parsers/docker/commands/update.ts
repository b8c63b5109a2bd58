import { type Container, subjectName } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import { readFlagValues, toProblem } from '../grammar/flag-values.ts';
import { RUN_FLAGS } from '../grammar/flags/container.ts';
import { wordSource } from '../grammar/words.ts';
import { type ContainerCommand, flagNames, readRestartPolicy } from './container.ts';

/** What `docker update` gives containers that are there: limits and a restart policy (docker/cli `cli/command/container/update.go`). */
export function readUpdate({ origin, command, place, line, isStrict }: ContainerCommand): {
  readonly subject: Container;
  readonly problems: readonly Problem[];
} {
  const { values, problems } = readFlagValues(RUN_FLAGS, line.uses, isStrict);
  const [first] = line.positionals;
  const restartPolicy = readRestartPolicy(values);
  const holder = [...line.unresolvedOptions, ...line.taken].findLast(({ reason }) => reason === 'variable');
  const isCut = line.problems.some(({ id }) => id === 'syntax/missing-value');
  const missing =
    first === undefined && holder === undefined && !isCut
      ? [
          toProblem(
            { what: `\`${command}\` names no container.`, remedy: 'Write its name behind the options.', place },
            'syntax/missing-command',
          ),
        ]
      : [];
  const subject: Container = {
    kind: 'container',
    origin,
    name: subjectName(first === undefined ? (holder?.expression ?? command) : wordSource(first)),
    place,
    config: {},
    hostConfig: {
      ...values.fields('hostConfig'),
      ...(restartPolicy === undefined ? {} : { restartPolicy }),
    },
    networks: [],
    unresolvedOptions: line.unresolvedOptions,
    ...flagNames(line),
  };
  return { subject, problems: [...line.problems, ...problems, ...missing] };
}
