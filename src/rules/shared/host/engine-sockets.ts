import type { Pattern, Setting } from '../../../text/setting.ts';
import { words } from '../../../util/words.ts';
import { couldEqual } from '../demand.ts';
import { normalizeHostPath, toPathPattern } from './paths.ts';

/** Names of container engines' sockets. */
const SOCKETS: readonly string[] = words(
  'docker.sock podman.sock containerd.sock crio.sock cri-dockerd.sock buildkitd.sock',
);

const DIRECTORIES: readonly string[] = ['', '/containerd', '/podman', '/crio', '/buildkit'];
const RUN: readonly string[] = ['/run', '/var/run'];

const PIPES: readonly string[] = words(
  `docker_engine docker_engine_windows docker_engine_linux dockerdesktopengine dockerdesktoplinuxengine
  dockerdesktopwindowsengine containerd-containerd podman-machine-default`,
);

const SOCKET_DIRECTORIES: readonly string[] = RUN.flatMap((run) => DIRECTORIES.map((directory) => run + directory));
const USUAL_SOCKETS = words(
  '/docker.sock /containerd/containerd.sock /podman/podman.sock /crio/crio.sock /cri-dockerd.sock /buildkit/buildkitd.sock',
);
const USUAL_PATHS: readonly string[] = [
  ...SOCKET_DIRECTORIES,
  ...RUN.flatMap((run) => USUAL_SOCKETS.map((socket) => run + socket)),
];

/** Whether a host path is an engine's socket or pipe, or its directory. */
export function engineAccess(source: string): 'socket' | 'directory' | undefined {
  if (isPipe(source))
    return PIPES.includes(source.slice(Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\')) + 1).toLowerCase())
      ? 'socket'
      : undefined;
  const path = normalizeHostPath(source);
  if (SOCKETS.some((name) => path.endsWith(name))) return 'socket';
  return SOCKET_DIRECTORIES.includes(path) ? 'directory' : undefined;
}

/**
 * Like {@link engineAccess}, for a partly unknown path. `possible`: a usual path, or a matching
 * last component: `${DIR}`, `/run/${NAME}`, `/opt/${NAME}.sock`.
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
 * Whether an unknown mount source is checked as an engine's socket (if its target is one) or as a
 * host directory, so that one source is one result.
 */
export function isAskedAsSocket(source: Pattern, target: Setting<string> | undefined): boolean {
  if ((toPathPattern(source).directory ?? '/') !== '/') return true;
  if (target === undefined) return false;
  return target.known ? engineAccess(target.value) !== undefined : couldAccessEngine(target.pattern) === 'socket';
}

/**
 * True for a Windows named pipe, in either spelling: `\\.\pipe\docker_engine`,
 * `//./pipe/docker_engine`.
 */
function isPipe(source: string): boolean {
  return /^[\\/]{2}\.[\\/]pipe[\\/]/i.test(source);
}
