import { describe, expect, it } from 'vitest';
import { parseProject, problemsIn } from './compose.ts';

const web = (line: string): string => `services:\n  web:\n    image: nginx\n    ${line}\n`;

/** A value at a path such as `deploy.*.x`; `*` is a list element, `{}` an entry's key. */
function nested(path: string, value: string): string {
  const [first = '', ...rest] = path.split('.');
  if (rest.length === 0)
    return first === '*' ? `[${value}]` : first === '{}' ? `{web: ${value}}` : `{${first}: ${value}}`;
  const inner = nested(rest.join('.'), value);
  return first === '*' ? `[${inner}]` : first === '{}' ? `{web: ${inner}}` : `{${first}: ${inner}}`;
}

/** The same as a line of a service: `a: {b: 1}`. */
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
    'deploy.restart_policy.max_attempts',
    'healthcheck.retries',
    'ports.*.target',
    'ulimits.{}',
    'ulimits.{}.hard',
    'ulimits.{}.soft',
  ];
  const numbers = ['cpu_percent', 'cpus', 'deploy.resources.limits.cpus'];
  const booleans = ['init', 'oom_kill_disable', 'privileged', 'read_only', 'stdin_open', 'tty', 'healthcheck.disable'];

  it.each([...integers, ...numbers, ...booleans])('%s', (path) => {
    expect(problemsIn(parseProject(web(line(path, '"bad"'))))).toContain('syntax/invalid-value: bad');
  });

  it.each([...integers, ...numbers])('%s, and can', (path) => {
    expect(problemsIn(parseProject(web(line(path, '"1"'))))).not.toContain('syntax/invalid-value: 1');
  });

  it.each(booleans)('%s, and can', (path) => {
    expect(problemsIn(parseProject(web(line(path, '"yes"'))))).not.toContain('syntax/invalid-value: yes');
  });

  it.each(['networks.{}.external', 'volumes.{}.external'])('%s at the top', (path) => {
    const top = `${web('tty: true')}${line(path, '"bad"')}\n`;
    expect(problemsIn(parseProject(top))).toContain('syntax/invalid-value: bad');
  });

  it('with the name of the service', () => {
    expect(parseProject(web('tty: "bad"')).problems.map(({ subject }) => subject)).toEqual([
      { kind: 'container', name: 'web' },
    ]);
  });
});
