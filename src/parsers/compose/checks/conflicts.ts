import { type Setting, valueOf } from '../../../text/setting.ts';
import { problem } from '../../contract/problem.ts';
import { field, fieldAt, isMapping, itemsOf, placeOf, type Ref } from '../../yaml/tree.ts';
import { get, type ServiceScope } from '../service/scope.ts';
import { readBytes, readInteger, readNumber, readString } from '../values/values.ts';

/** Reports mutually exclusive keys (compose-go `loader/validate.go`). */
export function checkServiceConflicts(scope: ServiceScope): void {
  checkNetworkMode(scope);
  checkLimits(scope);
  checkDevices(scope);
}

function checkNetworkMode(scope: ServiceScope): void {
  const [mode, networks] = [get(scope, 'network_mode'), get(scope, 'networks')];
  const count =
    networks === undefined ? 0 : isMapping(networks) ? networks.node.entries.size : itemsOf(networks).length;
  if (mode === undefined || count === 0 || valueOf(readString(mode)) === '') return;
  scope.report(
    problem('syntax/conflict', placeOf(mode.key), "A service can't set both `network_mode` and `networks`.", {
      remedy: 'Remove one of the two.',
    }),
  );
}

type Read = (ref: Ref | undefined, report: ServiceScope['report']) => Setting<number> | undefined;

/** `deploy.resources` and the service's own keys must agree, even if the former lacks the key. */
function checkLimits(scope: ServiceScope): void {
  compare(scope, 'cpus', ['limits', 'cpus'], (ref, report) => readNumber(ref, report));
  compare(scope, 'mem_limit', ['limits', 'memory'], readBytes);
  compare(scope, 'pids_limit', ['limits', 'pids'], (ref, report) => readInteger(ref, report));
  compare(scope, 'mem_reservation', ['reservations', 'memory'], readBytes);
}

function compare(scope: ServiceScope, key: string, [section, name]: readonly [string, string], read: Read): void {
  const own = get(scope, key);
  const resources = fieldAt(get(scope, 'deploy'), 'resources', section);
  const silent = (): void => undefined;
  const value = valueOf(read(own, silent));
  if (own === undefined || resources === undefined || value === undefined || value === 0) return;
  const deployed = field(resources, name);
  const other = read(deployed, silent);
  if (other?.known === false || value === (valueOf(other) ?? 0)) return;
  const path = `deploy.resources.${section}.${name}`;
  const what =
    deployed === undefined
      ? `\`${key}\` is set but \`${path}\` isn't, although its section exists.`
      : `\`${key}\` and \`${path}\` differ.`;
  scope.report(
    problem('syntax/conflict', placeOf(own.key), what, {
      remedy: `Set the limit in one place: remove \`${key}\`, or make both equal.`,
    }),
  );
}

function checkDevices(scope: ServiceScope): void {
  const reserved = fieldAt(get(scope, 'deploy'), 'resources', 'reservations', 'devices');
  for (const device of [...itemsOf(reserved), ...itemsOf(get(scope, 'gpus'))]) {
    const ids = field(device, 'device_ids');
    if (ids === undefined || field(device, 'count') === undefined) continue;
    scope.report(
      problem('syntax/conflict', placeOf(ids.key), "A device request can't set both `count` and `device_ids`.", {
        remedy: 'Remove one of the two.',
      }),
    );
  }
}
