import type { StatedFix } from '../shared/changes.ts';
import type { HostMount, MountForm } from '../shared/host/driver-mounts.ts';
import { liesIn, normalizeHostPath } from '../shared/host/paths.ts';
import type { Voice } from '../shared/voice.ts';
import { short } from '../shared/wording.ts';

/** How to make the mount read-only, where `:ro` isn't valid. */
export function readOnlyWord(voice: Voice): string {
  const instead = 'instead of `:ro`';
  return voice.remedy({ compose: `\`read_only: true\` ${instead}`, docker: `\`,readonly\` ${instead}` });
}

/** How to make the mount read-only, in the form it is written. */
export function makeReadOnly(
  voice: Voice,
  { form, hasWrongMode }: { readonly form: MountForm; readonly hasWrongMode?: boolean | undefined },
): string {
  if (hasWrongMode) return `If it only reads, use ${readOnlyWord(voice)}.`;
  switch (form) {
    case 'bind':
      return 'If it only reads, add `:ro`.';
    case 'bind with options':
      return 'If it only reads, add `ro` to its options.';
    case 'writable bind':
      return 'If it only reads, change `rw` to `ro`.';
    case 'mount':
      return voice.remedy({
        compose: 'If it only reads, add `read_only: true`.',
        docker: 'If it only reads, add `,readonly`.',
      });
    case 'volume':
      return "If it only reads, add `ro` to the volume's `o` option.";
  }
}

const OFTEN_WRITTEN = ['/etc/hosts', '/sys/fs/bpf', '/sys/fs/cgroup', '/sys/kernel'];

export function toReadOnly(
  { list, place, source }: HostMount,
  isConfiguration: boolean,
): readonly StatedFix<'readOnly'>[] {
  if (list === undefined) return [];
  const change = { kind: 'set-in', field: list, place, member: 'readOnly', value: true } as const;
  const lowered = isConfiguration ? 'It is a host setting that containers only read.' : undefined;
  const path = source.known ? normalizeHostPath(source.value) : '';
  const withheld = OFTEN_WRITTEN.some((each) => liesIn(path, each))
    ? {
        withheld: `\`${short(path)}\` is often mounted to write to it, as by tracers or programs that manage hostnames.`,
      }
    : {};
  return [{ id: 'readOnly', lowered, changes: [change], ...withheld }];
}
