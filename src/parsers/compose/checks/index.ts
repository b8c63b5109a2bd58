import { problem, type Report } from '../../contract/problem.ts';
import { imageNameRemedy, parseImageReference } from '../../syntax/image-reference.ts';
import { field, itemsOf, type Mapping, type Node } from '../../yaml/tree.ts';
import { checkIgnoredKeys, checkStackKeys } from '../keys/stack.ts';
import type { Project } from '../project/project.ts';
import type { ServiceScope } from '../service/scope.ts';
import { get, isInStack } from '../service/scope.ts';
import { readBoolean, readString } from '../values/values.ts';
import { checkServiceConflicts } from './conflicts.ts';
import { checkCycles } from './cycles.ts';
import { checkReferences, serviceReferences } from './references.ts';
import { checkServiceValues } from './service-values.ts';
import { validateProject, withUnknown } from './validate.ts';

export interface CheckedServices {
  readonly scopes: readonly ServiceScope[];
  readonly related: ReadonlySet<ServiceScope>;
}

/**
 * Reports what `docker compose` rejects in a loaded project: schema violations, contradictions,
 * cycles. It reports undefined names only if the whole project was read. If values have the wrong
 * type, it returns a project in which those values are unknown.
 */
export function checkProject(
  project: Project,
  { scopes, related }: CheckedServices,
  report: Report,
): Project | undefined {
  const { root, isFirstFormat } = project;
  const own = isFirstFormat ? undefined : withServices(root, new Set(Array.from(related, ({ name }) => name)));
  const rejected = own === undefined ? [] : validateProject(own, report);
  const accepted = rejected.reduce<Node>(withUnknown, root);
  if (accepted !== root && accepted.kind === 'mapping') return { ...project, root: accepted };
  const isWhole = project.unresolvedOptions.length === 0 && scopes.every(isComplete);
  for (const scope of related) {
    checkServiceConflicts(scope);
    if (isInStack(scope)) checkStackKeys(scope);
    checkServiceValues(scope);
    checkImages(scope);
    // Reports an invalid `attach`, which the client parses while merging (compose-go
    // `loader/interpolate.go`); containers lack it.
    readBoolean(get(scope, 'attach'), scope.report);
  }
  checkIgnoredKeys(Array.from(related).filter(isInStack), report);
  if (isWhole && !project.isFirstFormat) checkReferences(scopes);
  checkCycles(new Map(scopes.map((scope) => [scope.name, serviceReferences(scope)])), report);
  return undefined;
}

function withServices(root: Mapping, names: ReadonlySet<string>): Mapping {
  const services = root.entries.get('services');
  if (services?.node.kind !== 'mapping') return root;
  const entries = new Map(
    [...services.node.entries].filter(([name, { node }]) => names.has(name) || node.kind !== 'mapping'),
  );
  if (entries.size === services.node.entries.size) return root;
  return {
    ...root,
    entries: new Map(root.entries).set('services', { ...services, node: { ...services.node, entries } }),
  };
}

function isComplete(scope: ServiceScope): boolean {
  const isNamed = ['image', 'build', 'provider'].some((key) => get(scope, key) !== undefined);
  return isNamed && (scope.service.node.unresolvedOptions ?? []).length === 0;
}

/**
 * Reports invalid image names. Compose requests every image (docker/compose `ensureImagesExists`,
 * `createPreStartContainer`).
 */
function checkImages(scope: ServiceScope): void {
  for (const ref of [get(scope, 'image'), ...itemsOf(get(scope, 'pre_start')).map((hook) => field(hook, 'image'))]) {
    const image = readString(ref);
    if (image?.known !== true || image.value === '' || parseImageReference(image.value) !== undefined) continue;
    const { value, place } = image;
    const what = `\`${place.shown ?? value}\` is not a valid image name.`;
    scope.reportCreation(
      problem('syntax/invalid-value', place, what, imageNameRemedy(value, place.shown === undefined)),
    );
  }
}
