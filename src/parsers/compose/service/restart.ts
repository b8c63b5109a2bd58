import type { RestartPolicy } from '../../../model/host-config.ts';
import { known, mapSetting, valueOf } from '../../../text/setting.ts';
import { defined } from '../../../util/objects.ts';
import { parseInteger } from '../../syntax/number.ts';
import { field, fieldAt, isMapping, isScalar, placeOf, textOf } from '../../yaml/tree.ts';
import { readInteger, readString } from '../values/values.ts';
import { type Given, get, isInStack, type ServiceScope } from './scope.ts';

/**
 * `restart`, unless `deploy.restart_policy` overrides it (docker/compose `getRestartPolicy`). A
 * stack uses the swarm's names (`convertRestartPolicy`).
 */
export function readRestart(scope: ServiceScope): Given {
  const policy = readDeployed(scope) ?? readOwn(scope);
  return { hostConfig: defined({ restartPolicy: policy }) };
}

function readDeployed(scope: ServiceScope): RestartPolicy | undefined {
  const policy = fieldAt(get(scope, 'deploy'), 'restart_policy');
  if (!isMapping(policy)) return undefined;
  const place = placeOf(policy.key);
  const condition = readString(field(policy, 'condition'));
  const name = isInStack(scope) ? (condition ?? known('any', place)) : condition && mapSetting(condition, toPolicyName);
  return {
    name: name ?? known('', place),
    ...defined({ maximumRetryCount: readInteger(field(policy, 'max_attempts'), scope.report) }),
    place: condition?.place ?? place,
  };
}

function readOwn(scope: ServiceScope): RestartPolicy | undefined {
  const restart = get(scope, 'restart');
  if (!isScalar(restart)) return undefined;
  const text = textOf(restart);
  const colon = text.indexOf(':');
  const [condition, attempts] = colon < 0 ? [text] : [text.slice(0, colon), text.slice(colon + 1)];
  const count = attempts?.toSetting(parseInteger);
  const name = mapSetting(condition.toStringSetting(), toPolicyName);
  // In a stack, `no` counts as unset, so the swarm's default applies.
  if (isInStack(scope) && ['no', ''].includes(valueOf(name) ?? 'known')) return undefined;
  return {
    name: isInStack(scope) ? mapSetting(name, (one) => (UNBOUNDED.has(one) ? 'any' : one)) : name,
    ...(count === undefined ? {} : { maximumRetryCount: count }),
    place: text.place,
  };
}

const UNBOUNDED: ReadonlySet<string> = new Set(['always', 'unless-stopped']);

function toPolicyName(condition: string): string {
  return condition === 'none' ? 'no' : condition === 'any' ? 'always' : condition;
}
