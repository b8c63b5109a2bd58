import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { type Argument, type DockerResult, parseDockerCommand } from '../../docker/index.ts';
import {
  expandSpecifiers,
  expandVariables,
  reachedBy,
  type Specifiers,
  type UnitEnvironment,
  wholeVariable,
} from '../units/expand.ts';
import { SYSTEMD_ARGUMENTS, splitWords } from '../units/words.ts';
import type { QuadletUnit, WrittenUnitValue } from './quadlet-unit.ts';

/** Collects the words of a podman command, each at the place of its key or value. */
export class CommandWords {
  readonly #words: Text[] = [];

  own(place: Place, ...words: readonly string[]): void {
    for (const word of words) this.#words.push(Text.derived(word, place));
  }

  given(words: readonly Text[]): void {
    for (const word of words) this.#words.push(word);
  }

  /** `--name value`, if the unit sets the key. */
  flag(name: string, written: WrittenUnitValue | undefined, prefix = ''): void {
    if (written === undefined) return;
    const { key, text } = written;
    this.#words.push(Text.derived(`--${name}`, key), prefix === '' ? text : withPrefix(prefix, text));
  }

  /** `--name`, or `--name=false`, by the key's value. */
  boolean(name: string, written: ReturnType<QuadletUnit['boolean']>): void {
    if (written === undefined) return;
    const { text, value } = written;
    const spelled = text.skeleton === 'false' ? text : Text.derived('false', text.place);
    this.#words.push(value ? Text.derived(`--${name}`, text.place) : withPrefix(`--${name}=`, spelled));
  }

  /** The words after systemd's expansion of specifiers and variables. */
  expanded(specifiers: Specifiers, environment: UnitEnvironment = new Map<string, Text>()): readonly Argument[] {
    return this.#words.flatMap((word) => expandWord(expandSpecifiers(word, specifiers), environment));
  }
}

/**
 * The result of `podman` with these words; settings that the unit doesn't write are placed at its
 * header.
 */
export function readPodman(header: Place, words: readonly Argument[]): DockerResult {
  return parseDockerCommand({ program: 'podman', programPlace: header, programWord: header, arguments: words });
}

/** Adds a prefix to the value's word. */
export function withPrefix(prefix: string, text: Text): Text {
  return Text.concat([Text.derived(prefix, text.place), text], text.whole);
}

/**
 * A word that consists of one variable becomes any number of words; all others stay one word
 * (systemd `src/basic/env-util.c`, `replace_env_argv`).
 */
function expandWord(word: Text, environment: UnitEnvironment): readonly Argument[] {
  const name = wholeVariable(word);
  if (name === undefined) return [{ kind: 'word', text: expandVariables(word, environment) }];
  const value = environment.get(name);
  if (value === undefined)
    return [
      { kind: 'unknown-words', unresolved: { expression: word.skeleton, reason: 'variable', place: word.place } },
    ];
  return (splitWords(value, SYSTEMD_ARGUMENTS) ?? []).map((part) => ({
    kind: 'word',
    text: reachedBy(part, word.skeleton, word),
  }));
}
