import type { Problem } from '../../../model/finding.ts';
import { inputFix } from '../../../model/input-fix.ts';
import { getOrInsert } from '../../../util/maps.ts';
import { nearestWord } from '../../../util/nearest-word.ts';
import { type ProblemDetail, problem } from '../../contract/problem.ts';
import {
  type Field,
  fieldAt,
  isMapping,
  isScalar,
  isSequence,
  isTime,
  itemAt,
  itemsOf,
  placeOf,
  type Ref,
} from '../../yaml/tree.ts';
import { isComposeName } from '../keys/file-name.ts';
import { isFolded } from '../keys/project-keys.ts';
import { mismatch, mismatchText, placeOfValue } from '../schema/mismatch.ts';
import { type SchemaError } from '../schema/validator.generated.js';
import { replacedVolumes } from '../service/volume-folding.ts';

/**
 * True for a path in a volume that a later one with the same target replaces before the schema
 * check (compose-go `override.EnforceUnicity`, then `schema.Validate`).
 */
export function createReplacedFinder(root: Ref): (path: readonly string[]) => boolean {
  const replaced = new Map<string, ReadonlySet<number>>();
  return ([top, service = '', key, index]) => {
    if (top !== 'services' || key !== 'volumes' || index === undefined) return false;
    return getOrInsert(replaced, service, () => replacedVolumes(itemsOf(fieldAt(root, top, service, key)))).has(
      Number(index),
    );
  };
}

/** The client converts times at these paths to text before checking. */
const TAKE_TIMES = /^(?:name|version|services\.[^.]+\.(?:command|extra_hosts\.\d+))$/;

type UnknownKey = SchemaError & { readonly keyword: 'additionalProperties' };

/** `name` is like `services.web.ports[0]`; `field` is the last key on the path. */
export interface RejectedValue {
  readonly value: Ref;
  readonly name: string;
  readonly path: readonly string[];
  readonly field?: Field | undefined;
}

export function findTarget(pointer: string, root: Ref): RejectedValue | undefined {
  const path = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  let value: Ref = root;
  let last: Field | undefined;
  let name = '';
  for (const step of path) {
    const next: Ref | undefined = isSequence(value) ? itemAt(value, Number(step)) : entryOf(value, step);
    if (next === undefined) return undefined;
    last = isMapping(value) ? entryOf(value, step) : undefined;
    name += isSequence(value) ? `[${step}]` : name === '' ? step : `.${step}`;
    value = next;
  }
  return { value, name, path, field: last };
}

function entryOf(ref: Ref, key: string): Field | undefined {
  const entry = ref.node.kind === 'mapping' ? ref.node.entries.get(key) : undefined;
  if (entry === undefined) return undefined;
  const hops = [...entry.hops, ...ref.hops];
  return { node: entry.node, hops, key: { node: entry.key, hops } };
}

export function mismatchProblem(
  error: SchemaError,
  target: RejectedValue,
  isReplaced: (path: readonly string[]) => boolean,
): Problem | undefined {
  const { value, path } = target;
  if (isReplaced(path)) return undefined;
  const name = path.length === 0 ? 'The file' : `\`${target.name}\``;
  const place = placeOfValue(value);
  const [section, service] = path;
  const detail: ProblemDetail =
    section === 'services' && service !== undefined ? { subject: { kind: 'container', name: service } } : {};
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(target, error.params, detail);
    case 'required': {
      const keyPlace = target.field === undefined ? place : placeOf(target.field.key);
      return problem('syntax/missing-key', keyPlace, `${name} requires \`${error.params.missingProperty}\`.`, detail);
    }
    case 'uniqueItems': {
      const again = itemAt(value, Math.max(error.params.i, error.params.j));
      if (again === undefined || isFolded(path)) return undefined;
      return problem('syntax/duplicate-item', placeOfValue(again), `Duplicate item in list ${name}.`, {
        ...detail,
        remedy: 'Remove one of the two.',
        fixes: inputFix('syntax/duplicate-item', { kind: 'remove', location: placeOf(again).location }),
      });
    }
    case 'type': {
      const isConverted = isScalar(value) && isTime(value.node) && TAKE_TIMES.test(path.join('.'));
      return isOpen(value) || isConverted ? undefined : mismatch(value, name, [error.params.type].flat(), detail);
    }
    default:
      return isOpen(value)
        ? undefined
        : problem('syntax/invalid-value', place, `${name} ${mismatchText(error, value)}.`, detail);
  }
}

function isOpen(value: Ref): boolean {
  return isScalar(value) && value.node.text !== undefined && !value.node.text.isKnown;
}

function unknownKey(
  { value: parent, name, path }: RejectedValue,
  { additionalProperty: key, knownKeys, takesExtensions }: UnknownKey['params'],
  detail: ProblemDetail,
): Problem | undefined {
  const field = entryOf(parent, key);
  if (field === undefined) return undefined;
  const isTop = path.length === 0;
  const where = isTop ? 'at the top level of a Compose file' : `in \`${name}\``;
  const isName = knownKeys.length === 0;
  const [meant, section, near] = [
    Object.hasOwn(MEANT, key) ? knownKeys.find((known) => known === MEANT[key]) : undefined,
    Object.keys(MISPLACED).find(
      (owner) => knownKeys.includes(owner.split('.')[0] ?? '') && MISPLACED[owner]?.includes(key),
    ),
    nearestWord(key, knownKeys),
  ];
  // Other programs that read Compose files have their own top-level keys.
  const isOfOther =
    isTop && /^[a-z_]+$/.test(key) && (meant ?? near) === undefined && !isComposeName(field.key.node.origin.path);
  const remedy = (): string => {
    if (key.startsWith('\u00A0')) return 'Replace the non-breaking spaces before it with spaces.';
    if (key.startsWith('//')) return 'Comments start with `#`.';
    if (isName) return 'Use only letters, digits, `.`, `_` and `-`.';
    if (isOfOther) return 'If Compose reads this file, remove it, or prefix its name with `x-`.';
    if (section !== undefined) return `Put it under \`${section}\`.`;
    if ((meant ?? near) !== undefined) return `Did you mean \`${meant ?? near}\`?`;
    // Most mappings accept `x-` keys (compose-spec, "Extensions"); the others have few keys.
    return takesExtensions && knownKeys.length > MANY_KEYS
      ? 'Remove it, or prefix its name with `x-` if another program reads it.'
      : `Remove it; valid keys are ${knownKeys.map((known) => `\`${known}\``).join(', ')}.`;
  };
  const what = isName ? `\`${key}\` is not a valid name ${where}.` : `Unknown key \`${key}\` ${where}.`;
  return problem('syntax/unknown-key', placeOf(field.key), what, {
    ...(path[0] === 'services' && path.length === 1 ? { subject: { kind: 'container', name: key } } : detail),
    ...(isOfOther ? { severity: 'info' } : {}),
    remedy: remedy(),
    ...(isName || (meant ?? section) !== undefined ? {} : keyFix(parent, field, near)),
  });
}

/**
 * Replaces an unknown key with the most similar one, keeping its quotes, unless the mapping already
 * has that key.
 */
function keyFix(parent: Ref, { key: { node } }: Field, nearest: string | undefined): Pick<ProblemDetail, 'fixes'> {
  if (nearest === undefined || entryOf(parent, nearest) !== undefined) return {};
  const inset = node.style === 'plain' ? 0 : 1;
  const span = { start: node.start + inset, end: node.end - inset };
  if (node.origin.text.slice(span.start, span.end) !== node.string) return {};
  const edit = { kind: 'edit', path: node.origin.path, span, newText: nearest } as const;
  return { fixes: inputFix('syntax/unknown-key', edit) };
}

/** Names from other tools, and the Compose keys for them. */
const MEANT: Readonly<Record<string, string>> = {
  src: 'source',
  dst: 'target',
  destination: 'target',
  add_host: 'extra_hosts',
  args: 'command',
  cap: 'cap_add',
  capabilities: 'cap_add',
  cmd: 'command',
  cpu: 'cpus',
  cpu_limit: 'cpus',
  cpus_limit: 'cpus',
  env: 'environment',
  envs: 'environment',
  log: 'logging',
  log_driver: 'logging',
  log_opt: 'logging',
  memory: 'mem_limit',
  mounts: 'volumes',
  name: 'container_name',
  publish: 'ports',
  readonly: 'read_only',
  restart_policy: 'restart',
  security: 'security_opt',
  shm: 'shm_size',
  workdir: 'working_dir',
};

/** Keys that belong in a section, by section. */
const MISPLACED: Readonly<Record<string, readonly string[]>> = {
  build: ['dockerfile', 'context', 'target'],
  healthcheck: ['test', 'interval', 'timeout', 'retries', 'start_period'],
  resources: ['limits', 'reservations'],
  'deploy.resources': ['limits', 'reservations'],
  deploy: ['replicas', 'resources', 'placement', 'update_config'],
  logging: ['driver', 'options'],
};

const MANY_KEYS = 8;
