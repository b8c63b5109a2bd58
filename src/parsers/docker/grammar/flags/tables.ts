import type { Program } from '../../../programs/engines.ts';
import type { DockerCommand } from '../command.ts';
import {
  COMPOSE_EXEC_FLAGS,
  COMPOSE_EXEC_OTHER_FLAGS,
  COMPOSE_FLAGS,
  COMPOSE_RUN_FLAGS,
  COMPOSE_RUN_OTHER_FLAGS,
  DOCKER_FLAGS,
  GROUP_FLAGS,
  KUBE_PLAY_FLAGS,
  NETWORK_CREATE_FLAGS,
  NETWORK_OTHER_FLAGS,
  STACK_DEPLOY_FLAGS,
  VOLUME_CREATE_FLAGS,
  VOLUME_OTHER_FLAGS,
} from './client.ts';
import { CREATE_FLAGS, EXEC_FLAGS, RUN_FLAGS, UPDATE_FLAGS } from './container.ts';
import { type FlagSet, flagSet } from './flag-set.ts';
import { BUILD_FLAGS, COMMIT_FLAGS, COMPOSE_BUILD_FLAGS } from './image.ts';
import { NERDCTL_CREATE_FLAGS, NERDCTL_EXEC_FLAGS, NERDCTL_FLAGS, NERDCTL_RUN_FLAGS } from './nerdctl.ts';
import { PODMAN_CREATE_FLAGS, PODMAN_EXEC_FLAGS, PODMAN_FLAGS, PODMAN_POD_FLAGS, PODMAN_RUN_FLAGS } from './podman.ts';
import { SERVICE_CREATE_FLAGS, SERVICE_OTHER_FLAGS, SERVICE_UPDATE_FLAGS } from './service.ts';

export const GROUP_FLAG_SET = flagSet(GROUP_FLAGS);
export const COMPOSE = flagSet(COMPOSE_FLAGS);

const GLOBAL = {
  docker: flagSet(DOCKER_FLAGS),
  'docker-compose': COMPOSE,
  podman: flagSet(PODMAN_FLAGS),
  nerdctl: flagSet(NERDCTL_FLAGS),
} as const;

const DOCKER: Readonly<Record<DockerCommand, FlagSet>> = {
  run: flagSet(RUN_FLAGS),
  create: flagSet(CREATE_FLAGS),
  exec: flagSet(EXEC_FLAGS),
  update: flagSet(UPDATE_FLAGS),
  'service create': flagSet(SERVICE_CREATE_FLAGS, SERVICE_OTHER_FLAGS),
  'service update': flagSet(SERVICE_UPDATE_FLAGS),
  'pod create': flagSet(GROUP_FLAGS),
  build: flagSet(BUILD_FLAGS),
  tag: flagSet(GROUP_FLAGS),
  commit: flagSet(COMMIT_FLAGS),
  'compose build': flagSet(COMPOSE_BUILD_FLAGS),
  'compose run': flagSet(COMPOSE_RUN_FLAGS, COMPOSE_RUN_OTHER_FLAGS),
  'compose exec': flagSet(COMPOSE_EXEC_FLAGS, COMPOSE_EXEC_OTHER_FLAGS),
  // For these, only flags that name files matter.
  'compose up': GROUP_FLAG_SET,
  'compose create': GROUP_FLAG_SET,
  'stack deploy': flagSet(STACK_DEPLOY_FLAGS),
  'stack config': flagSet(STACK_DEPLOY_FLAGS),
  'kube play': flagSet(KUBE_PLAY_FLAGS),
  'volume create': flagSet(VOLUME_CREATE_FLAGS, VOLUME_OTHER_FLAGS),
  'network create': flagSet(NETWORK_CREATE_FLAGS, NETWORK_OTHER_FLAGS),
};

const PODMAN: Readonly<Record<DockerCommand, FlagSet>> = {
  ...DOCKER,
  run: flagSet(PODMAN_RUN_FLAGS),
  create: flagSet(PODMAN_CREATE_FLAGS),
  exec: flagSet(PODMAN_EXEC_FLAGS),
  'pod create': flagSet(PODMAN_RUN_FLAGS, PODMAN_POD_FLAGS),
};

const NERDCTL: Readonly<Record<DockerCommand, FlagSet>> = {
  ...DOCKER,
  run: flagSet(NERDCTL_RUN_FLAGS),
  create: flagSet(NERDCTL_CREATE_FLAGS),
  exec: flagSet(NERDCTL_EXEC_FLAGS),
};

export function globalFlagsOf(program: Program): FlagSet {
  return GLOBAL[program];
}

export function flagsOf(program: Program, command: DockerCommand): FlagSet {
  switch (program) {
    case 'docker':
    case 'docker-compose':
      return DOCKER[command];
    case 'podman':
      return PODMAN[command];
    case 'nerdctl':
      return NERDCTL[command];
  }
}

/**
 * True if plimsoll knows all flags of the command, so that any other is an error: docker's, and
 * podman's for containers and execs.
 */
export function hasAllFlags(program: Program, command: DockerCommand): boolean {
  if (program === 'podman') return command === 'run' || command === 'create' || command === 'exec';
  return program !== 'nerdctl';
}
