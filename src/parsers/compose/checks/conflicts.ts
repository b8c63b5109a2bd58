import { valueOf } from '../../../text/setting.ts';
import { problem, silent } from '../../contract/problem.ts';
import { type Field, field, fieldAt, isMapping, itemsOf, placeOf } from '../../yaml/tree.ts';
import { get, type ServiceScope } from '../service/scope.ts';
import { readBytes, readInteger, readNumber, readString } from '../values/values.ts';

/** Reports mutually exclusive keys (compose-go `loader/validate.go`). */
export function checkServiceConflicts(scope: ServiceScope): void {
  const report = (key: Field['key'], what: string, remedy = 'Remove one of the two.'): void => {
    scope.report(problem('syntax/conflict', placeOf(key), what, remedy));
  };
  const [mode, networks, deploy] = [get(scope, 'network_mode'), get(scope, 'networks'), get(scope, 'deploy')];
  const hasNetworks = itemsOf(networks).length > 0 || (isMapping(networks) && networks.node.entries.size > 0);
  if (mode !== undefined && hasNetworks && valueOf(readString(mode)) !== '')
    report(mode.key, "A service can't set both `network_mode` and `networks`.");
  // Both keys must agree, even if the section of `deploy` lacks this one.
  for (const { key, section, name, read } of LIMITS) {
    const [own, resources] = [get(scope, key), fieldAt(deploy, 'resources', section)];
    const deployed = field(resources, name);
    const [value, other] = [valueOf(read(own, silent)), read(deployed, silent)];
    if (own === undefined || resources === undefined || value === undefined || value === 0) continue;
    if (other?.known === false || value === (valueOf(other) ?? 0)) continue;
    const path = `deploy.resources.${section}.${name}`;
    report(
      own.key,
      deployed === undefined
        ? `\`${key}\` is set but \`${path}\` isn't, although its section exists.`
        : `\`${key}\` and \`${path}\` differ.`,
      `Set the limit in one place: remove \`${key}\`, or make both equal.`,
    );
  }
  const reserved = fieldAt(deploy, 'resources', 'reservations', 'devices');
  for (const device of [...itemsOf(reserved), ...itemsOf(get(scope, 'gpus'))]) {
    const ids = field(device, 'device_ids');
    if (ids !== undefined && field(device, 'count') !== undefined)
      report(ids.key, "A device request can't set both `count` and `device_ids`.");
  }
}

const LIMITS = [
  { key: 'cpus', section: 'limits', name: 'cpus', read: readNumber },
  { key: 'mem_limit', section: 'limits', name: 'memory', read: readBytes },
  { key: 'pids_limit', section: 'limits', name: 'pids', read: readInteger },
  { key: 'mem_reservation', section: 'reservations', name: 'memory', read: readBytes },
];
