import type { UnresolvedOptions } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import { inputFix } from '../../../model/input-fix.ts';
import { isCertain } from '../../../text/location.ts';
import { Text, UNKNOWN_CHARACTER } from '../../../text/text.ts';
import type { FlagLineOptions, FlagUse } from './flag-line.ts';
import type { Flag } from './flags/flag.ts';
import { findByName } from './flags/flag-set.ts';
import { type Argument, expansionIn, unresolvedText } from './words.ts';

export interface OptionWord {
  readonly uses: readonly FlagUse[];
  readonly unresolvedOptions: readonly UnresolvedOptions[];
  /** An unquoted expansion read as a value, or at the end of one. */
  readonly taken?: UnresolvedOptions;
  readonly problems: readonly Problem[];
  /** How many of the next words belong to it: none or one. */
  readonly following: number;
}

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
  const problem = unknownFlag(spelling, options, spelling, meant === undefined ? undefined : `--${meant}`);
  const meantFlag = meant === undefined ? undefined : options.flags.byName.get(meant);
  return passOver(
    spelling,
    equals >= 0 ? 'none' : meantFlag === undefined ? undefined : meantFlag.type === 'boolean' ? 'none' : 'next',
    rest,
    options,
    problem,
  );
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
      return {
        uses,
        unresolvedOptions: [unresolvedText(word)],
        problems: [],
        following: 0,
      };
    }
    const flag = options.flags.byShorthand.get(letter);
    if (flag === undefined) {
      const glued = at + 1 < word.length;
      const passed = passOver(
        spelling,
        glued ? 'none' : undefined,
        rest,
        options,
        unknownFlag(spelling, options, nameIn(word), longFlagMeantBy(word, options)),
      );
      return { ...passed, uses };
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
  return { uses, unresolvedOptions: [], problems: [], following: 0 };
}

function use(flag: Flag, spelling: Text, value: Text, word: Text): OptionWord {
  return {
    uses: [{ flag, spelling, value, word }],
    unresolvedOptions: [],
    ...takenOf(expansionIn(value)),
    problems: [],
    following: 0,
  };
}

function takenOf(taken: UnresolvedOptions | undefined): Pick<OptionWord, 'taken'> {
  return taken === undefined ? {} : { taken };
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
    const problem: Problem = {
      id: 'syntax/missing-value',
      severity: 'error',
      message: {
        what: `\`${flagText(spelling)}\` requires a value.`,
        remedy: `Add the value after it; see \`${options.command} --help\`.`,
      },
      place: spelling.place,
    };
    return { uses: [], unresolvedOptions: [], problems: [problem], following: 0 };
  }
  const value = next.kind === 'word' ? next.text : Text.unknown(next.unresolved.expression, next.unresolved.place);
  return {
    uses: [{ flag, spelling, value, word, valueWord: value }],
    unresolvedOptions: [],
    ...takenOf(next.kind === 'unknown-words' ? next.unresolved : expansionIn(value)),
    problems: [],
    following: 1,
  };
}

/** Options of podman-compose (podman_compose.py, `_init_global_parser`). */
const PODMAN_COMPOSE_FLAG = /^--(?:in-pod|pod-args|podman-path|podman-args|podman-[a-z]+-args)$/;

/** `written` is the text that `meant` would replace. */
function unknownFlag(
  spelling: Text,
  options: FlagLineOptions,
  written: Text,
  meant: string | undefined,
): Problem | undefined {
  if (!options.isStrict) return undefined;
  // The script may run podman-compose on the code path with this flag.
  if (PODMAN_COMPOSE_FLAG.test(flagText(spelling)) && !isCertain(spelling.place)) return undefined;
  return {
    id: 'syntax/unknown-flag',
    severity: 'error',
    message: {
      what: `Unknown flag \`${flagText(spelling)}\` for \`${options.command}\`.`,
      remedy:
        meant === undefined ? `For valid flags, see \`${options.command} --help\`.` : `Did you mean \`${meant}\`?`,
    },
    place: spelling.place,
    ...(meant === undefined ? {} : flagFix(written, meant)),
  };
}

/** Replaces a misspelled flag, if it is literal in the text. */
function flagFix({ segments: [only, ...others] }: Text, newText: string): Pick<Problem, 'fixes'> {
  if (only?.kind !== 'literal' || !only.isVerbatim || others.length > 0 || !isCertain(only.place)) return {};
  if (only.place.hops.some(({ kind }) => kind === 'default')) return {};
  return { fixes: inputFix('syntax/unknown-flag', { kind: 'edit', ...only.place.location, newText }) };
}

/** A flag with its dash: in a bundle, only the first letter has one. */
export function flagText({ shown: source }: Text): string {
  return source.startsWith('-') ? source : `-${source}`;
}

/**
 * The long flag that was intended: to the client, `-privileged` is a bundle that begins with `-p`.
 */
function longFlagMeantBy(word: Text, { flags }: FlagLineOptions): string | undefined {
  const name = nameIn(word).skeleton.slice(1);
  return flags.byName.has(name) && name.length > 1 ? `--${name}` : undefined;
}

/** Warns about `-env`, which the client reads as `-e nv` and may accept. */
function singleDash(word: Text, at: number, options: FlagLineOptions): readonly Problem[] {
  const meant = longFlagMeantBy(word, options);
  if (meant === undefined || !options.isStrict) return [];
  const { skeleton, place } = nameIn(word);
  return [
    {
      id: 'syntax/unknown-flag',
      severity: 'warning',
      message: {
        what: `\`${skeleton}\` means \`${skeleton.slice(0, at + 1)} ${skeleton.slice(at + 1)}\`.`,
        remedy: `Did you mean \`${meant}\`?`,
      },
      place,
      ...flagFix(nameIn(word), meant),
    },
  ];
}

function nameIn(word: Text): Text {
  const equals = word.indexOf('=');
  return equals < 0 ? word : word.slice(0, equals);
}

/** An unknown flag, possibly with the next word as its value. In doubt, adds unresolved options. */
function passOver(
  spelling: Text,
  value: 'none' | 'next' | undefined,
  rest: readonly Argument[],
  options: FlagLineOptions,
  problem: Problem | undefined,
): OptionWord {
  const guess = value ?? guessValue(rest, options);
  const isPlain = problem === undefined && guess !== 'perhaps';
  const unresolved: UnresolvedOptions = {
    expression: spelling.source,
    reason: problem === undefined ? 'unparsed' : 'broken',
    place: spelling.place,
  };
  return {
    uses: [],
    unresolvedOptions: isPlain ? [] : [unresolved],
    problems: problem === undefined ? [] : [problem],
    following: guess === 'none' || rest.length === 0 ? 0 : 1,
  };
}

/** Guesses whether the word after an unknown flag is its value. */
function guessValue([next, afterNext]: readonly Argument[], options: FlagLineOptions): 'none' | 'next' | 'perhaps' {
  // The next word isn't a value: an option, nothing, or the last word, which must be the image.
  if (next?.kind !== 'word' || next.text.skeleton.startsWith('-') || afterNext === undefined) return 'none';
  const isFollowedByOption = afterNext.kind === 'word' && afterNext.text.skeleton.startsWith('-');
  return options.isSurelyPositional(next.text) && !isFollowedByOption ? 'none' : 'perhaps';
}
