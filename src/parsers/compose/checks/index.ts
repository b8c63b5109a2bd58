import { type Setting, valueOf } from '../../../text/setting.ts';
import { append, getOrInsert } from '../../../util/maps.ts';
import { problem, type Report } from '../../contract/problem.ts';
import { imageNameRemedy, parseImageReference } from '../../syntax/image-reference.ts';
import { isPlatform } from '../../syntax/platform.ts';
import { field, isScalar, itemsOf, type Mapping, placeOf, textPlace, toRef } from '../../yaml/tree.ts';
import { normalizeProjectName } from '../files/project-name.ts';
import { checkDecoded, checkShortForms } from '../keys/checks.ts';
import { checkIgnoredKeys, checkStackKeys } from '../keys/stack.ts';
import type { Project } from '../project/project.ts';
import type { ServiceScope } from '../service/scope.ts';
import { get, isInStack } from '../service/scope.ts';
import { readBoolean, readString, readWith } from '../values/values.ts';
import { checkAddresses, checkUsedDefinitions } from './addresses.ts';
import { checkConflicts, checkContexts } from './conflicts.ts';
import { checkCycles } from './cycles.ts';
import { checkDefinitions, checkSwarmFiles } from './definitions.ts';
import { areExclusive } from './profiles.ts';
import { checkReferences, serviceReferences } from './references.ts';
import { checkServiceValues } from './service-values.ts';
import { fitsSchema, validateProject } from './validate.ts';

/** The services to check, and related ones. */
export interface CheckedServices {
  readonly scopes: readonly ServiceScope[];
  readonly related: ReadonlySet<ServiceScope>;
}

/**
 * Reports what `docker compose` rejects in a loaded project: schema violations, undefined names, contradictions,
 * cycles. A project with unread parts may refer to their definitions.
 */
export function checkProject(project: Project, { scopes, related }: CheckedServices, report: Report): void {
  if (!project.isFirstFormat)
    validateProject(withServices(project.root, new Set(Array.from(related, ({ name }) => name))), report);
  checkName(project, report);
  checkDefinitions(project.root, report);
  const isWhole = project.unresolvedOptions.length === 0 && scopes.every(isComplete);
  for (const scope of related) {
    checkConflicts(scope);
    if (isInStack(scope)) checkStackKeys(scope);
    checkAddresses(scope);
    checkServiceValues(scope);
    checkImages(scope);
    checkPlatform(scope);
    // Unlike other booleans, it is parsed when files are merged (compose-go `loader/interpolate.go`), and doesn't
    // affect the container.
    readBoolean(get(scope, 'attach'), scope.report);
    checkDecoded(scope.service, scope.report);
    checkSwarmFiles(scope);
  }
  const inStack = Array.from(related).filter(isInStack);
  checkIgnoredKeys(inStack, report);
  for (const scope of scopes) checkContexts(scope);
  if (isWhole && !project.isFirstFormat) checkReferences(scopes);
  checkUsedDefinitions(project.root, scopes, report);
  checkContainerNames(scopes);
  checkCycles(new Map(scopes.map((scope) => [scope.name, serviceReferences(scope)])), report);
}

/** The limit for invalid documents that earlier ones may complete. */
const MAX_DOUBTS = 100;

const TOO_MANY_DOUBTS = `This project has more than ${MAX_DOUBTS} invalid documents; the rest were not checked against each other.`;

/**
 * Reports what the client rejects while loading, even if a later file corrects it: it checks the project after each
 * file (compose-go `loader.loadYamlFile`) and each include. Skips valid documents, so the cost is linear.
 */
export function checkStages({ stages, isFirstFormat }: Project, report: Report): void {
  if (isFirstFormat) return;
  const doubtful = stages.documents.filter(({ own }) => !isRight(own));
  for (const { merged } of doubtful.slice(0, MAX_DOUBTS)) validateProject(merged, report);
  const [key] = doubtful[MAX_DOUBTS]?.own.entries.values() ?? [];
  if (key !== undefined) report(problem('syntax/limit', placeOf(toRef(key.key)), TOO_MANY_DOUBTS));
  for (const { own } of stages.documents) {
    const services = own.entries.get('services')?.node;
    if (services?.kind === 'mapping') checkShortForms(services, report);
  }
  for (const root of stages.included) checkDefinitions(root, report);
}

const known = new WeakMap<Mapping, boolean>();

function isRight(document: Mapping): boolean {
  return getOrInsert(known, document, () => fitsSchema(document));
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

function checkName({ givenName, name: projectName, root }: Project, report: Report): void {
  const name = givenName?.value;
  const place = placeOf(toRef(root));
  const written = field(toRef(root), 'name');
  if (projectName(place).value === '') {
    const remedy = 'Use lowercase letters or digits in the name, or remove it to use the directory name.';
    report(
      problem(
        'syntax/invalid-value',
        isScalar(written) ? textPlace(written) : place,
        'No valid characters remain in the project name.',
        { remedy },
      ),
    );
  }
  if (givenName === undefined || name === undefined || name === normalizeProjectName(name)) return;
  const remedy = 'Use lowercase letters, digits, `-` and `_`, and start with a letter or digit.';
  report(problem('syntax/invalid-value', givenName.place, `\`${name}\` is not a valid project name.`, { remedy }));
}

/** Reports invalid image names; Compose requests each image (docker/compose `ensureImagesExists`, `createPreStartContainer`). */
function checkImages(scope: ServiceScope): void {
  for (const image of [get(scope, 'image'), ...itemsOf(get(scope, 'pre_start')).map((hook) => field(hook, 'image'))])
    checkImage(readString(image), scope);
}

function checkImage(image: Setting<string> | undefined, scope: ServiceScope): void {
  if (image?.known !== true || image.value === '' || parseImageReference(image.value) !== undefined) return;
  const remedy = imageNameRemedy(image.value, image.place.shown === undefined);
  scope.reportCreation(
    problem('syntax/invalid-value', image.place, `\`${image.place.shown ?? image.value}\` is not a valid image name.`, {
      remedy,
    }),
  );
}

/** docker/compose `createMobyContainer`, `localContentDigest`. */
function checkPlatform(scope: ServiceScope): void {
  const remedy = 'Use a platform such as `linux/amd64` or `linux/arm64`.';
  readWith(
    get(scope, 'platform'),
    (value) => (isPlatform(value) ? value : undefined),
    scope.report,
    'a platform',
    remedy,
  );
}

/** Container names are unique on a host, so services may share one only if they never start together. */
function checkContainerNames(scopes: readonly ServiceScope[]): void {
  const byName = new Map<string, ServiceScope[]>();
  for (const scope of scopes) {
    const name = readString(get(scope, 'container_name'));
    const value = valueOf(name);
    if (name === undefined || value === undefined) continue;
    const other = byName.get(value)?.find((one) => !areExclusive(one, scope));
    append(byName, value, scope);
    if (other === undefined) continue;
    const what = `Service \`${other.name}\` uses the same container name, \`${value}\`.`;
    scope.report(problem('syntax/conflict', name.place, what, { remedy: 'Use unique names.' }));
  }
}
