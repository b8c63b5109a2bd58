import type { RestartPolicy } from '../../../model/host-config.ts';
import type { Place } from '../../../text/location.ts';
import { known, mapSetting, valueOf } from '../../../text/setting.ts';
import { defined } from '../../../util/objects.ts';
import { problem } from '../../contract/problem.ts';
import { fieldAt, fieldsOf, isMapping, placeOf } from '../../yaml/tree.ts';
import { readInteger, readString } from '../values/values.ts';
import { get, type ServiceScope } from './scope.ts';
import { isIgnoredInStack, isReadInStack } from './stack-keys.ts';

/** What a service has to write in the place of a key that a stack refuses. */
const INSTEAD: ReadonlyMap<string, string> = new Map([
  ['mem_limit', 'memory'],
  ['cpus', 'cpus'],
  ['cpu_quota', 'cpus'],
  ['cpu_shares', 'cpus'],
  ['pids_limit', 'pids'],
]);

/** Reports the keys of a service for which `docker stack deploy` refuses the file. */
export function checkStackKeys({ service, report }: ServiceScope): void {
  for (const { key } of fieldsOf(service)) {
    const name = key.node.string;
    if (isReadInStack(name) || isIgnoredInStack(name) || name.startsWith('x-')) continue;
    const limit = INSTEAD.get(name);
    const remedy =
      limit === undefined
        ? 'Leave it out, or deploy the file with `docker compose`.'
        : `Set \`${limit}\` under \`deploy.resources.limits\`.`;
    report(
      problem(
        'syntax/unknown-key',
        placeOf(key),
        `\`docker stack deploy\` knows no key \`${name}\` of a service, and refuses the file.`,
        { remedy },
      ),
    );
  }
}

/** The policy of a service of a stack, by the swarm's own names: that of `deploy`, or else `restart` (`cli/compose/convert/service.go`, `convertRestartPolicy`). */
export function stackPolicy(scope: ServiceScope, written: RestartPolicy | undefined): RestartPolicy | undefined {
  const policy = fieldAt(get(scope, 'deploy'), 'restart_policy');
  if (isMapping(policy)) {
    const place = placeOf(policy.key);
    const condition = readString(fieldAt(policy, 'condition'));
    return {
      name: condition ?? known('any', place),
      ...defined({ maximumRetryCount: readInteger(fieldAt(policy, 'max_attempts'), scope.report) }),
      place: condition?.place ?? place,
    };
  }
  // `no` is none, and then the swarm has one of its own.
  if (written === undefined || ['no', ''].includes(valueOf(written.name) ?? 'known')) return undefined;
  return { ...written, name: mapSetting(written.name, (name) => (UNBOUNDED.has(name) ? 'any' : name)) };
}

const UNBOUNDED: ReadonlySet<string> = new Set(['always', 'unless-stopped']);

/** Where a service says that its containers end when their work is done. */
export function jobPlace(scope: ServiceScope): Place | undefined {
  const mode = readString(fieldAt(get(scope, 'deploy'), 'mode'));
  return valueOf(mode)?.endsWith('-job') === true ? mode?.place : undefined;
}
