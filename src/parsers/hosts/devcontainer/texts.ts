import type { SourceFile } from '../../../files/file-reader.ts';
import { type Place, placeAt, viaHop } from '../../../text/location.ts';
import type { Setting } from '../../../text/setting.ts';
import { type Segment, Text } from '../../../text/text.ts';
import { words } from '../../../util/words.ts';
import { type Node, propertiesOf } from './json.ts';

export interface TextSource {
  readonly file: SourceFile;
  /** The values that the user gave for environment variables. */
  readonly environment: ReadonlyMap<string, string>;
  /** True for a feature that the file only names, so its nodes have no text. */
  readonly isNamed?: true;
}

/**
 * Pieces of a string: escapes, variables, template marks, text. `{{.Name}}` isn't a template mark.
 * The home directory is Linux's variable followed by Windows's.
 */
const PIECE =
  /\\(?:u[\da-fA-F]{4}|.)|\$\{(?:localEnv|env):HOME\}\$\{(?:localEnv|env):USERPROFILE\}|\$\{[^{}"\\]*\}|\{\{(?![ \t-]*\.)[^{}"\\]*\}\}|\{%[^{}"\\]*%\}|[^\\${]+|[${]/gs;
const VARIABLE = /^\$\{(\w+)(?::([^:}]*)(?::([^}]*))?)?\}/;
/**
 * The variables that tools replace (`templateOption` when applying a template). All others are
 * literal.
 */
const VARIABLES = words(
  `env localEnv containerEnv localWorkspaceFolder localWorkspaceFolderBasename containerWorkspaceFolder
  containerWorkspaceFolderBasename devcontainerId templateOption`,
);

/** A place in the source's text; for a feature that is only named, the place of its name. */
export function jsonPlace({ file: { path }, isNamed }: TextSource, start: number, end: number): Place {
  const place = placeAt(path, start, end);
  return isNamed === true ? viaHop(place, { kind: 'feature', location: place.location }) : place;
}

export function isStringNode({ type }: Node): boolean {
  return type === 'string' || type === 'number' || type === 'boolean';
}

/**
 * The text of a string, number or boolean with its variables (devcontainers/cli
 * `variableSubstitution.ts`); each character has its place.
 */
export function jsonText({ offset, length, type, value }: Node, source: TextSource): Text {
  const { path, text } = source.file;
  const whole = jsonPlace(source, offset, offset + length);
  if (source.isNamed === true) return Text.derived(String(value), whole);
  if (type !== 'string') return Text.verbatim(String(value), whole);
  const raw = text.slice(offset + 1, offset + length - 1);
  const segments = Array.from(raw.matchAll(PIECE), ({ 0: piece, index }): readonly Segment[] => {
    const place = placeAt(path, offset + 1 + index, offset + 1 + index + piece.length);
    if (piece.startsWith('${')) return variable(piece, place, source).segments;
    if (piece.length > 1 && piece.startsWith('{'))
      return [{ kind: 'unknown', expression: piece, place, candidates: [] }];
    const isEscape = piece.startsWith('\\');
    return [{ kind: 'literal', text: isEscape ? unescaped(piece) : piece, place, isVerbatim: !isEscape }];
  });
  return new Text(segments.flat(), whole);
}

/** The strings of an object as `NAME=value`, at their properties. */
export function pairsIn(node: Node | undefined, source: TextSource): readonly Setting<string>[] {
  return propertiesOf(node).flatMap(({ key, value }) => {
    if (typeof key.value !== 'string' || value.type !== 'string') return [];
    const place = placeAt(source.file.path, key.offset, key.offset + key.length);
    return [Text.concat([Text.derived(`${key.value}=`, place), jsonText(value, source)], place).toStringSetting()];
  });
}

function variable(expression: string, place: Place, { environment }: TextSource): Text {
  const [, kind = '', name = '', fallback] = VARIABLE.exec(expression) ?? [];
  if (!VARIABLES.includes(kind)) return Text.verbatim(expression, place);
  const given = kind === 'localEnv' || kind === 'env' ? environment.get(name) : undefined;
  if (given !== undefined) return Text.given(given, name, place);
  if (fallback !== undefined)
    return Text.derived(fallback, viaHop(place, { kind: 'default', location: place.location })).usedAs(expression);
  const isOwnFolder = kind === 'localWorkspaceFolder';
  return new Text(
    [{ kind: 'unknown', expression, place, candidates: [], ...(isOwnFolder ? { isOwnFolder } : {}) }],
    place,
  );
}

function unescaped(escape: string): string {
  try {
    return String(JSON.parse(`"${escape}"`));
  } catch {
    return escape.slice(1);
  }
}
