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
  textPlace,
} from '../../yaml/tree.ts';
import { isFolded } from '../keys/checks.ts';
import { isComposeName } from '../keys/file-name.ts';
import { mismatch, mismatchText } from '../schema/mismatch.ts';
import { type SchemaError } from '../schema/validator.generated.js';
import { replacedVolumes } from '../service/volume-folding.ts';

/** True for paths in a volume that a later one with its target replaces before the schema check (compose-go `override.EnforceUnicity`, then `schema.Validate`). */
export function createReplacedFinder(root: Ref): (path: readonly string[]) => boolean {
  const replaced = new Map<string, ReadonlySet<number>>();
  return ([top, service = '', key, index]) => {
    if (top !== 'services' || key !== 'volumes' || index === undefined) return false;
    return getOrInsert(replaced, service, () => replacedVolumes(itemsOf(fieldAt(root, top, service, key)))).has(
      Number(index),
    );
  };
}

/** Where the client converts times to text before checking. */
const TAKE_TIMES = /^(?:name|version|services\.[^.]+\.(?:command|extra_hosts\.\d+))$/;

type UnknownKey = SchemaError & { readonly keyword: 'additionalProperties' };

/** An error's value, its name such as `services.web.ports[0]`, its path, and its parent key. */
interface Target {
  readonly value: Ref;
  readonly name: string;
  readonly path: readonly string[];
  readonly field?: Field | undefined;
}

function findTarget(pointer: string, root: Ref): Target | undefined {
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
  root: Ref,
  isReplaced: (path: readonly string[]) => boolean,
): Problem | undefined {
  const target = findTarget(error.instancePath, root);
  if (target === undefined || isReplaced(target.path)) return undefined;
  const { value } = target;
  const name = target.path.length === 0 ? 'The file' : `\`${target.name}\``;
  const place = isScalar(value) ? textPlace(value) : placeOf(value);
  const subject =
    target.path[0] === 'services' && target.path[1] !== undefined
      ? ({ kind: 'container', name: target.path[1] } as const)
      : undefined;
  const detail = subject === undefined ? {} : { subject };
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownKey(target, error.params, detail);
    case 'required': {
      const keyPlace = target.field === undefined ? place : placeOf(target.field.key);
      return problem('syntax/missing-key', keyPlace, `${name} requires \`${error.params.missingProperty}\`.`, detail);
    }
    case 'uniqueItems': {
      if (isFolded(target.path)) return undefined;
      const again = itemAt(value, Math.max(error.params.i, error.params.j));
      return (
        again &&
        problem(
          'syntax/duplicate-item',
          isScalar(again) ? textPlace(again) : placeOf(again),
          `Duplicate item in list ${name}.`,
          {
            ...detail,
            remedy: 'Remove one of the two.',
            fixes: inputFix('syntax/duplicate-item', { kind: 'remove', location: placeOf(again).location }),
          },
        )
      );
    }
    case 'type':
      return isOpen(value) || (isScalar(value) && isTime(value.node) && TAKE_TIMES.test(target.path.join('.')))
        ? undefined
        : mismatch(value, name, listOf(error.params.type), detail);
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
  { value: parent, name, path }: Target,
  params: UnknownKey['params'],
  detail: { readonly subject?: { readonly kind: 'container'; readonly name: string } },
): Problem | undefined {
  const { additionalProperty: key, knownKeys } = params;
  const field = entryOf(parent, key);
  if (field === undefined) return undefined;
  const subject =
    detail.subject ??
    (path[0] === 'services' && path.length === 1 ? ({ kind: 'container', name: key } as const) : undefined);
  const where = path.length === 0 ? 'at the top level of a Compose file' : `in \`${name}\``;
  const isName = knownKeys.length === 0;
  // Programs that merge files into a Compose file have their own top-level keys.
  const isOfOther =
    path.length === 0 &&
    /^[a-z_]+$/.test(key) &&
    meantBy(key, knownKeys) === undefined &&
    nearestWord(key, knownKeys) === undefined &&
    !isComposeName(field.key.node.origin.path);
  const what = isName ? `\`${key}\` is not a valid name ${where}.` : `Unknown key \`${key}\` ${where}.`;
  const remedy = key.startsWith('\u00A0')
    ? 'Replace the non-breaking spaces before it with spaces.'
    : key.startsWith('//')
      ? 'Comments start with `#`.'
      : isName
        ? 'Use only letters, digits, `.`, `_` and `-`.'
        : isOfOther
          ? 'If Compose reads this file, remove it, or prefix its name with `x-`.'
          : unknownKeyRemedy(params);
  return problem('syntax/unknown-key', placeOf(field.key), what, {
    ...(subject === undefined ? {} : { subject }),
    ...(isOfOther ? { severity: 'info' as const } : {}),
    remedy,
    ...keyFix(
      parent,
      field,
      isName || (meantBy(key, knownKeys) ?? sectionFor(key, knownKeys)) !== undefined
        ? undefined
        : nearestWord(key, knownKeys),
    ),
  });
}

/** Replaces an unknown key by the nearest one within its quotes, unless the mapping has that already. */
function keyFix(parent: Ref, { key: { node } }: Field, nearest: string | undefined): Pick<ProblemDetail, 'fixes'> {
  if (nearest === undefined || entryOf(parent, nearest) !== undefined) return {};
  const inset = node.style === 'plain' ? 0 : 1;
  const span = { start: node.start + inset, end: node.end - inset };
  if (node.origin.text.slice(span.start, span.end) !== node.string) return {};
  const edit = { kind: 'edit', path: node.origin.path, span, newText: nearest } as const;
  return { fixes: inputFix('syntax/unknown-key', edit) };
}

/** Service keys by their names in `docker run`, Dockerfiles or Kubernetes. */
const MEANT: Readonly<Record<string, string>> = {
  add_host: 'extra_hosts',
  args: 'command',
  cap: 'cap_add',
  capabilities: 'cap_add',
  cmd: 'command',
  cpu: 'cpus',
  env: 'environment',
  envs: 'environment',
  log: 'logging',
  memory: 'mem_limit',
  mounts: 'volumes',
  name: 'container_name',
  publish: 'ports',
  readonly: 'read_only',
  security: 'security_opt',
  shm: 'shm_size',
  workdir: 'working_dir',
};

/** Keys that belong into a section, by section. */
const MISPLACED: Readonly<Record<string, readonly string[]>> = {
  build: ['dockerfile', 'context', 'target'],
  healthcheck: ['test', 'interval', 'timeout', 'retries', 'start_period'],
  resources: ['limits', 'reservations'],
  logging: ['driver', 'options'],
};

function sectionFor(key: string, knownKeys: readonly string[]): string | undefined {
  return Object.keys(MISPLACED).find((section) => knownKeys.includes(section) && MISPLACED[section]?.includes(key));
}

function meantBy(key: string, knownKeys: readonly string[]): string | undefined {
  const meant = Object.hasOwn(MEANT, key) ? MEANT[key] : undefined;
  return meant !== undefined && knownKeys.includes(meant) ? meant : undefined;
}

/** So many keys are not listed. */
const MANY_KEYS = 8;

/** Most mappings allow extensions (compose-spec, "Extensions"); others have few keys. */
function unknownKeyRemedy({ additionalProperty, knownKeys, takesExtensions }: UnknownKey['params']): string {
  const near = meantBy(additionalProperty, knownKeys) ?? nearestWord(additionalProperty, knownKeys);
  const section = sectionFor(additionalProperty, knownKeys);
  if (section !== undefined) return `Put it under \`${section}\`.`;
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  if (takesExtensions && knownKeys.length > MANY_KEYS)
    return 'Remove it, or prefix its name with `x-` if another program reads it.';
  return `Remove it; valid keys are ${knownKeys.map((known) => `\`${known}\``).join(', ')}.`;
}

function listOf(type: string | readonly string[]): readonly string[] {
  return typeof type === 'string' ? [type] : type;
}
