import type { Container } from '../../model/container.ts';
import { isOfFeature, isSameLocation } from '../../text/location.ts';
import { displayText, type Setting, valueOf } from '../../text/setting.ts';
import { words } from '../../util/words.ts';
import { FORMS, textsOption } from '../options.ts';
import { defineContainerRule } from '../rule.ts';
import { ask, unreadReason } from '../shared/demand.ts';
import { couldAccessEngine, engineAccess, isAskedAsSocket } from '../shared/host/engine-sockets.ts';
import { hostMounts, linkText } from '../shared/host/mounts.ts';
import { normalizeHostPath, placeHome } from '../shared/host/paths.ts';
import { imageNameOf, isImageOf } from '../shared/image/image-name.ts';
import { purposeOf } from '../shared/image/purpose.ts';
import { publishes } from '../shared/network/exposure.ts';
import { quote, settingText } from '../shared/wording.ts';
import { behindProxy, onlyReadsEngine } from './behind-proxy.ts';
import { engineUseOf, isManagerByName, programImage } from './programs.ts';

const PROXIES: readonly string[] = words(
  `tecnativa/docker-socket-proxy ghcr.io/tecnativa/docker-socket-proxy
  linuxserver/socket-proxy lscr.io/linuxserver/socket-proxy ghcr.io/linuxserver/socket-proxy
  wollomatic/socket-proxy ghcr.io/wollomatic/socket-proxy 11notes/socket-proxy ghcr.io/11notes/socket-proxy`,
);

interface SocketData {
  readonly source: string;
  readonly link: string | undefined;
}

export default defineContainerRule({
  id: 'docker-socket-mount',
  references: [{ kind: 'cis', item: 31, level: 1, isScored: true }],
  severity: 'error',
  securitySeverity: 9.6,
  cwe: [250],
  title: 'Container can control the container engine',
  brief: "the engine's socket",
  recommendation: "The engine's socket is out of reach",
  options: {
    proxies: textsOption(
      PROXIES,
      'Image repositories of socket proxies, with the registry unless it is Docker Hub. Replaces the default list.',
      FORMS.repository,
    ),
  },
  fixes: {
    proxy: {
      risk: 'high',
      title: 'Put a read-only proxy in front of the socket',
      breaks:
        "Breaks programs that do more than read, such as those that start or stop containers, and programs that ignore the proxy's address. The proxy still exposes all containers' environment variables and files (`docker inspect`, `docker cp`).",
      isByName: true,
    },
  },
  messages: {
    socket: (voice, { source, link }: SocketData) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} the container engine's socket \`${source}\`${linkText(link)}, which ${powerOf(source)}; a read-only mount doesn't prevent this.`,
      remedy: HAS_PROXY.test(source)
        ? "Remove the mount. If the service needs the engine's API, use a proxy that allows only the requests it needs; if it must start containers, suppress this finding with a reason."
        : `Remove the mount. There is no proxy that limits this API: if it needs the engine, ${voice.suppression('docker-socket-mount', "needs the engine's API")}.`,
    }),
    monitor: (voice, { source, link, isSocket }: SocketData & { readonly isSocket: boolean }) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} ${isSocket ? `the container engine's socket \`${source}\`` : `\`${source}\` with the container engine's socket`}${linkText(link)}, as monitoring programs do to list containers; the socket ${powerOf(source)}, even read-only.`,
      remedy: `If it supports an address for the engine, use a proxy that allows only reading; otherwise, pin its image by digest and ${voice.suppression('docker-socket-mount', 'monitors the host')}.`,
    }),
    reader: (voice, { source, link }: SocketData) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} the container engine's socket \`${source}\`${linkText(link)}, which ${powerOf(source)}, even read-only, though the program only reads from the engine.`,
      remedy: `Put a proxy that allows only reading in front of the socket; otherwise, pin its image by digest and ${voice.suppression('docker-socket-mount', 'only reads from the engine')}.`,
    }),
    manager: (voice, { source, link, isReachable }: SocketData & { readonly isReachable: boolean }) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} the container engine's socket \`${source}\`${linkText(link)}, as programs that start or stop containers do; the socket ${powerOf(source)}.`,
      remedy: `${isReachable ? 'Treat access to the container as root access to the host: guard its login, and keep its ports off public networks.' : 'A read-only proxy would break it: pin its image by digest, since a changed image gets root on the host.'} Then ${voice.suppression('docker-socket-mount', 'starts or stops containers')}.`,
    }),
    feature: (voice, { source }: SocketData) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} the container engine's socket \`${source}\` because of this feature; it ${powerOf(source)}.`,
      remedy: `Remove the feature; if you need the host's engine inside, run only trusted code there and ${voice.suppression('docker-socket-mount', "uses the host's engine")}.`,
    }),
    proxy: (voice, { source, link }: SocketData) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} the container engine's socket \`${source}\`${linkText(link)} as a proxy: its clients get every API request that it allows.`,
      remedy:
        'Allow only the requests that its clients need, on a network only they share. Then suppress this finding with a reason: `# plimsoll: ignore[docker-socket-mount] -- REASON` or an exception in the configuration.',
    }),
    reading: (voice, { source, link }: SocketData) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} the container engine's socket \`${source}\`${linkText(link)} as a read-only proxy: its clients can still read the environment variables, logs and files of all containers (\`docker inspect\`, \`docker cp\`).`,
      remedy: 'Put only programs that need this on its network.',
    }),
    directory: (voice, { source, link }: SocketData) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} \`${source}\`${linkText(link)}, the directory of the container engine's socket, which ${powerOf(source)}.`,
      remedy: 'Mount only the files it needs from there, without the socket.',
    }),
    apiSocket: (voice) => ({
      what: `${voice.name} ${voice.does('requests', 'request')} the container engine's socket and the user's registry credentials, which grants root on the host.`,
      compose:
        "Remove `use_api_socket: true`. If the service needs the engine's API, use a proxy that allows only the requests it needs.",
      docker:
        "Remove `--use-api-socket`. If the container needs the engine's API, use a proxy that allows only the requests it needs.",
    }),
  },
  check(container, { options: { proxies }, peers, judge, fail, undecided, unknownValue, notApplicable }) {
    const { apiSocket, engine, hostConfig } = container;
    const unread = unreadReason(container);
    const owners = engine === undefined ? (hostConfig.volumesFrom ?? []) : [];
    return [
      judge(ask(apiSocket, Boolean), "Whether it requests the engine's socket", (found) =>
        fail(found, 'apiSocket', {}),
      ),
      unread && undecided(unread),
      owners
        .filter((owner) => !peers.some((peer) => isNamed(peer, owner)))
        .map((owner) => {
          const reason = `It has the mounts of container \`${settingText(owner)}\`, which is not defined here.`;
          return undecided({ place: owner.place, reason });
        }),
      hostMounts(container).map((mount) => {
        const { source, link, target, doubt } = mount;
        // Mounts that the client adds for an API socket have the socket's place.
        if (apiSocket !== undefined && isSameLocation(source.place.location, apiSocket.place.location))
          return undefined;
        if (source.known && doubt === undefined && normalizeHostPath(source.value) === '/')
          return notApplicable({
            reason: "Its mount of the host's root directory includes every socket; see sensitive-host-mount.",
            reportedBy: 'sensitive-host-mount',
          });
        const answer = ask(
          source,
          (path) => engineAccess(path) !== undefined,
          (pattern) => couldAccessEngine(placeHome(pattern)) !== undefined,
        );
        if (answer.kind === 'no') return undefined;
        if (doubt !== undefined) return unknownValue('Whether the mount source is a host path', doubt);
        const isYes = answer.kind === 'yes';
        const access = isYes ? engineAccess(answer.value) : couldAccessEngine(answer.setting.pattern);
        const isSocket = access === 'socket';
        if (!isYes && !isSocket) {
          const what =
            target?.known === true && engineAccess(target.value) !== undefined
              ? `Whether the mount at \`${quote(target)}\` is the container engine's socket`
              : 'A mount source';
          return isAskedAsSocket(answer.setting.pattern, target) ? unknownValue(what, answer.setting) : undefined;
        }
        const marked = isYes ? answer : answer.setting;
        const data = { source: isYes ? quote(answer) : settingText(answer.setting), link };
        const fixes = () => (isSocket ? behindProxy(container, mount, peers) : []);
        if (isSocket && isProxy(container, proxies))
          return onlyReads(container)
            ? fail(marked, 'reading', data, { severity: 'info' })
            : fail(marked, 'proxy', data, { severity: 'warning' });
        if (isSocket && isOfFeature(marked.place)) return fail(marked, 'feature', data);
        if (isSocket && (engineUseOf(programImage(container))?.kind === 'writes' || isManagerByName(container)))
          return fail(marked, 'manager', { ...data, isReachable: isReachable(container) }, { fixes });
        if (isSocket && onlyReadsEngine(container) && HAS_PROXY.test(data.source))
          return fail(marked, 'reader', data, { fixes });
        if (purposeOf(container) === 'monitoring agent')
          return fail(marked, 'monitor', { ...data, isSocket }, { fixes });
        return fail(marked, isSocket ? 'socket' : 'directory', data, { fixes });
      }),
    ];
  },
});

/**
 * True if `--volumes-from` names this container, with or without options; variables never match.
 */
function isNamed({ containerName }: Container, owner: Setting<string>): boolean {
  return containerName !== undefined && settingText(containerName) === settingText(owner).replace(/:[a-zA-Z,]*$/, '');
}

/** True for an image of a proxy that allows only part of the engine's API. */
function isProxy({ config, build }: Container, proxies: readonly string[]): boolean {
  const image = imageNameOf(config.image);
  return build === undefined && image !== undefined && isImageOf(image, proxies);
}

const READING = /(?:^|\/)(?:tecnativa\/docker-socket-proxy|linuxserver\/socket-proxy)$/;
const WRITES = /^(?:POST$|ALLOW_)/;

/**
 * True for a proxy that forwards GET only, unless a variable allows more (`haproxy.cfg` of
 * tecnativa/docker-socket-proxy).
 */
function onlyReads({ config: { image, env = [] }, unreadVariables, unresolvedOptions }: Container): boolean {
  if (!READING.test(imageNameOf(image)?.repository ?? '')) return false;
  if (unreadVariables !== undefined || unresolvedOptions.length > 0) return false;
  return env.every((entry) => {
    const [name = '', value] = displayText(entry).split('=');
    return !WRITES.test(name) || (entry.known && (value === '0' || value === ''));
  });
}

/** True for a container that others can reach, and that may ask for a login. */
function isReachable(container: Container): boolean {
  return publishes(container) || valueOf(container.hostConfig.networkMode) === 'host';
}

/** Sockets that a proxy can serve, since they speak HTTP; others speak gRPC. */
const HAS_PROXY = /^(?!.*(?:containerd|crio|buildkitd|cri-dockerd)[^/]*$)/;

/**
 * The rights that an engine's socket grants; an engine that a user runs has its socket in the
 * user's runtime directory.
 */
function powerOf(source: string): string {
  return /^(?:\/var)?\/run\/user\/|^%t\/|^\$\{?XDG_RUNTIME_DIR\b/.test(source)
    ? "grants the engine user's access to the host"
    : 'grants root on the host';
}
