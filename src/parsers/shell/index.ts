import type { Subject } from '../../model/container.ts';
import type { Problem } from '../../model/finding.ts';
import type { Place } from '../../text/location.ts';
import type { ParseContext, Parsed, SourceFile } from '../contract/parsed.ts';
import { linkImages, linkNetworks, linkVolumes, parseDockerCommand } from '../docker/index.ts';
import { findInvocations, type ScriptContext } from './interpret/invocations.ts';
import { fileScript, type ScriptText } from './syntax/script-text.ts';

export type { ScriptContext } from './interpret/invocations.ts';
export { findShellComments } from './syntax/comments.ts';
export { fileScript, regionScript, type ScriptText, stringScript } from './syntax/script-text.ts';

/** What a script asks the engine for; the texts that its places name are those of whoever has it. */
export type ParsedScript = Pick<Parsed, 'subjects' | 'problems' | 'values'>;

/**
 * What the docker commands in a shell script ask the engine for, wherever a shell would run them: behind `sudo` and its like,
 * in functions, in strings that another shell runs. Variables are followed; what the script doesn't say is unknown. Any text can
 * be given: what is no valid script gives problems, and what still can be read.
 */
export function parseShell(source: SourceFile, context: ParseContext): Parsed {
  const script = fileScript(source.path, source.text);
  return { ...parseScript(script, context), texts: new Map([[source.path, source.text]]) };
}

/** As {@link parseShell}, for a script that may be part of another text; all places are those of its characters. */
export function parseScript(script: ScriptText, context: ScriptContext): ParsedScript {
  const { invocations, problems, assigned, secrets } = findInvocations(script, context);
  const results = invocations.map(parseDockerCommand);
  const volumes = results.flatMap((result) => result.volumes);
  const networks = results.flatMap((result) => result.networks);
  const subjects = linkNetworks(linkVolumes(linkImages(results), volumes), networks);
  const found = withoutRepetition([...problems, ...results.flatMap((result) => result.problems)]);
  return {
    subjects: inOrder(subjects),
    problems: inOrder(found),
    values: { environment: results.flatMap(({ values }) => values), variables: assigned, secrets },
  };
}

function withoutRepetition(problems: readonly Problem[]): readonly Problem[] {
  const keyOf = ({ id, place, message }: Problem): string =>
    `${id} ${place.location.span.start} ${place.location.span.end} ${message.what}`;
  return [...new Map(problems.map((problem) => [keyOf(problem), problem])).values()];
}

function inOrder<T extends Subject | Problem>(things: readonly T[]): readonly T[] {
  const start = ({ location }: Place): number => location.span.start;
  return things.toSorted((a, b) => start(a.place) - start(b.place));
}
