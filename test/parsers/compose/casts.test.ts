import { describe, expect, it } from 'vitest';
import { parseProject, problemsIn } from './compose.ts';

const web = (line: string): string => `services:\n  web:\n    image: nginx\n    ${line}\n`;

/** A value in a path such as `deploy.*.x`, where `*` is an element of a list, and `{}` the key of an entry. */
function nested(path: string, value: string): string {
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0)
    return first === '*' ? `[${value}]` : first === '{}' ? `{web: ${value}}` : `{${first}: ${value}}`;
  const inner = nested(rest.join('.'), value);
  return first === '*' ? `[${inner}]` : first === '{}' ? `{web: ${inner}}` : `{${first}: ${inner}}`;
}

/** The same as lines of a service: `a: {b: 1}`. */
const line = (path: string, value: string): string => nested(path, value).slice(1, -1);

describe('text that the client casts, and cannot', () => {
  const integers = [
    'cpu_count',
    'cpu_period',
    'cpu_quota',
    'cpu_rt_period',
    'cpu_rt_runtime',
    'cpu_shares',
    'oom_score_adj',
    'pids_limit',
    'scale',
    'deploy.replicas',
    'deploy.update_config.parallelism',
    'deploy.rollback_config.parallelism',
    'deploy.restart_policy.max_attempts',
    'healthcheck.retries',
    'deploy.placement.max_replicas_per_node',
    'ports.*.target',
    'ulimits.{}',
    'ulimits.{}.hard',
    'ulimits.{}.soft',
  ];
  const numbers = [
    'cpu_percent',
    'cpus',
    'deploy.resources.limits.cpus',
    'deploy.resources.reservations.cpus',
    'deploy.update_config.max_failure_ratio',
    'deploy.rollback_config.max_failure_ratio',
  ];
  const booleans = [
    'init',
    'oom_kill_disable',
    'privileged',
    'read_only',
    'stdin_open',
    'tty',
    'healthcheck.disable',
    'depends_on.{}.required',
    'depends_on.{}.restart',
    'volumes.*.read_only',
    'volumes.*.volume.nocopy',
  ];

  it.each([...integers, ...numbers, ...booleans])('%s', (path) => {
    expect(problemsIn(parseProject(web(line(path, '"bad"'))))).toContain('syntax/invalid-value: bad');
  });

  it.each([...integers, ...numbers])('%s, and can', (path) => {
    expect(problemsIn(parseProject(web(line(path, '"1"'))))).not.toContain('syntax/invalid-value: 1');
  });

  it.each(booleans)('%s, and can', (path) => {
    expect(problemsIn(parseProject(web(line(path, '"yes"'))))).not.toContain('syntax/invalid-value: yes');
  });

  it.each([
    'networks.{}.external',
    'networks.{}.internal',
    'networks.{}.attachable',
    'networks.{}.enable_ipv4',
    'networks.{}.enable_ipv6',
    'volumes.{}.external',
    'secrets.{}.external',
    'configs.{}.external',
  ])('%s at the top', (path) => {
    const top = `${web('tty: true')}${line(path, '"bad"')}\n`;
    expect(problemsIn(parseProject(top))).toContain('syntax/invalid-value: bad');
  });

  it('of what a later file overrides too', () => {
    const files = { 'compose.yaml': web('tty: "bad"'), 'over.yaml': web('tty: true') };
    expect(problemsIn(parseProject(files, ['compose.yaml', 'over.yaml']))).toEqual(['syntax/invalid-value: bad']);
  });

  it('with the name of the service', () => {
    expect(parseProject(web('tty: "bad"')).problems.map(({ subject }) => subject)).toEqual([
      { kind: 'container', name: 'web' },
    ]);
  });
});

describe('a negative number where there can be none', () => {
  it.each([
    'deploy.update_config.parallelism',
    'deploy.rollback_config.parallelism',
    'deploy.restart_policy.max_attempts',
    'healthcheck.retries',
  ])('%s', (path) => {
    expect(problemsIn(parseProject(web(line(path, '-1'))))).toEqual(['syntax/invalid-value: -1']);
  });

  it('is right where a later file corrects it', () => {
    const files = { 'compose.yaml': web('healthcheck: {retries: -1}'), 'over.yaml': web('healthcheck: {retries: 1}') };
    expect(problemsIn(parseProject(files, ['compose.yaml', 'over.yaml']))).toEqual([]);
  });
});

describe('a value of a kind that the client cannot work with, in a service that another file extends', () => {
  const problems = (own: string): readonly string[] =>
    problemsIn(
      parseProject({
        'compose.yaml': 'services:\n  web:\n    image: nginx\n    extends: {file: base.yaml, service: base}\n',
        'base.yaml': `services:\n  base:\n    image: nginx\n  other:\n    image: nginx\n    ${own}\n`,
      }),
    );

  it.each([
    'annotations.*',
    'build.additional_contexts.*',
    'build.args.*',
    'build.labels.*',
    'build.tags.*',
    'cap_add.*',
    'cap_drop.*',
    'deploy.labels.*',
    'dns.*',
    'dns_opt.*',
    'dns_search.*',
    'environment.*',
    'labels.*',
    'links.*',
    'networks.{}.aliases.*',
    'networks.{}.link_local_ips.*',
    'profiles.*',
    'sysctls.*',
    'tmpfs.*',
    'build.secrets.*',
    'configs.*',
    'devices.*',
    'secrets.*',
    'volumes.*',
    'build',
    'depends_on',
    'depends_on.{}',
    'env_file',
  ])('%s', (path) => {
    expect(problems(line(path, '17'))).toEqual(['syntax/wrong-type: 17']);
  });

  it.each(['expose.*', 'gpus', 'ports', 'ports.*', 'ulimits.{}'])('%s, which may be a number', (path) => {
    expect(problems(line(path, 'true'))).toContain('syntax/wrong-type: true');
  });

  it.each(['devices', 'env_file', 'ports', 'volumes'])('%s in the long form without what distinguishes them', (key) => {
    expect(problems(`${key}: [{a: b}]`)).toEqual(['syntax/missing-key: {a: b}']);
  });

  it.each([
    'devices: [{target: /a}]',
    'env_file: [{path: a.env, required: false}]',
    'expose: [80, "81"]',
    'ports: [80, "81", {target: 82}]',
    'ulimits: {nofile: 1, nproc: "2", core: {soft: 1, hard: 1}}',
    'depends_on: [base]',
    'depends_on: {base: {condition: service_started}}',
    'build: .',
    'build: {context: .}',
    'gpus: all',
    'gpus: [{count: 1}]',
    'env_file: a.env',
  ])('not %s', (own) => {
    expect(problems(own)).toEqual([]);
  });
});
