import type { UnresolvedOptions } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import { inputFix } from '../../../model/input-fix.ts';
import { isCertain } from '../../../text/location.ts';
import { Text, UNKNOWN_CHARACTER } from '../../../text/text.ts';
import { defined } from '../../../util/objects.ts';
import { problem } from '../../contract/problem.ts';
import type { FlagLineOptions, FlagUse } from './flag-line.ts';
import type { Flag } from './flags/flag.ts';
import { findByName } from './flags/flag-set.ts';
import { type Argument, expansionIn, unresolvedText, wordText } from './words.ts';

/** The parse of one word that begins with a dash. */
export interface OptionWord {
  readonly uses: readonly FlagUse[];
  readonly unresolvedOptions: readonly UnresolvedOptions[];
  /** An expansion of any number of words taken for a value, or its end. */
  readonly taken?: UnresolvedOptions;
  readonly problems: readonly Problem[];
  /** How many of the next words belong to it: at most one. */
  readonly following: number;
}

export const NO_OPTION: OptionWord = { uses: [], unresolvedOptions: [], problems: [], following: 0 };

/** `--name`, `--name=value` or `--name value` (pflag `parseLongArg`). */
export function readLongFlag(word: Text, rest: readonly Argument[], options: FlagLineOptions): OptionWord {
  const equals = word.indexOf('=');
  const spelling = equals < 0 ? word : word.slice(0, equals);
  const name = spelling.skeleton.slice(2);
  const { flag, meant } = findByName(options.flags, name);
  if (flag !== undefined) {
    if (equals >= 0) return use(flag, spelling, word.slice(equals + 1), word);
    return flag.type === 'boolean'
      ? use(flag, spelling, implied(spelling), word)
      : useNext(flag, spelling, word, rest, options);
  }
  const meantFlag = options.flags.byName.get(meant ?? '');
  const value = equals >= 0 || meantFlag?.type === 'boolean' ? 'none' : meantFlag && 'next';
  return passOver(spelling, value, rest, options, unknownFlag(spelling, options, spelling, meant && `--${meant}`));
}

/** `-abc`, `-avalue`, `-a=value` or `-a value` (pflag `parseShortArg`). */
export function readShorthands(word: Text, rest: readonly Argument[], options: FlagLineOptions): OptionWord {
  const { skeleton } = word;
  const uses: FlagUse[] = [];
  for (let at = 1; at < word.length; at += 1) {
    const letter = skeleton.charAt(at);
    // The first letter includes its dash, so that a finding marks `-p`.
    const spelling = word.slice(at === 1 ? 0 : at, at + 1);
    if (letter === UNKNOWN_CHARACTER) {
      return { ...NO_OPTION, uses, unresolvedOptions: [unresolvedText(word)] };
    }
    const flag = options.flags.byShorthand.get(letter);
    if (flag === undefined) {
      const found = unknownFlag(spelling, options, nameIn(word), longFlagMeantBy(word, options));
      return { ...passOver(spelling, at + 1 < word.length ? 'none' : undefined, rest, options, found), uses };
    }
    const hasEquals = skeleton.charAt(at + 1) === '=' && at + 2 < word.length;
    if (hasEquals) return withUses(uses, use(flag, spelling, word.slice(at + 2), word));
    if (flag.type === 'boolean') {
      uses.push({ flag, spelling, value: implied(spelling), word });
      continue;
    }
    if (at + 1 < word.length) {
      const glued = withUses(uses, use(flag, spelling, word.slice(at + 1), word));
      return { ...glued, problems: [...glued.problems, ...singleDash(word, at, options)] };
    }
    return withUses(uses, useNext(flag, spelling, word, rest, options));
  }
  return { ...NO_OPTION, uses };
}

function use(flag: Flag, spelling: Text, value: Text, word: Text): OptionWord {
  return { ...NO_OPTION, uses: [{ flag, spelling, value, word }], ...defined({ taken: expansionIn(value) }) };
}

function withUses(uses: readonly FlagUse[], last: OptionWord): OptionWord {
  return { ...last, uses: [...uses, ...last.uses] };
}

function implied(spelling: Text): Text {
  return Text.derived('true', spelling.place);
}

function useNext(
  flag: Flag,
  spelling: Text,
  word: Text,
  [next]: readonly Argument[],
  options: FlagLineOptions,
): OptionWord {
  if (next === undefined) {
    const remedy = `Add the value after it; see \`${options.command} --help\`.`;
    const what = `\`${flagText(spelling)}\` requires a value.`;
    return { ...NO_OPTION, problems: [problem('syntax/missing-value', spelling.place, what, { remedy })] };
  }
  const value = wordText(next);
  return {
    ...NO_OPTION,
    uses: [{ flag, spelling, value, word, valueWord: value }],
    ...defined({ taken: next.kind === 'unknown-words' ? next.unresolved : expansionIn(value) }),
    following: 1,
  };
}

/** Options that only podman-compose has (podman_compose.py, `_init_global_parser`). */
const PODMAN_COMPOSE_FLAG = /^--(?:in-pod|pod-args|podman-path|podman-args|podman-[a-z]+-args)$/;

/** `written` is what `meant` would replace. */
function unknownFlag(
  spelling: Text,
  options: FlagLineOptions,
  written: Text,
  meant: string | undefined,
): Problem | undefined {
  if (!options.isStrict) return undefined;
  // With podman, the command is podman-compose.
  if (PODMAN_COMPOSE_FLAG.test(flagText(spelling)) && !isCertain(spelling.place)) return undefined;
  const what = `Unknown flag \`${flagText(spelling)}\` for \`${options.command}\`.`;
  const remedy =
    meant === undefined ? `For valid flags, see \`${options.command} --help\`.` : `Did you mean \`${meant}\`?`;
  return problem('syntax/unknown-flag', spelling.place, what, { remedy, ...(meant && flagFix(written, meant)) });
}

/** Replaces a misspelled flag, if it is literal in the text. */
function flagFix({ segments: [only, ...others] }: Text, newText: string): Pick<Problem, 'fixes'> {
  if (only?.kind !== 'literal' || !only.isVerbatim || others.length > 0 || !isCertain(only.place)) return {};
  if (only.place.hops.some(({ kind }) => kind === 'default')) return {};
  return { fixes: inputFix('syntax/unknown-flag', { kind: 'edit', ...only.place.location, newText }) };
}

/** A flag with its dash, which only a bundle's first letter has. */
export function flagText({ shown: source }: Text): string {
  return source.startsWith('-') ? source : `-${source}`;
}

/** `-privileged` is a bundle that begins with `-p`; the long flag was intended. */
function longFlagMeantBy(word: Text, { flags }: FlagLineOptions): string | undefined {
  const name = nameIn(word).skeleton.slice(1);
  return flags.byName.has(name) && name.length > 1 ? `--${name}` : undefined;
}

/** `-env` is `-e nv`, which the client may take. */
function singleDash(word: Text, at: number, options: FlagLineOptions): readonly Problem[] {
  const meant = longFlagMeantBy(word, options);
  if (meant === undefined || !options.isStrict) return [];
  const name = nameIn(word);
  const { skeleton, place } = name;
  const what = `\`${skeleton}\` means \`${skeleton.slice(0, at + 1)} ${skeleton.slice(at + 1)}\`.`;
  const detail = { severity: 'warning', remedy: `Did you mean \`${meant}\`?`, ...flagFix(name, meant) } as const;
  return [problem('syntax/unknown-flag', place, what, detail)];
}

function nameIn(word: Text): Text {
  const equals = word.indexOf('=');
  return equals < 0 ? word : word.slice(0, equals);
}

/** An unknown flag, maybe with the next word. Unless that is clear, it adds unresolved options. */
function passOver(
  spelling: Text,
  value: 'none' | 'next' | undefined,
  rest: readonly Argument[],
  options: FlagLineOptions,
  found: Problem | undefined,
): OptionWord {
  const guess = value ?? guessValue(rest, options);
  const reason = found === undefined ? 'unparsed' : 'broken';
  const unresolved: UnresolvedOptions = { expression: spelling.source, reason, place: spelling.place };
  return {
    uses: [],
    unresolvedOptions: found === undefined && guess !== 'perhaps' ? [] : [unresolved],
    problems: found === undefined ? [] : [found],
    following: guess === 'none' || rest.length === 0 ? 0 : 1,
  };
}

/** Guesses whether the word after an unknown flag is its value. */
function guessValue([next, afterNext]: readonly Argument[], options: FlagLineOptions): 'none' | 'next' | 'perhaps' {
  // An option, nothing, or the last word, which must be the image.
  if (next?.kind !== 'word' || next.text.skeleton.startsWith('-') || afterNext === undefined) return 'none';
  const isFollowedByOption = afterNext.kind === 'word' && afterNext.text.skeleton.startsWith('-');
  return options.isSurelyPositional(next.text) && !isFollowedByOption ? 'none' : 'perhaps';
}
