import type { Container } from '../../model/container.ts';
import { isOfFeature } from '../../text/location.ts';
import type { Pattern, Setting } from '../../text/setting.ts';
import { nearestWord } from '../../util/nearest-word.ts';
import { flagOption, textsOption } from '../options.ts';
import type { Outcomes } from '../outcome.ts';
import { defineContainerRule } from '../rule.ts';
import { removalOf } from '../shared/changes.ts';
import { type Answer, ask, couldEqual, demand, knownValues, type Yes } from '../shared/demand.ts';
import { usesFuse } from '../shared/host/devices.ts';
import { capabilitiesToKeep, isNeverRoot, needsOf } from '../shared/image/needs.ts';
import { purposeOf } from '../shared/image/purpose.ts';
import { startDifference } from '../shared/image/start-differences.ts';
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
import { addedText, type KeptCapabilities, toFixes } from './kept.ts';

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
    remove: {
      risk: 'high',
      title: 'Remove the capability',
      breaks: 'Breaks programs that need it.',
      isByName: true,
    },
    dropRest: {
      risk: 'high',
      title: 'Drop all capabilities except those the image needs to start',
      breaks:
        'Breaks programs that need any other capability. Without KILL, it also breaks `docker exec … kill` for non-root programs.',
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
      compose: `Remove \`SYS_PTRACE\` from \`cap_add\`, or \`pid: host\`. ${ifRequired(voice)}`,
      docker: `Remove \`--cap-add SYS_PTRACE\`, or \`--pid host\`. ${ifRequired(voice)}`,
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
      compose: `Add \`cap_drop: [ALL]\`${addedText(known, ', then', true)}.`,
      docker: `Add \`--cap-drop ALL\`${addedText(known, ', then', false)}.`,
    }),
    partlyDropped: (voice, known: KeptCapabilities) => ({
      what: `${voice.name} drops some capabilities but keeps the rest of ${voice.engine}'s defaults.`,
      compose: `Write \`cap_drop: [ALL]\`${addedText(known, ', and', true)}.`,
      docker: `Write \`--cap-drop ALL\`${addedText(known, ', and', false)}.`,
    }),
  },
  exempt: coveredByPrivileged,
  check(container, { options: { requireDropAll, allow }, image, peers, judge, fail, missing, undecided }) {
    const { capAdd = [], capDrop = [], pidMode } = container.hostConfig;
    const harmless = new Set(capAdd.length === 0 ? [] : [...DEFAULT_CAPABILITIES, ...allow.map(normalizeCapability)]);
    const added = capAdd.map((one): Outcomes => {
      const among = (names: readonly string[]): Answer<string> =>
        ask(one, (name) => names.includes(normalizeCapability(name)) && !harmless.has(normalizeCapability(name)));
      const reaching = among(HOST_REACHING_CAPABILITIES);
      if (reaching.kind === 'yes') {
        const { message, data, detail } = reachingHost(container, reaching);
        return fail(reaching, message, data, detail);
      }
      const tracing = among(['SYS_PTRACE']);
      const hostPid = asksForHost(pidMode);
      if (tracing.kind === 'yes' && hostPid.kind === 'yes') {
        const related = [{ location: hostPid.place.location, message: "it shares the host's PID namespace here" }];
        const isCertain = tracing.isCertain && hostPid.isCertain;
        const fixes = () => (tracing.isCertain ? [removalOf('remove', 'capAdd', tracing.place)] : []);
        return fail({ ...tracing, isCertain }, 'tracesHost', {}, { severity: 'error', related, fixes });
      }
      const overNetwork = among(NETWORK_CAPABILITIES);
      if (overNetwork.kind === 'yes') {
        const host = onHostNetwork(container, peers);
        const named = purposeOf(container);
        const isNamed = named === 'VPN' || named === 'network tool' || named === 'smart home';
        const purpose = isNamed || (named === 'honeypot' && host.kind === 'yes') ? named : undefined;
        const data = { capability: quote(overNetwork, normalizeCapability), written: quote(overNetwork), purpose };
        const removes = purpose === undefined ? 'capAdd' : undefined;
        if (host.kind !== 'yes') return fail(overNetwork, 'network', data, { removes });
        const isCertain = overNetwork.isCertain && host.isCertain;
        const related = [{ location: host.place.location, message: 'it uses the host network here' }];
        return fail({ ...overNetwork, isCertain }, 'hostNetwork', data, { severity: 'error', related, removes });
      }
      const answer = ask(one, (name) => !harmless.has(normalizeCapability(name)), couldBeHarmful(harmless));
      return judge(answer, 'An added capability', (name) => {
        const written = quote(name);
        if (!isCapability(normalizeCapability(name.value)))
          return fail(name, 'unheardOf', { capability: written }, { severity: 'error' });
        const capability = quote(name, normalizeCapability);
        if (isOfFeature(name.place)) return fail(name, 'feature', { capability });
        return fail(name, 'added', { capability, written }, { removes: 'capAdd' });
      });
    });
    const unheardOf = capDrop.map((dropped) => {
      const answer = ask(dropped, isUnheardOf, () => false);
      return judge(answer, '', (name) =>
        fail(name, 'unheardOfDrop', { capability: quote(name) }, { severity: 'error' }),
      );
    });
    const isRefused = capDrop.some((dropped) => knownValues(dropped).some(({ value }) => isPrefixedAll(value)));
    const drop = requireDropAll && !isRefused ? dropsAll(container) : { kind: 'yes' as const };
    if (drop.kind !== 'no') return [added, unheardOf, drop.kind === 'undecided' ? undecided(drop) : undefined];
    const needs = needsOf(container, image());
    const difference = startDifference(container, image());
    const known = { needs, kept: needs && capabilitiesToKeep(container, needs), difference };
    const fixes = () => toFixes(known, isNeverRoot(container, image()) && !bindsLowPorts(container));
    const messageId = capDrop.length === 0 ? 'notDropped' : 'partlyDropped';
    return [added, unheardOf, missing(messageId, known, { severity: 'info', fixes })];
  },
});

/** The message about a capability that reaches the host. */
function reachingHost(container: Container, found: Yes<string>) {
  const data = { capability: quote(found, normalizeCapability), written: quote(found) };
  const { capability } = data;
  const purpose = purposeOf(container);
  const error = { severity: 'error' } as const;
  if (capability === 'SYS_ADMIN' && usesFuse(container)) return { message: 'fuse', data, detail: error } as const;
  if (purpose === 'disk monitor' && (capability === 'SYS_RAWIO' || capability === 'SYS_ADMIN'))
    return { message: 'diskHealth', data, detail: error } as const;
  const isModule = capability === 'SYS_MODULE' && purpose === 'VPN';
  const detail = { ...error, removes: 'capAdd' } as const;
  return { message: isModule ? 'module' : 'reachesHost', data, detail } as const;
}

function isUnheardOf(name: string): boolean {
  return !isCapability(normalizeCapability(name));
}

/** A program on a low port may have a file capability for it, without which it doesn't start. */
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

/** A misspelled `ALL`, which the engine doesn't know. */
function isPrefixedAll(name: string): boolean {
  return name.toUpperCase() === 'CAP_ALL';
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

function ifRequired(voice: Voice): string {
  return `If its documentation requires both, ${voice.suppression('added-capability', 'required by its documentation')}.`;
}
