import { describe, expect, test } from 'vitest';
import {
  COMPOSE_EXEC_FLAGS,
  COMPOSE_EXEC_OTHER_FLAGS,
  COMPOSE_FLAGS,
  COMPOSE_RUN_FLAGS,
  COMPOSE_RUN_OTHER_FLAGS,
  DOCKER_FLAGS,
  NETWORK_CREATE_FLAGS,
  NETWORK_OTHER_FLAGS,
  VOLUME_CREATE_FLAGS,
  VOLUME_OTHER_FLAGS,
} from '../../../src/parsers/docker/grammar/flags/client.ts';
import { CREATE_FLAGS, EXEC_FLAGS, RUN_FLAGS } from '../../../src/parsers/docker/grammar/flags/container.ts';
import type { FlagTable } from '../../../src/parsers/docker/grammar/flags/flag.ts';
import {
  NERDCTL_CREATE_FLAGS,
  NERDCTL_FLAGS,
  NERDCTL_RUN_FLAGS,
} from '../../../src/parsers/docker/grammar/flags/nerdctl.ts';
import {
  PODMAN_CREATE_FLAGS,
  PODMAN_EXEC_FLAGS,
  PODMAN_FLAGS,
  PODMAN_RUN_FLAGS,
} from '../../../src/parsers/docker/grammar/flags/podman.ts';
import { SERVICE_CREATE_FLAGS, SERVICE_OTHER_FLAGS } from '../../../src/parsers/docker/grammar/flags/service.ts';

const TABLES: Readonly<Record<string, FlagTable>> = {
  COMPOSE_EXEC_FLAGS: [...COMPOSE_EXEC_FLAGS, ...COMPOSE_EXEC_OTHER_FLAGS],
  COMPOSE_FLAGS,
  COMPOSE_RUN_FLAGS: [...COMPOSE_RUN_FLAGS, ...COMPOSE_RUN_OTHER_FLAGS],
  CREATE_FLAGS,
  DOCKER_FLAGS,
  EXEC_FLAGS,
  NERDCTL_CREATE_FLAGS,
  NERDCTL_FLAGS,
  NERDCTL_RUN_FLAGS,
  PODMAN_CREATE_FLAGS,
  PODMAN_EXEC_FLAGS,
  PODMAN_FLAGS,
  PODMAN_RUN_FLAGS,
  RUN_FLAGS,
  NETWORK_CREATE_FLAGS: [...NETWORK_CREATE_FLAGS, ...NETWORK_OTHER_FLAGS],
  SERVICE_CREATE_FLAGS: [...SERVICE_CREATE_FLAGS, ...SERVICE_OTHER_FLAGS],
  VOLUME_CREATE_FLAGS: [...VOLUME_CREATE_FLAGS, ...VOLUME_OTHER_FLAGS],
};

function duplicates(items: readonly (string | undefined)[]): readonly (string | undefined)[] {
  return items.filter((item, index) => item !== undefined && items.indexOf(item) !== index);
}

describe.each(Object.entries(TABLES))('%s', (_, table) => {
  test('no two flags have a name, a letter or a field in common', () => {
    expect(duplicates(table.flatMap(({ name, spellings = [] }) => [name, ...spellings]))).toEqual([]);
    expect(duplicates(table.map(({ shorthand }) => shorthand))).toEqual([]);
    expect(duplicates(table.map(({ field }) => field))).toEqual([]);
  });

  test('a letter is a letter, a name has no dashes before it', () => {
    for (const { name, shorthand } of table) {
      expect(name).toMatch(/^\w[\w-]*$/);
      if (shorthand !== undefined) expect(shorthand).toMatch(/^[a-zA-Z]$/);
    }
  });

  test('what adds up to a map or list says so', () => {
    for (const { name, type, repeats } of table) {
      if (['env', 'port', 'volume', 'mount', 'device', 'network', 'ulimit', 'security-option'].includes(type))
        expect([name, repeats]).toEqual([name, 'list']);
      if (['label', 'entry', 'sysctl', 'storage-option', 'tmpfs'].includes(type))
        expect([name, repeats]).toEqual([name, 'map']);
    }
  });
});
