/** A release, with its group of facts. */
export interface Release {
  readonly tag: string;
  readonly group: string;
}

interface Node {
  readonly below: Map<number, Node>;
  readonly groups: Set<string>;
}

/**
 * The shortest version prefixes that match all releases of a group and none of another: `4.*`,
 * `4.0.11-4.0.16.*`. Releases without version are omitted.
 */
export function versionsOf(releases: readonly Release[]): ReadonlyMap<string, readonly string[]> {
  return groupsIn(releases, false);
}

/**
 * The same for versions that were read: patch releases to come included, minor ones not
 * (`4.0-4.9.*`), and the tags that move (`4`).
 */
export function readVersionsOf(releases: readonly Release[]): ReadonlyMap<string, readonly string[]> {
  return groupsIn(releases, true);
}

function groupsIn(releases: readonly Release[], isRead: boolean): ReadonlyMap<string, readonly string[]> {
  const root: Node = { below: new Map(), groups: new Set() };
  for (const { tag, group } of releases) {
    const [, version] = /^v?(\d+(?:\.\d+)+)(?:[-_].*)?$/.exec(tag) ?? [];
    let node = root;
    for (const number of version?.split('.').map(Number) ?? []) {
      const next = node.below.get(number) ?? { below: new Map(), groups: new Set() };
      node.below.set(number, next);
      next.groups.add(group);
      node = next;
    }
  }
  const found = new Map<string, string[]>();
  collect(root, [], found, isRead);
  return found;
}

/** Adjacent versions of one group become a range. */
function collect({ below }: Node, path: readonly number[], found: Map<string, string[]>, isRead: boolean): void {
  const add = (group: string, version: string): void => {
    const versions = found.get(group) ?? [];
    versions.push(version);
    found.set(group, versions);
  };
  let run: { readonly group: string; readonly from: string; to: string } | undefined;
  const flush = (): void => {
    if (run !== undefined) add(run.group, run.from === run.to ? `${run.from}.*` : `${run.from}-${run.to}.*`);
    run = undefined;
  };
  for (const [number, node] of sorted(below)) {
    const version = [...path, number].join('.');
    const [group = ''] = node.groups;
    const isWhole = isRead && path.length === 0 && node.below.size > 0;
    if (node.groups.size > 1 || isWhole) {
      flush();
      if (isRead) add(newestGroup(node) ?? group, version);
      collect(node, [...path, number], found, isRead);
    } else if (run?.group === group) run.to = version;
    else {
      flush();
      run = { group, from: version, to: version };
    }
  }
  flush();
}

/** The group of the newest version below a node. */
function newestGroup({ below, groups }: Node): string | undefined {
  const [, newest] = sorted(below).at(-1) ?? [];
  const [group] = groups;
  return newest === undefined ? group : newestGroup(newest);
}

function sorted(below: ReadonlyMap<number, Node>): readonly (readonly [number, Node])[] {
  return [...below].sort(([one], [other]) => one - other);
}
