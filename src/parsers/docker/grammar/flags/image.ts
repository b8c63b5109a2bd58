import { type FlagTable, plainFlags } from './flag.ts';

/**
 * The flags of `docker build` and `docker buildx build` (docker/cli `cli/command/image/build.go`,
 * docker/buildx `commands/build.go`), mostly for parsing the line.
 */
export const BUILD_FLAGS: FlagTable = [
  { name: 'build-arg', type: 'env', repeats: 'list' },
  ...plainFlags(
    {
      string: `builder call cgroup-parent cpu-period cpu-quota cpu-shares|c cpuset-cpus cpuset-mems file|f iidfile isolation
        memory|m memory-swap metadata-file network progress provenance sbom shm-size target`,
      boolean: `check compress debug|D disable-content-trust force-rm help|h load no-cache pull push quiet|q rm squash`,
    },
    `tag|t add-host allow annotation attest build-context cache-from cache-to label no-cache-filter output|o platform
      secret security-opt ssh ulimit`,
  ),
];

/** The flags of `docker compose build`: docker/compose `cmd/compose/build.go`. */
export const COMPOSE_BUILD_FLAGS: FlagTable = [
  { name: 'build-arg', type: 'env', repeats: 'list' },
  ...plainFlags(
    {
      string: 'builder memory|m progress provenance sbom',
      boolean: `check compress dry-run force-rm help|h no-cache no-rm parallel print pull push quiet|q with-dependencies`,
    },
    'ssh',
  ),
];

/** The flags of `docker commit`: docker/cli `cli/command/container/commit.go`. */
export const COMMIT_FLAGS: FlagTable = plainFlags(
  {
    string: 'author|a message|m',
    boolean: 'help no-pause pause|p',
  },
  'change|c',
);
