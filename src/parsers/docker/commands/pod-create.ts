import { type Container, subjectName } from '../../../model/container.ts';
import { present } from '../../../util/objects.ts';
import { toExposedPort } from '../../syntax/port.ts';
import { readFlagValues } from '../grammar/flag-values.ts';
import { RUN_FLAGS } from '../grammar/flags/container.ts';
import { wordSource } from '../grammar/words.ts';
import { type ContainerCommand, type ContainerResult, ownNetworks, settingName } from './container.ts';
import { readHostConfig } from './host-config.ts';

/**
 * `podman pod create`: a container without a program, with the settings that the pod shares
 * (containers/podman `pkg/specgen/generate/pod_create.go`).
 */
export function readPod({ origin, command, place, line, isStrict }: ContainerCommand): ContainerResult {
  const { values, problems } = readFlagValues(RUN_FLAGS, line.uses, isStrict);
  const { unresolvedOptions } = line;
  const [word] = line.positionals;
  const named = values.last('name');
  const subject: Container = {
    kind: 'container',
    isPod: true,
    origin,
    name: subjectName(settingName(named) ?? (word === undefined ? command : wordSource(word))),
    ...(named === undefined ? {} : { containerName: named }),
    place,
    config: {
      ...values.fields('config'),
      ...present('exposedPorts', values.all('publish').map(toExposedPort)),
      ...present('labels', values.all('label')),
    },
    hostConfig: readHostConfig(values, place, unresolvedOptions, undefined),
    networks: ownNetworks(values.all('network')),
    unresolvedOptions,
  };
  return { subject, problems: [...line.problems, ...problems] };
}
