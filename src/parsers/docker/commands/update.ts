import { type Container, subjectName } from '../../../model/container.ts';
import { readFlagValues, refusedValue } from '../grammar/flag-values.ts';
import { RUN_FLAGS } from '../grammar/flags/container.ts';
import { mayHoldWords, wordSource } from '../grammar/words.ts';
import { type ContainerCommand, type ContainerResult, flagNames, isCut } from './container.ts';
import { readRestartPolicy } from './host-config.ts';

/** The limits and the policy of `docker update` (docker/cli `cli/command/container/update.go`). */
export function readUpdate({ origin, command, place, line, isStrict }: ContainerCommand): ContainerResult {
  const { values, problems } = readFlagValues(RUN_FLAGS, line.uses, isStrict);
  const [first] = line.positionals;
  const restartPolicy = readRestartPolicy(values);
  const holder = [...line.unresolvedOptions, ...line.taken].findLast(mayHoldWords);
  const what = `\`${command}\` requires a container.`;
  const missing =
    first === undefined && holder === undefined && !isCut(line)
      ? [refusedValue('syntax/missing-command', place, what, 'Add its name after the options.')]
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
