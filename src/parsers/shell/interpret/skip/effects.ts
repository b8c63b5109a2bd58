import {
  type ArithmeticExpression,
  type Command,
  type CommandArgument,
  forEachChild,
  type Redirect,
  type SyntaxNode,
  type Word,
} from 'unbash';
import { findProgram } from '../../../programs/engines.ts';
import { POSITIONAL } from '../../state/state.ts';
import { isBuiltin, isDeclaration } from '../../syntax/builtin-names.ts';
import { inputFile, outputGoes } from '../output.ts';
import { printsNothing } from '../printing.ts';
import { isLiteral, isPlainProgram, namesIn } from './plain-words.ts';

/** Where commands stand. */
interface Standing {
  /** In a subshell, which variables don't leave. */
  readonly isApart: boolean;
  /** What they print goes on to where that of the whole goes. */
  readonly isHeard: boolean;
}

/** A name, and where it stands. */
export interface NameUse extends Standing {
  readonly name: string;
  readonly at: number;
}

/** A command that may be a function. */
export interface CallUse extends NameUse {
  /** As a program it prints. */
  readonly prints: boolean;
}

/** What commands can do beside printing, by what is written there: nothing is expanded. */
export interface Effects {
  /** The commands of which nothing is known but their names: they are functions, or do nothing that is followed. */
  readonly calls: readonly CallUse[];
  /** The variables to which they give values, without those in subshells. */
  readonly writes: readonly NameUse[];
  /** The variables that they make their function's own, with where that is first done. */
  readonly locals: ReadonlyMap<string, number>;
  /** The files to which they add text. */
  readonly appended: readonly Word[];
  /** The variables that name what they run. */
  readonly programs: readonly string[];
  /** They may print. */
  readonly prints: boolean;
  /** They leave a loop or a function. */
  readonly leaves: boolean;
  /** They may end the shell. */
  readonly ends: boolean;
  /** They can do anything else: run a program that is looked for or a text, define a function. */
  readonly isOpen: boolean;
}

interface Found {
  readonly calls: CallUse[];
  readonly writes: NameUse[];
  readonly locals: Map<string, number>;
  readonly appended: Word[];
  readonly programs: string[];
  prints: boolean;
  leaves: boolean;
  ends: boolean;
  isOpen: boolean;
}

const known = new WeakMap<SyntaxNode, Effects>();

/** The effects of a node with all that stands inside. */
export function effectsOf(node: SyntaxNode): Effects {
  const before = known.get(node);
  if (before !== undefined) return before;
  const found: Found = {
    calls: [],
    writes: [],
    locals: new Map(),
    appended: [],
    programs: [],
    prints: false,
    leaves: false,
    ends: false,
    isOpen: false,
  };
  visit(found, node, { isApart: false, isHeard: true });
  known.set(node, found);
  return found;
}

function visit(found: Found, node: SyntaxNode, around: Standing): void {
  if (found.isOpen) return;
  const inside: Standing = {
    isApart: around.isApart || isSubshell(node),
    isHeard: around.isHeard && !isUnheard(node),
  };
  noteNode(found, node, inside);
  const last = node.type === 'Pipeline' ? node.commands.at(-1) : undefined;
  forEachChild(node, (child) => {
    visit(found, child, last === undefined || child === last ? inside : { ...inside, isHeard: false });
  });
}

function isSubshell(node: SyntaxNode): boolean {
  switch (node.type) {
    case 'Subshell':
    case 'CommandExpansion':
    case 'ProcessSubstitution':
    case 'ArithmeticCommandExpansion':
      return true;
    case 'Pipeline':
      return node.commands.length > 1;
    case 'Statement':
      return node.background === true;
    default:
      return false;
  }
}

function isUnheard(node: SyntaxNode): boolean {
  switch (node.type) {
    case 'CommandExpansion':
    case 'ProcessSubstitution':
    case 'ArithmeticCommandExpansion':
      return true;
    case 'Command':
    case 'Redirected':
      return outputGoes(node.redirects) === 'elsewhere';
    default:
      return false;
  }
}

function noteNode(found: Found, node: SyntaxNode, standing: Standing): void {
  switch (node.type) {
    case 'Function':
    case 'Coproc':
      found.isOpen = true;
      return;
    case 'Command': {
      found.prints ||= standing.isHeard && outputGoes(node.redirects) === 'mixed';
      noteCommand(found, node, standing);
      return;
    }
    case 'Pipeline':
      found.prints ||= standing.isHeard && node.commands.length > 1;
      return;
    case 'Statement':
      found.prints ||= standing.isHeard && node.background === true;
      return;
    case 'Redirected':
      // Where its output goes is up to the commands inside.
      if (node.redirects.some((redirect) => redirect.type === 'Redirect' && isWritten(redirect))) found.isOpen = true;
      return;
    case 'For':
    case 'Select': {
      write(found, node.name, node.name.text, standing);
      return;
    }
    case 'FileDescriptorVariable': {
      write(found, node, node.name, standing);
      return;
    }
    case 'ParameterExpansion':
      if (node.operation?.type === 'Default' && node.operation.operator.endsWith('='))
        write(found, node, node.parameter, standing);
      return;
    case 'ArithmeticBinary':
      if (/^(?:=|[^=!<>]=|<<=|>>=)$/.test(node.operator)) writeNumber(found, node.left, standing);
      return;
    case 'ArithmeticUnary':
      if (node.operator === '++' || node.operator === '--') writeNumber(found, node.operand, standing);
      return;
    default:
  }
}

function write({ writes }: Found, { pos }: { readonly pos: number }, name: string, standing: Standing): void {
  if (!standing.isApart) writes.push({ name, at: pos, ...standing });
}

function writeNumber(found: Found, node: ArithmeticExpression, standing: Standing): void {
  const name = node.type === 'ArithmeticWord' ? /^[A-Za-z_]\w*/.exec(node.value)?.[0] : undefined;
  if (name === undefined) found.isOpen = true;
  else write(found, node, name, standing);
}

function noteCommand(found: Found, node: Command, standing: Standing): void {
  const { name, args } = node;
  if (name === undefined) {
    // `$(< file)`
    found.prints ||= standing.isHeard && inputFile(node) !== undefined;
    for (const part of node.prefix) if (part.type === 'Assignment') write(found, part, part.name, standing);
    return;
  }
  const { text } = name;
  if (isDeclaration(text)) noteDeclaration(found, node, text, standing);
  else if (isBuiltin(text)) noteBuiltin(found, node, text, standing);
  else if (text === 'exec' && args.length === 0) return;
  else if (text === 'command' && /^-[vV]+$/.test(args[0]?.text ?? '')) return;
  else if (!isLiteral(name)) noteProgram(found, name, args, standing);
  else if (
    !isPlainProgram(text) ||
    text === 'tee' ||
    (text === 'find' && args.some((argument) => /\$|-exec|-ok/.test(argument.text))) ||
    args.some(
      (argument, index) =>
        (argument.text === '--' || /\s/.test(argument.text)) && findProgram(args[index + 1]?.text ?? '') !== undefined,
    )
  )
    found.isOpen = true;
  else {
    found.calls.push({ name: text, at: node.pos, ...standing, prints: !printsNothing(text, args) });
    noteOutput(found, node, text, standing);
  }
}

/** `$PROGRAM word …`: where the variable is empty, the first word is the program. */
function noteProgram(found: Found, { parts = [] }: Word, args: Command['args'], standing: Standing): void {
  const names = namesIn({ parts });
  const [first] = args;
  const isPlain = args.every((argument) => isLiteral(argument) && findProgram(argument.text) === undefined);
  if (names?.length !== 1 || parts.length !== 1 || !isPlain || first === undefined || !isPlainProgram(first.text)) {
    found.isOpen = true;
    return;
  }
  found.programs.push(...names);
  found.calls.push({ name: first.text, at: first.pos, ...standing, prints: true });
}

/** What is printed into a file may be run later, and what `cat` prints may be a secret. */
function noteOutput(found: Found, { args, redirects }: Command, name: string, standing: Standing): void {
  if (name === 'cat' && standing.isApart && args.length > 0) found.isOpen = true;
  if (name !== 'cat' && name !== 'echo' && name !== 'printf') return;
  for (const redirect of redirects) {
    if (redirect.type !== 'Redirect' || redirect.target === undefined || !isWritten(redirect)) continue;
    if (redirect.operator === '>>' && namesIn(redirect.target) !== undefined) found.appended.push(redirect.target);
    else found.isOpen = true;
  }
}

function isWritten({ operator, descriptor, target }: Redirect): boolean {
  const isOutput = operator === '>' || operator === '>>' || operator === '>|';
  return isOutput && descriptor === undefined && target?.text.startsWith('/dev/') !== true;
}

function noteDeclaration(found: Found, { args, pos }: Command, name: string, standing: Standing): void {
  const options = args.flatMap(({ text }) => (/^[-+]/.test(text) ? [text] : [])).join('');
  const isLocal = name === 'local' || ((name === 'declare' || name === 'typeset') && !options.includes('g'));
  if (name === 'export' || /[nfFpxilu+$]/.test(options)) {
    found.isOpen = true;
    return;
  }
  for (const argument of args) {
    const variable = argument.type === 'Assignment' ? argument.name : argument.value;
    if (variable.startsWith('-')) continue;
    if ((argument.type === 'Word' && !isLiteral(argument)) || !/^[A-Za-z_]\w*$/.test(variable)) found.isOpen = true;
    if (isLocal && !standing.isApart && !found.locals.has(variable)) found.locals.set(variable, pos);
    write(found, argument, variable, standing);
  }
}

const NAME = /^[A-Za-z_]\w*$/;

function noteBuiltin(found: Found, node: Command, builtin: string, standing: Standing): void {
  const { args } = node;
  switch (builtin) {
    case 'return':
    case 'break':
    case 'continue':
      found.leaves ||= !standing.isApart;
      return;
    case 'printf':
      found.prints ||= standing.isHeard && !printsNothing(builtin, args);
      if (args[0]?.text !== '-v') noteOutput(found, node, builtin, standing);
      else writeWord(found, args[1], standing);
      return;
    case 'shift': {
      write(found, node, POSITIONAL, standing);
      return;
    }
    case 'read':
    case 'mapfile':
    case 'readarray': {
      const words = args.filter(({ text }) => !text.startsWith('-'));
      if (args.some((word) => /^["']?\$/.test(word.text) && !isLiteral(word))) found.isOpen = true;
      for (const word of words) if (NAME.test(word.text)) write(found, word, word.text, standing);
      if (words.length === 0) write(found, node, builtin === 'read' ? 'REPLY' : 'MAPFILE', standing);
      return;
    }
    case 'unset':
      for (const word of args) if (word.text !== '-v') writeWord(found, word, standing);
      return;
    case 'wait':
      found.isOpen ||= args.some(({ text }) => /^-[fn]*p$/.test(text));
      return;
    case 'set':
      found.isOpen ||= !args.every(({ text }) => /^[-+][eux]+$/.test(text));
      return;
    case 'cd':
      found.isOpen ||= !standing.isApart;
      return;
    case 'exit':
      found.ends ||= !standing.isApart;
      return;
    default:
      found.isOpen = true;
  }
}

function writeWord(found: Found, word: CommandArgument | undefined, standing: Standing): void {
  if (word !== undefined && isLiteral(word) && NAME.test(word.text)) write(found, word, word.text, standing);
  else found.isOpen = true;
}
