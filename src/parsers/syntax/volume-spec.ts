import type { Bind } from '../../model/values.ts';
import { mapSetting } from '../../text/setting.ts';
import { type Text, UNKNOWN_CHARACTER } from '../../text/text.ts';
import { words } from '../../util/words.ts';
import { failure, quoted, type Reading, success } from './reading.ts';

/** The parts of a volume in the short syntax. */
export interface VolumeSpec {
  /** A host path or a volume's name; absent for an anonymous volume. */
  readonly source?: Text;
  /** `bind` for a path, `volume` for a name, `undefined` if unknown. */
  readonly kind: 'bind' | 'volume' | undefined;
  /** The path in the container. */
  readonly target: Text;
  /** `ro`, `z`, `rshared`…, including invalid ones, which clients ignore. */
  readonly options: readonly Text[];
  readonly text: Text;
}

const REMEDY = 'Write `[source:]target[:options]`, such as `./data:/data:ro`.';
/** Expressions for absolute paths, in all shells and in systemd units. */
const PATH_EXPRESSIONS: ReadonlySet<string> = new Set([
  '~',
  '$HOME',
  '${HOME}',
  '$PWD',
  '${PWD}',
  '$(pwd)',
  '`pwd`',
  '${PWD:?}',
  '${HOME:?}',
  '%h',
]);
const OPTIONS: ReadonlySet<string> = new Set(
  words('ro rw z Z nocopy shared rshared slave rslave private rprivate cached delegated consistent'),
);

/**
 * `[source:]target[:options]` of `-v` and short volumes (docker/cli `internal/volumespec`,
 * compose-go `format.ParseVolume`). A drive letter's colon doesn't separate.
 */
export function readVolumeSpec(text: Text): Reading<VolumeSpec> {
  if (text.length === 0) return failure(text.place, 'The volume is empty.', REMEDY);
  // Too short to have parts: clients accept it as it is.
  if (text.length <= 2 && text.isKnown) return success({ kind: 'volume', target: text, options: [], text });
  const parts = splitSections(text);
  const empty = parts.find((part) => part.length === 0);
  if (empty !== undefined) return failure(text.place, `${quoted(text)} has an empty field between two colons.`, REMEDY);
  if (parts.length > 3) return failure(text.place, `${quoted(text)} has too many colons.`, REMEDY);

  const [first = text, second, options] = parts;
  if (second === undefined) {
    // A single unknown part may contain all three parts.
    return success(
      first.isKnown
        ? { kind: 'volume', target: first, options: [], text }
        : { source: first, kind: kindOf(first), target: first, options: [], text },
    );
  }
  if (options === undefined && !first.isKnown && isOptions(second)) {
    return success({ source: first, kind: kindOf(first), target: first, options: second.split(','), text });
  }
  return success({ source: first, kind: kindOf(first), target: second, options: options?.split(',') ?? [], text });
}

/** True for a source relative to the client's directory: it starts with a dot. */
export function isRelativeSource(source: Text): boolean {
  return source.skeleton.startsWith('.');
}

/**
 * The docker client's bind for a volume with a source. A relative source stays relative, with `.`
 * and `..` resolved as far as possible, and is marked.
 */
export function toBind(spec: VolumeSpec & { readonly source: Text }): Bind {
  const { source, kind, target, options, text } = spec;
  const isRelative = isRelativeSource(source);
  const change = isRelative ? normalizeRelativePath : (path: string): string => path;
  const whole = text.toStringSetting();
  return {
    spec: isRelative
      ? mapSetting(
          whole,
          (value) => `${normalizeRelativePath(value.slice(0, value.indexOf(':')))}${value.slice(value.indexOf(':'))}`,
        )
      : whole,
    source: mapSetting(source.toStringSetting(), change),
    sourceKind: kind,
    ...(isRelative ? { isRelative } : {}),
    target: target.toStringSetting(),
    options: options.map((option) => option.toStringSetting()),
    place: text.place,
  };
}

/** A cleaned relative path, like Go's `filepath.Clean`, but keeping a leading `./`. */
export function normalizeRelativePath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else parts.push(part);
  }
  if (parts.length === 0) return '.';
  return parts[0] === '..' ? parts.join('/') : `./${parts.join('/')}`;
}

/**
 * The sections between colons, except a drive letter's. At most four, since that is one too many.
 */
function splitSections(text: Text): readonly Text[] {
  const sections: Text[] = [];
  let start = 0;
  for (let at = 0; at < text.length && sections.length < 3; at += 1) {
    if (text.skeleton.charAt(at) !== ':') continue;
    if (at === start + 1 && isLetter(text.skeleton.charAt(start))) continue;
    sections.push(text.slice(start, at));
    start = at + 1;
  }
  return [...sections, text.slice(start)];
}

/** Go's `unicode.IsLetter`. The Unicode expression is slow to compile and rarely needed. */
function isLetter(character: string): boolean {
  return /^[A-Za-z]$/.test(character) || (character > '\x7F' && /^\p{L}$/u.test(character));
}

function kindOf(source: Text): VolumeSpec['kind'] {
  const { skeleton } = source;
  const [first] = source.segments;
  if (first === undefined) return undefined;
  if (first.kind === 'unknown')
    return skeleton.includes('/') || PATH_EXPRESSIONS.has(first.expression) ? 'bind' : undefined;
  if (
    /^[./~]/.test(skeleton) ||
    skeleton.startsWith('\\\\') ||
    (skeleton.charAt(1) === ':' && isLetter(skeleton.charAt(0)))
  )
    return 'bind';
  return 'volume';
}

function isOptions(text: Text): boolean {
  return (
    text.skeleton.split(',').every((option) => OPTIONS.has(option) || option === UNKNOWN_CHARACTER) &&
    !text.skeleton.startsWith(UNKNOWN_CHARACTER)
  );
}
