import type { Location } from '../../../text/location.ts';
import { problem, type Report } from '../../contract/problem.ts';
import {
  type Field,
  field,
  fieldAt,
  fieldsOf,
  isScalar,
  type Mapping,
  placeOf,
  type Ref,
  textOf,
} from '../../yaml/tree.ts';
import type { ServiceScope } from '../service/scope.ts';
import { SERVICE_KEYS } from './service-keys.ts';

// `docker stack deploy` parses format version 3 with its own parser (docker/cli `cli/compose`).

/** Drops the keys that have no effect in a stack. */
export function readInStack(service: Ref<Mapping>): Ref<Mapping> {
  const entries = Array.from(service.node.entries).filter(([name]) => SERVICE_KEYS.get(name)?.inStack === 'read');
  return { ...service, node: { ...service.node, entries: new Map(entries) } };
}

/** Settings of `deploy` for swarms only. */
const SWARM_SETTINGS: readonly string[] = [
  'endpoint_mode',
  'labels',
  'mode',
  'placement',
  'rollback_config',
  'update_config',
];

export function hasSwarmSettings(service: Ref): boolean {
  return SWARM_SETTINGS.some((key) => fieldAt(service, 'deploy', key) !== undefined);
}

/** The places of a service's keys that `docker stack deploy` ignores. */
export function ignoredByStacks(service: Ref<Mapping>): readonly Location[] {
  return fieldsOf(service)
    .filter(isIgnored)
    .flatMap((value) => [placeOf(value.key).location, placeOf(value).location]);
}

/**
 * True for a file that someone may also deploy as a stack, so fixes must not add keys that stacks
 * reject.
 */
export function mayLoadAsStack(root: Ref<Mapping>): boolean {
  return (
    !/^[12]/.test(versionOf(root)) &&
    fieldsOf(field(root, 'services')).some((each) => fieldAt(each, 'deploy') !== undefined)
  );
}

/** False for a stack below format version 3.9, without process limits. */
export function hasProcessLimit(root: Ref<Mapping>): boolean {
  return !/^3(?:\.[0-8])?$/.test(versionOf(root));
}

function versionOf(root: Ref<Mapping>): string {
  return textIn(field(root, 'version'));
}

function textIn(value: Field | undefined): string {
  return isScalar(value) ? (textOf(value).value ?? '') : '';
}

export function checkIgnoredKeys(scopes: readonly ServiceScope[], report: Report): void {
  const ignored = scopes.flatMap(({ written }) => fieldsOf(written).filter(isIgnored));
  const names = [...new Set(ignored.map(({ key }) => key.node.string))];
  const [first] = ignored;
  if (first === undefined) return;
  const shown = names.slice(0, MAX_SHOWN).map((name) => `\`${name}\``);
  const rest = names.length - shown.length;
  const what = `A stack ignores ${shown.join(', ')}${rest > 0 ? ` and ${rest} more keys` : ''}, so plimsoll doesn't check ${names.length === 1 ? 'it' : 'them'}.`;
  report(problem('syntax/unsupported', placeOf(first.key), what, { severity: 'info' }));
}

function isIgnored({ key }: Field): boolean {
  return SERVICE_KEYS.get(key.node.string)?.inStack === 'ignored';
}

const MAX_SHOWN = 8;

/** Reports service keys that `docker stack deploy` rejects. */
export function checkStackKeys({ written, report }: ServiceScope): void {
  for (const { key } of fieldsOf(written)) {
    const name = key.node.string;
    const inStack = SERVICE_KEYS.get(name)?.inStack ?? 'refused';
    if (inStack === 'read' || inStack === 'ignored' || name.startsWith('x-')) continue;
    const remedy =
      inStack === 'refused'
        ? 'Remove it, or use `docker compose` to deploy the file.'
        : `Set \`${inStack.limit}\` under \`deploy.resources.limits\`.`;
    const what = `\`docker stack deploy\` rejects the service key \`${name}\`.`;
    report(problem('syntax/unknown-key', placeOf(key), what, remedy));
  }
}

/** True if a service sets limits by its own keys, not under `deploy`. */
export function hasOwnLimits(service: Ref): boolean {
  return OWN_LIMITS.some((key) => field(service, key) !== undefined);
}

const OWN_LIMITS = Array.from(SERVICE_KEYS).flatMap(([name, { inStack, written }]) =>
  typeof inStack === 'object' && written.sets !== undefined ? [name] : [],
);
