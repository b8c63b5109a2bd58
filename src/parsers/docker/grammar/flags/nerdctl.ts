import { CREATE_FLAGS, EXEC_FLAGS, RUN_FLAGS } from './container.ts';
import type { FlagTable } from './flag.ts';
import { commaSeparated } from './flag-set.ts';

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
  { name: 'selinux-enabled', type: 'boolean' },
  { name: 'snapshotter', spellings: ['storage-driver'], type: 'string' },
  { name: 'userns-remap', type: 'string' },
  { name: 'version', shorthand: 'v', type: 'boolean' },
] as const satisfies FlagTable;

/** What `nerdctl run` and `nerdctl create` have beside docker's flags: containerd/nerdctl `cmd/nerdctl/container/container_run.go`. */
const NERDCTL_OWN_FLAGS = [
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

/** Flags that may stand behind the subcommand too: persistent ones of `cmd/nerdctl/main.go`, whose letters other flags have there. */
const INHERITED: FlagTable = NERDCTL_FLAGS.filter(({ name }) => name !== 'help' && name !== 'version').map(
  ({ name, type }) => ({ name, type }),
);

const COMMA_SEPARATED: ReadonlySet<string> = new Set([
  'add-host',
  'attach',
  'cap-add',
  'cap-drop',
  'device',
  'dns',
  'dns-option',
  'dns-search',
  'expose',
  'group-add',
  'network',
  'publish',
  'ulimit',
]);

export const NERDCTL_RUN_FLAGS: FlagTable = [
  ...INHERITED,
  ...commaSeparated(RUN_FLAGS, COMMA_SEPARATED),
  ...NERDCTL_OWN_FLAGS,
];

export const NERDCTL_CREATE_FLAGS: FlagTable = [
  ...INHERITED,
  ...commaSeparated(CREATE_FLAGS, COMMA_SEPARATED),
  ...NERDCTL_OWN_FLAGS,
  { name: 'detach-keys', type: 'detach-keys' },
  { name: 'sig-proxy', type: 'boolean' },
];

export const NERDCTL_EXEC_FLAGS: FlagTable = [...INHERITED, ...EXEC_FLAGS];
