import type { BaselineEntry } from '../findings/baseline.ts';
import { fingerprintOfText } from '../findings/fingerprint.ts';
import { append } from '../util/maps.ts';
import type { UnreadFile } from './unread.ts';

const RULE = 'syntax/unread-command';

/** The baseline entries for unread commands and files, by file and statement. */
export function unreadEntries(
  unread: readonly UnreadFile[],
  toPath: (path: string) => string,
): readonly BaselineEntry[] {
  return unread.flatMap((one) => (one.reason === 'prose' ? [] : toEntry(one, toPath)));
}

function toEntry({ path, reason, marked }: UnreadFile, toPath: (path: string) => string): BaselineEntry {
  const file = toPath(path);
  const what = reason === 'command' ? marked : `${reason} ${marked}`;
  return { rule: RULE, file, subject: '', fingerprint: fingerprintOfText(RULE, file, '', what), project: [file] };
}

/** The unread commands and files without an entry; each entry can be used once. */
export function withoutKnown(
  unread: readonly UnreadFile[],
  entries: readonly BaselineEntry[],
  toPath: (path: string) => string,
): { readonly left: readonly UnreadFile[]; readonly used: ReadonlySet<BaselineEntry> } {
  const known = new Map<string, BaselineEntry[]>();
  for (const entry of entries) append(known, entry.fingerprint, entry);
  const used = new Set<BaselineEntry>();
  const left = unread.filter((one) => {
    const match = one.reason === 'prose' ? undefined : known.get(toEntry(one, toPath).fingerprint)?.pop();
    if (match !== undefined) used.add(match);
    return match === undefined;
  });
  return { left, used };
}
