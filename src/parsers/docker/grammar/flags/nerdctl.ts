import type { FlagTable } from './flag.ts';

/** nerdctl's flags before the subcommand: containerd/nerdctl `docs/command-reference.md`, "Global flags". */
export const NERDCTL_FLAGS = [
  { name: 'address', shorthand: 'a', type: 'string' },
  { name: 'host', shorthand: 'H', type: 'string' },
  { name: 'bridge-ip', type: 'string' },
  { name: 'cdi-spec-dirs', type: 'string', repeats: 'list' },
  { name: 'cgroup-manager', type: 'string' },
  { name: 'cni-netconfpath', type: 'string' },
  { name: 'cni-path', type: 'string' },
  { name: 'data-root', type: 'string' },
  { name: 'debug', type: 'boolean' },
  { name: 'debug-full', type: 'boolean' },
  { name: 'experimental', type: 'boolean' },
  { name: 'global-dns', type: 'string', repeats: 'list' },
  { name: 'help', shorthand: 'h', type: 'boolean' },
  { name: 'host-gateway-ip', type: 'string' },
  { name: 'hosts-dir', type: 'string', repeats: 'list' },
  { name: 'insecure-registry', type: 'boolean' },
  { name: 'kube-hide-dupe', type: 'boolean' },
  { name: 'namespace', shorthand: 'n', type: 'string' },
  { name: 'snapshotter', spellings: ['storage-driver'], type: 'string' },
  { name: 'userns-remap', type: 'string' },
  { name: 'version', shorthand: 'v', type: 'boolean' },
] as const satisfies FlagTable;

/** What `nerdctl run` and `nerdctl create` have beside docker's flags: the same reference, "nerdctl run". */
export const NERDCTL_RUN_FLAGS = [
  { name: 'cgroup-conf', type: 'string', repeats: 'list' },
  { name: 'cosign-certificate-identity', type: 'string' },
  { name: 'cosign-certificate-identity-regexp', type: 'string' },
  { name: 'cosign-certificate-oidc-issuer', type: 'string' },
  { name: 'cosign-certificate-oidc-issuer-regexp', type: 'string' },
  { name: 'cosign-key', type: 'string' },
  { name: 'init-binary', type: 'string' },
  { name: 'ipfs-address', type: 'string' },
  { name: 'pidfile', type: 'string' },
  { name: 'rdt-class', type: 'string' },
  { name: 'rootfs', type: 'boolean' },
  { name: 'systemd', type: 'string' },
  { name: 'umask', type: 'string' },
  { name: 'verify', type: 'string' },
] as const satisfies FlagTable;
