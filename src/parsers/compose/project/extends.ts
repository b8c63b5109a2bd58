import type { UnresolvedOptions } from '../../../model/container.ts';
import { getOrInsert } from '../../../util/maps.ts';
import { nearestWord } from '../../../util/nearest-word.ts';
import { problem } from '../../contract/problem.ts';
import {
  type Field,
  field,
  isNull,
  isScalar,
  itemVia,
  type Mapping,
  type MappingEntry,
  type Ref,
  type Scalar,
  textOf,
  textPlace,
  toRef,
  type YamlItem,
} from '../../yaml/tree.ts';
import { type FileScope, loadComposeFile, mayLoad, unparsed } from '../files/loader.ts';
import { composeFolder } from '../files/paths.ts';
import { mismatch } from '../schema/mismatch.ts';
import { mergeService } from './merge.ts';

/** Another file's content after merges, before its `extends`. */
export type LoadServices = (path: string, text: string, directory: string) => Mapping;

const MAX_CHAIN = 100;

interface Link {
  readonly services: Mapping;
  readonly name: string;
}

/**
 * Merges extended services beneath each service, recursively (compose-go `loader/extends.go`).
 * Reports missing, circular and unreadable ones.
 */
export function applyExtends(root: Mapping, scope: FileScope, load: LoadServices): Mapping {
  const services = root.entries.get('services');
  if (services?.node.kind !== 'mapping') return root;
  const { node } = services;
  const resolver = new Resolver(scope, load);
  const entries = new Map(node.entries);
  for (const [name, entry] of node.entries) entries.set(name, { ...entry, ...resolver.resolve(node, name, entry, []) });
  return { ...root, entries: new Map(root.entries).set('services', { ...services, node: { ...node, entries } }) };
}

interface Services {
  readonly services: Mapping;
  /** The other file's path; absent for the same file. */
  readonly path?: string;
}

class Resolver {
  readonly #loader: FileScope['loader'];
  readonly #load: LoadServices;
  readonly #loaded = new Map<string, Mapping>();
  readonly #resolved = new Map<Mapping, Map<string, YamlItem>>();

  constructor({ loader }: FileScope, load: LoadServices) {
    this.#loader = loader;
    this.#load = load;
  }

  /** A service merged over those it extends; `chain` has those that extend it. */
  resolve(services: Mapping, name: string, entry: MappingEntry, chain: readonly Link[]): YamlItem {
    const known = this.#resolved.get(services)?.get(name);
    if (known !== undefined) return known;
    const item = this.#extend(services, name, entry, chain);
    getOrInsert(this.#resolved, services, () => new Map()).set(name, item);
    return item;
  }

  #extend(services: Mapping, name: string, entry: MappingEntry, chain: readonly Link[]): YamlItem {
    const { report, extended, budgets } = this.#loader;
    const { node, hops } = entry;
    const value = field(toRef(node, hops), 'extends');
    const target = isScalar(value) ? value : field(value, 'service');
    if (node.kind !== 'mapping' || !isScalar(target)) return entry;
    const place = textPlace(target);
    const without = (unresolved: UnresolvedOptions): YamlItem => ({
      ...entry,
      node: { ...node, unresolvedOptions: [...(node.unresolvedOptions ?? []), unresolved] },
    });
    const links = [...chain, { services, name }];
    if (links.length > MAX_CHAIN) {
      const what = `\`extends\` forms a chain of more than ${MAX_CHAIN} services; the rest was not read.`;
      report(problem('syntax/limit', place, what));
      return without(unparsed(target));
    }
    const from = this.#servicesOf(field(value, 'file'), services);
    if ('reason' in from) return without(from);
    const found = this.#findBase(from.services, target, links);
    if (found === undefined) return without(unparsed(target));
    const [baseName, base] = found;
    if (from.path !== undefined) extended.push({ by: links[0]?.name ?? name, path: from.path, service: baseName });
    const below = this.resolve(from.services, baseName, base, links);
    if (below.node.kind !== 'mapping') {
      const subject = { kind: 'container', name: baseName } as const;
      // In the same file, the schema check reports it.
      if (from.services !== services && !isNull(below))
        report(mismatch(below, `\`services.${baseName}\``, ['object'], { subject }));
      return entry;
    }
    if (!budgets.inherited.allows(sizeOf(below.node), place)) return without(unparsed(target));
    const via = itemVia({ ...below, node: below.node }, { kind: 'extends', location: place.location });
    const merged = mergeService(via, node, report);
    const entries = new Map(merged.entries);
    entries.delete('extends');
    return { ...entry, node: { ...merged, entries } };
  }

  #servicesOf(file: Field | undefined, own: Mapping): Services | UnresolvedOptions {
    if (!isScalar(file)) return { services: own };
    const loaded = loadComposeFile(file, file.node.origin.directory, this.#loader, '`extends` file');
    if (loaded.file === undefined) return loaded.unresolved;
    const { path, text } = loaded.file;
    const known = this.#loaded.get(path);
    if (known !== undefined) return { services: known, path };
    if (!mayLoad(loaded.file, textPlace(file), this.#loader)) return unparsed(file);
    const services = this.#load(path, text, composeFolder(path));
    this.#loaded.set(path, services);
    return { services, path };
  }

  #findBase(
    services: Mapping,
    target: Ref<Scalar>,
    chain: readonly Link[],
  ): readonly [name: string, entry: MappingEntry] | undefined {
    const { report } = this.#loader;
    const name = textOf(target).value;
    if (name === undefined) return undefined;
    const entry = services.entries.get(name);
    if (entry === undefined) {
      const near = nearestWord(name, services.entries.keys());
      const what = `Undefined service \`${name}\` in \`extends\`.`;
      const remedy = near === undefined ? {} : `Did you mean \`${near}\`?`;
      report(problem('syntax/undefined-reference', textPlace(target), what, remedy));
      return undefined;
    }
    if (!chain.some((link) => link.services === services && link.name === name)) return [name, entry];
    const through = chain.length === 1 ? '' : ' through other services';
    report(problem('syntax/cycle', textPlace(target), `Service \`${name}\` extends itself${through}.`));
    return undefined;
  }
}

/** A service's size, for the budget: each merge copies it. */
function sizeOf({ entries }: Mapping): number {
  let size = entries.size;
  for (const { node } of entries.values())
    size += node.kind === 'mapping' ? node.entries.size : node.kind === 'sequence' ? node.items.length : 0;
  return size;
}
