import type { StartFacts } from '../../images/facts.ts';
import { addTo, type StatedFix } from '../shared/changes.ts';
import { type Needs } from '../shared/image/needs.ts';
import { listed } from '../shared/wording.ts';

/** The capabilities that the image needs to start, and its start facts, if known. */
export interface KeptCapabilities {
  readonly kept: readonly string[] | undefined;
  readonly needs: Needs | undefined;
}

/** Drops all but the capabilities that the image needs. */
export function toFix(
  { kept, needs }: KeptCapabilities,
  isUnused: boolean,
): StatedFix<'dropRest' | 'dropUnused' | 'dropAll'> {
  const drop = addTo('capDrop', ['ALL']);
  // A user other than root has none of them, unless a program brings them.
  if (kept === undefined) return { id: isUnused ? 'dropUnused' : 'dropAll', changes: drop };
  return {
    id: 'dropRest',
    title: kept.length === 0 ? 'Drop all capabilities' : `Drop all capabilities except ${listed(kept)}`,
    lowered: `The image's start-up needs were ${needs?.source ?? ''}.`,
    changes: [...drop, ...addTo('capAdd', kept)],
  };
}

/** The capabilities to add again, in Compose syntax. */
export function addedKeys(known: KeptCapabilities, word: string): string {
  if (known.kept === undefined) return `${word} \`cap_add\` with only the capabilities it needs`;
  return added(known.kept, known, `${word} \`cap_add: [${known.kept.join(', ')}]\``);
}

/** The capabilities to add again, as options. */
export function addedOptions(known: KeptCapabilities, word: string): string {
  if (known.kept === undefined) return `${word} \`--cap-add\` with only the capabilities it needs`;
  return added(known.kept, known, `${word} \`${known.kept.map((name) => `--cap-add ${name}`).join(' ')}\``);
}

function added(kept: readonly string[], { needs }: KeptCapabilities, written: string): string {
  if (kept.length === 0) return '; the image starts without any';
  const reasons = reasonsOf(kept, needs?.start);
  return `${written}, which its image needs to start${reasons === undefined ? '' : `: ${reasons}`}`;
}

/** Why the image needs them, each reason once; `undefined` if one is unknown. */
function reasonsOf(kept: readonly string[], start: StartFacts | undefined): string | undefined {
  const names = new Map<string, string[]>();
  for (const name of kept) {
    const reason = reasonOf(name, start);
    if (reason === undefined) return undefined;
    names.set(reason, [...(names.get(reason) ?? []), name]);
  }
  return Array.from(names, ([reason, of]) => `${listed(of)} to ${reason}`).join('; ');
}

function reasonOf(name: string, start: StartFacts | undefined): string | undefined {
  const { drop, onHostNetwork = [] } = start ?? {};
  switch (name) {
    case 'CHOWN':
      return 'set the owner of its data';
    case 'DAC_OVERRIDE':
      return 'open data of other users as root';
    case 'FOWNER':
      return 'change the modes of such data';
    case 'SETGID':
    case 'SETUID':
      return drop === undefined ? 'switch users' : `switch to the user ${drop.user}`;
    case 'SETPCAP':
      return 'give up capabilities';
    case 'KILL':
      return 'signal programs of other users';
    case 'NET_BIND_SERVICE':
      return onHostNetwork.includes(name)
        ? 'listen on ports below 1024'
        : 'run its program, which has that file capability';
    case 'SYS_CHROOT':
      return 'enter its chroot';
    default:
      return undefined;
  }
}
