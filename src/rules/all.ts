import addedCapability from './added-capability/rule.ts';
import apparmorDisabled from './apparmor-disabled/rule.ts';
import buildPrivileges from './build-privileges/rule.ts';
import customCgroupParent from './custom-cgroup-parent/rule.ts';
import defaultBridgeNetwork from './default-bridge-network/rule.ts';
import defaultCpuPriority from './default-cpu-priority/rule.ts';
import deprecatedLink from './deprecated-link/rule.ts';
import dockerSocketMount from './docker-socket-mount/rule.ts';
import execUser from './exec-user/rule.ts';
import executableTmpfs from './executable-tmpfs/rule.ts';
import exposedPort from './exposed-port/rule.ts';
import gpuAccess from './gpu-access/rule.ts';
import hostCgroupNamespace from './host-cgroup-namespace/rule.ts';
import hostDevice from './host-device/rule.ts';
import hostIpcNamespace from './host-ipc-namespace/rule.ts';
import hostNetwork from './host-network/rule.ts';
import hostPidNamespace from './host-pid-namespace/rule.ts';
import hostUserNamespace from './host-user-namespace/rule.ts';
import hostUtsNamespace from './host-uts-namespace/rule.ts';
import missingHealthcheck from './missing-healthcheck/rule.ts';
import newPrivilegesAllowed from './new-privileges-allowed/rule.ts';
import oomKillDisabled from './oom-kill-disabled/rule.ts';
import openService from './open-service/rule.ts';
import privilegedContainer from './privileged-container/rule.ts';
import privilegedExec from './privileged-exec/rule.ts';
import privilegedHostPort from './privileged-host-port/rule.ts';
import refusedRequest from './refused-request/rule.ts';
import rootUser from './root-user/rule.ts';
import type { Rule } from './rule.ts';
import seccompDisabled from './seccomp-disabled/rule.ts';
import secretInEnvironment from './secret-in-environment/rule.ts';
import selinuxDisabled from './selinux-disabled/rule.ts';
import sensitiveHostMount from './sensitive-host-mount/rule.ts';
import sharedMountPropagation from './shared-mount-propagation/rule.ts';
import sshdInContainer from './sshd-in-container/rule.ts';
import ulimitOverride from './ulimit-override/rule.ts';
import unboundedLogs from './unbounded-logs/rule.ts';
import unboundedRestart from './unbounded-restart/rule.ts';
import unlimitedMemory from './unlimited-memory/rule.ts';
import unlimitedPids from './unlimited-pids/rule.ts';
import unmaskedKernelPaths from './unmasked-kernel-paths/rule.ts';
import unneededOpenPorts from './unneeded-open-ports/rule.ts';
import unpinnedImage from './unpinned-image/rule.ts';
import untrustedRegistry from './untrusted-registry/rule.ts';
import wildcardBindAddress from './wildcard-bind-address/rule.ts';
import writableRootFilesystem from './writable-root-filesystem/rule.ts';

/** All rules: the benchmark's in its order, then the hardening rules. */
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
  rootUser,
  unmaskedKernelPaths,
  hostCgroupNamespace,
  executableTmpfs,
  openService,
  refusedRequest,
  exposedPort,
  secretInEnvironment,
  buildPrivileges,
  untrustedRegistry,
  unboundedLogs,
  oomKillDisabled,
  gpuAccess,
  deprecatedLink,
];
