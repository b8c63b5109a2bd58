import { valueOf } from '../../../../text/setting.ts';
import type { Text } from '../../../../text/text.ts';
import { type Failure, failure, quoted } from '../../../syntax/reading.ts';
import type { MountDraft } from './mount-draft.ts';

/** Options for one type only, and those that need others (docker/cli `opts/mount_utils.go`). */
export function checkMount(draft: MountDraft, text: Text): { readonly failure: Failure } | undefined {
  if (draft.target === undefined && !draft.hasUnknownField)
    return failure(text.place, `${quoted(text)} has no target path.`, 'Add `target=/path/in/the/container`.');
  const type = draft.type === undefined && !draft.hasUnknownField ? 'volume' : valueOf(draft.type);
  if (type === undefined) return undefined;
  for (const [group, field] of draft.groups) {
    if (group !== type)
      return failure(
        field.place,
        `\`${group}-…\` options don't apply to \`${type}\` mounts.`,
        `Use \`type=${group}\`, or remove \`${field.source}\`.`,
      );
  }
  const isReadOnly =
    draft.readOnly === undefined ? draft.hasUnknownField : draft.readOnly.known ? draft.readOnly.value : true;
  const { readOnlyNonRecursive, readOnlyForceRecursive, propagation } = draft.bindOptions ?? {};
  const needsReadOnly = readOnlyNonRecursive ?? readOnlyForceRecursive;
  if (needsReadOnly !== undefined && !isReadOnly) {
    return failure(needsReadOnly.place, 'This `bind-recursive` mode requires a read-only mount.', 'Add `readonly`.');
  }
  const isPrivate =
    propagation === undefined ? draft.hasUnknownField : !propagation.known || propagation.value === 'rprivate';
  if (readOnlyForceRecursive !== undefined && !isPrivate) {
    return failure(
      text.place,
      '`bind-recursive=readonly` requires `rprivate` propagation.',
      'Add `bind-propagation=rprivate`.',
    );
  }
  return undefined;
}
