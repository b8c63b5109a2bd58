import { problem, type Report } from '../../contract/problem.ts';
import {
  type Field,
  field,
  fieldAt,
  fieldsOf,
  isMapping,
  isScalar,
  type Mapping,
  placeOf,
  type Ref,
  textOf,
} from '../../yaml/tree.ts';
import type { ServiceScope } from '../service/scope.ts';
import { isExternal } from '../values/values.ts';
import { SERVICE_KEYS } from './service-keys.ts';

// `docker stack deploy` has its own parser for format version 3 (docker/cli `cli/compose`).

/** The keys that take effect in a stack. */
export function readInStack(service: Ref<Mapping>): Ref<Mapping> {
  const entries = Array.from(service.node.entries).filter(([name]) => SERVICE_KEYS.get(name)?.[2] === 'read');
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

/** `docker-stack.yml`, `app-swarm.yml`; `stack` alone is ambiguous. */
const STACK_NAME = /^docker-stack\b|(?:^|[-_.])swarm(?:[-_.]|$)/i;

/** Keys that users write for Compose, and stacks ignore. */
const COMPOSE_KEYS: readonly string[] = ['build', 'container_name'];

/** True for a stack by content: it has swarm-only settings and no Compose-only ones. Stacks by name or with external secrets may have Compose keys. */
export function isStack(root: Ref<Mapping>, name: string): boolean {
  const services = fieldsOf(field(root, 'services'));
  const isCalledStack = STACK_NAME.test(name);
  // Compose can't use these.
  const hasExternal = ['configs', 'secrets'].some((kind) => fieldsOf(field(root, kind)).some(isExternal));
  const isSure = isCalledStack || (hasExternal && services.some((service) => field(service, 'deploy') !== undefined));
  const isForSwarm = services.some(hasSwarmSettings);
  return (
    (isForSwarm || isSure) &&
    field(root, 'include') === undefined &&
    !/^[12]/.test(versionOf(root)) &&
    services.every((service) => !isMapping(service) || isForStack(service, isSure))
  );
}

/** True for a service with settings of `deploy` for swarms only. */
export function hasSwarmSettings(service: Ref): boolean {
  return SWARM_SETTINGS.some((key) => fieldAt(service, 'deploy', key) !== undefined);
}

function isForStack(service: Ref, isSure: boolean): boolean {
  const isAccepted = fieldsOf(service).every(({ key }) => {
    const name = key.node.string;
    const inStack = SERVICE_KEYS.get(name)?.[2] ?? 'refused';
    if (COMPOSE_KEYS.includes(name)) return isSure;
    return inStack === 'read' || inStack === 'ignored' || name.startsWith('x-');
  });
  const waits = fieldsOf(field(service, 'depends_on')).some(
    (other) => !['', 'service_started'].includes(textIn(field(other, 'condition'))),
  );
  return isAccepted && !waits && field(service, 'image') !== undefined;
}

/** False for a stack in format version below 3.9, without process limits. */
export function hasProcessLimit(root: Ref<Mapping>): boolean {
  return !/^3(?:\.[0-8])?$/.test(versionOf(root));
}

function versionOf(root: Ref<Mapping>): string {
  return textIn(field(root, 'version'));
}

function textIn(value: Field | undefined): string {
  return isScalar(value) ? (textOf(value).value ?? '') : '';
}

/** Reports once which keys a stack ignores. */
export function checkIgnoredKeys(scopes: readonly ServiceScope[], report: Report): void {
  const ignored = scopes.flatMap(({ written }) =>
    fieldsOf(written).filter(({ key }) => SERVICE_KEYS.get(key.node.string)?.[2] === 'ignored'),
  );
  const names = [...new Set(ignored.map(({ key }) => key.node.string))];
  const [first] = ignored;
  if (first === undefined) return;
  const shown = names.slice(0, MAX_SHOWN).map((name) => `\`${name}\``);
  const rest = names.length - shown.length;
  const what = `A stack ignores ${shown.join(', ')}${rest > 0 ? ` and ${rest} more keys` : ''}, so plimsoll doesn't check ${names.length === 1 ? 'it' : 'them'}.`;
  report(problem('syntax/unsupported', placeOf(first.key), what, { severity: 'info' }));
}

const MAX_SHOWN = 8;

/** Reports service keys that `docker stack deploy` rejects. */
export function checkStackKeys({ written, report }: ServiceScope): void {
  for (const { key } of fieldsOf(written)) {
    const name = key.node.string;
    const inStack = SERVICE_KEYS.get(name)?.[2] ?? 'refused';
    if (inStack === 'read' || inStack === 'ignored' || name.startsWith('x-')) continue;
    const remedy =
      inStack === 'refused'
        ? 'Remove it, or use `docker compose` to deploy the file.'
        : `Set \`${inStack.limit}\` under \`deploy.resources.limits\`.`;
    const what = `\`docker stack deploy\` rejects the service key \`${name}\`.`;
    report(problem('syntax/unknown-key', placeOf(key), what, remedy));
  }
}

/** True if a service has limits as its own keys, which `deploy` could contain. */
export function hasOwnLimits(service: Ref): boolean {
  return OWN_LIMITS.some((key) => field(service, key) !== undefined);
}

const OWN_LIMITS = [...SERVICE_KEYS].flatMap(([name, [, , inStack, , written]]) =>
  typeof inStack === 'object' && written !== 'never' ? [name] : [],
);
