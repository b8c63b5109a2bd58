import type { Problem } from '../../../model/finding.ts';
import type { Place } from '../../../text/location.ts';
import { getOrInsert } from '../../../util/maps.ts';
import { problem } from '../../contract/problem.ts';

/**
 * Placeholders of Jinja, Go templates, ERB, CMake and Maven, and forms that people replace by hand.
 */
const FORMS =
  /\{\{[^{}\n]{0,100}\}\}|\{%[^%\n]{0,100}%\}|<%[^%\n]{0,100}%>|%%[A-Za-z_]\w{0,60}%%|(?<![\w$])__[A-Z](?:_?[A-Z0-9]){0,60}__(?!\w)|(?<![\w@])@[A-Z][A-Z0-9_.-]{0,60}@|\{\$\w{1,60}\}|\$\{[A-Za-z_]\w{0,60}(?:\.\w{1,60}){1,9}\}|<[A-Za-z][^<>\n]{0,60}>/g;

const CAUSED: ReadonlySet<string> = new Set([
  'syntax/invalid-value',
  'syntax/wrong-type',
  'syntax/invalid-yaml',
  'syntax/invalid-interpolation',
  'syntax/invalid-env-file',
  'syntax/undefined-reference',
]);

interface Found {
  readonly place: Place;
  readonly form: string;
}

/**
 * Replaces the problems that placeholders cause by one note per file. `texts` maps paths to texts.
 */
export function withoutPlaceholders(
  problems: readonly Problem[],
  texts: ReadonlyMap<string, string>,
): readonly Problem[] {
  const files = new Map<string, Found[]>();
  const others = problems.filter((problem) => {
    const { place, severity } = problem;
    const { path } = place.location;
    const form = severity === 'error' ? placeholderIn(problem, texts.get(path) ?? '') : undefined;
    if (form !== undefined) getOrInsert(files, path, () => []).push({ place, form });
    return form === undefined;
  });
  const notes = Array.from(files, ([path, found]) => noteOf(found, texts.get(path) ?? ''));
  return files.size === 0 ? problems : [...others, ...notes.flat()];
}

function noteOf(found: readonly Found[], text: string): readonly Problem[] {
  const startOf = ({ place }: Found): number => place.location.span.start;
  const [first] = found.toSorted((a, b) => startOf(a) - startOf(b));
  if (first === undefined) return [];
  const { size } = new Set(found.map((one) => lineStart(startOf(one), text)));
  const values = size === 1 ? "this value wasn't" : `${size} lines with placeholders weren't`;
  const what = `\`${first.form}\` looks like a placeholder. The client would reject it, so ${values} checked.`;
  const remedy = 'Lint the file after the placeholders are replaced.';
  return [problem('syntax/invalid-value', first.place, what, { severity: 'info', remedy })];
}

/** In invalid YAML, the placeholder can be anywhere in the rest of the line. */
function placeholderIn({ id, place }: Problem, text: string): string | undefined {
  if (!CAUSED.has(id)) return undefined;
  const { start, end } = place.location.span;
  const from = lineStart(start, text);
  const [line = ''] = text.slice(from).split('\n', 1);
  const until = id === 'syntax/invalid-yaml' ? (line.split(' #', 1)[0]?.length ?? 0) : end - from;
  for (const { index, 0: form } of line.matchAll(FORMS))
    if (from + index + form.length > start && index < until) return form;
  return undefined;
}

function lineStart(offset: number, text: string): number {
  return offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
}
