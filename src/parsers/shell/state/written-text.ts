import type { Place } from '../../../text/location.ts';
import { textKey } from '../../../text/merge-texts.ts';
import { type Segment, Text } from '../../../text/text.ts';
import { normalizePath } from '../../../util/paths.ts';
import { DEFAULT_FILES, DEFAULT_OVERRIDES } from '../../docker/index.ts';
import type { Item } from '../items/items.ts';
import type { Scope } from './scope.ts';
import { type Binding, bind, lookUp, OUTPUT, type State, scalar, UNSET, WRITING_FOLDER } from './state.ts';

/** The key of a file's written text, relative to the start directory. */
export function fileKey(state: State, file: Text): string {
  const { value } = file;
  const isRelative = value !== undefined && !/^[/~]|^$/.test(value);
  const folder = isRelative ? lookUp(state, WRITING_FOLDER).scalar : undefined;
  const path = folder === undefined ? file : Text.concat([folder, Text.derived(`/${value}`, file.whole)], file.whole);
  return `>${path.value === undefined ? path.segments.map(keyOf).join('') : normalizePath(path.value)}`;
}

/** Equal for all uses of a variable that the script doesn't set. */
function keyOf(segment: Segment): string {
  if (segment.kind === 'literal') return segment.text;
  const { expression, place, candidates } = segment;
  const [, name] = /^\$\{?([A-Za-z_]\w*)\}?$/.exec(expression) ?? [];
  return name !== undefined && place.hops.length === 0 && candidates.length === 0
    ? `$${name}`
    : textKey(new Text([segment], place));
}

/** Records the directory for relative names of written files; `undefined` if unknown. */
export function changeWritingFolder(state: State, name: Text | undefined): void {
  const isBelow = name?.value !== undefined && !/^[/~]|^-?$/.test(name.value);
  const folder = isBelow ? lookUp(state, WRITING_FOLDER).scalar : undefined;
  const path =
    name === undefined || folder === undefined
      ? name
      : Text.concat([folder, Text.derived(`/${name.value}`, name.whole)], name.whole);
  bind(state, WRITING_FOLDER, path === undefined ? UNSET : scalar(path));
}

/** The text that the script wrote to a file, if known. */
export function textWrittenTo({ state }: Pick<Scope, 'state'>, file: Text): Text | undefined {
  const { scalar: text, mayBeInherited } = lookUp(state, fileKey(state, file));
  return mayBeInherited ? undefined : text;
}

/** Like {@link textWrittenTo}, for a file that runs: includes unknown parts. */
export function likelyText({ state }: Pick<Scope, 'state'>, file: Text): Text | undefined {
  const { scalar: text, mayBeInherited } = lookUp(state, fileKey(state, file));
  if (text === undefined || !mayBeInherited) return text;
  return Text.concat([text, Text.unknown(file.source, file.place)], text.whole);
}

/**
 * Texts that the script may have written to files that a command names, that Compose finds by
 * default, or that a variable names (`files`), by `textKey`.
 */
export function writtenFor(
  { state }: Pick<Scope, 'state'>,
  words: readonly Item[],
  files: Text | undefined,
  place: Place,
): ReadonlyMap<string, { readonly name: Text; readonly text: Text }> {
  const named = words.flatMap((item) => (item.kind === 'word' ? namesIn(item.text) : []));
  const usual = [...DEFAULT_FILES, ...DEFAULT_OVERRIDES].map((name) => Text.derived(name, place));
  return new Map(
    [...usual, ...named, ...(files === undefined ? [] : namesIn(files))].flatMap((name) => {
      const { scalar: text } = lookUp(state, fileKey(state, name));
      return text === undefined ? [] : [[textKey(name), { name, text }]];
    }),
  );
}

/** A file name as a word, or in an option: `--file=a.yaml`, `-fa.yaml`, `a.yaml,b.yaml`. */
function namesIn(word: Text): readonly Text[] {
  const option = /^(?:--[a-z-]+=|-[a-z])/.exec(word.skeleton)?.[0] ?? '';
  return word.slice(option.length).split(/[,:]/.exec(word.skeleton)?.[0] ?? ',');
}

export function writtenIn({ changed }: State): ReadonlyMap<string, Binding> {
  return new Map([...changed].filter(([name]) => name.startsWith('>') && name !== OUTPUT));
}

/** Keeps the files that a subshell wrote, but not its variables. */
export function keepWritten(from: State, state: State): void {
  for (const [name, binding] of writtenIn(from)) bind(state, name, binding);
}
