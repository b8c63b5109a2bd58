import { isJsonObject, type JsonObject } from '../../engine/json.ts';
import { type Request, workingDirectory } from '../docker/compare.ts';

/** The specifiers that a service's name determines, with their values. */
export function specifiersOf(base: string): ReadonlyMap<string, string> {
  const [prefix = '', instance] = base.split('@');
  const known: [string, string][] = [
    ['p', prefix],
    ['P', prefix.replaceAll('-', '/')],
    ['j', prefix.slice(prefix.lastIndexOf('-') + 1)],
  ];
  if (instance === '') return new Map(known);
  return new Map([...known, ['N', base], ['n', `${base}.service`], ['i', instance ?? ''], ['I', instance ?? '']]);
}

/** Prefix of the shell variables that replace specifiers. */
const SPECIFIER = 'SPECIFIER_';

/**
 * Quadlet's command line as a shell script: known specifiers are expanded, others become variables.
 * `lines` is the service's environment.
 */
export function scriptOf(
  words: readonly string[],
  known: ReadonlyMap<string, string>,
  lines: readonly string[],
): string {
  const parts = words.map((word) => {
    const placed = word.replaceAll('<cwd>/..', '..').replaceAll('<cwd>', workingDirectory);
    if (/^\$[^{$]/.test(placed)) return placed;
    const pieces = placed.split(/(%.|\$\$|\$\{\w+\})/);
    return pieces.map((piece) => toShell(piece, known)).join('') || "''";
  });
  return `${[...lines, parts.join(' ')].join('\n')}\n`;
}

/** The letters of systemd.unit(5), "Specifiers". */
const LETTERS = 'aAbBCdDEfgGhHiIjJlLmMnNopPqsStTuUvVwW';

function toShell(piece: string, known: ReadonlyMap<string, string>): string {
  if (piece === '') return '';
  if (piece === '$$') return "'$'";
  if (piece === '%%') return "'%'";
  if (piece.startsWith('${')) return `"${piece}"`;
  const letter = /^%(.)$/.exec(piece)?.[1] ?? '';
  if (letter !== '' && LETTERS.includes(letter)) {
    const value = known.get(letter);
    return value === undefined ? `"$${SPECIFIER}${letter}"` : quote(value);
  }
  return quote(piece);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/**
 * Normalizes both sides: Quadlet lower-cases capabilities, and unknown specifiers are variables.
 */
export function comparable(request: Request): Request {
  const text = JSON.stringify({ ...request, origin: 'podman run' }).replaceAll(
    new RegExp(`\\$${SPECIFIER}(\\w)`, 'g'),
    '%$1',
  );
  const parsed: unknown = JSON.parse(text);
  if (!isJsonObject(parsed)) return request;
  return { ...request, ...parsed, HostConfig: withLowerCase(objectOf(parsed['HostConfig'])) };
}

function withLowerCase(host: JsonObject): JsonObject {
  const lower = (value: unknown): unknown =>
    Array.isArray(value) ? value.map((each) => String(each).toLowerCase()) : value;
  return Object.fromEntries(
    Object.entries(host).map(([key, value]) => [key, key === 'CapAdd' || key === 'CapDrop' ? lower(value) : value]),
  );
}

function objectOf(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
