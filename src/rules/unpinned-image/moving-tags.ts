import { words } from '../../util/words.ts';
/** Tags that projects move to each new version or build; `*` stands for any characters. */
export const MOVING_TAGS: readonly string[] = words(
  'latest *-latest latest-* nightly edge main master dev develop unstable canary rolling snapshot',
);

/** Those that move more slowly, from one release to the next. */
export const SLOWLY_MOVING_TAGS: readonly string[] = ['stable', 'lts'];

/** Whether a tag is one, or fits one with `*`. */
export function matchesTag(tag: string, glob: string): boolean {
  const [start = '', ...rest] = glob.split('*');
  const end = rest.pop();
  if (end === undefined) return tag === glob;
  if (tag.length < start.length + end.length || !tag.startsWith(start) || !tag.endsWith(end)) return false;
  let from = start.length;
  return rest.every((part) => {
    const at = tag.indexOf(part, from);
    from = at + part.length;
    return at >= 0 && from <= tag.length - end.length;
  });
}
