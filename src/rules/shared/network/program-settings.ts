import type { PasswordHolder, Switch } from '../../../images/facts.ts';
import type { KnownImage } from '../../../images/known-image.ts';
import { hasMoreCommands, isShellPath, scriptOfShell } from '../../../images/settings.ts';
import type { Container } from '../../../model/container.ts';
import { isCertain, isGiven, type Place } from '../../../text/location.ts';
import type { Setting, Unknown } from '../../../text/setting.ts';
import { UNKNOWN_CHARACTER } from '../../../text/text.ts';
import { couldEqual } from '../demand.ts';
import { patternOf, skeletonOf } from '../image/image-name.ts';

/** The value of a program's variable or flag. */
export interface ProgramValue {
  readonly name: string;
  /** Absent if unknown. */
  readonly text?: string;
  readonly shape: string;
  readonly place: Place;
  readonly isCertain: boolean;
  /** From an env file or the environment, not from the linted files. */
  readonly isOutside: boolean;
  /** True for the default of an unset variable. */
  readonly isDefault: boolean;
  readonly unknown?: Unknown<unknown>;
}

/** A program's variables and flags, as far as known. */
export interface ProgramSettings {
  /** A variable's value; a name may end in `*`, which matches anything. `undefined` if unset. */
  readonly variable: (name: string) => ProgramValue | undefined;
  /** A flag's value, empty if it has none; `undefined` if absent. */
  readonly flag: (name: string) => ProgramValue | undefined;
  /** The values of all uses of a flag. */
  readonly uses: (name: string) => readonly ProgramValue[];
  /** Whether the command names this path, or something in it. */
  readonly names: (path: string) => boolean;
  /** The words of the command, with {@link UNKNOWN_CHARACTER} for each unknown part. */
  readonly words: readonly string[];
  /** False if more variables or flags may arrive, or the command may start another program. */
  readonly isWhole: boolean;
}

interface Word {
  readonly text: string;
  readonly setting: Setting<string>;
}

/** Reads the variables and the command of a container, which runs the program of `image`. */
export function programSettings(container: Container, image: KnownImage): ProgramSettings {
  const { env = [], cmd } = container.config;
  const variables = new Map<string, ProgramValue>();
  let hasUnnamed = container.unreadVariables !== undefined || container.unresolvedOptions.length > 0;
  for (const setting of env) {
    const [text, isOnlyOne] = textOf(setting);
    const equals = text.indexOf('=');
    const name = equals < 0 ? text : text.slice(0, equals);
    if (name === '' || name.includes(UNKNOWN_CHARACTER) || (equals < 0 && !setting.known)) hasUnnamed = true;
    else
      variables.set(name, toValue(name, equals < 0 ? UNKNOWN_CHARACTER : text.slice(equals + 1), setting, isOnlyOne));
  }
  const { words, isScript } = wordsOf([...(container.config.entrypoint ?? []), ...(cmd ?? [])]);
  const isOwn =
    container.config.entrypoint === undefined
      ? cmd === undefined || (!isScript && startsProgram(words[0]?.text ?? '', image))
      : !isScript && image.program !== undefined;
  const startsAnother = container.config.entrypoint === undefined && !isScript && isOther(words[0]?.text ?? '', image);
  const uses = (name: string): readonly ProgramValue[] => (startsAnother ? [] : usesOf(name, words));
  return {
    variable: (name) => {
      if (!name.endsWith('*')) return variables.get(name);
      const found = [...variables].find(([key]) => key.startsWith(name.slice(0, -1)));
      return found?.[1];
    },
    flag: (name) => uses(name)[0],
    uses,
    words: words.map(({ text }) => text),
    names: (path) => words.some(({ text }) => isIn(text.slice(text.indexOf('=') + 1), path)),
    isWhole:
      !hasUnnamed && isOwn && !words.some(({ text }, index) => text === UNKNOWN_CHARACTER && !isValue(words, index)),
  };
}

/** The text of a setting, or of its first candidate, and whether it is the only one. */
function textOf(setting: Setting<string>): readonly [text: string, isOnlyOne: boolean] {
  if (setting.known) return [setting.value, true];
  const [candidate] = setting.candidates;
  return candidate === undefined ? [skeletonOf(setting.pattern), true] : [candidate.value, false];
}

function toValue(name: string, text: string, setting: Setting<string>, isOnlyOne: boolean): ProgramValue {
  const { place } = setting;
  // The container's shell may set it: an empty default isn't meant as a value.
  const isEmptyDefault = text === '' && isDefault(place);
  const isKnown = !isEmptyDefault && !text.includes(UNKNOWN_CHARACTER) && !/^["']?\$/.test(text);
  return {
    name,
    ...(isKnown ? { text } : {}),
    shape: isKnown || text.includes(UNKNOWN_CHARACTER) ? text : UNKNOWN_CHARACTER,
    place,
    isCertain: isOnlyOne && isCertain(place),
    isOutside: isGiven(place),
    isDefault: isDefault(place),
    ...(isKnown || setting.known ? {} : { unknown: setting }),
  };
}

/** True for the default of an expression, or a part of it: `${PASSWORD:-example}`. */
function isDefault({ expression = '', hops }: Place): boolean {
  return hops.some(({ kind }) => kind === 'default') || /\$\{[A-Za-z_]\w*:?-/.test(expression);
}

/** A command's words; those of its shell script, if that is one command. */
function wordsOf(cmd: readonly Setting<string>[]): { readonly words: readonly Word[]; readonly isScript: boolean } {
  const words = withoutShortForms(cmd.map((setting): Word => ({ text: textOf(setting)[0], setting })));
  if (!isShellPath(words[0]?.text ?? '')) return { words, isScript: false };
  const script = scriptOfShell(words.map(({ text }) => text));
  const setting = words[2]?.setting;
  if (script === undefined || setting === undefined) return { words, isScript: true };
  return {
    words: script.split(/\s+/).map((text) => ({ text: unquoted(text), setting })),
    isScript: hasMoreCommands(script),
  };
}

/** PostgreSQL accepts `-c port=5433` and `-cport=5433` for `--port=5433`. */
function withoutShortForms(words: readonly Word[]): readonly Word[] {
  return words.flatMap((word, index): readonly Word[] => {
    if (word.text === '-c' && SETTING.test(words[index + 1]?.text ?? '')) return [];
    const isSecond = words[index - 1]?.text === '-c' && SETTING.test(word.text);
    const setting = isSecond ? word.text : /^-c(?=\w+=)/.test(word.text) ? word.text.slice(2) : undefined;
    return [setting === undefined ? word : { ...word, text: `--${setting}` }];
  });
}

const SETTING = /^[a-z_.]+=/i;

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/s, '$2').replace(/=(["'])(.*)\1$/s, '=$2');
}

function startsProgram(first: string, { cmd, entrypoint, program }: KnownImage): boolean {
  if (first === '' || first.startsWith('-')) return true;
  const own = [...(program?.value.commands ?? []), ...(cmd?.value.slice(0, 1) ?? [])];
  if (own.some((word) => stemOf(word) === stemOf(first))) return true;
  // The entrypoint's program gets the words, unless it is a script, which may run them.
  const last = entrypoint?.value.at(-1) ?? '.sh';
  return !/(?:\.sh|entrypoint|^--|^tini|^dumb-init)$/.test(last);
}

/**
 * True for a subcommand of a client, such as `sql`, whose flags aren't the server's. The server's
 * subcommands are known.
 */
function isOther(first: string, image: KnownImage): boolean {
  return image.program?.value.commands !== undefined && /^[a-z][\w-]*$/.test(first) && !startsProgram(first, image);
}

/**
 * True if a container starts its image's program as the image does: no command, only flags, or the
 * program by name.
 */
export function startsOwnProgram({ config: { cmd } }: Container, image: KnownImage): boolean {
  const [first] = cmd ?? [];
  if (first === undefined) return true;
  const [text] = textOf(first);
  return !isShellPath(text) && startsProgram(text, image);
}

function stemOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
}

export function isIn(path: string, folder: string): boolean {
  const parent = folder.endsWith('/') ? folder : `${folder}/`;
  return path.startsWith(parent) || `${path}/` === parent;
}

function isValue(words: readonly Word[], index: number): boolean {
  const before = words[index - 1]?.text ?? '';
  return before.startsWith('-') && !before.includes('=');
}

function usesOf(name: string, words: readonly Word[]): readonly ProgramValue[] {
  const isLong = name.length > 2;
  const key = isLong ? name.toLowerCase() : name;
  return words.flatMap(({ text, setting }, index): readonly ProgramValue[] => {
    const equals = text.indexOf('=');
    const own = equals < 0 ? text : text.slice(0, equals);
    if ((isLong ? own.toLowerCase() : own) !== key) return [];
    const next = words[index + 1];
    if (equals >= 0) return [toValue(name, text.slice(equals + 1), setting, true)];
    return next === undefined || (next.text.startsWith('-') && next.text.length > 1)
      ? [toValue(name, '', setting, true)]
      : [toValue(name, next.text, next.setting, true)];
  });
}

type Holder = PasswordHolder | Switch;

export function holderName(holder: Holder): string {
  return 'flag' in holder ? holder.flag : 'env' in holder ? holder.env : holder.file;
}

function heldBy(holder: Holder, settings: ProgramSettings): ProgramValue | undefined {
  return 'flag' in holder ? settings.flag(holder.flag) : settings.variable(holderName(holder));
}

function allHeldBy(holder: Holder, settings: ProgramSettings): readonly ProgramValue[] {
  if ('flag' in holder) return settings.uses(holder.flag);
  const value = settings.variable(holderName(holder));
  return value === undefined ? [] : [value];
}

export interface SwitchAnswer {
  readonly kind: 'on' | 'unknown';
  /** The value of the switch, or the one that decides. */
  readonly value: ProgramValue;
}

/** The answers for the switches that are set or may be. */
export function askSwitches(all: readonly Switch[] = [], settings: ProgramSettings): readonly SwitchAnswer[] {
  return all.flatMap((one) => askSwitch(one, settings) ?? []);
}

/**
 * Whether a switch is set: its value if so, `undefined` if not; `unknown` if an unknown value
 * decides.
 */
export function askSwitch(one: Switch, settings: ProgramSettings): SwitchAnswer | undefined {
  const values = one.address === undefined ? [heldBy(one, settings)] : allHeldBy(one, settings);
  const answers = values.flatMap((value): readonly SwitchAnswer[] => {
    const kind = value && counts(one, value);
    return value === undefined || kind === undefined ? [] : [{ kind, value }];
  });
  let answer = answers.find(({ kind }) => kind === 'on') ?? answers[0];
  if (answer === undefined) return undefined;
  if (one.with !== undefined) {
    const other = askSwitch(one.with, settings);
    if (other === undefined) return undefined;
    if (other.kind === 'unknown') answer = other;
  }
  for (const each of one.unless ?? []) {
    if (typeof each === 'string') {
      if (hasValue(settings.variable(each))) return undefined;
      continue;
    }
    const other = askSwitch(each, settings);
    if (other?.kind === 'on') return undefined;
    if (other !== undefined) answer = other;
  }
  return answer;
}

function counts(
  { is, has, not, address, ...one }: Switch,
  { text, shape }: ProgramValue,
): 'on' | 'unknown' | undefined {
  if (address !== undefined) return isOutside(shape, address);
  const lower = shape.toLowerCase();
  const isPart = has?.some((part) => lower.includes(part.toLowerCase())) === true;
  if (isPart || (text === undefined && !has && !is && !not && 'flag' in one)) return 'on';
  if (text === undefined) {
    if (not !== undefined && !not.some((each) => couldEqual(patternOf(lower), each.toLowerCase()))) return 'on';
    const isPossible = is === undefined || is.some((each) => couldEqual(patternOf(lower), each.toLowerCase()));
    return isPossible ? 'unknown' : undefined;
  }
  const isOn =
    not !== undefined
      ? text !== '' && !not.some((each) => each.toLowerCase() === lower)
      : is !== undefined || has !== undefined
        ? is?.some((each) => each.toLowerCase() === lower) === true
        : 'flag' in one || text !== '';
  return isOn ? 'on' : undefined;
}

/** Whether the list has an address other than localhost. */
function isOutside(shape: string, kind: true | 'named'): 'on' | 'unknown' | undefined {
  const kinds = shape.split(',').map((address) => {
    if (LOOPBACK.test(address) || (kind === 'named' && NAMELESS.test(address))) return undefined;
    return /^\[?[\w.:]/.test(address.replace(/^\w+:\/\//, '')) ? 'on' : 'unknown';
  });
  return kinds.includes('on') ? 'on' : kinds.find((kind) => kind !== undefined);
}

/** An unknown value counts. */
function hasValue(value: ProgramValue | undefined): boolean {
  return value !== undefined && value.text !== '';
}

/** The password's value, if set and not empty. A file's content is unknown. */
export function passwordIn(holder: PasswordHolder, settings: ProgramSettings): ProgramValue | undefined {
  const value = heldBy(holder, settings);
  if (value === undefined || !hasValue(value)) return undefined;
  if (!('file' in holder) || value.text === undefined) return value;
  const { text: _, ...unknown } = value;
  return { ...unknown, isOutside: true };
}

/**
 * The port of an address in a variable or a flag, `loopback` if only reachable inside; `undefined`
 * if unset or without a port.
 */
export function portSet(holders: readonly Holder[], settings: ProgramSettings): number | 'loopback' | undefined {
  let loopback: 'loopback' | undefined;
  for (const { text } of holders.flatMap((holder) => allHeldBy(holder, settings))) {
    if (text === undefined) continue;
    const isInside = text.split(',').every((address) => LOOPBACK.test(address));
    if (isInside) loopback = 'loopback';
    const port = isInside ? undefined : PORT.exec(text)?.[1];
    if (port !== undefined) return Number(port);
  }
  return loopback;
}

const LOOPBACK = /^(?:https?:\/\/|tcp:\/\/)?(?:127\.|localhost(?:$|:)|\[?::1\]?(?:$|:\d))|^(?:fd|npipe|unix):\/\//;
/** An address without a host. */
const NAMELESS = /^(?:tcp:\/\/)?(?::|$)/;
const PORT = /^(?:.*:)?(\d{1,5})$/;
