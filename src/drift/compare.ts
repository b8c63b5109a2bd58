import { ENGINE_DEFAULTS, isAbout, isEngineDefault, isShownFor, mayBeOfImage } from './engine-defaults.ts';
import type { Leaf, Leaves } from './leaves.ts';
import { PODMAN_DEFAULTS } from './podman-defaults.ts';

/** A value that differs between file and running container; absent on a side that lacks it. */
export type LeafPair =
  | { readonly declared: Leaf; readonly running?: Leaf | undefined }
  | { readonly declared?: undefined; readonly running: Leaf };

export interface Comparison {
  readonly declared: Leaves;
  readonly running: Leaves;
  /** True if podman printed the running container. */
  readonly isPodman?: boolean;
  /** The paths of values that the file does not determine. */
  readonly unknown: ReadonlySet<string>;
  /**
   * True if the file may contain settings that plimsoll can't read. Additional running values then
   * count as unknown.
   */
  readonly isOpen: boolean;
  /** The image's settings; absent if unknown. */
  readonly image?: Leaves;
  /** Fields that are not compared, together with those below them. */
  readonly ignored: readonly string[];
}

export interface Compared {
  readonly differing: readonly LeafPair[];
  /** The number of incomparable values. */
  readonly unknown: number;
  /** The number of values left out because the unknown image may have set them. */
  readonly ofImage: number;
}

/** The differences between a request and a running container, in field order. */
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
      differing.push({ declared: leaf, running: other });
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

/** The lists with unknown elements: any additional running element may be one of them. */
function listsWithUnknown(unknown: ReadonlySet<string>): readonly string[] {
  return Array.from(unknown).flatMap((path) => {
    const list = /^(.*?)\[\d+\]/.exec(path)?.[1];
    return list === undefined ? [] : [list === 'HostConfig.Binds' ? 'HostConfig.Mounts' : list];
  });
}
