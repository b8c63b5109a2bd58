import type { Change, ExtensibleField, SetChange, SettableFields } from '../../../model/change.ts';
import type { Subject } from '../../../model/container.ts';
import type { SyntaxMapping } from '../../yaml/syntax.ts';
import { SERVICE_KEYS } from '../keys/service-keys.ts';
import type { InStack, WrittenForms, WrittenValue } from '../keys/shape.ts';
import type { WrittenYamlValue } from './style.ts';
import { pairOf } from './syntax-path.ts';

export function listKeyOf(field: ExtensibleField): string {
  return Array.from(SERVICE_KEYS).find(([, { written }]) => written.adds === field)?.[0] ?? '';
}

/** The keys below the service, and the value. */
export interface FieldText {
  readonly keys: readonly string[];
  readonly value: Exclude<WrittenYamlValue, object>;
}

/**
 * A field's setting in the form that the service uses. Never next to the same setting under
 * `deploy`: clients reject or ignore one of them, and stacks read limits only there.
 */
export function fieldTexts(
  change: SetChange<keyof SettableFields>,
  service: SyntaxMapping,
  deployer: Deployer,
): readonly FieldText[] {
  const forms = Array.from(SERVICE_KEYS).flatMap(([key, { written, inStack }]) => {
    const value = textOf(written, change);
    return value === undefined ? [] : [{ fields: flat([key], value), isRead: isReadBy(deployer, inStack) }];
  });
  const deployed = forms.find(({ fields }) => fields.every(({ keys }) => keys.length > 1 && hasSection(service, keys)));
  return (deployed ?? forms.find(({ isRead }) => isRead))?.fields ?? [];
}

/** What reads a service: Compose, a swarm, or both. */
export type Deployer = 'compose' | 'swarm' | 'both';

/** Who reads a container's file: `both` if it may be a stack. */
export function deployerOf(subject: Subject): Deployer {
  if (subject.kind !== 'container') return 'compose';
  if (subject.orchestrator === 'swarm') return 'swarm';
  return subject.deploySections?.has('resources.limits') === true ? 'both' : 'compose';
}

function isReadBy(deployer: Deployer, inStack: InStack): boolean {
  return deployer === 'compose' || inStack === 'read' || (deployer === 'both' && inStack === 'ignored');
}

function textOf<F extends keyof SettableFields>(
  { sets }: WrittenForms,
  { field, value }: SetChange<F>,
): WrittenValue | undefined {
  return sets?.[field]?.(value);
}

function flat(keys: readonly string[], value: WrittenValue): readonly FieldText[] {
  return typeof value === 'object'
    ? Object.entries(value).flatMap(([key, below]) => flat([...keys, key], below))
    : [{ keys, value }];
}

function hasSection(service: SyntaxMapping, keys: readonly string[]): boolean {
  let pair = pairOf(service, keys[0] ?? '');
  for (const key of keys.slice(1, -1)) pair = pairOf(pair?.value, key);
  return pair !== undefined;
}

/** Undefined for tmpfs options, which have no long form. */
export function memberKeyOf({ member }: Extract<Change, { kind: 'set-in' }>): string | undefined {
  return Array.from(SERVICE_KEYS.values(), ({ written }) => written.members?.[member]).find((key) => key !== undefined);
}
