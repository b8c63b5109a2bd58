import type { Pattern, Setting } from '../../../text/setting.ts';
import { words } from '../../../util/words.ts';
import { couldEqual } from '../demand.ts';
import { normalizePath, toPathPattern } from './paths.ts';

/** The names of the control sockets of container engines. */
const SOCKETS: readonly string[] = words(
  'docker.sock podman.sock containerd.sock crio.sock cri-dockerd.sock buildkitd.sock',
);

/** The directories in which an engine makes its socket, under `/run`. */
const DIRECTORIES: readonly string[] = ['', '/containerd', '/podman', '/crio', '/buildkit'];
const RUN: readonly string[] = ['/run', '/var/run'];

/** The engines' named pipes on Windows. */
const PIPES: readonly string[] = words(
  `docker_engine docker_engine_windows docker_engine_linux dockerdesktopengine dockerdesktoplinuxengine
  dockerdesktopwindowsengine containerd-containerd podman-machine-default`,
);

const SOCKET_DIRECTORIES: readonly string[] = RUN.flatMap((run) => DIRECTORIES.map((directory) => run + directory));
const USUAL_PATHS: readonly string[] = [
  ...SOCKET_DIRECTORIES,
  ...RUN.flatMap((run) =>
    [
      '/docker.sock',
      '/containerd/containerd.sock',
      '/podman/podman.sock',
      '/crio/crio.sock',
      '/cri-dockerd.sock',
      '/buildkit/buildkitd.sock',
    ].map((socket) => run + socket),
  ),
];

/** What a path of the host leads to: an engine's socket or pipe, or the directory of the socket. */
export function engineAccess(source: string): 'socket' | 'directory' | undefined {
  if (isPipe(source))
    return PIPES.includes(source.slice(Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\')) + 1).toLowerCase())
      ? 'socket'
      : undefined;
  const path = normalizePath(source);
  if (SOCKETS.some((name) => path.endsWith(name))) return 'socket';
  return SOCKET_DIRECTORIES.includes(path) ? 'directory' : undefined;
}

/**
 * The same for a path of which parts are unknown. `possible` where it can be one of the usual paths, or where what is
 * known of its last component is how such a socket's name ends: `${DIR}`, `/run/${NAME}`, `/opt/${NAME}.sock`.
 */
export function couldAccessEngine(pattern: Pattern): 'socket' | 'possible' | undefined {
  const { last, ending } = toPathPattern(pattern);
  if (SOCKETS.some((name) => ending.endsWith(name))) return 'socket';
  const withoutSlash = pattern.map((part, index) =>
    typeof part === 'string' && index === pattern.length - 1 ? part.replace(/\/{1,4}$/, '') : part,
  );
  if (USUAL_PATHS.some((path) => couldEqual(withoutSlash, path))) return 'possible';
  return last === undefined && ending !== '' && SOCKETS.some((name) => name.endsWith(ending)) ? 'possible' : undefined;
}

/**
 * Whether a mount of which the source can be anything is asked for as an engine's socket: where its target is one. Any
 * other is asked for as a directory of the host, so that one source is one question.
 */
export function isAskedAsSocket(source: Pattern, target: Setting<string> | undefined): boolean {
  if ((toPathPattern(source).directory ?? '/') !== '/') return true;
  if (target === undefined) return false;
  return target.known ? engineAccess(target.value) !== undefined : couldAccessEngine(target.pattern) === 'socket';
}

/** True for a named pipe of Windows, in either spelling: `\\.\pipe\docker_engine`, `//./pipe/docker_engine`. */
function isPipe(source: string): boolean {
  return /^[\\/]{2}\.[\\/]pipe[\\/]/i.test(source);
}
