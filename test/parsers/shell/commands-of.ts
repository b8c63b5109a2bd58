import type { DockerInvocation } from '../../../src/parsers/docker/commands/invocation.ts';
import type { Argument } from '../../../src/parsers/docker/grammar/words.ts';
import { findInvocations } from '../../../src/parsers/shell/interpret/invocations.ts';
import { fileScript } from '../../../src/parsers/shell/syntax/script-text.ts';
import { isCertain } from '../../../src/text/location.ts';
import type { Text } from '../../../src/text/text.ts';

export const path = 'script.sh';

export function invocationsIn(
  script: string,
  environment: ReadonlyMap<string, string> = new Map(),
): readonly DockerInvocation[] {
  return findInvocations(fileScript(path, script), { environment }).invocations;
}

/** The same for the script `path` among other files. */
export function commandsAmong(files: Readonly<Record<string, string>>, script: string, name = path): readonly string[] {
  const sources = {
    path: name,
    isWithin: (folder: string) => !folder.endsWith('..'),
    isFolder: () => false,
    read: (file: string) => files[file],
    has: (file: string) => files[file] !== undefined,
  };
  return findInvocations(fileScript(name, script), { environment: new Map(), sources }).invocations.map(showCommand);
}

/**
 * A script's commands, one line each. Spaces separate words, `␣` is a space inside a word, and `''`
 * an empty word.
 * `⟨$X⟩` is an unknown part, `⟨$X: a|b⟩` one with candidates; `?` precedes words of some code paths
 * only; `…$X` is any number of words.
 */
export function commandsOf(script: string, environment?: ReadonlyMap<string, string>): readonly string[] {
  return invocationsIn(script, environment).map(showCommand);
}

function showCommand({ program, arguments: words }: DockerInvocation): string {
  return [program, ...words.map(show)].join(' ');
}

function show(argument: Argument): string {
  if (argument.kind === 'unknown-words')
    return `${isCertain(argument.unresolved.place) ? '' : '?'}…${argument.unresolved.expression}`;
  const { text } = argument;
  const isConditional = !isCertain(text.whole) || text.segments.some(({ place }) => !isCertain(place));
  return `${isConditional ? '?' : ''}${text.length === 0 ? "''" : showText(text)}`;
}

function showText(text: Text): string {
  return text.segments
    .map((segment) => {
      if (segment.kind === 'literal') return segment.text.replaceAll(' ', '␣').replaceAll('\n', '⏎');
      const candidates = segment.candidates.map(showText).join('|');
      return `⟨${segment.expression}${segment.candidates.length > 0 ? `: ${candidates}` : ''}⟩`;
    })
    .join('');
}
