import { valueOf } from '../../../text/setting.ts';
import { problem, silent } from '../../contract/problem.ts';
import { fieldAt, placeOf } from '../../yaml/tree.ts';
import { get, isInStack, type ServiceScope } from '../service/scope.ts';
import { readInteger, readString, readTexts } from '../values/values.ts';

/**
 * Reports container names that several containers would get: from two services that can be active
 * together, or from one service with several containers (compose-go `loader/validate.go`,
 * `checkConsistency`). A stack ignores `container_name`.
 */
export function checkContainerNames(scopes: readonly ServiceScope[]): void {
  const owners = new Map<string, ServiceScope[]>();
  for (const scope of scopes) {
    const written = get(scope, 'container_name');
    const setting = readString(written);
    const name = valueOf(setting);
    if (written === undefined || setting === undefined || name === undefined || name === '' || isInStack(scope))
      continue;
    const counts = countsOf(scope);
    const shown = `\`${setting.place.shown ?? name}\``;
    const [key, count] = counts.find(([, each]) => each !== undefined && each > 1) ?? [];
    if (key !== undefined) {
      const what = `A service can't set both \`container_name\` and \`${key}: ${count}\`: a name is for one container.`;
      scope.report(problem('syntax/conflict', placeOf(written), what, 'Remove one of the two.'));
    }
    if (counts.some(([, each]) => each === 0)) continue;
    const same = owners.get(name) ?? [];
    const other = same.find((one) => canBeTogether(one, scope));
    if (other !== undefined) {
      const what = `Services \`${other.name}\` and \`${scope.name}\` have the same container name ${shown}, so only one of them can start.`;
      const remedy = 'Use different names, or put the services in separate profiles.';
      scope.report(problem('syntax/conflict', placeOf(written), what, remedy));
    }
    owners.set(name, [...same, scope]);
  }
}

function countsOf(scope: ServiceScope): readonly (readonly [key: string, count: number | undefined])[] {
  return [
    ['scale', valueOf(readInteger(get(scope, 'scale'), silent))],
    ['deploy.replicas', valueOf(readInteger(fieldAt(get(scope, 'deploy'), 'replicas'), silent))],
  ];
}

/** False if both have profiles but share none, so only one is active. */
function canBeTogether(a: ServiceScope, b: ServiceScope): boolean {
  const [own, other] = [readTexts(get(a, 'profiles')), readTexts(get(b, 'profiles'))];
  if (own.length === 0 || other.length === 0) return true;
  return own.some(({ value }) => value !== undefined && other.some((profile) => profile.value === value));
}
