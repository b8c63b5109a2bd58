import { defineContainerRule } from '../rule.ts';
import { demand } from '../shared/demand.ts';

export default defineContainerRule({
  id: 'writable-root-filesystem',
  references: [{ kind: 'cis', item: 12, level: 1, isScored: true }],
  severity: 'warning',
  securitySeverity: 4.4,
  title: 'Container can write to its root file system',
  recommendation: 'The root filesystem is read-only',
  options: {},
  optionSchemas: {},
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
    yield* decide(
      demand(
        'Whether the root file system is read-only',
        container.hostConfig.readonlyRootfs,
        (isReadOnly) => isReadOnly,
      ),
      {
        absent: () => missing('missing', {}),
        unmet: ({ place }) => fail(place, 'writable', {}),
      },
    );
  },
});
