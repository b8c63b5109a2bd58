import { compare } from '../../../src/drift/compare.ts';
import { leavesOf } from '../../../src/drift/leaves.ts';
import { toEngineJson } from '../../../src/engine-json/to-engine-json.ts';
import { evaluate, type Verdict } from '../../../src/findings/evaluate.ts';
import { toImageLock } from '../../../src/images/lock.ts';
import { type Container, isPodman, isUpdate, type Subject } from '../../../src/model/container.ts';
import { NO_VALUES } from '../../../src/parsers/contract/parsed.ts';
import { parseInspect } from '../../../src/parsers/inspect/index.ts';
import { known } from '../../../src/text/setting.ts';
import { IMAGE, type RealEngine } from './dockerd.ts';
import { requestOf, withContainer } from './request.ts';

/**
 * Differences between shown and requested containers, one line each: fields, except the engine's
 * defaults (`src/drift/engine-defaults.ts`), and verdicts. Omits rejected containers, other
 * engines' containers, and partly unknown ones.
 */
export async function shownDifferences(
  engine: RealEngine,
  subjects: readonly Subject[],
  workingDirectory: string,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const subject of subjects) {
    if (subject.kind !== 'container' || isOfOther(subject) || subject.unresolvedOptions.length > 0) continue;
    const asked: Container = {
      ...subject,
      config: { ...subject.config, image: known(IMAGE, subject.config.image?.place ?? subject.place) },
    };
    const { unknown, ...request } = requestOf(asked, workingDirectory);
    if (unknown.length > 0) continue;
    const shown = await withContainer(engine, request, async (id) => {
      const { body } = await engine.ask('GET', `/containers/${id}/json`);
      return parseInspect({ path: 'inspect.json', text: JSON.stringify([body]) }).subjects[0];
    });
    if (shown === undefined || 'at' in shown || shown.kind !== 'container') continue;
    found.push(...fieldDifferences(asked, shown, workingDirectory), ...verdictDifferences(asked, shown));
  }
  return found.filter((difference) => !isExplained(difference, 'docker'));
}

/** A difference that plimsoll isn't responsible for. */
interface Explained {
  readonly pattern: RegExp;
  readonly why: string;
}

export function isExplained(difference: string, engine: 'docker' | 'podman'): boolean {
  const explained = engine === 'podman' ? [...EXPLAINED, ...EXPLAINED_OF_PODMAN] : EXPLAINED;
  return explained.some(({ pattern }) => pattern.test(difference));
}

/** What an engine can't show or this machine lacks, with reasons. */
const EXPLAINED: readonly Explained[] = [
  {
    pattern: /^host-cgroup-namespace: pass/,
    why: "with control groups of version 1 the host's UTS namespacespace is the default, and it is shown",
  },
  { pattern: /^HostConfig\.BlkioWeight/, why: 'a kernel without weights for block devices: the engine drops them' },
  {
    pattern: /^HostConfig\.BlkioDevice\w+\..*: asked for "\{\\"Path\\":\\"[^"]*\\"\}"/,
    why: 'a rate of 0 is none',
  },
  { pattern: /^HostConfig\.CpuPercent/, why: 'an engine on Linux drops what is for Windows' },
  { pattern: /^deprecated-link: fail/, why: 'in a user-defined network, the engine stores links with the network' },
  {
    pattern: /^(?:sensitive-host-mount|docker-socket-mount|wildcard-bind-address): /,
    why: 'volumes and networks are defined elsewhere: they are inspected by themselves',
  },
  { pattern: /^missing-healthcheck: pass/, why: 'what a container is for is said by what asks for it' },
  { pattern: /^unpinned-image: not-applicable/, why: 'that an image is built is said by what asks for it' },
  { pattern: /^refused-request: /, why: 'what is there was not refused' },
];

/** What podman can't show or does differently, with reasons. */
const EXPLAINED_OF_PODMAN: readonly Explained[] = [
  {
    pattern: /^HostConfig\.Devices\.[^:]*: .*CgroupPermissions.*shown "\{\\"PathInContainer/,
    why: 'podman shows no permissions of devices',
  },
  {
    pattern: /^HostConfig\.Devices\.|^host-device: /,
    why: 'podman shows each device of a folder, and none that another program hands out',
  },
  {
    pattern: /^HostConfig\.DeviceRequests|^gpu-access: /,
    why: 'podman shows no devices that another program hands out',
  },
  {
    pattern: /^HostConfig\.CapDrop: asked for undefined, shown "CAP_SYS_RESOURCE"/,
    why: 'root of this machine lacks it',
  },
  { pattern: /^HostConfig\.LogConfig\.Config\./, why: 'podman shows the size and the tag of a log only' },
  {
    pattern: /^HostConfig\.Mounts\.[^:]*: asked for "tmpfs|^HostConfig\.Tmpfs\.[^:]*: asked for undefined/,
    why: 'podman shows each tmpfs under Tmpfs',
  },
  { pattern: /^HostConfig\.Mounts\.[^:]*: asked for "image /, why: 'podman shows mounted images under Mounts only' },
  {
    pattern: /^HostConfig\.DnsSearch: .*example\.com/,
    why: 'the client of docker takes the dot at the end of a domain away',
  },
  { pattern: /"bind \/srv ro", shown "bind \/srv"/, why: 'podman takes `readonly=true` and no other value' },
  { pattern: /"volume d"|"d:\/data"/, why: 'a disk of Windows is a volume for podman' },
  { pattern: /^unmasked-kernel-paths: pass/, why: 'podman takes a colon for the equals sign' },
  { pattern: /^root-user: fail as asked, pass/, why: 'the user whose id is kept' },
  { pattern: /^HostConfig\.SecurityOpt: asked for "mask=/, why: 'podman shows no masked paths' },
  { pattern: /asked for "-9223372036854776000"|shown "999999999900000"/, why: 'a number of more than 64 bits' },
  {
    pattern: /^Config\.Env\.(?:HOME|PATH|TMPDIR|CONTAINERS_\w+|PODMAN_\w+): asked for undefined/,
    why: 'variables of the host',
  },
];

function isOfOther({ origin, orchestrator }: Container): boolean {
  return isPodman(origin) || origin.startsWith('nerdctl ') || isUpdate(origin) || orchestrator !== undefined;
}

/** Fields that differ between the request and the shown container. */
export function fieldDifferences(asked: Container, shown: Container, workingDirectory = '/'): readonly string[] {
  const { differing } = compare({
    declared: leavesOf(toEngineJson(asked, { workingDirectory })),
    running: leavesOf(toEngineJson(shown, {})),
    isPodman: shown.engine?.isPodman === true,
    unknown: new Set(),
    isOpen: false,
    ignored: [],
    // The test image contributes only a command.
    image: leavesOf({ Config: { Cmd: ['sleep', '30'] }, HostConfig: {} }),
  });
  return differing.map(
    ({ declared, running }) =>
      `${(declared ?? running).field}: asked for ${JSON.stringify(declared?.value)}, shown ${JSON.stringify(running?.value)}`,
  );
}

export function verdictDifferences(asked: Container, shown: Container): readonly string[] {
  const [before, after] = [verdictsOn(asked), verdictsOn(shown)];
  return Array.from(before).flatMap(([rule, verdict]) => {
    const other = after.get(rule);
    return other === verdict ? [] : [`${rule}: ${verdict} as asked, ${other ?? 'nothing'} as shown`];
  });
}

/** The image's facts, as inspected. */
const IMAGE_LOCK = toImageLock('lock', [
  {
    reference: IMAGE,
    user: '',
    healthcheck: 'none',
    exposedPorts: [],
    volumes: [],
    entrypoint: [],
    cmd: ['sleep', '30'],
  },
]);

function verdictsOn(container: Container): ReadonlyMap<string, Verdict> {
  const parsed = { subjects: [container], problems: [], texts: new Map<string, string>(), values: NO_VALUES };
  return evaluate(parsed, { preset: 'all', imageLock: IMAGE_LOCK }).subjects[0]?.verdicts ?? new Map<string, Verdict>();
}
