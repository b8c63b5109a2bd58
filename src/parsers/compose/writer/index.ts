import type { Change, ExtensibleField, SettableFields } from '../../../model/change.ts';
import type { Subject } from '../../../model/container.ts';
import type { Place } from '../../../text/location.ts';
import { refused, type Writer, type Written } from '../../contract/writer.ts';
import type { SyntaxMapping, SyntaxNode } from '../yaml/syntax.ts';
import { appendItem, insertPair, type Page, removeStep, replaceScalar } from './edits.ts';
import { hasMerge, pairOf, readWritten, type Step, stepsTo } from './syntax-path.ts';

/** Writes changes of services and hooks into Compose files, at known offsets: what stands around an edit stays as it is, to the last character. */
export const composeWriter: Writer = {
  write: (change, subject, texts) => {
    const place = placeOfChange(change, subject);
    const page = toPage(place, texts);
    if (page === undefined) return refused('broken', 'The file is not valid YAML as a whole.');
    const steps = stepsTo(page, place.location.span);
    switch (change.kind) {
      case 'remove':
        return removeStep(page, steps, depthOfServices(steps));
      case 'replace':
        return replaceAt(page, steps, change.value);
      case 'add':
        return addTo(page, steps, change.field, change.value);
      case 'set':
        return set(page, steps, change);
      case 'set-in':
        return refused('form', 'This part of a value is not written yet.');
    }
  },
};

/** How many steps lead to a service: what is removed stands below it. Files without `services`, and what `x-…` keys hold, have one less. */
function depthOfServices([first]: readonly Step[]): number {
  return first?.kind === 'pair' && first.pair.key.kind === 'scalar' && first.pair.key.string === 'services' ? 2 : 1;
}

function placeOfChange(change: Change, subject: Subject): Place {
  return ('place' in change ? change.place : undefined) ?? subject.place;
}

function toPage({ location: { path } }: Place, texts: ReadonlyMap<string, string>): Page | undefined {
  const source = texts.get(path);
  const yaml = source === undefined ? undefined : readWritten(source);
  return yaml === undefined || source === undefined ? undefined : { ...yaml, path, source };
}

function replaceAt(page: Page, steps: readonly Step[], value: string | number | boolean): Written {
  const node = valueOf(steps.at(-1));
  return node === undefined ? refused('form', 'Nothing stands there.') : replaceScalar(page, node, value);
}

function valueOf(step: Step | undefined): SyntaxNode | undefined {
  return step?.kind === 'item' ? step.item : step?.pair.value;
}

const LIST_KEYS: Readonly<Record<ExtensibleField, string>> = {
  securityOpt: 'security_opt',
  capDrop: 'cap_drop',
  tmpfs: 'tmpfs',
};

function addTo(page: Page, steps: readonly Step[], field: ExtensibleField, value: string): Written {
  const service = serviceAt(steps);
  if ('refusal' in service) return service;
  const key = LIST_KEYS[field];
  const list = pairOf(service.mapping, key)?.value;
  if (list === undefined) {
    if (hasMerge(service.mapping)) return refused('merge', `What \`<<\` merges may have \`${key}\` too.`);
    return insertPair(page, service.mapping, key, [value]);
  }
  if (list.kind === 'sequence') return appendItem(page, list, value);
  if (list.kind === 'alias') return refused('shared', `\`${key}\` is an alias.`);
  return refused('form', `\`${key}\` is no list.`);
}

/** The mapping of the service whose key is the last step. */
function serviceAt(
  steps: readonly Step[],
): { readonly mapping: SyntaxMapping } | Extract<Written, { refusal: object }> {
  const node = valueOf(steps.at(-1));
  if (node?.kind === 'mapping') return { mapping: node };
  return node?.kind === 'alias'
    ? toRefusal('shared', 'The service is an alias.')
    : toRefusal('form', 'The service is no mapping.');
}

function toRefusal(reason: 'shared' | 'form', message: string): Extract<Written, { refusal: object }> {
  return { refusal: { reason, message } };
}

const FIELD_KEYS = {
  readonlyRootfs: 'read_only',
  memory: 'mem_limit',
  nanoCpus: 'cpus',
  pidsLimit: 'pids_limit',
  restartPolicy: 'restart',
} as const satisfies Readonly<Record<keyof SettableFields, string>>;

function set(page: Page, steps: readonly Step[], change: Extract<Change, { kind: 'set' }>): Written {
  const value = textOf(change);
  if (change.place !== undefined) return replaceAt(page, steps, value);
  const service = serviceAt(steps);
  return 'refusal' in service ? service : insertPair(page, service.mapping, FIELD_KEYS[change.field], value);
}

function textOf(change: Extract<Change, { kind: 'set' }>): string | number | boolean {
  switch (change.field) {
    case 'readonlyRootfs':
      return change.value;
    case 'memory':
      return toSize(change.value);
    case 'nanoCpus':
      return change.value / 1e9;
    case 'pidsLimit':
      return change.value;
    case 'restartPolicy':
      return `${change.value.name}:${change.value.maximumRetryCount}`;
  }
}

/** Bytes in the largest unit of which they are a whole number. */
function toSize(bytes: number): string {
  const units = ['b', 'k', 'm', 'g'];
  let [value, unit] = [bytes, 0];
  while (unit < units.length - 1 && value % 1024 === 0) [value, unit] = [value / 1024, unit + 1];
  return `${value}${units[unit] ?? 'b'}`;
}
