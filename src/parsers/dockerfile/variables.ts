import type { DockerfileVariables } from '../../model/container.ts';
import type { Location, Place } from '../../text/location.ts';
import { trimmed, wordsIn } from '../../text/parts.ts';
import type { Setting } from '../../text/setting.ts';
import { Text } from '../../text/text.ts';
import { expandDockerfileWord } from './expand.ts';
import { type Dockerfile, type Instruction, triggerOf } from './instructions.ts';

/** A name and its value as written, with quotes and variables. */
export interface Assignment {
  readonly name: string;
  readonly value: Text | undefined;
  /** The whole assignment. */
  readonly place: Place;
}

/**
 * The assignments of an `ENV` or `ARG`: `A=1 B="two words"`, or `A value` (BuildKit
 * `parseNameVal`).
 */
export function readAssignments(argument: Text, escape: string, isEnvironment = false): readonly Assignment[] {
  const words = quotedWords(argument, escape);
  const [first] = words;
  if (first === undefined) return [];
  if (isEnvironment && !first.skeleton.includes('=')) {
    const [name] = wordsIn(argument);
    return name?.value === undefined
      ? []
      : [{ name: name.value, value: trimmed(argument.slice(name.length)), place: argument.place }];
  }
  return words.flatMap((word): readonly Assignment[] => {
    const [name, value] = word.split('=', 2);
    return name?.value === undefined ? [] : [{ name: name.value, value, place: word.place }];
  });
}

/** The places of all values of `ENV`s and `ARG`s. */
export function variableLocations(dockerfile: Dockerfile): readonly Location[] {
  return [...assignmentsIn(dockerfile, 'ARG'), ...assignmentsIn(dockerfile, 'ENV')].flatMap(({ value }) =>
    value === undefined || value.length === 0 ? [] : [value.place.location],
  );
}

/** The variables of all stages. Values that use other variables are unknown. */
export function readDockerfileVariables(dockerfile: Dockerfile): DockerfileVariables {
  const settingsOf = (keyword: 'ARG' | 'ENV'): readonly Setting<string>[] =>
    assignmentsIn(dockerfile, keyword).flatMap(({ name, value, place }) => {
      if (value === undefined) return [];
      const expanded = expandDockerfileWord(value, dockerfile.escape, () => undefined);
      return [Text.concat([Text.derived(`${name}=`, place), expanded], place).toStringSetting()];
    });
  const declared = new Set(assignmentsIn(dockerfile, 'ARG').map(({ name }) => name));
  return { args: settingsOf('ARG'), env: settingsOf('ENV'), declared };
}

export function setsVariables(dockerfile: DockerfileVariables | undefined): boolean {
  return dockerfile !== undefined && dockerfile.args.length + dockerfile.env.length > 0;
}

function assignmentsIn({ instructions, escape }: Dockerfile, keyword: 'ARG' | 'ENV'): readonly Assignment[] {
  return instructions.flatMap((instruction) => {
    const own: Instruction | undefined = instruction.keyword === 'ONBUILD' ? triggerOf(instruction) : instruction;
    return own?.keyword === keyword ? readAssignments(own.argument, escape, keyword === 'ENV') : [];
  });
}

/** Blank-separated words, respecting quotes and escapes. */
function quotedWords(text: Text, escape: string): readonly Text[] {
  const { skeleton } = text;
  const words: Text[] = [];
  let start = -1;
  let quote = '';
  for (let at = 0; at <= skeleton.length; at += 1) {
    const char = skeleton.charAt(at);
    const isBlank = char === '' || (quote === '' && /\s/.test(char));
    if (isBlank && start >= 0) {
      words.push(text.slice(start, at));
      start = -1;
    }
    if (isBlank) continue;
    if (start < 0) start = at;
    if (char === escape && quote !== "'") at += 1;
    else if (char === quote) quote = '';
    else if (quote === '' && (char === '"' || char === "'")) quote = char;
  }
  return words;
}
