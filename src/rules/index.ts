import addedCapability from './added-capability.ts';
import apparmorDisabled from './apparmor-disabled.ts';
import customCgroupParent from './custom-cgroup-parent.ts';
import defaultBridgeNetwork from './default-bridge-network.ts';
import defaultCpuPriority from './default-cpu-priority.ts';
import dockerSocketMount from './docker-socket-mount.ts';
import execUser from './exec-user.ts';
import hostDevice from './host-device.ts';
import hostIpcNamespace from './host-ipc-namespace.ts';
import hostNetwork from './host-network.ts';
import hostPidNamespace from './host-pid-namespace.ts';
import hostUserNamespace from './host-user-namespace.ts';
import hostUtsNamespace from './host-uts-namespace.ts';
import missingHealthcheck from './missing-healthcheck.ts';
import newPrivilegesAllowed from './new-privileges-allowed.ts';
import privilegedContainer from './privileged-container.ts';
import privilegedExec from './privileged-exec.ts';
import privilegedHostPort from './privileged-host-port.ts';
import { type Edition, numberIn, type Rule } from './rule.ts';
import seccompDisabled from './seccomp-disabled.ts';
import selinuxDisabled from './selinux-disabled.ts';
import sensitiveHostMount from './sensitive-host-mount.ts';
import sharedMountPropagation from './shared-mount-propagation.ts';
import sshdInContainer from './sshd-in-container.ts';
import ulimitOverride from './ulimit-override.ts';
import unboundedRestart from './unbounded-restart.ts';
import unlimitedMemory from './unlimited-memory.ts';
import unlimitedPids from './unlimited-pids.ts';
import unneededOpenPorts from './unneeded-open-ports.ts';
import unpinnedImage from './unpinned-image.ts';
import wildcardBindAddress from './wildcard-bind-address.ts';
import writableRootFilesystem from './writable-root-filesystem.ts';

/** All rules, in the benchmark's order. */
export const RULES: readonly Rule[] = [
  apparmorDisabled,
  selinuxDisabled,
  addedCapability,
  privilegedContainer,
  sensitiveHostMount,
  sshdInContainer,
  privilegedHostPort,
  unneededOpenPorts,
  hostNetwork,
  unlimitedMemory,
  defaultCpuPriority,
  writableRootFilesystem,
  wildcardBindAddress,
  unboundedRestart,
  hostPidNamespace,
  hostIpcNamespace,
  hostDevice,
  ulimitOverride,
  sharedMountPropagation,
  hostUtsNamespace,
  seccompDisabled,
  privilegedExec,
  execUser,
  customCgroupParent,
  newPrivilegesAllowed,
  missingHealthcheck,
  unpinnedImage,
  unlimitedPids,
  defaultBridgeNetwork,
  hostUserNamespace,
  dockerSocketMount,
];

const BY_ID: ReadonlyMap<string, Rule> = new Map(RULES.map((rule) => [rule.id, rule]));

/** The rule with this id. */
export function ruleById(id: string): Rule | undefined {
  return BY_ID.get(id);
}

/** The rule with this id, or with this number (`5.4`) in the edition. */
export function findRule(idOrNumber: string, edition: Edition = '1.13'): Rule | undefined {
  return BY_ID.get(idOrNumber) ?? RULES.find((rule) => numberIn(edition, rule) === idOrNumber);
}
