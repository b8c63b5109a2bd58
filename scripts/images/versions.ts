/** A release, with its group of facts. */
export interface Release {
  readonly tag: string;
  readonly group: string;
}

interface Node {
  readonly below: Map<number, Node>;
  readonly groups: Set<string>;
}

/** The shortest version prefixes that match all releases of a group and none of another: `4.*`, `4.0.11-4.0.16.*`. Releases without version are omitted. */
export function versionsOf(releases: readonly Release[]): ReadonlyMap<string, readonly string[]> {
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
  collect(root, [], found);
  return found;
}

/** Adjacent versions of one group become a range. */
function collect({ below }: Node, path: readonly number[], found: Map<string, string[]>): void {
  let run: { readonly group: string; readonly from: string; to: string } | undefined;
  const flush = (): void => {
    if (run === undefined) return;
    const versions = found.get(run.group) ?? [];
    versions.push(run.from === run.to ? `${run.from}.*` : `${run.from}-${run.to}.*`);
    found.set(run.group, versions);
    run = undefined;
  };
  for (const [number, node] of [...below].sort(([one], [other]) => one - other)) {
    const version = [...path, number].join('.');
    const [group = ''] = node.groups;
    if (node.groups.size > 1) {
      flush();
      collect(node, [...path, number], found);
    } else if (run?.group === group) run.to = version;
    else {
      flush();
      run = { group, from: version, to: version };
    }
  }
  flush();
}
