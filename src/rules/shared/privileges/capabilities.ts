import { words } from '../../../util/words.ts';
/** Default capabilities (moby `oci/caps/defaults.go`). */
export const DEFAULT_CAPABILITIES: readonly string[] = words(
  `AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE NET_RAW SETFCAP SETGID SETPCAP SETUID
  SYS_CHROOT`,
);

/**
 * Capabilities that affect the host or other containers; `SYS_PTRACE` only with the host's PID
 * namespace.
 */
export const HOST_REACHING_CAPABILITIES: readonly string[] = words(
  `ALL BPF DAC_READ_SEARCH MAC_ADMIN MAC_OVERRIDE PERFMON SYSLOG SYS_ADMIN SYS_BOOT SYS_MODULE SYS_RAWIO
  SYS_TIME`,
);

/** Capabilities over the container's network: its own, or the host's. */
export const NETWORK_CAPABILITIES: readonly string[] = ['NET_ADMIN', 'NET_BROADCAST'];

/** Linux capabilities without the prefix (capabilities(7)). */
export const CAPABILITIES: readonly string[] = [
  ...DEFAULT_CAPABILITIES,
  ...HOST_REACHING_CAPABILITIES.filter((name) => name !== 'ALL'),
  ...words('AUDIT_CONTROL AUDIT_READ BLOCK_SUSPEND CHECKPOINT_RESTORE IPC_LOCK IPC_OWNER LEASE LINUX_IMMUTABLE'),
  ...NETWORK_CAPABILITIES,
  ...words('SYS_NICE SYS_PACCT SYS_PTRACE SYS_RESOURCE SYS_TTY_CONFIG WAKE_ALARM'),
];

/**
 * A name as the engine compares it: uppercase, without `CAP_` (moby `oci/caps/utils.go`); `ALL` has
 * no prefix.
 */
export function normalizeCapability(name: string): string {
  const upper = name.toUpperCase();
  const bare = upper.startsWith('CAP_') ? upper.slice('CAP_'.length) : upper;
  return bare === 'ALL' ? upper : bare;
}

export function isCapability(normalized: string): boolean {
  return normalized === 'ALL' || CAPABILITIES.includes(normalized);
}
