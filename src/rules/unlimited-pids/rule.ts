import type { KnownImage } from '../../images/known-image.ts';
import { DEFAULT_PIDS } from '../../model/change.ts';
import { type Container, isPodman } from '../../model/container.ts';
import type { Place } from '../../text/location.ts';
import { defineContainerRule } from '../rule.ts';
import { setTo } from '../shared/changes.ts';
import { demand } from '../shared/demand.ts';
import { needsOf } from '../shared/image/needs.ts';
import { purposeOf } from '../shared/image/purpose.ts';
import { coveredByPrivileged } from '../shared/privileges/privileged.ts';
import { writtenLimit } from '../shared/remedies/limits.ts';

export default defineContainerRule({
  id: 'unlimited-pids',
  references: [{ kind: 'cis', item: 28, level: 1, isScored: true }],
  severity: 'info',
  securitySeverity: 4.6,
  cwe: [770],
  title: 'Container has no process limit',
  brief: 'no process limit',
  lacks: 'no process limit',
  recommendation: 'A process limit is set',
  fixes: {
    limit: {
      risk: 'low',
      title: 'Set a process limit',
      breaks:
        'Breaks containers that start more processes and threads than the limit. The default is 4096; to change it, use `--set pids` or `fix.pids` in the configuration.',
    },
    reverse: {
      risk: 'medium',
      title: 'Limit processes that the file leaves unlimited',
      breaks:
        'Breaks containers that start more processes and threads than the limit. The file explicitly sets no limit, so the container may need more.',
    },
  },
  messages: {
    missing: (voice, { pids, isOld }: { pids: number; isOld: boolean }) => ({
      what: `${voice.name} has no process limit, so a fork bomb can take down the host.`,
      remedy: isOld
        ? OLD_REMEDY
        : voice.remedy({
            compose: `Set ${writtenLimit(voice, 'pids', pids)}, or several times the normal process count.`,
            docker: `Add \`--pids-limit=${pids}\`, or several times the normal process count.`,
          }),
    }),
    unlimited: (voice, { limit, pids }: { limit: number; pids: number }) => ({
      what: `${voice.name} sets its process limit to ${limit}, which means no limit.`,
      compose: `Set it to several times the normal process count, such as \`${pids}\`.`,
      docker: `Write several times its normal process count, such as \`--pids-limit=${pids}\`.`,
    }),
  },
  check(container, { values, image, decide, fail, missing }) {
    const { pids = DEFAULT_PIDS } = values;
    const { pidsLimit } = container.hostConfig;
    // podman's default limit is 2048 (`pids_limit` of containers.conf(5)).
    if (pidsLimit === undefined && isPodman(container.origin)) return undefined;
    const isOld = isOldStack(container);
    const withheld = values.pids === undefined && mayRunContainers(container, image()) ? OF_ALL : undefined;
    const toLimit = (id: 'limit' | 'reverse', place?: Place) => () =>
      [{ id, title: `Limit it to ${pids} processes`, changes: [setTo('pidsLimit', pids, place)], withheld }] as const;
    const limit = demand('The process limit', pidsLimit, (value) => value > 0);
    return decide(limit, {
      absent: () => missing('missing', { pids, isOld }, isOld ? {} : { fixes: toLimit('limit') }),
      unmet: ({ value, place }) =>
        fail({ place }, 'unlimited', { limit: value, pids }, { severity: 'warning', fixes: toLimit('reverse', place) }),
    });
  },
});

const OF_ALL =
  'It may run containers of its own, whose processes count too: give a number with `--set pids` or in the configuration (`fix.pids`).';

/** True if privileged, unless the program is known to need no privileges: it may run an engine. */
function mayRunContainers(container: Container, image: KnownImage): boolean {
  if (purposeOf(container) === 'Docker in Docker') return true;
  return coveredByPrivileged(container) !== undefined && needsOf(container, image)?.start.capabilities === undefined;
}

/** True for a stack whose format version lacks this limit, or a file that may be one. */
function isOldStack({ origin, deploySections }: Container): boolean {
  return (
    origin === 'compose' &&
    deploySections?.has('resources.limits') === true &&
    !deploySections.has('resources.limits.pids')
  );
}

const OLD_REMEDY =
  'This version of the format has no process limit: change `version` to 3.9 or remove it, then limit `pids` under `deploy.resources.limits`.';
