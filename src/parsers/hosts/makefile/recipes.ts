import { placeAt } from '../../../text/location.ts';
import { type Segment, Text, type UnknownSegment } from '../../../text/text.ts';
import { append } from '../../../util/maps.ts';
import { guessProgram } from '../../programs/engines.ts';
import { type ScriptSources, type ScriptTask, stringScript } from '../../shell/index.ts';
import { callsEngine } from '../../shell/syntax/detect.ts';
import type { HostTask } from '../ci/jobs.ts';
import { expandMake, expandVariable } from './expand.ts';
import type { MakeRule, ReadMakefile } from './reader.ts';
import { type MakeScope, type MakeSession, noteLimit } from './scope.ts';
import { setForTarget, type TargetVariable } from './target-variables.ts';
import { expressionOf, forkMake, lookUpMake } from './variables.ts';

/** A recipe line with more possible texts is read once, with the differences unknown. */
const MAX_ALTERNATIVES = 8;

const TOO_MANY = `This has more than ${MAX_ALTERNATIVES} possible commands; the others were not read.`;

const PLAIN_SH = /(?:^|\/)(?:d?a)?sh(?:\s|$)/;
const SHELL_NAME = /(?:^|\/)(?:ba|da|a|k|mk|z)?sh(?:\.exe)?$/;

/** The scripts that shells get from recipes, and from `$(shell …)` while reading. */
export function scriptsOf(makefile: ReadMakefile, sources?: ScriptSources): readonly HostTask[] {
  const { session, rules } = makefile;
  const isOneShell = rules.some(({ targets }) => targets.some(({ value }) => value === '.ONESHELL'));
  const dependents = dependentsOf(makefile);
  const recipes = rules.flatMap((rule): readonly HostTask[] => {
    if (rule.recipe.length === 0) return [];
    const scope = scopeOf(makefile, rule, dependents);
    const lines = rule.recipe.map((line) => expandMake(scope, line));
    if (!hasPosixShell(scope)) return [];
    const title = rule.targets.map(({ source }) => source).join(' ');
    const scripts = isOneShell
      ? alternativesOf(session, oneScript(lines.flatMap(linesOf)))
      : lines.flatMap((line) => alternativesOf(session, line)).flatMap(linesOf);
    return scripts.flatMap((text) => {
      const names = mayNameEngine(text);
      if (!names && !USES_VARIABLE.test(text.skeleton)) return [];
      const task = toScript(makefile, scope, text, sources);
      return names || [...(task.context.variables?.values() ?? [])].some(mayNameEngine) ? [{ ...task, title }] : [];
    });
  });
  const scope = { session, state: makefile.state, file: '', bound: new Map<string, Text>(), running: [] };
  const commands = [...session.commands.values()].filter(mayNameEngine);
  return [...recipes, ...commands.map((text) => toScript(makefile, scope, text, sources))];
}

/** Such as `eval "$$S"`, if make exports the variable. */
const USES_VARIABLE = /\$\{?[A-Za-z_]/;

/** A verb whose program's name may be in pieces, or a decoded or computed script. */
const MAY_RUN = /\b(?:run|create|exec|up|deploy|eval|base64)\b|\|\s{0,20}(?:\S{1,100}\/)?(?:ba|da|z|k)?sh\b/;

/** False for a script that can't start containers, so its shell doesn't matter. */
function mayNameEngine(text: Text): boolean {
  return (
    callsEngine(text.source) ||
    MAY_RUN.test(text.skeleton) ||
    text.isLimited ||
    text.segments.some((segment) => segment.kind === 'unknown' && segment.candidates.some(mayNameEngine))
  );
}

function toScript(
  { session, exported, exportsAll, unexported }: ReadMakefile,
  scope: MakeScope,
  text: Text,
  sources: ScriptSources | undefined,
): ScriptTask {
  const variables = new Map<string, Text>();
  for (const [name] of text.skeleton.matchAll(/[A-Za-z_]\w*/g)) {
    if (
      !(exportsAll || exported.has(name)) ||
      unexported.has(name) ||
      variables.has(name) ||
      lookUpMake(scope.state, name) === undefined
    )
      continue;
    variables.set(name, expandVariable(scope, name, { expression: `$${name}`, place: text.whole }));
  }
  const isPlainSh = shellsOf(scope)?.every((shell) => PLAIN_SH.test(shell)) ?? false;
  return {
    script: stringScript(text),
    context: { environment: session.environment, variables, isPlainSh, ...(sources === undefined ? {} : { sources }) },
  };
}

function scopeOf(
  makefile: ReadMakefile,
  rule: MakeRule,
  dependents: ReadonlyMap<string, readonly string[]>,
): MakeScope {
  const { session } = makefile;
  const state = forkMake(makefile.state);
  const names = rule.targets.flatMap(({ value }) => value ?? []);
  const bound = new Map<string, Text>();
  const [only, ...others] = rule.targets;
  if (only !== undefined && others.length === 0 && only.value?.includes('%') === false) bound.set('@', only);
  const { targetVariables } = makefile;
  const set = (variable: TargetVariable, isAlways: boolean): void => {
    setForTarget({ session, state, file: variable.file, bound, running: [] }, variable, isAlways);
  };
  const own = names.map((name) => targetVariables.of(name, session));
  const above = names
    .flatMap((name) => dependents.get(name) ?? [])
    .flatMap((target) => targetVariables.of(target, session));
  for (const variable of new Set(above))
    if (!own.some((variables) => variables.includes(variable))) set(variable, false);
  for (const variable of new Set(own.flat()))
    set(
      variable,
      own.every((variables) => variables.includes(variable)),
    );
  return { session, state, file: rule.file, bound, running: [] };
}

/**
 * The possible values of `SHELL`, or `undefined`. The environment doesn't set it (GNU make, 5.3.2).
 */
function shellsOf(scope: MakeScope): readonly string[] | undefined {
  if (lookUpMake(scope.state, 'SHELL') === undefined) return ['/bin/sh'];
  const shell = expandVariable(scope, 'SHELL', { expression: expressionOf('SHELL'), place: placeAt(scope.file, 0, 0) });
  if (shell.isKnown) return [shell.skeleton];
  return shell.isOneOfFew ? shell.alternatives().map(({ skeleton }) => skeleton) : undefined;
}

/** False if `SHELL` certainly isn't a shell. */
function hasPosixShell(scope: MakeScope): boolean {
  const shells = shellsOf(scope);
  return shells?.some((shell) => shell.split(/\s+/).some((word) => SHELL_NAME.test(word))) ?? true;
}

/**
 * The non-empty lines of a command, which separate shells run. Variables may contain several lines.
 */
function linesOf(text: Text): readonly Text[] {
  return Array.from(text.skeleton.matchAll(/(?:[^\\\n]|\\[^]?)+/g), ({ 0: line, index }) =>
    withoutPrefix(text.slice(index, index + line.length)),
  ).filter((line) => line.skeleton !== '');
}

/**
 * A command without leading `@`, `-` and `+`, even if a variable contains them (`$(Q)docker run
 * …`).
 */
function withoutPrefix(text: Text): Text {
  let from = 0;
  for (const [index, segment] of text.segments.entries()) {
    if (segment.kind === 'literal') {
      const prefix = /^[ \t@+-]*/.exec(segment.text)?.[0] ?? '';
      from += prefix.length;
      if (prefix !== segment.text) break;
    } else {
      if (!isPrefix(segment, text.segments[index + 1])) break;
      from += 1;
    }
  }
  return text.slice(from);
}

/** True for a variable that is `@` or empty, and for an unset one right before a name. */
function isPrefix({ candidates }: UnknownSegment, next: Segment | undefined): boolean {
  return candidates.length === 0
    ? next !== undefined && mayBeginName(next)
    : candidates.every(({ value }) => value !== undefined && /^[ \t@+-]*$/.test(value));
}

function mayBeginName(segment: Segment): boolean {
  if (segment.kind === 'literal') return /^[A-Za-z]/.test(segment.text);
  return segment.candidates.length === 0
    ? guessProgram(segment.expression, 'run') !== undefined
    : segment.candidates.some(({ segments: [first] }) => first !== undefined && mayBeginName(first));
}

/** Joins all lines into one script, for `.ONESHELL`. */
function oneScript(lines: readonly Text[]): Text {
  const [first] = lines;
  if (first === undefined) return new Text([], placeAt('', 0, 0));
  return Text.concat(
    lines.flatMap((line) => [line, Text.derived('\n', line.slice(line.length).whole)]),
    first.whole,
  );
}

const STRUCTURE = /[;|&<>()`\n]/;

function hasStructure({ segments }: Text): boolean {
  return segments.some((segment) =>
    segment.kind === 'literal' ? STRUCTURE.test(segment.text) : segment.candidates.some(hasStructure),
  );
}

/**
 * The possible texts of a script if branches contain different commands: each is read separately.
 */
function alternativesOf(session: MakeSession, text: Text): readonly Text[] {
  let heads: Segment[][] = [[]];
  for (const segment of text.segments) {
    const options =
      segment.kind === 'unknown' && segment.candidates.some(hasStructure)
        ? segment.candidates.map(({ segments }) => viaBranch(segment, segments))
        : [];
    if (options.length > 0 && heads.length * options.length <= MAX_ALTERNATIVES)
      heads = heads.flatMap((head) => options.map((option) => [...head, ...option]));
    else {
      if (options.length > 0 && mayNameEngine(text)) noteLimit(session, segment.place.location, TOO_MANY);
      for (const head of heads) head.push(segment);
    }
  }
  return heads.map((segments) => new Text(segments, text.whole));
}

function viaBranch({ branch }: UnknownSegment, segments: readonly Segment[]): readonly Segment[] {
  const [first] = segments;
  if (first === undefined || branch === undefined) return segments;
  return new Text(segments, first.place).via(branch).segments;
}

/** The maximum number of followed dependencies. */
const MAX_STEPS = 50_000;

/**
 * For each target, the targets that depend on it, directly or not, and have variables: these also
 * apply in its recipe.
 */
function dependentsOf({ rules, targetVariables }: ReadMakefile): ReadonlyMap<string, readonly string[]> {
  const prerequisites = new Map<string, string[]>();
  for (const { targets, prerequisites: names } of rules)
    for (const { value } of targets)
      if (value !== undefined) for (const name of names) append(prerequisites, value, name);
  const found = new Map<string, string[]>();
  let steps = MAX_STEPS;
  for (const target of targetVariables.targets) {
    const reached = new Set<string>([target]);
    const open = [target];
    for (let next = open.pop(); next !== undefined && steps > 0; next = open.pop()) {
      for (const name of prerequisites.get(next) ?? []) {
        steps -= 1;
        if (reached.has(name)) continue;
        reached.add(name);
        open.push(name);
        append(found, name, target);
      }
    }
  }
  return found;
}
