import { type SourceFile } from '../files/file-reader.ts';
import { cutOf } from '../text/lines.ts';
import { type Location, placeAt } from '../text/location.ts';
import { words } from '../util/words.ts';
import type { TextLimit } from './contract/front-end.ts';
import { NO_VALUES, type Parsed } from './contract/parsed.ts';

/**
 * In characters. Longer lines are split, since a place of possible secrets is hidden as a whole.
 */
const MAX_PIECE = 10_000;

/** Problems that a cut text can cause. */
const BROKEN: ReadonlySet<string> = new Set(
  words('syntax/invalid-json syntax/invalid-makefile syntax/invalid-shell syntax/invalid-unit syntax/invalid-yaml'),
);

/**
 * Parses files up to their limit, with a problem for each longer one. Drops problems that the cut
 * itself causes.
 */
export function parseWithinLimit(
  files: readonly SourceFile[],
  { most, isWhole }: TextLimit,
  parse: (files: readonly SourceFile[]) => Parsed,
): Parsed {
  const cuts = files.map(({ text }) => {
    const at = cutOf(text, most);
    return at === undefined || isWhole !== true ? at : 0;
  });
  if (cuts.every((at) => at === undefined)) return parse(files);
  const kept = files.flatMap((file, index) => {
    const at = cuts[index];
    return at === undefined ? [file] : at === 0 ? [] : [{ ...file, text: file.text.slice(0, at) }];
  });
  const parsed: Parsed =
    kept.length === 0 ? { subjects: [], problems: [], texts: new Map(), values: NO_VALUES } : parse(kept);
  const limits = files.flatMap(({ path, text }, index) => {
    const at = cuts[index];
    if (at === undefined) return [];
    const rest = at === 0 ? 'nothing was read' : 'the rest was not read';
    const what = `The file has more than ${most} characters; ${rest}.`;
    return [
      {
        id: 'syntax/limit',
        severity: 'info',
        message: { what },
        place: placeAt(path, at, Math.min(at + 1, text.length)),
      } as const,
    ];
  });
  const unparsed = files.flatMap(({ path, text }, index) => linesFrom(path, text, cuts[index] ?? text.length));
  return {
    ...parsed,
    problems: [...limits, ...parsed.problems.filter(({ id }) => !BROKEN.has(id))],
    texts: new Map([...parsed.texts, ...files.map(({ path, text }) => [path, text] as const)]),
    values: { ...parsed.values, unparsed: [...(parsed.values.unparsed ?? []), ...unparsed] },
  };
}

/** The places of unread lines or parts: any of them may contain a secret. */
function linesFrom(path: string, text: string, start: number): readonly Location[] {
  const lines: Location[] = [];
  for (let at = start; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = Math.min(newline < 0 ? text.length : newline, at + MAX_PIECE);
    if (end > at) lines.push(placeAt(path, at, end).location);
    at = end === newline ? end + 1 : Math.max(end, at + 1);
  }
  return lines;
}
