import type { Change, ExtensibleField, SetChange, SettableFields } from '../../../model/change.ts';
import type { Subject } from '../../../model/container.ts';
import type { Location, Place } from '../../../text/location.ts';
import { refused, type Writer, type Written } from '../../contract/writer.ts';
import type { SyntaxMapping, SyntaxNode } from '../../yaml/syntax.ts';
import { blocksFor, keysOf, yamlBlocksOf } from './blocks.ts';
import { appendItems, insertPair, joinWritten, removeStep, replaceScalar, type YamlPage } from './edits.ts';
import { writeProxy } from './engine-proxy.ts';
import { deployerOf, type FieldText, fieldTexts, listKeyOf, memberKeyOf } from './fields.ts';
import {
  rawContent,
  type TextChange,
  withAddress,
  withDenied,
  withoutOption,
  withPermissions,
  withReadOnly,
} from './short-syntax.ts';
import { hasMerge, pairOf, readWritten, type Step, stepsTo } from './syntax-path.ts';

export interface YamlKeys {
  /** What holds the container, for messages: `service`. */
  readonly holder: string;
  /** The number of steps to the container; removals keep these. */
  readonly depthOf: (steps: readonly Step[], subject: Subject, page: YamlPage) => number;
  readonly listKeyOf: (field: ExtensibleField, subject: Subject, mapping: SyntaxMapping) => string;
  readonly fieldTexts: (
    change: SetChange<keyof SettableFields>,
    mapping: SyntaxMapping,
    subject: Subject,
  ) => readonly FieldText[];
  /** The key of the long form for a part of an element. */
  readonly memberKeyOf: (change: Extract<Change, { kind: 'set-in' }>) => string | undefined;
}

/** Writes changes of services and hooks into Compose files; other text stays unchanged. */
export const composeWriter: Writer = {
  ...createYamlWriter({
    holder: 'service',
    depthOf: depthOfServices,
    listKeyOf,
    fieldTexts: (change, service, subject) => fieldTexts(change, service, deployerOf(subject)),
    memberKeyOf,
  }),
  blocks: (subject, texts, change) => {
    const { location } = subject.place;
    // Most files have no merges, so they needn't be parsed.
    const page = texts.get(location.path)?.includes('<<') === true ? toPage(location, texts) : undefined;
    if (page === undefined) return [];
    const blocks = yamlBlocksOf(page, stepsTo(page, location.span).at(-1));
    const found = change === undefined ? blocks : blocksFor(blocks, change, deployerOf(subject), page.text);
    return found.map(({ key: { start, end } }) => ({ path: location.path, span: { start, end } }));
  },
};

export function createYamlWriter(keys: YamlKeys): Writer {
  return {
    write: (change, subject, texts, block) => {
      const location = block ?? placeOfChange(change, subject).location;
      const page = toPage(location, texts);
      if (page === undefined) return refused('broken', 'The file is not valid YAML.');
      const steps = stepsTo(page, location.span);
      if (block !== undefined && !isWrittenAlike(page, steps, change, subject))
        return refused('form', 'It is written in a different form there.');
      const depth = keys.depthOf(steps, subject, page);
      const node = valueOf(steps.at(-1));
      switch (change.kind) {
        case 'remove':
          return remove(page, steps, change, depth);
        case 'replace':
          return node === undefined ? refused('form', "It doesn't exist.") : replaceScalar(page, node, change.value);
        case 'move':
          return takeFromVariable(page, steps, change);
        case 'proxy':
          return writeProxy(page, steps, change, subject);
        case 'add':
          return addTo(page, steps, change, subject, keys);
        case 'set':
          return set(page, steps, change, subject, { keys, depth });
        case 'set-in':
          return setIn(page, steps, change, keys);
      }
    },
    remove: (location, texts) => {
      const page = toPage(location, texts);
      if (page === undefined) return refused('broken', 'The file is not valid YAML.');
      return removeStep(page, stepsTo(page, location.span), 0);
    },
  };
}

/**
 * True if the change uses the same keys in the block and the service: both `deploy`, if one has it.
 */
function isWrittenAlike(page: YamlPage, steps: readonly Step[], change: Change, subject: Subject): boolean {
  const [block, own] = [mappingAt(steps), mappingAt(stepsTo(page, subject.place.location.span))];
  const keysIn = (mapping: SyntaxMapping | undefined): string =>
    mapping === undefined ? '' : keysOf(change, mapping, deployerOf(subject)).join();
  return keysIn(own) === keysIn(block);
}

function placeOfChange(change: Change, subject: Subject): Place {
  return ('place' in change ? change.place : undefined) ?? subject.place;
}

function toPage({ path }: Location, texts: ReadonlyMap<string, string>): YamlPage | undefined {
  const source = texts.get(path);
  const yaml = source === undefined ? undefined : readWritten(source);
  return yaml && source !== undefined ? { ...yaml, path, source } : undefined;
}

/** The number of steps to a service; without `services`, or under `x-…`, only one. */
function depthOfServices([first]: readonly Step[]): number {
  return first?.kind === 'pair' && first.pair.key.kind === 'scalar' && first.pair.key.string === 'services' ? 2 : 1;
}

function remove(
  page: YamlPage,
  steps: readonly Step[],
  { place, field }: Extract<Change, { kind: 'remove' }>,
  depth: number,
): Written {
  const node = valueOf(steps.at(-1));
  if (node?.kind === 'scalar' && (field === 'binds' || field === 'mounts')) {
    const content = rawContent(page.text, node);
    const { span } = place.location;
    // In the short form, the option is a part of the value.
    if (content !== undefined && (span.start > content.start || span.end < content.end))
      return toWritten(page, withoutOption(page.text, content, span));
  }
  if (node?.kind === 'scalar' && hasVariable(node.string)) return refused('variable', 'It contains a variable.');
  return removeStep(page, steps, depth);
}

function hasVariable(text: string): boolean {
  return text.includes('{{') || text.replaceAll('$$', '').includes('$');
}

/** Moves `NAME=value` in a list, or a mapping's value; also removes a default. */
function takeFromVariable(
  page: YamlPage,
  steps: readonly Step[],
  { variable }: Extract<Change, { kind: 'move' }>,
): Written {
  const last = steps.at(-1);
  const node = valueOf(last);
  if (node?.kind !== 'scalar') return refused('form', 'It is not a single value.');
  const name = last?.kind === 'item' ? node.string.slice(0, node.string.indexOf('=') + 1) : '';
  const isDefault = /^\$\{\w+:?-[^${}]*\}$/.test(node.string.slice(name.length));
  return replaceScalar(page, node, `${name}\${${variable}:?}`, isDefault);
}

function valueOf(step: Step | undefined): SyntaxNode | undefined {
  return step?.kind === 'item' ? step.item : step?.pair.value;
}

function addTo(
  page: YamlPage,
  steps: readonly Step[],
  { field, values }: Extract<Change, { kind: 'add' }>,
  subject: Subject,
  keys: YamlKeys,
): Written {
  const service = mappingAt(steps);
  if (service === undefined) return noMapping(steps, keys);
  const key = keys.listKeyOf(field, subject, service);
  if (key === '') return refused('form', 'It is not a list there.');
  const list = pairOf(service, key)?.value;
  if (list === undefined) {
    const isThere = subject.kind === 'container' && (subject.hostConfig[field] ?? []).length > 0;
    if (hasMerge(service) && isThere)
      return refused('merge', `\`<<\` merges \`${key}\`; a separate list would replace it.`);
    return insertPair(page, service, key, values);
  }
  if (list.kind === 'sequence') return appendItems(page, list, values);
  return list.kind === 'alias'
    ? refused('shared', `\`${key}\` is an alias.`)
    : refused('form', `\`${key}\` is not a list.`);
}

function mappingAt(steps: readonly Step[]): SyntaxMapping | undefined {
  const node = valueOf(steps.at(-1));
  return node?.kind === 'mapping' ? node : undefined;
}

function noMapping(steps: readonly Step[], { holder }: YamlKeys): Written {
  return valueOf(steps.at(-1))?.kind === 'alias'
    ? refused('shared', `The ${holder} is an alias.`)
    : refused('form', `The ${holder} is not a mapping.`);
}

function set(
  page: YamlPage,
  steps: readonly Step[],
  change: Extract<Change, { kind: 'set' }>,
  subject: Subject,
  { keys, depth }: { readonly keys: YamlKeys; readonly depth: number },
): Written {
  // With a place, the mapping around the value; outside the service, it is shared.
  const around = steps[depth];
  const mapping = change.place === undefined ? mappingAt(steps) : around?.kind === 'pair' ? around.parent : undefined;
  if (mapping === undefined)
    return change.place === undefined
      ? noMapping(steps, keys)
      : refused('shared', `It is defined outside a ${keys.holder}.`);
  const holder = change.place === undefined ? steps.at(-1) : undefined;
  return joinWritten(keys.fieldTexts(change, mapping, subject).map((field) => setField(page, mapping, field, holder)));
}

/** `holder` is the step to the service, if known. */
function setField(page: YamlPage, service: SyntaxMapping, { keys, value }: FieldText, holder?: Step): Written {
  let mapping = service;
  for (const [index, key] of keys.entries()) {
    const pair = pairOf(mapping, key);
    if (pair === undefined) {
      const isMerged = hasMerge(mapping) && (index > 0 || mayMerge(page, holder, key));
      if (isMerged && keys.length > 1) return refused('merge', `\`${key}\` may also come from a \`<<\` merge.`);
      const nested = keys.slice(index + 1).reduceRight<FieldValue>((inner, name) => ({ [name]: inner }), value);
      return insertPair(page, mapping, key, nested);
    }
    const node = pair.value;
    if (index === keys.length - 1)
      return node === undefined || node.start === node.end
        ? refused('form', `\`${key}\` has no value.`)
        : replaceScalar(page, node, value);
    if (node?.kind === 'alias') return refused('shared', `\`${key}\` is an alias.`);
    if (node?.kind !== 'mapping') return refused('form', `\`${key}\` is not a mapping.`);
    mapping = node;
  }
  return refused('form', "It doesn't exist.");
}

/** True unless it is known that no block merged into the service has a key. */
function mayMerge(page: YamlPage, holder: Step | undefined, key: string): boolean {
  const [, ...merged] = yamlBlocksOf(page, holder);
  return merged.length === 0 || merged.some(({ mapping }) => pairOf(mapping, key) !== undefined);
}

type FieldValue = FieldText['value'] | { readonly [key: string]: FieldValue };

function setIn(
  page: YamlPage,
  steps: readonly Step[],
  change: Extract<Change, { kind: 'set-in' }>,
  keys: YamlKeys,
): Written {
  const last = steps.at(-1);
  const element = valueOf(last);
  // `tmpfs` may be a string instead of a list.
  if (element?.kind === 'scalar' && (last?.kind === 'item' || change.field === 'tmpfs')) {
    const content = rawContent(page.text, element);
    if (content === undefined) return refused('form', 'It uses escapes or spans several lines.');
    return toWritten(page, shortChange(page.text, content, change));
  }
  // In long form, an element's place is one of its values.
  const item = steps.findLast((step) => step.kind === 'item')?.item;
  const key = keys.memberKeyOf(change);
  if (item?.kind !== 'mapping' || key === undefined) return refused('form', 'It is not a list item.');
  return setField(page, item, { keys: [key], value: change.value });
}

function shortChange(
  text: string,
  content: { readonly start: number; readonly end: number },
  change: Extract<Change, { kind: 'set-in' }>,
): TextChange {
  switch (change.member) {
    case 'hostIp':
      return withAddress(text, content, change.value);
    case 'readOnly':
      return withReadOnly(text, content);
    case 'cgroupPermissions':
      return withPermissions(text, content, change.value);
    case 'exec':
    case 'suid':
    case 'dev':
      return withDenied(text, content, change.member);
  }
}

function toWritten({ path }: YamlPage, change: TextChange): Written {
  if (change === 'variable') return refused('variable', 'It contains a variable.');
  return change === 'form' ? refused('form', 'It is in an unknown form.') : { edits: [{ path, ...change }] };
}
