import type { Leaf, Leaves } from './leaves.ts';

const [ADD, DROP] = ['HostConfig.CapAdd', 'HostConfig.CapDrop'];
const ALL = 'ALL';

interface Sides {
  readonly declared: Leaves;
  readonly running: Leaves;
}

/**
 * Podman's default capabilities (containers/common `pkg/config/default.go`, `DefaultCapabilities`).
 */
const PODMAN_CAPABILITIES: readonly string[] =
  'CHOWN DAC_OVERRIDE FOWNER FSETID KILL NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(' ');

/**
 * Removes capabilities that are in effect on both sides. Podman reports differences from its
 * defaults: for a dropped `ALL`, it drops each default by name
 * (`libpod/container_inspect_linux.go`).
 */
export function differingCapabilities({ declared, running }: Sides): Sides {
  const [asked, shown] = [inForce(declared), inForce(running)];
  const isFewer = (name: string): boolean => asked.has(name) && !shown.has(name);
  const isMore = (name: string): boolean => shown.has(name) && !asked.has(name);
  const all = [...new Set([...asked, ...shown])];
  const isSatisfied = ({ field, value }: Leaf): boolean => {
    const name = bare(value);
    if (name === ALL) return field === ADD ? !all.some(isFewer) : !PODMAN_CAPABILITIES.every((each) => shown.has(each));
    return field === ADD ? shown.has(name) || shown.has(ALL) : field === DROP && !shown.has(name);
  };
  const kept = new Map([...declared].filter(([, leaf]) => !isAbout(leaf) || !isSatisfied(leaf)));
  const said = new Set([...kept.values()].filter(isAbout).map(({ value }) => bare(value)));
  const rest = new Map([...running].filter(([, leaf]) => !isAbout(leaf)));
  // `ALL` includes the default capabilities, unless the file dropped all.
  const isSaid = (name: string): boolean =>
    said.has(name) || (said.has(ALL) && PODMAN_CAPABILITIES.includes(name) && !asked.has(name));
  for (const name of all)
    if ((isMore(name) || isFewer(name)) && !isSaid(name)) {
      const field = isMore(name) ? ADD : DROP;
      const value = name === ALL ? ALL : `CAP_${name}`;
      const same = [...running.values()].find((leaf) => leaf.field === field && bare(leaf.value) === name);
      rest.set(`${field}[${value}]`, same ?? { field, value, path: ownPath(field, value), isItem: true });
    }
  return { declared: kept, running: rest };
}

export function ownPath(field: string, value: string): string {
  return `${field}.${value}`;
}

function isAbout({ field }: Leaf): boolean {
  return field === ADD || field === DROP;
}

function bare(name: string): string {
  return name.toUpperCase().replace(/^CAP_/, '');
}

/**
 * The capabilities in effect: podman's defaults and the lists, merged as in containers/common
 * `pkg/capabilities`, `MergeCapabilities`.
 */
function inForce(leaves: Leaves): ReadonlySet<string> {
  const names = (field: string): ReadonlySet<string> =>
    new Set([...leaves.values()].filter((leaf) => leaf.field === field).map(({ value }) => bare(value)));
  const [added, dropped] = [names(ADD), names(DROP)];
  if (dropped.has(ALL)) return added;
  return new Set([...PODMAN_CAPABILITIES, ...added].filter((name) => !dropped.has(name)));
}
