import type { Span } from '../../text/location.ts';
import { words } from '../../util/words.ts';
import type { Mention } from './scan.ts';

const LINE =
  /^(?<indent>[ \t]{0,200}(?:-[ \t]{1,20}){0,5})(?<quote>["']?)(?<key>[\w.-]{1,100})\k<quote>[ \t]{0,20}:(?:[ \t]{1,20}(?<value>.{1,100}))?/;
const HOST: ReadonlySet<string> = new Set(
  words('network_mode pid_mode ipc_mode userns_mode uts_mode pid ipc userns uts'),
);
const LISTS: ReadonlySet<string> = new Set(words('cap_add security_opt security_opts'));
const MOUNTS: ReadonlySet<string> = new Set(words('volumes volume binds mounts'));
const SOCKET = /(?:docker|podman|containerd)\.sock\b/;

/** An open mapping; its keys start in the same column. */
interface Level {
  readonly column: number;
  image: Span | undefined;
  isMount: boolean;
  risk: (Span & { readonly key: string }) | undefined;
}

/**
 * Mappings of a YAML or JSON text with an image and a setting that gives access to the host, which
 * is the mention. Kubernetes objects don't count.
 */
export function findKeys(text: string): readonly Mention[] {
  if (!/\bimage["']?[ \t]*:/.test(text) || /^[ \t]{0,80}["']?apiVersion["']?:/m.test(text)) return [];
  const found: Mention[] = [];
  const levels: Level[] = [];
  const closeTo = (column: number): void => {
    for (let last = levels.at(-1); last !== undefined && last.column > column; last = levels.at(-1)) {
      levels.pop();
      if (last.image !== undefined && last.risk !== undefined)
        found.push({ ...toMention(last.risk), image: last.image });
    }
  };
  let at = 0;
  for (const line of text.split('\n')) {
    const groups = LINE.exec(line)?.groups;
    const bare = line.trim();
    if (groups === undefined) {
      const column = line.search(/\S/);
      if (/^(?:[}\]]|---)/.test(bare)) closeTo(bare.startsWith('---') ? -1 : column);
      else if (SOCKET.test(bare) && !bare.startsWith('#'))
        noteSocket(levels, column, { start: at, end: at + line.length });
    } else if (!bare.startsWith('#')) {
      const { indent = '', key = '', value = '' } = groups;
      const column = indent.length;
      closeTo(indent.includes('-') ? column - 1 : column);
      let level = levels.at(-1);
      if (level === undefined || level.column < column) {
        level = { column, image: undefined, isMount: false, risk: undefined };
        levels.push(level);
      }
      const name = key.toLowerCase();
      level.isMount = MOUNTS.has(name);
      if (name === 'image' && value !== '' && !value.startsWith('{'))
        level.image = { start: at, end: at + line.length };
      if (isRisk(name, value)) level.risk ??= { key, start: at + column, end: at + line.trimEnd().length };
      else if (SOCKET.test(value)) noteSocket(levels, column, { start: at, end: at + line.length });
    }
    at += line.length + 1;
  }
  closeTo(-1);
  const starts = new Set(found.map(({ span }) => span.start));
  return [...found, ...inBraces(text).filter(({ span }) => !starts.has(span.start))];
}

/** The same for a mapping in one pair of braces: `{image: a, privileged: true}`. */
function inBraces(text: string): readonly Mention[] {
  return Array.from(text.matchAll(/\{[^{}]{0,2000}\}/g)).flatMap(({ 0: braces, index }) => {
    const key = /["']?\bprivileged["']?[ \t]*:[ \t]*["']?(?:true|yes|on)\b/i.exec(braces);
    if (key === null || !/[{,\s]["']?image["']?[ \t]*:/.test(braces)) return [];
    const start = index + key.index;
    return [toMention({ key: 'privileged', start, end: start + key[0].length })];
  });
}

function isRisk(name: string, value: string): boolean {
  const plain = value
    .trimEnd()
    .replace(/ #.{0,300}$/, '')
    .trimEnd()
    .replace(/^["']|["']?,?$/g, '')
    .toLowerCase();
  if (name === 'privileged') return /^(?:true|yes|on)$/.test(plain);
  return (
    (LISTS.has(name) && !value.startsWith('{') && !/^(?:null|~|\[\s*\])$/.test(plain)) ||
    (HOST.has(name) && plain === 'host')
  );
}

/** Assigns the socket to the mapping whose volumes contain it. */
function noteSocket(levels: readonly Level[], column: number, span: Span): void {
  const level = levels.findLast((one) => one.isMount && one.column <= column);
  if (level !== undefined) level.risk ??= { key: 'docker.sock', ...span };
}

function toMention({ key, start, end }: Span & { readonly key: string }): Mention {
  return { span: { start, end }, rule: 'keys', shown: key };
}

/**
 * An Engine API request, or a string with one: `curl -d '{"HostConfig":{"Privileged":true}}'`. In
 * lists of containers, this key contains only a network.
 */
const REQUEST =
  /"HostConfig\\?"(?=\s{0,20}(?::|=>)[^]{0,2000}?\b(?:(?:Privileged|Binds|CapAdd|Devices|SecurityOpt)\b\\?"?\s{0,20}:\s{0,20}(?!null\b|false\b|\[\s{0,20}\]|\s)|(?:Pid|Ipc|Network|Userns|UTS)Mode\b\\?"?\s{0,20}:\s{0,20}(?!null\b|\s|\\?"(?!host\b)[\w.-]{0,100}\\?")))/g;

/** Output of `docker inspect`, or a list of containers. */
const INSPECTED = /"(?:GraphDriver|RestartCount|HostnamePath)\\?"\s{0,5}:/;

export function findRequests(text: string): readonly Mention[] {
  if (!text.includes('HostConfig') || INSPECTED.test(text)) return [];
  return Array.from(text.matchAll(REQUEST), ({ 0: found, index }) =>
    toMention({ key: 'HostConfig', start: index, end: index + found.length }),
  );
}
