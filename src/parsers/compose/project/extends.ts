import type { UnresolvedOptions } from '../../../model/container.ts';
import type { Hop } from '../../../text/location.ts';
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
import { type FileScope, loadComposeFile, unparsed } from '../files/loader.ts';
import { composeFolder } from '../files/paths.ts';
import { wrongType } from '../schema/mismatch.ts';
import { mergeService } from './merge.ts';

/** Another file's merged content, before its own `extends`. */
export type LoadServices = (path: string, text: string, directory: string) => Mapping;

const MAX_CHAIN = 100;

interface Link {
  readonly services: Mapping;
  readonly name: string;
}

/** Merges extended services beneath each service, recursively (compose-go `loader/extends.go`). Reports missing, circular or unread ones. */
export function applyExtends(root: Mapping, scope: FileScope, load: LoadServices): Mapping {
  const services = root.entries.get('services');
  if (services?.node.kind !== 'mapping') return root;
  const resolver = new Resolver(scope, load);
  const entries = new Map(services.node.entries);
  for (const [name, entry] of services.node.entries)
    entries.set(name, { ...entry, ...resolver.resolve(services.node, name, entry, []) });
  return {
    ...root,
    entries: new Map(root.entries).set('services', { ...services, node: { ...services.node, entries } }),
  };
}

class Resolver {
  readonly #scope: FileScope;
  readonly #load: LoadServices;
  readonly #loaded = new Map<string, Mapping>();
  readonly #resolved = new Map<Mapping, Map<string, YamlItem>>();

  constructor(scope: FileScope, load: LoadServices) {
    this.#scope = scope;
    this.#load = load;
  }

  /** A service with what it extends; `chain` are the services that led here. */
  resolve(services: Mapping, name: string, entry: MappingEntry, chain: readonly Link[]): YamlItem {
    const known = this.#resolved.get(services)?.get(name);
    if (known !== undefined) return known;
    const item = this.#extend(services, name, entry, chain);
    getOrInsert(this.#resolved, services, () => new Map()).set(name, item);
    return item;
  }

  #extend(services: Mapping, name: string, entry: MappingEntry, chain: readonly Link[]): YamlItem {
    const { node } = entry;
    if (node.kind !== 'mapping') return entry;
    const ref = toRef(node, entry.hops);
    const value = field(ref, 'extends');
    if (value === undefined) return entry;
    const target = isScalar(value) ? value : field(value, 'service');
    if (!isScalar(target)) return entry;
    const links = [...chain, { services, name }];
    if (links.length > MAX_CHAIN) {
      this.#scope.loader.report(
        problem(
          'syntax/limit',
          textPlace(target),
          `\`extends\` forms a chain of more than ${MAX_CHAIN} services; the rest was not read.`,
        ),
      );
      return withUnresolved(entry, node, unparsed(target));
    }
    const from = this.#servicesOf(field(value, 'file'), services);
    if ('unresolved' in from) return withUnresolved(entry, node, from.unresolved);
    const base = this.#findBase(from.services, target, links);
    if (base === undefined) return withUnresolved(entry, node, unparsed(target));
    if (from.path !== undefined)
      this.#scope.loader.extended.push({ by: links[0]?.name ?? name, path: from.path, service: base.name });
    const extended = this.resolve(from.services, base.name, base.entry, links);
    if (extended.node.kind !== 'mapping') {
      // Within one file, it is reported with the others.
      if (from.services !== services && !isNull(extended))
        this.#scope.loader.report(
          wrongType(extended, `services.${base.name}`, ['object'], { subject: { kind: 'container', name: base.name } }),
        );
      return entry;
    }
    if (!this.#scope.loader.budgets.inherited.allows(sizeOf(extended.node), textPlace(target))) {
      return withUnresolved(entry, node, unparsed(target));
    }
    const hop: Hop = { kind: 'extends', location: textPlace(target).location };
    const merged = mergeService({ ...itemVia(extended, hop), node: extended.node }, node, this.#scope.loader.report);
    return { ...entry, node: { ...merged, entries: withoutExtends(merged) } };
  }

  #servicesOf(
    file: Field | undefined,
    own: Mapping,
  ): { readonly services: Mapping; readonly path?: string } | { readonly unresolved: UnresolvedOptions } {
    if (!isScalar(file)) return { services: own };
    const loaded = loadComposeFile(file, file.node.origin.directory, this.#scope.loader, '`extends` file');
    if (loaded.unresolved !== undefined) return { unresolved: loaded.unresolved };
    const { path, text } = loaded.file;
    const known = this.#loaded.get(path);
    if (known !== undefined) return { services: known, path };
    if (!this.#scope.loader.budgets.reloads.allows(loaded.file, textPlace(file))) return { unresolved: unparsed(file) };
    const services = this.#load(path, text, composeFolder(path));
    this.#loaded.set(path, services);
    return { services, path };
  }

  #findBase(
    services: Mapping,
    target: Ref<Scalar>,
    chain: readonly Link[],
  ): { readonly name: string; readonly entry: MappingEntry } | undefined {
    const { report } = this.#scope.loader;
    const name = textOf(target).value;
    if (name === undefined) return undefined;
    const entry = services.entries.get(name);
    if (entry === undefined) {
      const near = nearestWord(name, services.entries.keys());
      report(
        problem(
          'syntax/undefined-reference',
          textPlace(target),
          `Undefined service \`${name}\` in \`extends\`.`,
          near === undefined ? {} : { remedy: `Did you mean \`${near}\`?` },
        ),
      );
      return undefined;
    }
    if (chain.some((link) => link.services === services && link.name === name)) {
      report(
        problem(
          'syntax/cycle',
          textPlace(target),
          `Service \`${name}\` extends itself${chain.length === 1 ? '' : ' through other services'}.`,
        ),
      );
      return undefined;
    }
    return { name, entry };
  }
}

function withUnresolved(item: YamlItem, node: Mapping, unresolved: UnresolvedOptions): YamlItem {
  return { ...item, node: { ...node, unresolvedOptions: [...(node.unresolvedOptions ?? []), unresolved] } };
}

/** A service's size, copied on each merge beneath another. */
function sizeOf({ entries }: Mapping): number {
  let size = entries.size;
  for (const { node } of entries.values())
    size += node.kind === 'mapping' ? node.entries.size : node.kind === 'sequence' ? node.items.length : 0;
  return size;
}

function withoutExtends({ entries }: Mapping): ReadonlyMap<string, MappingEntry> {
  const rest = new Map(entries);
  rest.delete('extends');
  return rest;
}
