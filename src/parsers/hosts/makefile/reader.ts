import type { Hop, Location, Span } from '../../../text/location.ts';
import { trimmed, wordsIn } from '../../../text/parts.ts';
import type { Text } from '../../../text/text.ts';
import { joinPath } from '../../../util/paths.ts';
import { readInside } from '../../contract/read-inside.ts';
import { pathOfText } from '../../shell/index.ts';
import { MAX_NESTING } from '../../syntax/nesting.ts';
import type { JobContext } from '../ci/jobs.ts';
import { assigned } from './assign.ts';
import { expandMake } from './expand.ts';
import { type MakeScope, type MakeSession, noteLimit } from './scope.ts';
import type { MakeAssignment } from './syntax/assignment.ts';
import { type MakeNode, parseNodes, type RuleNode } from './syntax/nodes.ts';
import { setForTarget, TargetVariables } from './target-variables.ts';
import { forkMake, joinMake, lookUpMake, type MakeState, newMakeState } from './variables.ts';

/** The maximum depth of included files. */
const MAX_INCLUDED = 20;
const MAX_INCLUDED_LENGTH = 2_000_000;

const TOO_DEEP = 'This is nested too deeply; plimsoll treats it as always true.';
const TOO_FAR = `Includes nested more than ${MAX_INCLUDED} levels deep were not read.`;
const TOO_LONG = `Includes exceed ${MAX_INCLUDED_LENGTH} characters; the rest was not read.`;

/** The maximum number of expanded characters. */
const MAX_EXPANDED = 1_000_000;

/** A rule with its unexpanded recipe. */
export interface MakeRule {
  readonly file: string;
  /** Expanded. */
  readonly targets: readonly Text[];
  readonly prerequisites: readonly string[];
  readonly recipe: Text[];
}

/** A Makefile with its included files, and all variables at its end, as recipes see them. */
export interface ReadMakefile {
  readonly session: MakeSession;
  readonly state: MakeState;
  readonly rules: readonly MakeRule[];
  readonly targetVariables: TargetVariables;
  readonly exported: ReadonlySet<string>;
  readonly exportsAll: boolean;
  readonly unexported: ReadonlySet<string>;
  readonly assignments: readonly MakeAssignment[];
  readonly texts: ReadonlyMap<string, string>;
  /** The place and message of the error for which make rejects the file. */
  readonly refusal: { readonly location: Location; readonly message: string } | undefined;
}

interface Conditional {
  readonly branch: Hop;
  readonly base: MakeState;
  readonly ends: MakeState[];
  hasElse: boolean;
  /** Conditionals are nested too deeply, so all their commands count. */
  readonly isTooDeep: boolean;
}

/** Reads a Makefile like GNU make; any branch of a conditional may be taken. */
export function readMakefile(path: string, text: string, context: JobContext): ReadMakefile {
  const reader = new Reader(path, text, context);
  reader.readFile(path, text, []);
  return reader;
}

class Reader implements ReadMakefile {
  readonly #context: JobContext;
  readonly session: MakeSession;
  readonly texts = new Map<string, string>();
  readonly rules: MakeRule[] = [];
  readonly targetVariables = new TargetVariables();
  readonly assignments: MakeAssignment[] = [];
  readonly exported = new Set<string>();
  readonly unexported = new Set<string>();
  exportsAll = false;
  state: MakeState = newMakeState();
  readonly #open: Conditional[] = [];
  readonly #main: string;
  refusal: ReadMakefile['refusal'];
  #left = MAX_INCLUDED_LENGTH;

  constructor(path: string, text: string, context: JobContext) {
    this.#context = context;
    this.#main = path;
    this.session = {
      environment: context.environment,
      // The working directory of an including file is unknown.
      folder: path.endsWith('.mk') ? undefined : joinPath(path, '..'),
      left: Math.min(20 * text.length + 50_000, MAX_EXPANDED),
      commands: new Map(),
      depth: 0,
      limits: new Map(),
    };
  }

  readFile(path: string, text: string, reading: readonly string[]): void {
    this.texts.set(path, text);
    const before = this.#open.length;
    let rule: MakeRule | undefined;
    for (const node of parseNodes(path, text)) {
      if (node.kind === 'recipe') rule?.recipe.push(node.text);
      else if (node.kind === 'conditional') this.#readConditional(path, node, before);
      else if (node.kind !== 'comment') rule = this.#readNode(path, node, [...reading, path]);
    }
    const unclosed = this.#open[before];
    if (unclosed !== undefined) this.#refuse(path, unclosed.branch.location.span, '`endif` is missing');
    while (this.#open.length > before) this.#close();
  }

  #readNode(
    path: string,
    node: Exclude<MakeNode, { kind: 'recipe' | 'conditional' | 'comment' }>,
    reading: readonly string[],
  ): MakeRule | undefined {
    const scope = this.#scope(path);
    switch (node.kind) {
      case 'assignment':
        this.#assign(scope, node.assignment);
        return undefined;
      case 'export':
        this.#export(scope, node.names, node.isUnexport);
        return undefined;
      case 'include':
        for (const name of wordsIn(expandMake(scope, node.names))) this.#include(path, name, reading);
        return undefined;
      case 'rule':
        return this.#readRule(scope, node);
      case 'expression':
        // `$(eval …)` isn't followed, but commands in its text are.
        expandMake(scope, node.text);
        return undefined;
      case 'invalid':
        // Not in a conditional, where it fails on some machines only.
        if (this.#open.length === 0) this.#refuse(path, node.span, node.message);
        return undefined;
    }
  }

  #scope(file: string): MakeScope {
    return { session: this.session, state: this.state, file, bound: new Map(), running: [] };
  }

  #refuse(path: string, span: Span, message: string): void {
    if (path === this.#main) this.refusal ??= { location: { path, span }, message };
  }

  #readConditional(path: string, node: MakeNode & { kind: 'conditional' }, before: number): void {
    const { directive, hasCondition, span } = node;
    if (directive === 'if') {
      const isTooDeep = this.#open.length >= MAX_NESTING;
      if (isTooDeep) noteLimit(this.session, { path, span }, TOO_DEEP);
      const branch: Hop = { kind: 'branch', location: { path, span } };
      this.#open.push({ branch, base: this.state, ends: [], hasElse: false, isTooDeep });
      if (!isTooDeep) this.state = forkMake(this.state);
      return;
    }
    const conditional = this.#open.length > before ? this.#open.at(-1) : undefined;
    if (conditional === undefined) {
      this.#refuse(path, span, `\`${directive}\` has no matching conditional`);
    } else if (directive === 'else' && conditional.isTooDeep) {
      return;
    } else if (directive === 'else') {
      conditional.ends.push(this.state);
      this.state = forkMake(conditional.base);
      conditional.hasElse ||= !hasCondition;
    } else this.#close();
  }

  #close(): void {
    const conditional = this.#open.pop();
    if (conditional === undefined || conditional.isTooDeep) return;
    const { base, ends, hasElse, branch } = conditional;
    const all = [...ends, this.state, ...(hasElse ? [] : [forkMake(base)])];
    this.state = base;
    joinMake(base, all, branch);
  }

  #assign(scope: MakeScope, assignment: MakeAssignment): void {
    const name = expandMake(scope, trimmed(assignment.name)).value;
    this.assignments.push(assignment);
    if (name === undefined) return;
    const variable = assigned(scope, name, assignment, lookUpMake(this.state, name));
    if (variable !== undefined) this.state.changed.set(name, variable);
    if (assignment.modifiers.has('export')) this.exported.add(name);
    if (assignment.modifiers.has('unexport')) this.unexported.add(name);
  }

  #export(scope: MakeScope, names: Text, isUnexport: boolean): void {
    const words = wordsIn(expandMake(scope, names));
    if (words.length === 0 && !isUnexport) this.exportsAll = true;
    for (const { value } of words) if (value !== undefined) (isUnexport ? this.unexported : this.exported).add(value);
  }

  /**
   * Includes a file of the project. Env files hold possible secrets, and their variables are
   * unknown.
   */
  #include(path: string, name: Text, reading: readonly string[]): void {
    const { location } = name.place;
    if (reading.length > MAX_INCLUDED) noteLimit(this.session, location, TOO_FAR);
    if (reading.length > MAX_INCLUDED) return;
    for (const folder of this.#foldersOf(path)) {
      const found = pathOfText(name, folder);
      if (found === undefined || reading.includes(found) || isEnvFile(found)) continue;
      const file = readInside(found, this.#context);
      if (file === undefined || !('text' in file) || file.text.includes('\0')) continue;
      this.#left -= file.text.length;
      if (this.#left >= 0) this.readFile(found, file.text, reading);
      else noteLimit(this.session, location, TOO_LONG);
      return;
    }
  }

  /**
   * The possible working directories: the Makefile's; for an included file, its own directory and
   * its parents.
   */
  #foldersOf(path: string): readonly (string | undefined)[] {
    const { folder } = this.session;
    if (folder !== undefined) return [folder];
    const folders: string[] = [];
    for (let at = joinPath(path, '..'); folders.length < MAX_INCLUDED; at = joinPath(at, '..')) {
      folders.push(at);
      if (at === '.' || at === '/' || at.endsWith('..')) break;
    }
    return folders;
  }

  /** The scope with the variables that some targets have so far. */
  #forTargets(scope: MakeScope, targets: readonly string[]): MakeScope {
    const inner = { ...scope, state: forkMake(scope.state) };
    for (const variable of new Set(targets.flatMap((target) => this.targetVariables.of(target, this.session))))
      setForTarget(inner, variable, true);
    return inner;
  }

  #readRule(scope: MakeScope, { targets, prerequisites, assignment, recipe }: RuleNode): MakeRule | undefined {
    const names = wordsIn(expandMake(scope, targets));
    if (assignment !== undefined) {
      const branch = this.#open.at(-1)?.branch;
      this.assignments.push(assignment);
      const isSimple = assignment.operator === ':=' || assignment.operator === '!=';
      const targets = knownTexts(names);
      const simple = isSimple ? assigned(this.#forTargets(scope, targets), '', assignment, undefined) : undefined;
      this.targetVariables.add({ targets, assignment, file: scope.file, simple, branch });
      return undefined;
    }
    const rule: MakeRule = {
      file: scope.file,
      targets: names,
      prerequisites: knownTexts(wordsIn(expandMake(scope, prerequisites))),
      recipe: recipe === undefined ? [] : [recipe],
    };
    this.rules.push(rule);
    return rule;
  }
}

function knownTexts(texts: readonly Text[]): readonly string[] {
  return texts.flatMap(({ value }) => value ?? []);
}

function isEnvFile(path: string): boolean {
  return /(?:^|\/)[^/]*\.env(?:\.[^/]*)?$/.test(path);
}
