import type { ComposeSection, Severity } from '../../../model/finding.ts';
import { type Hop, hasSameHops, type Place } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import { nearestWord } from '../../../util/nearest-word.ts';
import { problem } from '../../contract/problem.ts';
import {
  field,
  fieldsOf,
  isMapping,
  isScalar,
  isSequence,
  itemsOf,
  type Mapping,
  type Ref,
  textOf,
  textPlace,
} from '../../yaml/tree.ts';
import type { ServiceScope } from '../service/scope.ts';
import { get } from '../service/scope.ts';
import { readScalars } from '../values/values.ts';

export interface NameReference {
  readonly name: string;
  readonly place: Place;
}

/** Reports undefined names (compose-go `loader/validate.go`). */
export function checkReferences(scopes: readonly ServiceScope[]): void {
  const hasDefault = scopes.some(usesDefaultNetwork);
  for (const scope of scopes) {
    checkReferencesOf(scope, hasDefault);
  }
}

function checkReferencesOf(scope: ServiceScope, hasDefault: boolean): void {
  const { resources } = scope;
  const { services, networks, volumes, secrets, configs, models } = referencesOf(scope);
  check(scope, 'services', services, resources.services);
  check(
    scope,
    'networks',
    networks.filter(({ name }) => name !== 'default' || (isProvided(scope) && !hasDefault)),
    resources.networks,
  );
  check(scope, 'volumes', volumes, resources.volumes);
  check(scope, 'secrets', secrets, resources.secrets);
  check(scope, 'configs', configs, resources.configs);
  check(scope, 'models', models, resources.models);
}

interface References {
  readonly services: readonly NameReference[];
  readonly networks: readonly NameReference[];
  readonly volumes: readonly NameReference[];
  readonly secrets: readonly NameReference[];
  readonly configs: readonly NameReference[];
  readonly models: readonly NameReference[];
  readonly hops: readonly Hop[];
}

const known = new WeakMap<Mapping, References>();

function referencesOf(scope: ServiceScope): References {
  // A swarm reads fewer keys.
  if (scope.loader.context.orchestrator === 'swarm') return readReferences(scope);
  const { node, hops } = scope.service;
  const before = known.get(node);
  const references = before !== undefined && hasSameHops(before.hops, hops) ? before : readReferences(scope);
  known.set(node, references);
  return references;
}

function readReferences(scope: ServiceScope): References {
  return {
    hops: scope.service.hops,
    services: [
      ...namesIn(get(scope, 'depends_on')),
      ...readScalars(get(scope, 'links')).flatMap((link) => toReference(textOf(link).split(':')[0])),
      ...['network_mode', 'ipc', 'pid', 'uts', 'cgroup'].flatMap((key) => namespaceReference(get(scope, key))),
      ...volumeSources(scope),
    ],
    networks: namesIn(get(scope, 'networks')),
    volumes: volumeReferences(scope),
    secrets: [...fileReferences(get(scope, 'secrets')), ...fileReferences(field(get(scope, 'build'), 'secrets'))],
    configs: fileReferences(get(scope, 'configs')),
    models: namesIn(get(scope, 'models')),
  };
}

/** Compose creates it for services without a provider (compose-go `normalizeNetworks`). */
function usesDefaultNetwork(scope: ServiceScope): boolean {
  if (isProvided(scope) || get(scope, 'network_mode') !== undefined) return false;
  const { networks: names } = referencesOf(scope);
  return names.length === 0 || names.some(({ name }) => name === 'default');
}

function isProvided(scope: ServiceScope): boolean {
  return get(scope, 'provider') !== undefined;
}

type Names = Pick<ReadonlyMap<string, unknown>, 'has' | 'keys'>;

function check(
  scope: ServiceScope,
  section: ComposeSection,
  references: readonly NameReference[],
  defined: Names,
): void {
  for (const { name, place } of references) {
    if (defined.has(name)) continue;
    const others = section === 'services' ? [...defined.keys()].filter((one) => one !== scope.name) : defined.keys();
    const near = nearestWord(name, others);
    const shown = place.shown ?? name;
    const remedy =
      near !== undefined
        ? `Did you mean \`${near}\`?`
        : section === 'volumes' && name.includes('/')
          ? `For a relative path, write \`./${shown}\`.`
          : remedyOf(scope, section);
    scope.report(
      problem('syntax/undefined-reference', place, missingText(scope, section, name, shown), {
        severity: severityOf(scope),
        ...(remedy === undefined ? {} : { remedy }),
        ...(name === '' ? {} : { missing: { section, name } }),
      }),
    );
  }
}

function missingText(scope: ServiceScope, section: ComposeSection, name: string, shown: string): string {
  const kind = section.slice(0, -1);
  const where = scope.loader.context.mayBePart === true ? 'in this file' : 'in the project';
  const what = name === '' ? `No ${kind} is specified.` : `Undefined ${kind} \`${shown}\` ${where}.`;
  return severityOf(scope) === 'warning'
    ? `${what} Service \`${scope.name}\` can't start when one of its own profiles is active.`
    : what;
}

/** A file that no client loads by default may be merged with one that defines the name. Otherwise the client rejects it; with profiles, only an active one. */
function severityOf(scope: ServiceScope): Severity {
  if (scope.loader.context.mayBePart === true) return 'info';
  return itemsOf(get(scope, 'profiles')).length > 0 ? 'warning' : 'error';
}

function remedyOf(scope: ServiceScope, section: ComposeSection): string | undefined {
  const mayBePart = scope.loader.context.mayBePart === true;
  if (section === 'services') return mayBePart ? 'Define it in a file that is merged with this one.' : undefined;
  const define = `Define it under top-level \`${section}:\``;
  return mayBePart ? `${define}, or in a file that is merged with this one.` : `${define}.`;
}

/** Services required before this one (compose-go `loader/normalize.go`): by `depends_on`, links, shared namespaces and volumes. */
export function serviceReferences(scope: ServiceScope): readonly NameReference[] {
  return referencesOf(scope).services;
}

function volumeSources(scope: ServiceScope): readonly NameReference[] {
  return readScalars(get(scope, 'volumes_from')).flatMap((source) => {
    const [first] = textOf(source).split(':');
    return first?.value === 'container' ? [] : toReference(first);
  });
}

const SERVICE = 'service:';

function namespaceReference(mode: Ref | undefined): readonly NameReference[] {
  if (!isScalar(mode)) return [];
  const text = textOf(mode);
  return text.value?.startsWith(SERVICE) === true ? toReference(text.slice(SERVICE.length)) : [];
}

function namesIn(ref: Ref | undefined): readonly NameReference[] {
  if (isMapping(ref)) return fieldsOf(ref).flatMap(({ key }) => toReference(textOf(key)));
  return isSequence(ref) ? readScalars(ref).flatMap((item) => toReference(textOf(item))) : [];
}

function volumeReferences(scope: ServiceScope): readonly NameReference[] {
  return scope.volumes.flatMap(({ type, source }) =>
    type === 'volume' && source?.value !== '' ? toReference(source) : [],
  );
}

function fileReferences(list: Ref | undefined): readonly NameReference[] {
  return itemsOf(list).flatMap((item) => {
    const name = isScalar(item) ? item : field(item, 'source');
    return isScalar(name)
      ? [{ name: textOf(name).source, place: textPlace(name) }].filter(() => textOf(name).isKnown)
      : [];
  });
}

function toReference(text: Text | undefined): readonly NameReference[] {
  const name = text?.value;
  return text === undefined || name === undefined ? [] : [{ name, place: text.place }];
}
