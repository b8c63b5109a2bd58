import type { ComposeSection } from '../../../model/finding.ts';
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
    const references = referencesOf(scope);
    const isImplicit = (section: ComposeSection, name: string): boolean =>
      section === 'networks' && name === 'default' && (hasDefault || !isProvided(scope));
    for (const section of SECTIONS)
      for (const reference of references[section])
        if (!scope.resources[section].has(reference.name) && !isImplicit(section, reference.name))
          reportMissing(scope, section, reference);
  }
}

const SECTIONS = ['services', 'networks', 'volumes', 'secrets', 'configs', 'models'] as const;

type References = Readonly<Record<ComposeSection, readonly NameReference[]>> & { readonly hops: readonly Hop[] };

const known = new WeakMap<Mapping, References>();

function referencesOf(scope: ServiceScope): References {
  // Not cached: a swarm reads fewer keys.
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
      ...readScalars(get(scope, 'volumes_from'))
        .map((source) => textOf(source).split(':')[0])
        .flatMap((first) => (first?.value === 'container' ? [] : toReference(first))),
    ],
    networks: namesIn(get(scope, 'networks')),
    volumes: scope.volumes.flatMap(({ type, source }) =>
      type === 'volume' && source?.value !== '' ? toReference(source) : [],
    ),
    secrets: [...fileReferences(get(scope, 'secrets')), ...fileReferences(field(get(scope, 'build'), 'secrets'))],
    configs: fileReferences(get(scope, 'configs')),
    models: namesIn(get(scope, 'models')),
  };
}

/** True if Compose attaches the service to the default network (compose-go `normalizeNetworks`). */
function usesDefaultNetwork(scope: ServiceScope): boolean {
  if (isProvided(scope) || get(scope, 'network_mode') !== undefined) return false;
  const { networks: names } = referencesOf(scope);
  return names.length === 0 || names.some(({ name }) => name === 'default');
}

function isProvided(scope: ServiceScope): boolean {
  return get(scope, 'provider') !== undefined;
}

/**
 * Severity: info for a file that may be merged with one that defines the name. Otherwise the client
 * rejects the file; with profiles, only if one is active.
 */
function reportMissing(scope: ServiceScope, section: ComposeSection, { name, place }: NameReference): void {
  const mayBePart = scope.loader.context.mayBePart === true;
  const hasProfiles = itemsOf(get(scope, 'profiles')).length > 0;
  const severity = mayBePart ? 'info' : hasProfiles ? 'warning' : 'error';
  const kind = section.slice(0, -1);
  const shown = place.shown ?? name;
  const where = mayBePart ? 'in this file' : 'in the project';
  const what = name === '' ? `No ${kind} is specified.` : `Undefined ${kind} \`${shown}\` ${where}.`;
  const when =
    severity === 'warning' ? ` Service \`${scope.name}\` can't start when one of its own profiles is active.` : '';
  const remedy = remedyFor(scope, section, name, shown);
  scope.report(
    problem('syntax/undefined-reference', place, what + when, {
      severity,
      ...(remedy === undefined ? {} : { remedy }),
      ...(name === '' ? {} : { missing: { section, name } }),
    }),
  );
}

function remedyFor(scope: ServiceScope, section: ComposeSection, name: string, shown: string): string | undefined {
  const defined = scope.resources[section].keys();
  const near = nearestWord(name, section === 'services' ? [...defined].filter((one) => one !== scope.name) : defined);
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  if (section === 'volumes' && name.includes('/')) return `For a relative path, write \`./${shown}\`.`;
  const mayBePart = scope.loader.context.mayBePart === true;
  if (section === 'services') return mayBePart ? 'Define it in a file that is merged with this one.' : undefined;
  return `Define it under top-level \`${section}:\`${mayBePart ? ', or in a file that is merged with this one' : ''}.`;
}

/**
 * Services required before this one (compose-go `loader/normalize.go`): by `depends_on`, links,
 * shared namespaces and volumes.
 */
export function serviceReferences(scope: ServiceScope): readonly NameReference[] {
  return referencesOf(scope).services;
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

function fileReferences(list: Ref | undefined): readonly NameReference[] {
  return itemsOf(list).flatMap((item) => {
    const name = isScalar(item) ? item : field(item, 'source');
    return isScalar(name) ? toReference(textOf(name)) : [];
  });
}

function toReference(text: Text | undefined): readonly NameReference[] {
  return text?.value === undefined ? [] : [{ name: text.value, place: text.place }];
}
