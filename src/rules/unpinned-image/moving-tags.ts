import { words } from '../../util/words.ts';
/** Tags that projects move to each new version or build; `*` matches any characters. */
export const MOVING_TAGS: readonly string[] = words(
  'latest *-latest latest-* nightly edge main master dev develop unstable canary rolling snapshot',
);

/** Tags that move with each release. */
export const SLOWLY_MOVING_TAGS: readonly string[] = ['stable', 'lts'];

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
