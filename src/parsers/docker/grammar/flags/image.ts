import type { FlagTable } from './flag.ts';

/**
 * The flags of `docker build` and `docker buildx build`: docker/cli `cli/command/image/build.go`, docker/buildx `commands/build.go`. Only the names
 * that an image gets are of interest, and which of the others take a value.
 */
export const BUILD_FLAGS = [
  { name: 'tag', shorthand: 't', type: 'string', repeats: 'list' },

  { name: 'add-host', type: 'string', repeats: 'list' },
  { name: 'allow', type: 'string', repeats: 'list' },
  { name: 'annotation', type: 'string', repeats: 'list' },
  { name: 'attest', type: 'string', repeats: 'list' },
  { name: 'build-arg', type: 'string', repeats: 'list' },
  { name: 'build-context', type: 'string', repeats: 'list' },
  { name: 'builder', type: 'string' },
  { name: 'cache-from', type: 'string', repeats: 'list' },
  { name: 'cache-to', type: 'string', repeats: 'list' },
  { name: 'call', type: 'string' },
  { name: 'cgroup-parent', type: 'string' },
  { name: 'check', type: 'boolean' },
  { name: 'compress', type: 'boolean' },
  { name: 'cpu-period', type: 'string' },
  { name: 'cpu-quota', type: 'string' },
  { name: 'cpu-shares', shorthand: 'c', type: 'string' },
  { name: 'cpuset-cpus', type: 'string' },
  { name: 'cpuset-mems', type: 'string' },
  { name: 'debug', shorthand: 'D', type: 'boolean' },
  { name: 'disable-content-trust', type: 'boolean' },
  { name: 'file', shorthand: 'f', type: 'string' },
  { name: 'force-rm', type: 'boolean' },
  { name: 'help', shorthand: 'h', type: 'boolean' },
  { name: 'iidfile', type: 'string' },
  { name: 'isolation', type: 'string' },
  { name: 'label', type: 'string', repeats: 'list' },
  { name: 'load', type: 'boolean' },
  { name: 'memory', shorthand: 'm', type: 'string' },
  { name: 'memory-swap', type: 'string' },
  { name: 'metadata-file', type: 'string' },
  { name: 'network', type: 'string' },
  { name: 'no-cache', type: 'boolean' },
  { name: 'no-cache-filter', type: 'string', repeats: 'list' },
  { name: 'output', shorthand: 'o', type: 'string', repeats: 'list' },
  { name: 'platform', type: 'string', repeats: 'list' },
  { name: 'progress', type: 'string' },
  { name: 'provenance', type: 'string' },
  { name: 'pull', type: 'boolean' },
  { name: 'push', type: 'boolean' },
  { name: 'quiet', shorthand: 'q', type: 'boolean' },
  { name: 'rm', type: 'boolean' },
  { name: 'sbom', type: 'string' },
  { name: 'secret', type: 'string', repeats: 'list' },
  { name: 'security-opt', type: 'string', repeats: 'list' },
  { name: 'shm-size', type: 'string' },
  { name: 'squash', type: 'boolean' },
  { name: 'ssh', type: 'string', repeats: 'list' },
  { name: 'target', type: 'string' },
  { name: 'ulimit', type: 'string', repeats: 'list' },
] as const satisfies FlagTable;

/** The flags of `docker commit`: docker/cli `cli/command/container/commit.go`. */
export const COMMIT_FLAGS = [
  { name: 'author', shorthand: 'a', type: 'string' },
  { name: 'change', shorthand: 'c', type: 'string', repeats: 'list' },
  { name: 'help', type: 'boolean' },
  { name: 'message', shorthand: 'm', type: 'string' },
  { name: 'no-pause', type: 'boolean' },
  { name: 'pause', shorthand: 'p', type: 'boolean' },
] as const satisfies FlagTable;
