import { isWithin, type Span } from '../../text/location.ts';
import { words } from '../../util/words.ts';
import { findEntrySpans } from '../yaml/library.ts';

/** Keys for people's texts; `content`, `value`, `text` and `validate` can contain scripts. */
const PROSE: ReadonlySet<string> = new Set(
  words(
    `name description summary title info msg fail_msg success_msg message label placeholder help runbook notes features fixes
    minor_changes major_changes bugfixes body comment commit-message commit_message changelog release_notes release-notes instructions`,
  ),
);

const KEY = /^["']?(?<key>[\w.-]{1,100})["']?\s{0,20}:/;

/** A test whether an offset of a YAML or JSON text is in the value of a prose key. */
export function createProseTest(text: string): (at: number) => boolean {
  let keys: readonly (Span & { readonly key: string })[] | undefined;
  return (at) => {
    keys ??= findEntrySpans(text).flatMap((span) => {
      const key = KEY.exec(text.slice(span.start, span.start + 130))?.groups?.['key'];
      return key === undefined ? [] : [{ ...span, key }];
    });
    // The last one is the innermost.
    const key = keys.findLast((span) => isWithin({ start: at, end: at }, span))?.key;
    return key !== undefined && PROSE.has(key.toLowerCase());
  };
}
