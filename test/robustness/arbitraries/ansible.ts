import fc from 'fast-check';
import type { Tree } from '../project.ts';
import { mutation } from './mutation.ts';
import { value } from './values.ts';

const text = fc.oneof(
  value,
  fc.constantFrom(
    ...['"{{ image }}"', '{{ item }}', '"{{ a | default(\'b:1\') }}"', '{{', '!vault |', 'yes', 'host', '80:80', '*a'],
    ...['["/etc:/x:ro"]', '[SYS_ADMIN, ALL]', '{A: "1"}', '{{ a }}{{ b }}', '1g', '-1', '""', '|\n        a', '&a b'],
  ),
);
const parameter = fc
  .tuple(
    fc.constantFrom(
      ...['image', 'image', 'name', 'privileged', 'volumes', 'published_ports', 'network_mode', 'capabilities', 'env'],
      ...['memory', 'ulimits', 'restart_policy', 'security_opts', 'state', 'networks', 'user', 'command', 'bogus'],
    ),
    text,
  )
  .map(([key, written]) => `      ${key}: ${written}`);
const task = fc
  .tuple(
    fc.constantFrom(
      ...['community.docker.docker_container:', 'docker_container:', 'containers.podman.podman_container:'],
      ...['podman_container: name=a image=b:1 privileged=yes', 'ansible.builtin.shell: docker run --privileged a:1'],
      ...['command: docker run -v /etc:/x a:1', 'debug:', 'block:'],
    ),
    fc.array(parameter, { maxLength: 5 }),
    fc.constantFrom(
      '',
      '    loop: [a:1, b:2]',
      '    with_items: "{{ images }}"',
      '    when: x',
      '    vars: {image: a:1}',
    ),
    fc.constantFrom('', '    # plimsoll: ignore[privileged-container] -- a'),
  )
  .map(([module, parameters, rest, comment]) =>
    ['  - name: a', comment, `    ${module}`, ...parameters, rest].filter((line) => line !== '').join('\n'),
  );

/** A playbook or role tasks, valid or not, with variables. */
export const ansible: fc.Arbitrary<Tree> = fc
  .tuple(fc.array(task, { minLength: 1, maxLength: 4 }), fc.boolean(), text, mutation)
  .map(([tasks, isPlay, image, change]) => ({
    [isPlay ? 'site.yml' : 'roles/a/tasks/main.yml']: change(
      isPlay
        ? `- hosts: all\n  vars: {image: ${image}}\n  tasks:\n${tasks.join('\n')}\n`
        : `${tasks.join('\n').replaceAll(/^ {2}/gm, '')}\n`,
    ),
    'roles/a/defaults/main.yml': `image: ${image}\n`,
    'group_vars/all.yml': `images: [${image}]\n`,
  }));
