import { defineContainerRule } from '../rule.ts';
import { type StatedFix, setTo } from '../shared/changes.ts';
import { demand } from '../shared/demand.ts';
import { writtenLimit } from '../shared/remedies/limits.ts';

const DEFAULT_SHARES = 1024;

export default defineContainerRule({
  id: 'default-cpu-priority',
  references: [{ kind: 'cis', item: 11, level: 1, isScored: true }],
  severity: 'info',
  securitySeverity: 3.2,
  cwe: [770],
  title: 'Container has no CPU limit or CPU shares',
  brief: 'default CPU shares',
  lacks: 'no CPU limit',
  recommendation: 'CPU use is limited',
  fixes: {
    limit: {
      risk: 'medium',
      title: 'Limit CPU use',
      breaks:
        'Can slow the container down under load; the limit comes from `--set cpus` or the configuration (`fix.cpus`).',
      value: 'cpus',
    },
  },
  messages: {
    missing: (voice, { cpus }: { cpus: number | undefined }) => ({
      what: `${voice.name} has no CPU limit or CPU shares: under load it can starve other containers of CPU time.`,
      ...(cpus === undefined
        ? {
            // A swarm has no CPU shares, only this section.
            compose: `Limit its CPU use with ${writtenLimit(voice, 'cpus')}${voice.deploys('resources.limits') ? '' : ', or set `cpu_shares` below 1024'}.`,
            docker: 'Limit its CPU use with `--cpus`, or set `--cpu-shares` below 1024.',
            service: 'Limit its CPU use with `--limit-cpu`.',
          }
        : { compose: `Set ${writtenLimit(voice, 'cpus', cpus)}.`, docker: `Add \`--cpus=${cpus}\`.` }),
    }),
    neutral: (voice, { shares, cpus }: { shares: number; cpus: number | undefined }) => ({
      what: `${voice.name} sets CPU shares to the default, ${shares}, and has no CPU limit.`,
      compose: `Change the shares, or ${cpus === undefined ? 'limit its CPU use with' : 'set'} ${writtenLimit(voice, 'cpus', cpus)}.`,
      docker: `Change the shares, or limit its CPU use with \`--cpus${cpus === undefined ? '' : `=${cpus}`}\`.`,
    }),
  },
  check(container, { values: { cpus }, fail, missing, undecided }) {
    const { cpuShares, nanoCpus, cpuQuota, cpuPeriod } = container.hostConfig;
    const withheld = cpuPeriod && 'It sets a CPU period, which excludes a CPU count.';
    const fixes = (): readonly StatedFix<'limit'>[] =>
      cpus === undefined
        ? []
        : [
            {
              id: 'limit',
              title: `Limit its CPUs to ${cpus}`,
              changes: [setTo('nanoCpus', cpus * 1e9, nanoCpus?.place)],
              withheld,
            },
          ];
    const shares = demand('The CPU share', cpuShares, (value) => value > 0 && value !== DEFAULT_SHARES);
    const demands = [
      shares,
      demand('The CPU limit', nanoCpus, (value) => value > 0),
      demand('The CPU quota', cpuQuota, (value) => value > 0),
    ];
    if (demands.some(({ kind }) => kind === 'met')) return undefined;
    const open = demands.find((one) => one.kind === 'undecided');
    if (open !== undefined) return undecided(open);
    if (shares.kind === 'unmet') return fail(shares, 'neutral', { shares: shares.value, cpus }, { fixes });
    return missing('missing', { cpus }, { fixes });
  },
});
