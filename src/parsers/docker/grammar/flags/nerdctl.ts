import { words } from '../../../../util/words.ts';
import { CREATE_FLAGS, EXEC_FLAGS, RUN_FLAGS } from './container.ts';
import { type FlagTable, plainFlags } from './flag.ts';
import { commaSeparated } from './flag-set.ts';

/**
 * nerdctl's flags before the subcommand: containerd/nerdctl `docs/command-reference.md`, "Global
 * flags".
 */
export const NERDCTL_FLAGS: FlagTable = plainFlags(
  {
    string: `address|a host|H bridge-ip cgroup-manager cni-netconfpath cni-path data-root host-gateway-ip namespace|n
      snapshotter|storage-driver userns-remap`,
    boolean: `debug debug-full experimental help|h insecure-registry kube-hide-dupe selinux-enabled version|v`,
  },
  'cdi-spec-dirs global-dns hosts-dir',
);

/** What `nerdctl run` and `create` add to docker's flags: containerd/nerdctl `container_run.go`. */
const NERDCTL_OWN_FLAGS: FlagTable = plainFlags(
  {
    string: `cosign-certificate-identity cosign-certificate-identity-regexp cosign-certificate-oidc-issuer
      cosign-certificate-oidc-issuer-regexp cosign-key init-binary ipfs-address pidfile rdt-class systemd umask
      verify`,
    boolean: 'rootfs',
  },
  'cgroup-conf',
);

/**
 * Persistent flags of `cmd/nerdctl/main.go`, which may also follow the subcommand, but without
 * their letters.
 */
const INHERITED: FlagTable = NERDCTL_FLAGS.filter(({ name }) => name !== 'help' && name !== 'version').map(
  ({ name, type }) => ({ name, type }),
);

const COMMA_SEPARATED: ReadonlySet<string> = new Set(
  words(`add-host attach cap-add cap-drop device dns dns-option dns-search expose group-add network publish ulimit`),
);

export const NERDCTL_RUN_FLAGS: FlagTable = [
  ...INHERITED,
  ...commaSeparated(RUN_FLAGS, COMMA_SEPARATED),
  ...NERDCTL_OWN_FLAGS,
];

export const NERDCTL_CREATE_FLAGS: FlagTable = [
  ...INHERITED,
  ...commaSeparated(CREATE_FLAGS, COMMA_SEPARATED),
  ...NERDCTL_OWN_FLAGS,
  { name: 'detach-keys', type: 'string' },
  { name: 'sig-proxy', type: 'boolean' },
];

export const NERDCTL_EXEC_FLAGS: FlagTable = [...INHERITED, ...EXEC_FLAGS];
