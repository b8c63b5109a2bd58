import { ENGINE_DEFAULTS, isAbout, isEngineDefault, isShownFor, mayBeOfImage } from './engine-defaults.ts';
import type { Leaf, Leaves } from './leaves.ts';
import { PODMAN_DEFAULTS } from './podman-defaults.ts';

/** One value that is not the same in a file and in the container that runs; absent where one has none. */
export interface LeafPair {
  readonly declared?: Leaf;
  readonly running?: Leaf;
}

/** What is compared, and what of it is not known. */
export interface Comparison {
  readonly declared: Leaves;
  readonly running: Leaves;
  /** Podman shows it, and not Docker. */
  readonly isPodman?: boolean;
  /** The paths of what the file does not give, such as the values of variables. */
  readonly unknown: ReadonlySet<string>;
  /** True where the file may set more than is known: nothing that only runs differs for sure. */
  readonly isOpen: boolean;
  /** What the image brings; left out where it is not known. */
  readonly image?: Leaves;
  /** Names of fields that are not compared, with all below them. */
  readonly ignored: readonly string[];
}

export interface Compared {
  readonly differing: readonly LeafPair[];
  /** How many values could not be compared. */
  readonly unknown: number;
  /** How many values are left out because the image may have brought them, which nothing says. */
  readonly ofImage: number;
}

/** What differs between a request and what an engine shows of a container, in the order of the fields. */
export function compare(comparison: Comparison): Compared {
  const { declared, running, unknown, isOpen, image, ignored } = comparison;
  const defaults = comparison.isPodman === true ? [...ENGINE_DEFAULTS, ...PODMAN_DEFAULTS] : ENGINE_DEFAULTS;
  const differing: LeafPair[] = [];
  let [unknownCount, ofImage] = [0, 0];
  const openLists = listsWithUnknown(unknown);
  const isIgnored = ({ field }: Leaf): boolean => ignored.some((name) => isAbout(name, field));

  for (const [key, leaf] of declared) {
    const other = running.get(key);
    if (isIgnored(leaf) || other?.value === leaf.value) continue;
    if (isUnknown(leaf.path, unknown)) unknownCount += 1;
    else if (other === undefined ? !isEngineDefault(leaf, declared, defaults) : !isShownFor(other, leaf, defaults))
      differing.push({ declared: leaf, ...(other === undefined ? {} : { running: other }) });
  }
  for (const [key, leaf] of running) {
    if (declared.has(key) || isIgnored(leaf) || isEngineDefault(leaf, running, defaults)) continue;
    if (image?.get(key)?.value === leaf.value) continue;
    if (isOpen || isUnknown(leaf.field, unknown) || openLists.some((list) => isAbout(list, leaf.field)))
      unknownCount += 1;
    else if (image === undefined && mayBeOfImage(leaf)) ofImage += 1;
    else differing.push({ running: leaf });
  }
  return { differing, unknown: unknownCount, ofImage };
}

function isUnknown(path: string, unknown: ReadonlySet<string>): boolean {
  for (let at = path; at !== ''; at = at.replace(/(?:^|\.|\[)[^.[]*$/, '')) if (unknown.has(at)) return true;
  return Array.from(unknown).some((each) => each.startsWith(`${path}.`) || each.startsWith(`${path}[`));
}

/** The lists that hold something unknown: what else is in one may be just that. */
function listsWithUnknown(unknown: ReadonlySet<string>): readonly string[] {
  return Array.from(unknown).flatMap((path) => {
    const list = /^(.*?)\[\d+\]/.exec(path)?.[1];
    return list === undefined ? [] : [list === 'HostConfig.Binds' ? 'HostConfig.Mounts' : list];
  });
}
