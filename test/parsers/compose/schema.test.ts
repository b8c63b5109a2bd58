import { describe, expect, it } from 'vitest';
import { lintText } from '../../../src/lint/lint.ts';
import { parseProject } from './compose.ts';

const web = (line: string): string => `services:\n  web:\n    image: nginx\n    ${line}\n`;

/** The problems of a file, with the remedy after an arrow. */
const said = (text: string): readonly string[] =>
  parseProject(text).problems.map(({ message: { what, remedy } }) =>
    remedy === undefined ? what : `${what} → ${remedy}`,
  );

describe('a value that does not fit the format', () => {
  it.each<readonly [line: string, said: string]>([
    ['user: [a]', '`services.web.user` must be a string, not a list.'],
    ['user: {a: b}', '`services.web.user` must be a string, not a mapping. → Put it in quotes.'],
    ['user: 1000', '`services.web.user` must be a string, not a number. → Quote it: `"1000"`.'],
    ['user: true', '`services.web.user` must be a string, not a boolean. → Quote it: `"true"`.'],
    ['user: 2001-01-01', '`services.web.user` must be a string, not a date. → Quote it: `"2001-01-01"`.'],
    ['cap_add: A', '`services.web.cap_add` must be a list, not a string. → Make it a list: start each item with `- `.'],
    ['cap_add: [[]]', '`services.web.cap_add[0]` must be a string, not a list.'],
    ['cap_add: [null]', '`services.web.cap_add[0]` must be a string, not empty.'],
    ['privileged: [a]', '`services.web.privileged` must be a boolean or a string, not a list.'],
    [
      'healthcheck: [a]',
      '`services.web.healthcheck` must be a mapping, not a list. → Remove the dashes, and write `key: value` lines.',
    ],
    ['env_file: [{path: [1]}]', '`services.web.env_file[0].path` must be a string, not a list.'],
    ['networks: {"1": {priority: []}}', '`services.web.networks.1.priority` must be a number, not a list.'],
    ['oom_score_adj: 2000', '`services.web.oom_score_adj` must be at most 1000.'],
    ['oom_score_adj: -2000', '`services.web.oom_score_adj` must be at least -1000.'],
    ['cgroup: other', '`services.web.cgroup` must be `host` or `private`.'],
    [
      'depends_on: {web: {condition: other}}',
      '`services.web.depends_on.web.condition` must be `service_started`, `service_healthy` or `service_completed_successfully`.',
    ],
    ['gpus: some', "`services.web.gpus` can't be `some`: it must match `^all$`."],
    ['gpus: ""', "`services.web.gpus` can't be empty: it must match `^all$`."],
    ['ulimits: {nofile: {soft: 1}}', '`services.web.ulimits.nofile` requires `hard`.'],
    ['env_file: [{format: raw}]', '`services.web.env_file[0]` requires `path`.'],
  ])('in %s', (line, expected) => {
    expect(said(web(line))).toContain(expected);
  });

  it.each<readonly [text: string, said: string]>([
    ['- a\n', 'A Compose file must be a mapping with top-level keys such as `services:`.'],
    ['services: 1\n', '`services` must be a mapping, not a number. → Write indented `key: value` lines below it.'],
    [
      'services: {a b: {image: x}}\n',
      '`a b` is not a valid name in `services`. → Use only letters, digits, `.`, `_` and `-`.',
    ],
    [
      `${web('')}networks: {a: {driver: 1}}\n`,
      '`networks.a.driver` must be a string, not a number. → Quote it: `"1"`.',
    ],
  ])('at the top in %j', (text, expected) => {
    expect(said(text)).toContain(expected);
  });

  it.each(['privileged: 3', 'shm_size: true', 'cpus: true'])(
    'is not to be quoted in %s, where text must be right as well',
    (line) => {
      expect(parseProject(web(line)).problems.map(({ message }) => message.remedy)).not.toContainEqual(
        expect.stringMatching(/^Quote/),
      );
    },
  );
});

it.each(['stop_grace_period: 5', 'mem_limit: true', 'privileged: 5', 'healthcheck: {interval: 5}', 'extra_hosts: 5'])(
  'reports one problem for the wrong type of %s',
  (written) => {
    const { problems } = parseProject(`services: {web: {image: nginx, ${written}}}`);
    expect(problems.map(({ id }) => id)).toEqual(['syntax/wrong-type']);
  },
);

it.each([
  'restart: 5',
  'cgroup: 5',
  'tmpfs: 5',
  'tmpfs: [5]',
  'volumes: [5]',
  'cap_add: [5]',
  'networks: [5]',
  'links: [5]',
  'secrets: [5]',
  'deploy: {resources: {limits: {memory: 5}}}',
  'deploy: {restart_policy: {condition: 5}}',
  'deploy: {replicas: abc}',
  'scale: abc',
])('leaves a rejected value unknown in the request: %s', async (written) => {
  const text = `services:\n  web:\n    image: nginx:1.27\n    ${written}\n`;
  const { findings } = await lintText({ path: 'compose.yaml', text });
  expect(findings.filter(({ severity }) => severity === 'error')).toHaveLength(1);
});

it.each<readonly [line: string, said: readonly string[]]>([
  ['["db:10.0.0.5", "a=::1", "b:[::1]", "c:host-gateway", "d:${IP}", "e=1.2.3.4,1.2.3.5"]', []],
  ['{db: 10.0.0.5, c: host-gateway, d: "${IP}"}', []],
  ...['["a:b"]', '["a=b"]', '{a: b}', '["a=1.2.3.4,b"]'].map(
    (hosts) =>
      [
        hosts,
        ['`b` is not an IP address, so the engine rejects this host. → Write an IP address or `host-gateway`.'],
      ] as const,
  ),
])('reports hosts that the engine rejects: %s', (hosts, expected) => {
  expect(said(web(`extra_hosts: ${hosts}`))).toEqual(expected);
});
