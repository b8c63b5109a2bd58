import type { Explained } from '../../clients/explained.ts';

/**
 * Justified differences between a real engine's rejections and plimsoll's: the request doesn't
 * determine them.
 */
export const ENGINE_CAUSES: readonly Explained[] = [
  {
    client: 'engine',
    difference: /No such container: |could not get container for /,
    why: 'Another container of which the request speaks is not there.',
    source: 'moby daemon/container.go, GetContainer',
  },
  {
    client: 'engine',
    difference: /bind source path does not exist/,
    why: 'A file of the host is not there.',
    source: 'moby daemon/volume/mounts/linux_parser.go, validateMountConfigImpl',
  },
  {
    client: 'engine',
    difference: /as there are only \d+ CPUs available|Requested (?:CPUs|memory nodes) are not available/,
    why: 'The machine has fewer CPUs.',
    source: 'moby daemon/daemon_unix.go, verifyPlatformContainerResources',
  },
  {
    client: 'engine',
    difference: /kernel does not support CPU real-time scheduler/,
    why: 'The kernel has no groups of tasks for real time.',
    source: 'moby daemon/internal/runconfig/hostconfig_unix.go, validateResources',
  },
  {
    client: 'engine',
    difference: /Range of blkio weight/,
    why: 'The kernel has no weights for block devices, so that the engine drops one.',
    source: 'moby daemon/daemon_unix.go, verifyPlatformContainerResources',
  },
  {
    client: 'engine',
    difference: /valid memory swappiness range/,
    why: 'The kernel has control groups of version 1, of whose swappiness the engine checks the range.',
    source: 'moby daemon/daemon_unix.go, verifyPlatformContainerResources',
  },
  {
    client: 'engine',
    difference: /for type "(?:npipe|cluster|image)": mount type unknown|linux only supports 'default'|QoS maximum/,
    why: 'It is for an engine on Windows, for one of a swarm, or for a newer one.',
    source: 'moby daemon/volume/mounts/linux_parser.go; runconfig/hostconfig_unix.go',
  },
  {
    client: 'engine',
    difference:
      /--storage-opt is supported only|Unknown option |no quota support|error looking up (?:volume|logging) plugin|unknown or invalid runtime name/,
    why: 'A driver, a plugin or a runtime is not there.',
    source: 'moby daemon/graphdriver; pkg/plugins; daemon/runtime_unix.go',
  },
  {
    client: 'engine',
    difference: /cannot unmarshal number -?\d{16,}/,
    why: 'A number of more than 53 bits is written here as JavaScript rounds it.',
    source: 'src/engine-json; the clients send it whole',
  },
  {
    client: 'engine',
    difference: /invalid IP address in add-host: "[\da-fA-F:.]+%/,
    why: 'Newer engines take the zone of an address.',
    source: 'moby daemon/pkg/opts/opts.go, ValidateIPAddress: netip.ParseAddr',
  },
  {
    client: 'engine',
    difference: /cannot unmarshal number -1 into Go struct field ThrottleDevice/,
    why: 'For a rate of -1 Compose sends 2^64-1, which is a number of more than 53 bits.',
    source: 'docker/compose pkg/compose/create.go, toBlkioDeviceReadBps',
  },
  {
    client: 'engine',
    difference: /must not set ReadOnly mode when using anonymous volumes/,
    why: 'Engines since 29 take a volume without a name that is read-only.',
    source: 'moby volume/mounts/linux_parser.go, validateMountConfigImpl',
  },
  {
    client: 'engine',
    difference: /invalid --security-opt \d: "writable-cgroups/,
    why: 'Engines since 29 have it.',
    source: 'moby daemon/daemon_unix.go, parseSecurityOpt',
  },
  {
    client: 'engine',
    difference:
      /Invalid container name|no command specified|working directory '.*' is invalid|invalid signal|invalid hostname|sethostname|in Healthcheck cannot be less|Invalid value .* for cpuset|invalid IP address in add-host|Invalid Annotations|invalid environment variable|SHM size can not|cpu real-time runtime|invalid Subpath|subpath must be|must not set Subpath|volumes-from specification|invalid option: "|missing required option: "|invalid (?:IPC|PID|UTS|cgroup namespace) mode|invalid container format|maximum retry count cannot be negative|invalid Cap(?:Add|Drop)|invalid --security-opt|logging plugin|unknown log opt|logging mode not supported|max-buffer-size option|compress cannot be true|max-file cannot be less|invalid size|invalid device cgroup rule|sysctl ".*" (?:is )?not|conflicting options: (?:(?:dns|custom host-to-IP mapping) and the network mode|hostname and the UTS mode|host type networking)/i,
    why: 'No fix writes the value, and no real project was found to get it wrong: it is not checked.',
    source: 'src/rules/refused-request',
  },
];
