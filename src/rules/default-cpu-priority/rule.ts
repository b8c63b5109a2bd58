import { dialectOf } from '../../model/container.ts';
import { defineContainerRule } from '../rule.ts';
import { byName, risky, setTo } from '../shared/changes.ts';
import { demand } from '../shared/demand.ts';
import { writtenLimit } from '../shared/remedies/limits.ts';

const DEFAULT_SHARES = 1024;
const HALF_SHARES = 512;

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
    limit: risky(
      'medium',
      'Limit CPU use',
      'Can slow the container down under load; the limit comes from the configuration (`fix.cpus`).',
    ),
    // A share says which of several goes first: one for all that have none says nothing, and only a person knows more.
    share: byName(
      risky(
        'low',
        'Halve its CPU shares',
        'When CPUs are contended, it gets half as much CPU time as containers with default shares. No effect if all containers have the same shares.',
      ),
    ),
  },
  messages: {
    missing: (voice) => ({
      what: `${voice.name} has no CPU limit or CPU shares: under load it can starve other containers of CPU time.`,
      remedy: voice.remedy({
        // A swarm, which has that section only, refuses shares.
        compose: `Set ${writtenLimit(voice, 'cpus', '1')}${voice.deploys('resources.limits') ? '' : ', or set shares other than 1024: `cpu_shares: 512`'}.`,
        docker: 'Add `--cpus=1`, or set shares other than 1024: `--cpu-shares=512`.',
        service: 'Add `--limit-cpu=1`.',
      }),
    }),
    neutral: (voice, { shares }: { shares: number }) => ({
      what: `${voice.name} sets CPU shares to the default, ${shares}, and has no CPU limit.`,
      remedy: voice.remedy({
        compose: `Set shares other than 1024, such as \`cpu_shares: 512\`, or set ${writtenLimit(voice, 'cpus', '1')}.`,
        docker: `Set shares other than 1024, such as \`${voice.flag('--cpu-shares', '512')}\`, or add \`--cpus=1\`.`,
      }),
    }),
  },
  *check(container, { values, fail, missing, undecided }) {
    const { cpuShares, nanoCpus, cpuQuota, cpuPeriod } = container.hostConfig;
    const limit = {
      id: 'limit',
      title: `Limit its CPUs to ${values.cpus}`,
      changes: [setTo('nanoCpus', values.cpus * 1e9, nanoCpus?.place)],
      ...(cpuPeriod === undefined ? {} : { withheld: 'It sets a CPU period, which excludes a CPU count.' }),
    } as const;
    const share = { id: 'share', changes: [setTo('cpuShares', HALF_SHARES, cpuShares?.place)] } as const;
    // A swarm has no shares.
    const isSwarm = container.orchestrator === 'swarm' || dialectOf(container.origin) === 'service';
    const fixes = isSwarm ? [limit] : cpuPeriod === undefined ? [limit, share] : [share, limit];
    const shares = demand('The CPU share', cpuShares, (value) => value > 0 && value !== DEFAULT_SHARES);
    const limits = [
      demand('The CPU limit', nanoCpus, (value) => value > 0),
      demand('The CPU quota', cpuQuota, (value) => value > 0),
    ];
    const demands = [shares, ...limits];
    if (demands.some(({ kind }) => kind === 'met')) return;
    const open = demands.find((one): one is Extract<typeof one, { kind: 'undecided' }> => one.kind === 'undecided');
    if (open !== undefined) yield undecided(open);
    else if (shares.kind === 'unmet') yield fail(shares, 'neutral', { shares: shares.value }, { fixes });
    else yield missing('missing', {}, { fixes });
  },
});
