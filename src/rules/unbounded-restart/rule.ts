import { countOption } from '../options.ts';
import type { Outcome } from '../outcome.ts';
import { defineContainerRule } from '../rule.ts';
import { type StatedFix, setTo } from '../shared/changes.ts';
import { ask, demand } from '../shared/demand.ts';
import type { Voice } from '../shared/voice.ts';
import { quote } from '../shared/wording.ts';

const UNBOUNDED: readonly string[] = ['always', 'unless-stopped'];

export default defineContainerRule({
  id: 'unbounded-restart',
  references: [{ kind: 'cis', item: 14, level: 1, isScored: true }],
  severity: 'info',
  securitySeverity: 3.4,
  title: 'Container restarts indefinitely',
  brief: 'unlimited restarts',
  lacks: 'no restart limit',
  recommendation: 'At most 5 restarts on failure',
  options: { maxRetries: countOption(5, 'The highest allowed `on-failure` retry count.') },
  fixes: {
    // People write `always` so that containers start after a reboot.
    bound: {
      risk: 'high',
      title: 'Restart only on failure, with a limit',
      breaks:
        'The container stays down after a reboot, an engine restart, the last retry, or an exit with code 0. Many servers exit with code 0 when they are stopped.',
      isByName: true,
    },
  },
  messages: {
    always: (voice, { policy, maxRetries }: { policy: string; maxRetries: number }) => ({
      what: `${voice.name} ${voice.does('restarts', 'restart')} indefinitely (\`${policy}\`), so a crash loop can go unnoticed.`,
      remedy: `${remedyFor(voice, maxRetries)}${REBOOT}`,
    }),
    byDefault: (voice, { maxRetries }: { maxRetries: number }) => ({
      what: `${voice.name} restarts indefinitely, the default without a restart policy, so a crash loop can go unnoticed.`,
      compose: `Add \`deploy.restart_policy\` with \`condition: on-failure\` and \`max_attempts: ${maxRetries}\`.`,
      docker: `Add \`--restart=on-failure:${maxRetries}\`.`,
      service: `Add \`--restart-condition=on-failure --restart-max-attempts=${maxRetries}\`.`,
    }),
    uncounted: (voice, { maxRetries }: { maxRetries: number }) => ({
      what: `${voice.name} ${voice.does('restarts', 'restart')} indefinitely after failures: \`on-failure\` has no retry limit.`,
      remedy: remedyFor(voice, maxRetries),
    }),
    tooMany: (voice, { count, maxRetries }: { count: string; maxRetries: number }) => ({
      what: `${voice.name} ${voice.does('restarts', 'restart')} up to ${count} times after a failure; the limit is ${maxRetries}.`,
      remedy: remedyFor(voice, maxRetries),
    }),
  },
  check(container, { options: { maxRetries }, judge, fail, missing, decide }) {
    const policy = container.hostConfig.restartPolicy;
    if (policy === undefined && container.orchestrator === 'swarm')
      return container.completes === undefined ? missing('byDefault', { maxRetries }) : undefined;
    const fixes = (): readonly StatedFix<'bound'>[] => {
      const value = { name: 'on-failure', maximumRetryCount: maxRetries } as const;
      return policy?.name.known === true
        ? [{ id: 'bound', changes: [setTo('restartPolicy', value, policy.place)] }]
        : [];
    };
    const endless = ask(policy?.name, (name) => UNBOUNDED.includes(name));
    if (endless.kind !== 'no')
      return judge(endless, 'The restart policy', (found) =>
        fail(found, 'always', { policy: quote(found), maxRetries }, { fixes }),
      );

    const counted = ask(policy?.name, (name) => COUNTED.includes(name));
    if (counted.kind !== 'yes') return undefined;
    const { isCertain } = counted;
    const uncounted = (place = counted.place): Outcome =>
      counted.value === 'any'
        ? fail({ place, isCertain }, 'always', { policy: quote(counted), maxRetries }, { fixes })
        : fail({ place, isCertain }, 'uncounted', { maxRetries }, { fixes });
    const count = demand('The retry count', policy?.maximumRetryCount, (each) => each > 0 && each <= maxRetries);
    return decide(count, {
      absent: () => uncounted(),
      unmet: (found) =>
        found.value > 0
          ? fail({ ...found, isCertain }, 'tooMany', { count: quote(found), maxRetries }, { fixes })
          : uncounted(found.place),
    });
  },
});

/**
 * With `on-failure`, containers don't start with the engine, nor after they ended with 0, as nginx,
 * Redis and PostgreSQL do on SIGTERM.
 */
const REBOOT =
  ' The container then stays down after a reboot, a restart of the engine or an exit with code 0. If it must come back, use a supervisor such as systemd, or suppress this finding.';

/** A swarm also counts restarts after a clean exit, so `any` with a count ends too. */
const COUNTED: readonly string[] = ['on-failure', 'any'];

function remedyFor(voice: Voice, maxRetries: number): string {
  return voice.remedy({
    compose: voice.deploys('restart_policy')
      ? `Write \`condition: on-failure\` and \`max_attempts: ${maxRetries}\` under \`deploy.restart_policy\`.`
      : `Write \`restart: on-failure:${maxRetries}\`.`,
    docker: `Write \`--restart=on-failure:${maxRetries}\`.`,
    service: `Write \`--restart-condition=on-failure --restart-max-attempts=${maxRetries}\`.`,
  });
}
