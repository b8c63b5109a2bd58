import { describe, expect, test } from 'vitest';
import { lintText } from '../../src/lint/lint.ts';
import { RULES, ruleById } from '../../src/rules/index.ts';

/** A rule's verdict for a service with these keys, and the rule that reports it instead. */
async function verdictOn(rule: string, keys: string, preset: 'hardened' | 'all'): Promise<string> {
  const text = `services:\n  a: { image: "nginx:1.27", ${keys} }\n`;
  const { subjects } = await lintText({ path: 'compose.yaml', text }, { preset });
  const [subject] = subjects;
  const by = subject?.reportedBy?.[rule];
  return `${subject?.verdicts.get(rule) ?? 'off'}${by === undefined ? '' : ` by ${by}`}`;
}

describe('what another finding says to be off does not pass', () => {
  test.each([
    // The engine starts privileged containers without these, and gives them every device.
    ['apparmor-disabled', 'privileged: true', 'fail by privileged-container'],
    ['selinux-disabled', 'privileged: true', 'fail by privileged-container'],
    ['added-capability', 'privileged: true', 'fail by privileged-container'],
    ['host-device', 'privileged: true', 'fail by privileged-container'],
    ['seccomp-disabled', 'privileged: true', 'fail by privileged-container'],
    ['unmasked-kernel-paths', 'privileged: true', 'fail by privileged-container'],
    // Also true in privileged containers: their processes have `NoNewPrivs: 1`.
    ['new-privileges-allowed', 'privileged: true, security_opt: ["no-new-privileges:true"]', 'pass'],
    // `docker inspect` shows that the engine adds `label=disable`,
    ['selinux-disabled', 'pid: host', 'fail by host-pid-namespace'],
    ['selinux-disabled', 'ipc: host', 'fail by host-ipc-namespace'],
    ['selinux-disabled', 'uts: host', 'pass'],
    // but not next to a label.
    ['selinux-disabled', 'pid: host, security_opt: ["label=type:x"]', 'pass'],
    ['host-device', 'gpus: all', 'fail by gpu-access'],
    ['docker-socket-mount', 'volumes: ["/:/host:ro"]', 'fail by sensitive-host-mount'],
    ['docker-socket-mount', 'volumes: ["/etc:/host"]', 'pass'],
    ['docker-socket-mount', 'volumes: ["/:/host", "/run/docker.sock:/s"]', 'fail'],
    // Ports aren't published on the host network.
    ['privileged-host-port', 'network_mode: host', 'not-applicable'],
    ['wildcard-bind-address', 'network_mode: host', 'not-applicable'],
    // One depends on the other.
    ['seccomp-disabled', 'privileged: "${P}"', 'undecided by privileged-container'],
    ['seccomp-disabled', 'privileged: "${P}", security_opt: ["seccomp:unconfined"]', 'fail'],
    ['seccomp-disabled', 'privileged: false', 'pass'],
  ])('%s with %s', async (rule, keys, expected) => {
    expect(await verdictOn(rule, keys, 'hardened')).toBe(expected);
  });

  test('and what a rule reports by itself stays its own', async () => {
    expect(await verdictOn('host-device', 'gpus: all', 'all')).toBe('fail');
  });

  test('nothing is said by a rule that is off', async () => {
    const text = 'services:\n  a: { image: "nginx:1.27", pid: host }\n';
    const rules = { preset: 'hardened', rules: { 'host-pid-namespace': { severity: 'off' } } } as const;
    const { subjects } = await lintText({ path: 'compose.yaml', text }, rules);
    expect(subjects[0]?.verdicts.get('selinux-disabled')).toBe('pass');
  });
});

test('the table names rules that there are, and none of them depends on a third', () => {
  const named = RULES.flatMap(({ id, offWith = [] }) => offWith.map((other) => ({ id, other })));
  expect(named.length).toBeGreaterThan(5);
  for (const { other } of named) expect(ruleById(other)?.offWith, other).toBeUndefined();
});
