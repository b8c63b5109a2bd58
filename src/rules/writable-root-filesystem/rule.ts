import type { Change } from '../../model/change.ts';
import type { Container } from '../../model/container.ts';
import type { Place } from '../../text/location.ts';
import { defineContainerRule } from '../rule.ts';
import { risky, setTo } from '../shared/changes.ts';
import { demand } from '../shared/demand.ts';
import { normalizePath } from '../shared/host/paths.ts';

export default defineContainerRule({
  id: 'writable-root-filesystem',
  references: [{ kind: 'cis', item: 12, level: 1, isScored: true }],
  severity: 'info',
  securitySeverity: 4.4,
  title: 'Container can write to its root file system',
  recommendation: 'The root filesystem is read-only',
  fixes: {
    withTmp: risky(
      'high',
      'Make the root file system read-only, with a writable /tmp in memory',
      'What writes anywhere but to /tmp or a volume fails, and what is in /tmp is gone when the container stops.',
    ),
    readOnly: risky('high', 'Make the root file system read-only', 'What writes anywhere but to a volume fails.'),
  },
  messages: {
    missing: (voice) => ({
      what: `${voice.name} can write to its root file system: an intruder can change its programs and leave files behind.`,
      remedy: voice.remedy({
        compose: 'Set `read_only: true`, with `tmpfs: [/tmp]` or a volume for what it must write.',
        docker: 'Add `--read-only`, with `--tmpfs /tmp` or a volume for what it must write.',
      }),
    }),
    writable: (voice) => ({
      what: `${voice.name} sets its root file system to be writable.`,
      remedy: voice.remedy({
        compose: 'Write `read_only: true`, with `tmpfs: [/tmp]` or a volume for what it must write.',
        docker: 'Write `--read-only`, with `--tmpfs /tmp` or a volume for what it must write.',
      }),
    }),
  },
  *check(container, { decide, fail, missing }) {
    yield* decide(demand('Whether the root file system is read-only', container.hostConfig.readonlyRootfs, Boolean), {
      absent: () => missing('missing', {}, { fixes: toFixes(container) }),
      unmet: ({ place }) => fail({ place }, 'writable', {}, { fixes: toFixes(container, place) }),
    });
  },
});

type Fixes = readonly { readonly id: 'withTmp' | 'readOnly'; readonly changes: readonly Change[] }[];

function toFixes(container: Container, place?: Place): Fixes {
  const change = setTo('readonlyRootfs', true, place);
  const readOnly = { id: 'readOnly', changes: [change] } as const;
  if (hasTmp(container)) return [readOnly];
  return [{ id: 'withTmp', changes: [change, { kind: 'add', field: 'tmpfs', value: TMP }] }, readOnly];
}

const TMP = '/tmp';

/** True where something is mounted at /tmp, or may be. */
function hasTmp({ hostConfig: { binds = [], mounts = [], tmpfs = [] } }: Container): boolean {
  const targets = [...binds, ...mounts].map(({ target }) => target).concat(tmpfs.map(({ key }) => key));
  return targets.some(
    (target) => target?.known === false || (target !== undefined && normalizePath(target.value) === TMP),
  );
}
