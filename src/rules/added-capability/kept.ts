import type { StartFacts } from '../../images/facts.ts';
import { append } from '../../util/maps.ts';
import { addTo, type StatedFix } from '../shared/changes.ts';
import type { Needs } from '../shared/image/needs.ts';
import type { StartDifference } from '../shared/image/start-differences.ts';
import { DEFAULT_CAPABILITIES } from '../shared/privileges/capabilities.ts';
import { listed } from '../shared/wording.ts';

/** The capabilities that the image needs at its start, and the facts about it, if known. */
export interface KeptCapabilities {
  readonly kept: readonly string[] | undefined;
  readonly needs: Needs | undefined;
  /** Why the image's facts don't hold. */
  readonly difference: StartDifference | undefined;
}

/** Drops all but the capabilities that the image needs. */
export function toFixes(
  { kept, needs, difference }: KeptCapabilities,
  isUnused: boolean,
): readonly StatedFix<'dropRest' | 'dropUnused' | 'dropAll'>[] {
  const drop = addTo('capDrop', ['ALL']);
  // Users other than root have no capabilities, unless a program has file capabilities.
  const unknown = { id: isUnused ? 'dropUnused' : 'dropAll', changes: drop } as const;
  if (isUnused && difference !== undefined) return [unknown];
  if (difference !== undefined) {
    const withheld = {
      id: 'dropRest',
      withheld: difference.why,
      changes: drop,
    } as const;
    return difference.isOther ? [withheld, unknown] : [withheld];
  }
  if (kept === undefined) return [unknown];
  return [
    {
      id: 'dropRest',
      title: kept.length === 0 ? 'Drop all capabilities' : `Drop all capabilities except ${listed(kept)}`,
      lowered: kept.length > MOST ? undefined : `The image's start-up needs were ${needs?.source ?? ''}.`,
      changes: [...drop, ...addTo('capAdd', kept)],
    },
  ];
}

/** If more than half of the defaults are kept, the fix drops little. */
const MOST = DEFAULT_CAPABILITIES.length / 2;

/** The capabilities to add again, in Compose syntax or as options. */
export function addedText({ kept, needs }: KeptCapabilities, word: string, isCompose: boolean): string {
  if (kept === undefined)
    return `${word} \`${isCompose ? 'cap_add' : '--cap-add'}\` with only the capabilities it needs`;
  if (kept.length === 0) return '; the image starts without any';
  const code = isCompose ? `cap_add: [${kept.join(', ')}]` : kept.map((name) => `--cap-add ${name}`).join(' ');
  const reasons = reasonsOf(kept, needs?.start ?? {});
  return `${word} \`${code}\`, which its image needs to start${reasons === undefined ? '' : `: ${reasons}`}`;
}

/** Why the image needs them, each reason once; `undefined` if a reason is unknown. */
function reasonsOf(kept: readonly string[], start: StartFacts): string | undefined {
  const names = new Map<string, string[]>();
  for (const name of kept) {
    const reason = reasonOf(name, start);
    if (reason === undefined) return undefined;
    append(names, reason, name);
  }
  return Array.from(names, ([reason, of]) => `${listed(of)} to ${reason}`).join('; ');
}

const REASONS: Readonly<Record<string, string>> = {
  CHOWN: 'set the owner of its data',
  DAC_OVERRIDE: 'open data of other users as root',
  FOWNER: 'change the modes of such data',
  SETPCAP: 'give up capabilities',
  KILL: 'signal programs of other users',
  NET_BIND_SERVICE: 'run its program, which has that file capability',
  NET_RAW: 'run `ping`, which has that file capability',
  SYS_CHROOT: 'enter its chroot',
};

function reasonOf(name: string, { drop, onHostNetwork = [] }: StartFacts): string | undefined {
  if (name === 'SETGID' || name === 'SETUID')
    return drop === undefined ? 'switch users' : `switch to the user ${drop.user}`;
  if (name === 'NET_BIND_SERVICE' && onHostNetwork.includes(name)) return 'listen on ports below 1024';
  return REASONS[name];
}
