import type { Text } from '../../../text/text.ts';

const MAX_BUNDLE = 8;

/**
 * Variable names that a word may pass on: `NAME`, `--env=NAME`, `--build-arg=NAME`, `-eNAME`,
 * `-deNAME`.
 */
export function passedNames(text: Text): readonly Text[] {
  const { value } = text;
  if (value === undefined) return [];
  const [long] = /^--(?:env|build-arg)=/.exec(value) ?? [];
  const starts = long !== undefined ? [long.length] : /^-[^-]/.test(value) ? letterEnds(value) : [0];
  return starts.filter((start) => /^[A-Za-z_]\w*$/.test(value.slice(start))).map((start) => text.slice(start));
}

/** The offsets after each `e` of a bundle, or after its `=`, where a value can begin. */
function letterEnds(value: string): readonly number[] {
  const ends: number[] = [];
  for (let at = value.indexOf('e'); at > 0 && at <= MAX_BUNDLE; at = value.indexOf('e', at + 1))
    ends.push(value.charAt(at + 1) === '=' ? at + 2 : at + 1);
  return ends;
}
