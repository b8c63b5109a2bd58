import type { Command, CommandNode } from 'unbash';
import { Text } from '../../../text/text.ts';
import { expandText } from '../expand/words.ts';
import { type Item, isCertainItem, valueOfItem } from '../items/items.ts';
import type { Scope } from '../state/scope.ts';
import { type Binding, bind, INHERITED, lookUp, scalar } from '../state/state.ts';
import { fileKey } from '../state/written-text.ts';
import { scriptPlace } from '../syntax/script-text.ts';
import { inputOf } from './commands/input.ts';
import { fileLocator } from './files.ts';
import { echoed, formatted, likelyLine } from './output.ts';
import { MAX_SEGMENTS, runPrinting } from './printing.ts';
import { readProjectFile } from './sources.ts';

/**
 * Records what a command writes to a file, since a script may run or source it: `cat > file <<EOF`,
 * `echo … > file`, `tee file <<EOF`, `install /dev/stdin file`.
 */
export function noteWritten(
  scope: Scope,
  node: Command,
  name: string,
  words: () => readonly Item[],
  before: readonly CommandNode[],
): void {
  for (const target of targetsOf(scope, node, name, words))
    write(scope, target, printedBy(scope, node, name, words(), before));
}

/**
 * Follows commands that write to a file, and records their output: `{ …; } > file`,
 * `for … done > file`, `function > file`.
 */
export function runWriting(scope: Scope, node: Pick<Command, 'redirects'>, run: (inner: Scope) => void): void {
  const targets = redirectedTo(scope, node);
  // `break` or `return` would lose captured output.
  if (targets.length === 0 || scope.isCaptured) {
    run(scope);
    for (const { file } of targets) bind(scope.state, fileKey(scope.state, file), INHERITED);
    return;
  }
  const printed = runPrinting(scope, run);
  for (const target of targets) write(scope, target, printed);
}

function write({ state, session, isSilent }: Scope, { file, isAppended }: Target, printed: Binding): void {
  const key = fileKey(state, file);
  session.found.files.add(key);
  const before = isAppended ? lookUp(state, key) : undefined;
  // An unknown file to append to is probably a log.
  const texts =
    before !== undefined && before.scalar === undefined ? [] : [before?.scalar ?? [], printed.scalar ?? []].flat();
  const [first] = texts;
  if (first === undefined || texts.reduce((sum, { segments }) => sum + segments.length, 0) > MAX_SEGMENTS)
    bind(state, key, INHERITED);
  else {
    const mayBeInherited = printed.mayBeInherited || before?.mayBeInherited === true;
    const text = Text.concat(texts, first.whole);
    bind(state, key, { ...scalar(text), mayBeInherited });
    if (!isSilent) session.found.written.set(`${key} ${first.whole.location.span.start}`, text);
    const kind = UNITS.find(({ name }) => name.test(file.skeleton))?.kind;
    if (kind !== undefined && !isSilent)
      session.found.units.set(`${key} ${first.whole.location.span.start}`, { kind, text });
  }
}

/** Units, which systemd starts even if the script doesn't. */
const UNITS = [
  { kind: 'systemd-unit', name: /\.service$/ },
  { kind: 'quadlet', name: /\.(?:container|pod)$/ },
] as const;

interface Target {
  readonly file: Text;
  readonly isAppended: boolean;
}

function targetsOf(scope: Scope, node: Command, name: string, words: () => readonly Item[]): readonly Target[] {
  if (name === 'tee') return teeTargets(words());
  return COPIES.has(name) ? copyTargets(words()) : redirectedTo(scope, node);
}

const COPIES: ReadonlySet<string> = new Set(['install', 'cp', 'dd']);

/** `install /dev/stdin file`, `cp /dev/stdin file`, `dd of=file`. */
function copyTargets(words: readonly Item[]): readonly Target[] {
  const [from, to] = words.slice(-2);
  const output = words.find((item) => valueOfItem(item)?.startsWith('of=') === true);
  if (output?.kind === 'word') return [{ file: output.text.slice('of='.length), isAppended: false }];
  const isCopy = valueOfItem(from) === '/dev/stdin' && to?.kind === 'word' && isCertainItem(to);
  return isCopy ? [{ file: to.text, isAppended: false }] : [];
}

export function noteTee(scope: Scope, words: readonly Item[], input: Text | undefined): void {
  for (const target of teeTargets(words)) write(scope, target, input === undefined ? INHERITED : scalar(input));
}

/** Names that Compose looks for: such a file is a project even without the script. */
const COMPOSE_NAME = /(?:^|\/)(?:docker-)?compose(?:\.override)?\.ya?ml$/;
const FOUND_BY_NAME = /\.(?:ya?ml|json)(?:\.j(?:inja)?2)?$/i;

/**
 * `cp stack.txt compose.yaml`: a Compose file made from a file without such a name. False if it
 * isn't one or unknown.
 */
export function noteCopied(scope: Scope, words: readonly Item[]): boolean {
  const names = words.filter((item) => valueOfItem(item)?.startsWith('-') !== true);
  const [source, target, ...others] = names;
  noteCopies(scope, names);
  if (source?.kind !== 'word' || target?.kind !== 'word' || others.length > 0 || !isCertainItem(target)) return false;
  if (!COMPOSE_NAME.test(target.text.skeleton) || FOUND_BY_NAME.test(source.text.skeleton)) return false;
  const text = readProjectFile(scope, source.text);
  if (text !== undefined) write(scope, { file: target.text, isAppended: false }, scalar(text));
  return text !== undefined;
}

/** `cp compose.prod.yaml /opt/app/`: copies of project files, which are read where they are. */
function noteCopies(scope: Scope, names: readonly Item[]): void {
  const target = names.at(-1);
  const locate = fileLocator(scope);
  if (target?.kind !== 'word' || locate === undefined) return;
  const [machine = ''] = /^[\w.@-]*:/.exec(target.text.skeleton) ?? [];
  const to = target.text.slice(machine.length);
  for (const item of names.slice(0, -1)) {
    if (item.kind !== 'word' || !FOUND_BY_NAME.test(item.text.skeleton)) continue;
    if (locate([item.text], false).missing !== undefined) continue;
    const { skeleton } = item.text;
    const name = skeleton.slice(skeleton.lastIndexOf('/') + 1);
    const within = Text.concat([to, Text.derived(`/${name}`, to.whole)], to.whole);
    for (const one of [to, within]) scope.session.found.copied.add(fileKey(scope.state, one));
  }
}

function teeTargets(words: readonly Item[]): readonly Target[] {
  const isAppended = words.some((item) => /^-[a-z]*a|^--append$/.test(valueOfItem(item) ?? ''));
  return words.flatMap((item): readonly Target[] => {
    const isFile = item.kind === 'word' && isCertainItem(item) && !item.text.skeleton.startsWith('-');
    return isFile ? [{ file: item.text, isAppended }] : [];
  });
}

function redirectedTo(scope: Scope, { redirects }: Pick<Command, 'redirects'>): readonly Target[] {
  return redirects.flatMap((redirect): readonly Target[] => {
    if (redirect.type !== 'Redirect' || redirect.target === undefined) return [];
    const { operator, descriptor, target } = redirect;
    const isOutput = operator === '>' || operator === '>>' || operator === '>|';
    if (!isOutput || descriptor !== undefined || target.text.startsWith('/dev/')) return [];
    return [{ file: expandText(scope, target), isAppended: operator === '>>' }];
  });
}

function printedBy(
  scope: Scope,
  node: Command,
  name: string,
  words: readonly Item[],
  before: readonly CommandNode[],
): Binding {
  const whole = scriptPlace(scope.script, node.pos, Math.max(node.end, node.pos + 1));
  const isRead = name === 'tee' || COPIES.has(name) || (name === 'cat' && words.length === 0);
  const exact = isRead
    ? inputOf({ ...scope, input: undefined }, node, before)
    : name === 'echo'
      ? echoed(words, whole)
      : name === 'printf'
        ? formatted(words, whole)
        : undefined;
  if (exact !== undefined) return scalar(exact);
  const likely = likelyLine(name, words);
  return likely === undefined ? INHERITED : { ...scalar(likely), mayBeInherited: true };
}
