import type { KnownImage } from '../../images/known-image.ts';
import type { Container } from '../../model/container.ts';
import { UNKNOWN_CHARACTER } from '../../text/text.ts';
import { mountsOver } from '../shared/network/guard.ts';
import {
  askSwitch,
  type ProgramSettings,
  programSettings,
  startsOwnProgram,
} from '../shared/network/program-settings.ts';

/** The health probe of a container's program, or the reason why its address is unknown. */
export type Probe =
  | { readonly kind: 'known'; readonly command: string }
  | { readonly kind: 'open'; readonly because: string };

/** Words of a command that may move a listener, encrypt it, or name a file that does. */
const ELSEWHERE =
  /^-p\d*$|port|sock|tls|ssl|listen|bind|addr|^--?h(?:ost|ostname)?(?:=|$)|config|defaults-|\.(?:conf|cnf|ini|json|toml|ya?ml)$/i;
/** Values of the file that a probe may contain: ports and paths without shell characters. */
const PLAIN = /^[\w./-]+$/;
const PLACEHOLDER = /\{([\w|-]+)\}/g;
const OPTIONAL = /\[([^[\]{]*\{[^[\]{]*)\]/g;

/** The probe that fits the container's settings; `undefined` for an unknown program. */
export function probeOf(container: Container, image: KnownImage): Probe | undefined {
  const check = image.program?.value.check;
  if (check === undefined || !startsOwnProgram(container, image)) return undefined;
  const settings = programSettings(container, image);
  const isOn = (one: Parameters<typeof askSwitch>[0]): boolean => askSwitch(one, settings) !== undefined;
  const unsure = check.unsure?.find(isOn);
  if (unsure !== undefined) return open('env' in unsure ? unsure.env : unsure.flag);
  if (mountsOver(check.files ?? [], container, settings)) return { kind: 'open', because: 'a mounted configuration' };
  const probe = check.probes.find(({ when = [] }) => when.every(isOn));
  if (probe === undefined) return undefined;
  const names = [
    ...(probe.when ?? []).flatMap((one) => ('flag' in one ? [one.flag] : [])),
    ...Array.from(probe.command.matchAll(PLACEHOLDER)).flatMap(([, name = '']) => name.split('|')),
    ...(check.ignores ?? []).flatMap((one) =>
      'flag' in one && (one.flag.endsWith('*') || isOn(one)) ? [one.flag] : [],
    ),
  ];
  return unexplained(settings.words, names) ?? filled(probe.command, settings);
}

function open(name: string): Probe {
  return { kind: 'open', because: PLAIN.test(name) ? `\`${name}\`` : 'its command' };
}

/** The reason if a word may move the listener, unless it is one of these flags or its value. */
function unexplained(words: readonly string[], names: readonly string[]): Probe | undefined {
  const isNamed = (word: string): boolean => names.some((name) => matches(nameOf(word), name));
  const found = words.find((word, index) => {
    const before = words[index - 1] ?? '';
    if (isNamed(word) || (!word.startsWith('-') && !before.includes('=') && isNamed(before))) return false;
    const isValue = before.startsWith('-') && !before.includes('=');
    const isFile = word.startsWith('/') && index > 0;
    if (!isValue && (isFile || nameOf(word).includes(UNKNOWN_CHARACTER))) return true;
    return ELSEWHERE.test(nameOf(word));
  });
  return found === undefined ? undefined : open(nameOf(found));
}

function nameOf(word: string): string {
  return word.startsWith('-') ? (word.split('=')[0] ?? '') : word;
}

function matches(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}

/** The command with values from the file; the reason if one is unknown. */
function filled(command: string, settings: ProgramSettings): Probe {
  let because: string | undefined;
  const fill = (text: string): string =>
    text.replace(PLACEHOLDER, (_, alternatives: string) => {
      const names = alternatives.split('|');
      const value = names.map((name) => valueOf(name, settings)).find((each) => each !== undefined);
      if (value?.text !== undefined && PLAIN.test(value.text)) return value.text;
      because ??= names[0];
      return '';
    });
  const optional = command.replace(OPTIONAL, (_, part: string) => {
    const names = Array.from(part.matchAll(PLACEHOLDER)).flatMap(([, each = '']) => each.split('|'));
    return names.some((name) => valueOf(name, settings) !== undefined) ? fill(part) : '';
  });
  const whole = fill(optional);
  return because === undefined ? { kind: 'known', command: whole } : open(because);
}

function valueOf(name: string, settings: ProgramSettings): ReturnType<ProgramSettings['flag']> {
  return name.startsWith('-') ? settings.flag(name) : settings.variable(name);
}
