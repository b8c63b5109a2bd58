import type { Change } from '../../../model/change.ts';
import type { Span } from '../../../text/location.ts';
import { getOrInsert } from '../../../util/maps.ts';
import type { SyntaxMapping, SyntaxNode, SyntaxPair } from '../../yaml/syntax.ts';
import type { YamlPage } from './edits.ts';
import { type Deployer, fieldTexts, listKeyOf } from './fields.ts';
import { pairOf, type Step, type WrittenYaml } from './syntax-path.ts';

interface Block {
  readonly key: Span;
  readonly mapping: SyntaxMapping;
}

const MAX_BLOCKS = 50;

/**
 * A service's mapping and those merged with `<<`, in order of precedence; only the service's if a
 * merge is too complex.
 */
export function yamlBlocksOf(page: YamlPage, step: Step | undefined): readonly Block[] {
  if (step?.kind !== 'pair' || step.pair.value?.kind !== 'mapping') return [];
  const own = { key: step.pair.key, mapping: step.pair.value };
  const blocks: Block[] = [];
  const isWhole = addBlocks(page, own, blocks);
  return isWhole ? blocks : [own];
}

function addBlocks(page: YamlPage, block: Block, blocks: Block[]): boolean {
  if (blocks.length >= MAX_BLOCKS) return false;
  blocks.push(block);
  const merged = pairOf(block.mapping, '<<')?.value;
  if (merged === undefined) return true;
  const sources = merged.kind === 'sequence' ? merged.items : [merged];
  return sources.every((source) => {
    const other = source.kind === 'alias' ? anchored(page, source.source, source.start) : undefined;
    return other !== undefined && addBlocks(page, other, blocks);
  });
}

/**
 * The blocks where a change takes effect, since no block before has its key. `text` is the file's.
 */
export function blocksFor(
  blocks: readonly Block[],
  change: Change,
  deployer: Deployer,
  text: string,
): readonly Block[] {
  return blocks.filter((block, index) => {
    const keys = keysOf(change, block.mapping, deployer);
    if (index > 0 && isForOther(block, keys, text)) return false;
    const nearer = blocks.slice(0, index);
    return keys.length > 0 && keys.every((key) => nearer.every((each) => pairOf(each.mapping, key) === undefined));
  });
}

/** True for a block named after its only other setting, such as `x-restart-policy`. */
function isForOther({ key, mapping: { pairs } }: Block, keys: readonly string[], text: string): boolean {
  const [only = '', ...others] = pairs.map((pair) => text.slice(pair.key.start, pair.key.end));
  const [word = ''] = only.split('_');
  return others.length === 0 && !keys.includes(only) && word !== '' && text.slice(key.start, key.end).includes(word);
}

/** The service keys that a change adds something to. */
export function keysOf(change: Change, mapping: SyntaxMapping, deployer: Deployer): readonly string[] {
  if (change.kind === 'add') return [listKeyOf(change.field)];
  if (change.kind !== 'set' || change.place !== undefined) return [];
  return fieldTexts(change, mapping, deployer).map(({ keys: [first = ''] }) => first);
}

interface Anchored extends Block {
  readonly name: string;
}

const anchors = new WeakMap<WrittenYaml['documents'], readonly Anchored[]>();

/** The mapping behind an alias at an offset; `undefined` if it isn't a key's value. */
function anchored({ documents }: WrittenYaml, name: string, at: number): Block | undefined {
  const all = getOrInsert(anchors, documents, () => documents.flatMap((node) => [...anchoredIn(node, undefined)]));
  return all.findLast((each) => each.name === name && each.key.start < at);
}

function* anchoredIn(node: SyntaxNode | undefined, pair: SyntaxPair | undefined): Generator<Anchored> {
  if (node === undefined) return;
  if (node.kind === 'mapping') {
    if (node.anchor !== undefined && pair !== undefined) yield { name: node.anchor, key: pair.key, mapping: node };
    for (const each of node.pairs) yield* anchoredIn(each.value, each);
  } else if (node.kind === 'sequence') for (const item of node.items) yield* anchoredIn(item, undefined);
}
