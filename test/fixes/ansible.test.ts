import { describe, expect, test } from 'vitest';
import { fixFiles } from './fix-text.ts';

const DOCKER = '- name: web\n  community.docker.docker_container:\n    name: web\n    image: nginx:1.27\n';
const PODMAN = '- containers.podman.podman_container:\n    name: web\n    image: nginx:1.27\n';

/** Name, rule, parameters before and after, or the reason for skipping the fix. */
type Case = readonly [name: string, rule: string, before: string, after: string];

async function fixed(head: string, rule: string, rest: string): Promise<string> {
  const text = head + rest;
  const { files, withdrawn } = await fixFiles({ 'site.yml': text }, { rules: [rule] }, { preset: 'all' });
  const [reason] = withdrawn;
  if (reason !== undefined) return reason.withdrawal.message;
  const { after = text } = files[0] ?? {};
  // The fixed file has no findings left.
  const again = await fixFiles({ 'site.yml': after }, { rules: [rule] }, { preset: 'all' });
  expect(again.files).toEqual([]);
  return after.slice(head.length);
}

describe('parameters of docker_container', () => {
  test.each<Case>([
    ['a limit that is missing', 'unlimited-memory', '', '    memory: 512m\n'],
    ['a limit that is none', 'unlimited-memory', '    memory: "0"\n', '    memory: "512m"\n'],
    ['a number', 'unlimited-pids', '    pids_limit: -1\n', '    pids_limit: 4096\n'],
    ['a share', 'default-cpu-priority', '', '    cpus: 1\n'],
    [
      'a policy and its count',
      'unbounded-restart',
      '    restart_policy: always\n    tty: true\n',
      '    restart_policy: on-failure\n    tty: true\n    restart_retries: 5\n',
    ],
    ['a key that goes', 'privileged-container', '    privileged: yes\n    tty: no\n', '    tty: no\n'],
    [
      'an item that goes',
      'apparmor-disabled',
      '    security_opts:\n      - apparmor=unconfined\n      - label=disable\n',
      '    security_opts:\n      - label=disable\n',
    ],
    ['an address', 'wildcard-bind-address', '    ports: ["8080:80"]\n', '    ports: ["127.0.0.1:8080:80"]\n'],
    [
      'an address before a variable',
      'wildcard-bind-address',
      '    ports:\n      - "{{ p }}:80"\n',
      '    ports:\n      - "127.0.0.1:{{ p }}:80"\n',
    ],
    [
      'another list',
      'new-privileges-allowed',
      '    security_opts: [label=disable]\n',
      '    security_opts: [label=disable, no-new-privileges:true]\n',
    ],
    [
      'the other name of a list',
      'wildcard-bind-address',
      '    published_ports:\n      - 8080:80\n',
      '    published_ports:\n      - 127.0.0.1:8080:80\n',
    ],
    [
      'a mount that is a mapping',
      'sensitive-host-mount',
      '    mounts:\n      - {type: bind, source: /etc, target: /x}\n',
      '    mounts:\n      - {type: bind, source: /etc, target: /x, read_only: true}\n',
    ],
    [
      'what a variable gives',
      'privileged-container',
      '    privileged: "{{ p }}"\n  vars: {p: true}\n',
      'A variable sets it.',
    ],
  ])('%s', async (_, rule, before, after) => {
    expect(await fixed(DOCKER, rule, before)).toBe(after);
  });

  test('parameters in one line are not changed', async () => {
    expect(await fixed('', 'unlimited-memory', '- docker_container: name=a image=b:1\n')).toBe(
      'The module is not a mapping.',
    );
  });

  test('in braces', async () => {
    const text = '- docker_container: {name: a, image: "b:1"}\n';
    expect(await fixed('', 'unlimited-memory', text)).toBe(
      '- docker_container: {name: a, image: "b:1", memory: 512m}\n',
    );
  });
});

describe('parameters of podman_container', () => {
  test.each<Case>([
    ['a limit that is missing', 'unlimited-memory', '', '    memory: 512m\n'],
    ['a policy', 'unbounded-restart', '    restart_policy: always\n', '    restart_policy: on-failure:5\n'],
    ['a list', 'new-privileges-allowed', '', '    security_opt:\n      - no-new-privileges:true\n'],
    [
      'a list by its other name',
      'added-capability',
      '    cap_drop: [ALL]\n    capabilities: [NET_ADMIN, CHOWN]\n',
      '    cap_drop: [ALL]\n    capabilities: [CHOWN]\n',
    ],
  ])('%s', async (_, rule, before, after) => {
    expect(await fixed(PODMAN, rule, before)).toBe(after);
  });
});

test('a command is changed as in a script', async () => {
  expect(await fixed('', 'unlimited-memory', '- shell: docker run -d --name a b:1\n')).toBe(
    '- shell: docker run --memory 512m -d --name a b:1\n',
  );
});

test('a template of a Compose file, with what Jinja fills in', async () => {
  const text = 'services:\n  a:\n    image: "{{ image }}"\n    ports:\n      - "{{ port }}:80"\n';
  const { files } = await fixFiles({ 'compose.yml.j2': text }, { rules: ['wildcard-bind-address'] }, { preset: 'all' });
  expect(files[0]?.after).toBe(text.replace('"{{ port', '"127.0.0.1:{{ port'));
});
