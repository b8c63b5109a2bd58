import type { Container } from '../../model/container.ts';
import { isOfFeature } from '../../text/location.ts';
import type { Pattern, Setting } from '../../text/setting.ts';
import { nearestWord } from '../../util/nearest-word.ts';
import { flagOption, textsOption } from '../options.ts';
import { defineContainerRule } from '../rule.ts';
import { removalOf } from '../shared/changes.ts';
import { ask, couldEqual, demand } from '../shared/demand.ts';
import { usesFuse } from '../shared/host/devices.ts';
import { capabilitiesToKeep, isNeverRoot, needsOf } from '../shared/image/needs.ts';
import { purposeOf } from '../shared/image/purpose.ts';
import {
  CAPABILITIES,
  DEFAULT_CAPABILITIES,
  HOST_REACHING_CAPABILITIES,
  isCapability,
  NETWORK_CAPABILITIES,
  normalizeCapability,
} from '../shared/privileges/capabilities.ts';
import { asksForHost, onHostNetwork } from '../shared/privileges/namespaces.ts';
import { coveredByPrivileged } from '../shared/privileges/privileged.ts';
import type { Voice } from '../shared/voice.ts';
import { quote } from '../shared/wording.ts';
import { addedKeys, addedOptions, type KeptCapabilities, toFix } from './kept.ts';

export default defineContainerRule({
  id: 'added-capability',
  references: [{ kind: 'cis', item: 3, level: 1, isScored: true }],
  severity: 'warning',
  securitySeverity: 8.2,
  cwe: [250],
  title: 'Container has more Linux capabilities than it needs',
  brief: 'extra capabilities',
  lacks: 'capabilities not dropped',
  offWith: ['privileged-container'],
  recommendation: 'Capabilities are restricted',
  options: {
    requireDropAll: flagOption(true, 'Report a container that does not drop `ALL`.'),
    allow: textsOption([], 'Capabilities that may be added, such as `NET_ADMIN`.', {
      enum: ['ALL', ...CAPABILITIES].flatMap((name) => [name, `CAP_${name}`]),
    }),
  },
  fixes: {
    remove: { risk: 'high', title: 'Remove the capability', breaks: 'Breaks programs that need it.' },
    dropRest: {
      risk: 'high',
      title: 'Drop all capabilities except those the image needs to start',
      breaks:
        'Breaks programs that need any other capability. Unless KILL stays, it also breaks `docker exec … kill` on a non-root program.',
    },
    dropUnused: {
      risk: 'medium',
      title: 'Drop all capabilities of a non-root container',
      breaks: 'Breaks `sudo`, `su`, and programs with file capabilities, such as some servers on ports below 1024.',
    },
    dropAll: {
      risk: 'high',
      title: 'Drop all capabilities',
      breaks: 'Breaks programs that switch users or bind ports below 1024; add back the capabilities they need.',
      isByName: true,
    },
  },
  messages: {
    added: (voice, { capability, written }: { capability: string; written: string }) => ({
      what: `${voice.name} ${voice.does('adds', 'add')} capability ${capability}, which ${voice.engine} doesn't grant by default.`,
      compose: `Remove \`${written}\` from \`cap_add\` unless the service needs it.`,
      docker: `Remove \`--cap-add ${written}\` unless the container needs it.`,
    }),
    feature: (voice, { capability }: { capability: string }) => ({
      what: `${voice.name} ${voice.does('adds', 'add')} capability ${capability} because of this feature; ${voice.engine} doesn't grant it by default.`,
      remedy: `Remove the feature if you don't need its debugger; otherwise, ${voice.suppression('added-capability', 'debugger')}.`,
    }),
    reachesHost: (voice, { capability, written }: { capability: string; written: string }) => ({
      what: `${voice.name} ${voice.does('adds', 'add')} ${capability === 'ALL' ? 'all capabilities (`ALL`)' : `capability ${capability}`}, enough to gain access to the host or other containers.`,
      compose: `Remove \`${written}\` from \`cap_add\`${withoutIt(capability)}.`,
      docker: `Remove \`--cap-add ${written}\`${withoutIt(capability)}.`,
    }),
    module: (voice, { written }: { written: string }) => ({
      what: `${voice.name} ${voice.does('adds', 'add')} capability SYS_MODULE, with which it can load code into the host's kernel.`,
      remedy: `Load the VPN's kernel module on the host (\`modprobe wireguard\`), then ${removal(voice, written).replace(/^R/, 'r')}.`,
    }),
    fuse: (voice) => ({
      what: `${voice.name} ${voice.does('adds', 'add')} capability SYS_ADMIN, which mounting a FUSE filesystem requires: it is enough to gain access to the host.`,
      remedy: `Mount the filesystem on the host and bind-mount it, or remove the capability if it mounts none; otherwise, ${voice.suppression('added-capability', 'mounts a FUSE filesystem')}.`,
    }),
    diskHealth: (voice, { capability }: { capability: string }) => ({
      what: `${voice.name} ${voice.does('adds', 'add')} capability ${capability}, as reading a disk's health data requires: it is enough to gain access to the host.`,
      remedy: `SATA disks need SYS_RAWIO, NVMe disks SYS_ADMIN: keep only the one its disks need, and ${voice.suppression('added-capability', "reads the disks' health data")}.`,
    }),
    network: (voice, { capability, written, purpose }: OverNetwork) => ({
      what: `${voice.name} ${voice.does('adds', 'add')} capability ${capability}, so it can change its own network's addresses, routes and firewall.`,
      remedy:
        purpose === undefined
          ? `${removal(voice, written)} unless it sets up networks, as a VPN, DHCP or firewall program does. If it does, ${voice.suppression('added-capability', 'sets up its own network')}.`
          : `A ${purpose} needs this capability, so ${voice.suppression('added-capability', `${purpose}, sets up its own network`)}.`,
    }),
    hostNetwork: (voice, { capability, written, purpose }: OverNetwork) => ({
      what: `${voice.name} ${voice.does('adds', 'add')} capability ${capability} and ${voice.does('uses', 'use')} the host network, so it can change the host's addresses, routes and firewall.`,
      remedy:
        purpose === undefined
          ? `${removal(voice, written)}, or take the container off the host network; if it must set up the host's network or capture its traffic, suppress this finding with a reason.`
          : `Take the container off the host network; ${purpose === 'network tool' || purpose === 'honeypot' ? `if it must capture or configure the host's traffic, ${voice.suppression('added-capability', `${purpose}, captures or configures the host's traffic`)}` : `if it must configure that network, ${voice.suppression('added-capability', `${purpose}, sets up the host's network`)}`}.`,
    }),
    unheardOf: (voice, { capability }: { capability: string }) => ({
      what: `${voice.name} ${voice.does('adds', 'add')} \`${capability}\`, which is not a Linux capability; the engine rejects it.`,
      remedy: capability.includes(',')
        ? 'Write one capability per option or list item.'
        : meantCapability(capability, 'Use a name from capabilities(7), such as `NET_BIND_SERVICE`.'),
    }),
    tracesHost: (voice) => ({
      what: `${voice.name} ${voice.does('adds', 'add')} SYS_PTRACE and shares the host's PID namespace, so it can take over any host process.`,
      compose: 'Remove `SYS_PTRACE` from `cap_add`, or `pid: host`.',
      docker: 'Remove `--cap-add SYS_PTRACE`, or `--pid host`.',
    }),
    unheardOfDrop: (voice, { capability }: { capability: string }) => ({
      what: `${voice.name} ${voice.does('drops', 'drop')} \`${capability}\`, which is not a Linux capability; the engine rejects it.`,
      remedy: isPrefixedAll(capability)
        ? 'Write `ALL` without a prefix.'
        : capability.includes(',')
          ? 'Write one capability per option or list item.'
          : meantCapability(capability, 'Use a name from capabilities(7), such as `NET_RAW`, or `ALL`.'),
    }),
    notDropped: (voice, known: KeptCapabilities) => ({
      what: `${voice.name} keeps all of ${voice.engine}'s ${voice.engine === 'Docker' ? `${DEFAULT_CAPABILITIES.length} ` : ''}default capabilities but probably needs few of them.`,
      compose: `Add \`cap_drop: [ALL]\`${addedKeys(known, ', then')}.`,
      docker: `Add \`--cap-drop ALL\`${addedOptions(known, ', then')}.`,
    }),
    partlyDropped: (voice, known: KeptCapabilities) => ({
      what: `${voice.name} drops some capabilities but keeps the rest of ${voice.engine}'s defaults.`,
      compose: `Write \`cap_drop: [ALL]\`${addedKeys(known, ', and')}.`,
      docker: `Write \`--cap-drop ALL\`${addedOptions(known, ', and')}.`,
    }),
  },
  exempt: coveredByPrivileged,
  *check(container, { options: { requireDropAll, allow }, image, peers, judge, fail, missing, undecided }) {
    const { capAdd = [], pidMode } = container.hostConfig;
    const harmless = new Set(capAdd.length === 0 ? [] : [...DEFAULT_CAPABILITIES, ...allow.map(normalizeCapability)]);
    const hostPid = asksForHost(pidMode);
    for (const added of capAdd) {
      const reaching = ask(added, (name) => reachesHost(name) && !harmless.has(normalizeCapability(name)));
      if (reaching.kind === 'yes') {
        const data = { capability: quote(reaching, normalizeCapability), written: quote(reaching) };
        const { capability } = data;
        const purpose = purposeOf(container);
        if (capability === 'SYS_MODULE' && purpose === 'VPN')
          yield fail(reaching, 'module', data, { severity: 'error', removes: 'capAdd' });
        else if (capability === 'SYS_ADMIN' && usesFuse(container))
          yield fail(reaching, 'fuse', {}, { severity: 'error' });
        else if (purpose === 'disk monitor' && (capability === 'SYS_RAWIO' || capability === 'SYS_ADMIN'))
          yield fail(reaching, 'diskHealth', data, { severity: 'error' });
        else yield fail(reaching, 'reachesHost', data, { severity: 'error', removes: 'capAdd' });
        continue;
      }
      const tracing = ask(added, (name) => normalizeCapability(name) === TRACE && !harmless.has(TRACE));
      if (tracing.kind === 'yes' && hostPid.kind === 'yes') {
        const related = [{ location: hostPid.place.location, message: "it shares the host's PID namespace here" }];
        const isCertain = tracing.isCertain && hostPid.isCertain;
        const fixes = () => (tracing.isCertain ? [removalOf('remove', 'capAdd', tracing.place)] : []);
        yield fail({ ...tracing, isCertain }, 'tracesHost', {}, { severity: 'error', related, fixes });
        continue;
      }
      const overNetwork = ask(added, (name) => {
        const capability = normalizeCapability(name);
        return NETWORK_CAPABILITIES.includes(capability) && !harmless.has(capability);
      });
      if (overNetwork.kind === 'yes') {
        const host = onHostNetwork(container, peers);
        const named = purposeOf(container);
        const isNamed = named === 'VPN' || named === 'network tool' || named === 'smart home';
        const purpose = isNamed || (named === 'honeypot' && host.kind === 'yes') ? named : undefined;
        const data = { capability: quote(overNetwork, normalizeCapability), written: quote(overNetwork), purpose };
        const removes = purpose === undefined ? 'capAdd' : undefined;
        if (host.kind !== 'yes') yield fail(overNetwork, 'network', data, { removes });
        else {
          const isCertain = overNetwork.isCertain && host.isCertain;
          const related = [{ location: host.place.location, message: 'it uses the host network here' }];
          yield fail({ ...overNetwork, isCertain }, 'hostNetwork', data, { severity: 'error', related, removes });
        }
        continue;
      }
      const answer = ask(added, (name) => !harmless.has(normalizeCapability(name)), couldBeHarmful(harmless));
      yield* judge(answer, 'An added capability', (name) => {
        const written = quote(name);
        if (!isCapability(normalizeCapability(name.value)))
          return fail(name, 'unheardOf', { capability: written }, { severity: 'error' });
        if (isOfFeature(name.place)) return fail(name, 'feature', { capability: quote(name, normalizeCapability) });
        return fail(name, 'added', { capability: quote(name, normalizeCapability), written }, { removes: 'capAdd' });
      });
    }
    let dropsRefusedAll = false;
    for (const dropped of container.hostConfig.capDrop ?? []) {
      const isUnheardOf = (name: string): boolean => !isCapability(normalizeCapability(name));
      const answer = ask(dropped, isUnheardOf, () => false);
      if (answer.kind !== 'yes') continue;
      dropsRefusedAll ||= isPrefixedAll(answer.value);
      yield fail(answer, 'unheardOfDrop', { capability: quote(answer) }, { severity: 'error' });
    }
    if (!requireDropAll || dropsRefusedAll) return;
    const drop = dropsAll(container);
    if (drop.kind === 'undecided') yield undecided(drop);
    if (drop.kind === 'no') {
      const needs = needsOf(container, image());
      const kept = needs && capabilitiesToKeep(container, needs);
      const messageId = container.hostConfig.capDrop === undefined ? 'notDropped' : 'partlyDropped';
      yield missing(
        messageId,
        { kept, needs },
        {
          severity: 'info',
          fixes: () => [toFix({ kept, needs }, isNeverRoot(container, image()) && !bindsLowPorts(container))],
        },
      );
    }
  },
});

/** A program on such a port may have a file capability for it, without which it doesn't start. */
function bindsLowPorts({ hostConfig: { portBindings = [] } }: Container): boolean {
  return portBindings.some(({ containerPort }) => !containerPort.known || containerPort.value.start < 1024);
}

function withoutIt(capability: string): string {
  return capability === 'ALL'
    ? '; add back only the capabilities it needs'
    : ' unless the program needs it. If it does, suppress this finding with a reason';
}

interface OverNetwork {
  readonly capability: string;
  readonly written: string;
  readonly purpose: string | undefined;
}

function removal(voice: Voice, written: string): string {
  return voice.remedy({
    compose: `Remove \`${written}\` from \`cap_add\``,
    docker: `Remove \`--cap-add ${written}\``,
  });
}

const TRACE = 'SYS_PTRACE';

/** A misspelled `ALL`, which the engine doesn't know. */
function isPrefixedAll(name: string): boolean {
  return name.toUpperCase() === 'CAP_ALL';
}

function reachesHost(name: string): boolean {
  return HOST_REACHING_CAPABILITIES.includes(normalizeCapability(name));
}

function couldBeHarmful(harmless: ReadonlySet<string>): (pattern: Pattern) => boolean {
  return (pattern) => ['ALL', ...CAPABILITIES].some((name) => !harmless.has(name) && couldBeCapability(pattern, name));
}

function couldBeCapability(pattern: Pattern, name: string): boolean {
  const upper = pattern.map((part) => (typeof part === 'string' ? part.toUpperCase() : part));
  return couldEqual(upper, name) || couldEqual(upper, `CAP_${name}`);
}

type DropAnswer = { readonly kind: 'yes' | 'no' } | Extract<ReturnType<typeof demand>, { kind: 'undecided' }>;

function dropsAll({ hostConfig: { capDrop = [] } }: Container): DropAnswer {
  const demands = capDrop
    .filter(couldBeAll)
    .map((dropped) =>
      demand('Whether it drops all capabilities', dropped, (name) => normalizeCapability(name) === 'ALL'),
    );
  if (demands.some(({ kind }) => kind === 'met')) return { kind: 'yes' };
  return demands.find((one) => one.kind === 'undecided') ?? { kind: 'no' };
}

function couldBeAll(dropped: Setting<string>): boolean {
  return dropped.known || dropped.candidates.length > 0 || couldBeCapability(dropped.pattern, 'ALL');
}

function meantCapability(written: string, otherwise: string): string {
  const nearest = nearestWord(normalizeCapability(written), CAPABILITIES);
  return nearest === undefined ? otherwise : `Write \`${nearest}\` if you mean that capability.`;
}
