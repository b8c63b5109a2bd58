import type { Subject } from '../../model/container.ts';
import type { Problem } from '../../model/finding.ts';
import type { Place } from '../../text/location.ts';
import { isAbsolutePath } from '../../util/paths.ts';
import type { ParseContext, Parsed, SourceFile } from '../contract/parsed.ts';
import { linkImages, linkNetworks, linkVolumes, parseDockerCommand } from '../docker/index.ts';
import { findInvocations, type ScriptContext, type ScriptSources } from './interpret/invocations.ts';
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
  const { path, text } = source;
  const { files, environment, isOutside } = context;
  const sources: ScriptSources = {
    path,
    read: (name) => {
      if (isAbsolutePath(name) || isOutside?.(name) === true) return undefined;
      const result = files.read(name);
      return 'text' in result && !result.text.includes('\0') ? result.text : undefined;
    },
  };
  const { texts, ...parsed } = findAll(fileScript(path, text), { environment, sources });
  return { ...parsed, texts: new Map([[path, text], ...texts]), sourced: new Set(texts.keys()) };
}

/** As {@link parseShell}, for a script that may be part of another text; all places are those of its characters. */
export function parseScript(script: ScriptText, context: ScriptContext): ParsedScript {
  const { subjects, problems, values } = findAll(script, context);
  return { subjects, problems, values };
}

function findAll(script: ScriptText, context: ScriptContext): ParsedScript & Pick<Parsed, 'texts'> {
  const { invocations, problems, assigned, secrets, texts } = findInvocations(script, context);
  const results = invocations.map(parseDockerCommand);
  const volumes = results.flatMap((result) => result.volumes);
  const networks = results.flatMap((result) => result.networks);
  const subjects = linkNetworks(linkVolumes(linkImages(results), volumes), networks);
  const found = withoutRepetition([...problems, ...results.flatMap((result) => result.problems)]);
  return {
    subjects: inOrder(subjects, texts),
    problems: inOrder(found, texts),
    values: { environment: results.flatMap(({ values }) => values), variables: assigned, secrets },
    texts,
  };
}

function withoutRepetition(problems: readonly Problem[]): readonly Problem[] {
  const keyOf = ({ id, place, message }: Problem): string =>
    `${id} ${place.location.path} ${place.location.span.start} ${place.location.span.end} ${message.what}`;
  return [...new Map(problems.map((problem) => [keyOf(problem), problem])).values()];
}

/** In the order of the text, what stands in other files after all else. */
function inOrder<T extends Subject | Problem>(things: readonly T[], others: ReadonlyMap<string, string>): readonly T[] {
  const paths = [...others.keys()];
  const fileOf = ({ location }: Place): number => (paths.length === 0 ? -1 : paths.indexOf(location.path));
  const start = ({ location }: Place): number => location.span.start;
  return things.toSorted((a, b) => fileOf(a.place) - fileOf(b.place) || start(a.place) - start(b.place));
}
