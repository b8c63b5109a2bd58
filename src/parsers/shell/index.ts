import type { Subject } from '../../model/container.ts';
import type { Problem } from '../../model/finding.ts';
import type { Hop, Place } from '../../model/source.ts';
import { linkVolumes, parseDockerCommand, type DockerInvocation } from '../docker/index.ts';
import type { Parsed, ParseContext, SourceFile } from '../parsed.ts';
import { runUncalledFunctions } from './functions.ts';
import { itemKey } from './items.ts';
import { mergeLists } from './merge.ts';
import { runUnusedAliases } from './nested.ts';
import { newShell, type CallSite, type Scope, type Session } from './scope.ts';
import { fileScript } from './script-text.ts';
import { newState } from './state.ts';
import { runNode, runScript } from './walk.ts';

/** A command that is run with more than so many different lists of words is one command whose words have candidates. */
const MAX_VARIANTS = 8;

/** Beside one reading of the text, so many commands more may be read again in loops and functions. */
const MIN_REPEATS = 20_000;

/** The words of a script are read this many times at most, each time for what stands inside those read before. */
const MAX_NESTED_FACTOR = 12;

/**
 * What the docker commands in a shell script ask the engine for, wherever a shell would run them: behind `sudo` and its like,
 * in functions, in strings that another shell runs. Variables are followed; what the script doesn't say is unknown. Any text can
 * be given: what is no valid script gives problems, and what still can be read.
 */
export function parseShell(source: SourceFile, context: ParseContext): Parsed {
  const { path, text } = source;
  const session: Session = {
    path,
    environment: context.environment,
    calls: new Map(),
    problems: new Map(),
    repeats: text.length + MIN_REPEATS,
    nested: MAX_NESTED_FACTOR * text.length + MIN_REPEATS,
    seen: new WeakSet(),
    interpreter: { runScript, runNode },
  };
  const script = fileScript(path, text);
  const scope: Scope = {
    session,
    shell: newShell(),
    script,
    state: newState(),
    frame: undefined,
    loop: undefined,
    input: undefined,
    running: [],
    depth: 0,
    isSilent: false,
    isUnreached: false,
  };
  runScript(scope, script);
  runUncalledFunctions(scope);
  runUnusedAliases(scope);
  const results = [...session.calls.values()].flatMap(variantsOf).map(parseDockerCommand);
  const volumes = results.flatMap((result) => result.volumes);
  const subjects = linkVolumes(results.flatMap((result) => result.subjects), volumes);
  const problems = [...session.problems.values(), ...results.flatMap((result) => result.problems)];
  return { subjects: inOrder(subjects), problems: inOrder(withoutRepetition(problems)), texts: new Map([[path, text]]) };
}

/** The different lists of words with which one command is run. */
function variantsOf({ location, reached, unreached }: CallSite): readonly DockerInvocation[] {
  const variants = new Map<string, DockerInvocation>();
  for (const invocation of reached.length > 0 ? reached : unreached) {
    const key = invocation.arguments.map(itemKey).join('\u0002');
    if (!variants.has(key)) variants.set(key, invocation);
  }
  const [first, ...others] = variants.values();
  if (first === undefined || others.length < MAX_VARIANTS) return [...variants.values()];
  const branch: Hop = { kind: 'branch', location };
  const choice = { expression: '…', place: first.programPlace, branch };
  return [{ ...first, arguments: mergeLists([first, ...others].map((invocation) => invocation.arguments), choice) }];
}

function withoutRepetition(problems: readonly Problem[]): readonly Problem[] {
  const keyOf = ({ id, place, message }: Problem): string => `${id} ${place.location.span.start} ${place.location.span.end} ${message.what}`;
  return [...new Map(problems.map((problem) => [keyOf(problem), problem])).values()];
}

function inOrder<T extends Subject | Problem>(things: readonly T[]): readonly T[] {
  const start = ({ location }: Place): number => location.span.start;
  return things.toSorted((a, b) => start(a.place) - start(b.place));
}
