import { linesOf } from '../../../../text/lines.ts';
import type { Span } from '../../../../text/location.ts';
import { trimmed } from '../../../../text/parts.ts';
import { Text } from '../../../../text/text.ts';
import { type MakeAssignment, type Modifier, readModifiers, readOperator } from './assignment.ts';
import { endOfLogicalLine, joinedLines, recipeLines, startOfComment, verbatim, withoutEscapedHashes } from './lines.ts';
import { findOutside } from './references.ts';

interface Part {
  /** From the start of its first line to the end of its last one, without the line end. */
  readonly span: Span;
}

/** A line or several joined lines; blank lines have no node. */
export type MakeNode =
  | (Part & { readonly kind: 'comment' })
  /** `else if…`: an `else` with a condition. */
  | (Part & {
      readonly kind: 'conditional';
      readonly directive: 'if' | 'else' | 'endif';
      readonly hasCondition: boolean;
    })
  | (Part & { readonly kind: 'include'; readonly names: Text })
  | (Part & { readonly kind: 'assignment'; readonly assignment: MakeAssignment })
  /** `export NAME…`; without names, all variables. */
  | (Part & { readonly kind: 'export'; readonly names: Text; readonly isUnexport: boolean })
  | (Part & RuleNode)
  | (Part & { readonly kind: 'recipe'; readonly text: Text })
  /** A line with only references, such as `$(eval …)`. */
  | (Part & { readonly kind: 'expression'; readonly text: Text })
  | (Part & { readonly kind: 'invalid'; readonly message: string });

export interface RuleNode {
  readonly kind: 'rule';
  readonly targets: Text;
  /** The prerequisites, or the variable that a target sets. */
  readonly prerequisites: Text;
  readonly assignment?: MakeAssignment;
  /** The command after a `;`. */
  readonly recipe?: Text;
}

const CONDITION = /^(?:ifdef|ifndef|ifeq|ifneq)(?=[ \t("']|$)/;
const INCLUDE = /^(?:-include|sinclude|include)(?=[ \t]|$)[ \t]*/;
const OTHER = /^(?:vpath|load|-load)(?=[ \t]|$)/;

/**
 * The parts of a Makefile, split like GNU make (`eval` in its read.c), without expanding variables.
 * Never throws.
 */
export function parseNodes(path: string, text: string): readonly MakeNode[] {
  return new NodeReader(path, text).read();
}

class NodeReader {
  readonly #path: string;
  readonly #text: string;
  readonly #lines: readonly Span[];
  readonly #nodes: MakeNode[] = [];
  /** True inside a rule, where prefixed lines belong to the recipe. */
  #isInRule = false;
  #prefix = '\t';

  constructor(path: string, text: string) {
    this.#path = path;
    this.#text = text;
    this.#lines = linesOf(text);
  }

  read(): readonly MakeNode[] {
    for (let at = 0; at < this.#lines.length; ) {
      const next = endOfLogicalLine(this.#text, this.#lines, at);
      const lines = this.#lines.slice(at, next);
      const span = { start: lines[0]?.start ?? 0, end: lines.at(-1)?.end ?? 0 };
      at = this.#readLine(lines, span, next);
    }
    return this.#nodes;
  }

  #readLine(lines: readonly Span[], span: Span, next: number): number {
    const isPrefixed = this.#text.charAt(span.start) === this.#prefix && span.start < span.end;
    if (isPrefixed && this.#isInRule) {
      this.#nodes.push({ kind: 'recipe', span, text: recipeLines(this.#path, this.#text, lines, this.#prefix) });
      return next;
    }
    const whole = joinedLines(this.#path, this.#text, lines);
    const hash = startOfComment(whole.skeleton);
    // A value keeps trailing blanks.
    const untrimmed = withoutEscapedHashes(whole.slice(0, hash));
    const line = trimmed(untrimmed);
    if (line.length === 0) {
      if (hash < whole.length) this.#nodes.push({ kind: 'comment', span });
      return next;
    }
    const { modifiers, rest } = readModifiers(untrimmed);
    if (modifiers.has('define')) return this.#readDefine(rest, modifiers, span, next);
    const assigned = readOperator(rest);
    if (assigned !== undefined) {
      this.#isInRule = false;
      this.#nodes.push({ kind: 'assignment', span, assignment: { modifiers, ...assigned } });
      if (assigned.name.skeleton === '.RECIPEPREFIX') this.#prefix = assigned.value.skeleton.charAt(0) || '\t';
      return next;
    }
    this.#readDirective(line, modifiers, trimmed(rest), whole, span, isPrefixed);
    return next;
  }

  #readDirective(
    line: Text,
    modifiers: ReadonlySet<Modifier>,
    rest: Text,
    whole: Text,
    span: Span,
    isPrefixed: boolean,
  ): void {
    const conditional = readConditional(line.skeleton);
    if (conditional !== undefined) {
      this.#nodes.push({ kind: 'conditional', span, ...conditional });
      return;
    }
    const include = INCLUDE.exec(line.skeleton)?.[0];
    const wasInRule = this.#isInRule;
    this.#isInRule = false;
    if (modifiers.has('undefine')) {
      const assignment: MakeAssignment = { modifiers, name: rest, operator: '=', value: rest.slice(rest.length) };
      this.#nodes.push({ kind: 'assignment', span, assignment });
    } else if (modifiers.has('export') || modifiers.has('unexport'))
      this.#nodes.push({ kind: 'export', span, names: rest, isUnexport: modifiers.has('unexport') });
    else if (include !== undefined) this.#nodes.push({ kind: 'include', span, names: line.slice(include.length) });
    else if (!OTHER.test(line.skeleton)) {
      const node = readRule(line, whole);
      if (node === undefined && line.skeleton.includes('$')) this.#nodes.push({ kind: 'expression', span, text: line });
      else if (node !== undefined && !(isPrefixed && !wasInRule)) {
        this.#nodes.push({ ...node, span });
        this.#isInRule = node.assignment === undefined;
      } else {
        const message = isPrefixed
          ? 'a recipe begins before the first target'
          : wasInRule && whole.skeleton.startsWith(' ')
            ? 'a line of a recipe must start with a tab, not with spaces'
            : 'a separator is missing, such as the colon of a rule';
        this.#nodes.push({ kind: 'invalid', span, message });
      }
    }
  }

  /** `define NAME op`, up to its `endef`. */
  #readDefine(head: Text, modifiers: ReadonlySet<Modifier>, span: Span, from: number): number {
    this.#isInRule = false;
    const parts: Text[] = [];
    let depth = 0;
    for (let at = from; at < this.#lines.length; ) {
      const next = endOfLogicalLine(this.#text, this.#lines, at);
      const lines = this.#lines.slice(at, next);
      const line = joinedLines(this.#path, this.#text, lines);
      at = next;
      const word = line.skeleton.startsWith(this.#prefix)
        ? undefined
        : /^[ \t]*(define|endef)(?=[ \t#]|$)/.exec(line.skeleton)?.[1];
      if (word === 'endef' && depth === 0) {
        const whole = { start: span.start, end: lines.at(-1)?.end ?? span.end };
        this.#nodes.push({ kind: 'assignment', span: whole, assignment: this.#defined(head, modifiers, parts) });
        return at;
      }
      depth += word === 'define' ? 1 : word === 'endef' ? -1 : 0;
      if (parts.length > 0) parts.push(Text.derived('\n', line.slice(0, 0).whole));
      parts.push(line);
    }
    this.#nodes.push({ kind: 'invalid', span, message: '`endef` is missing' });
    return this.#lines.length;
  }

  #defined(head: Text, modifiers: ReadonlySet<Modifier>, parts: readonly Text[]): MakeAssignment {
    const { name, operator } = readOperator(head) ?? { name: trimmed(head), operator: '=' };
    const whole = verbatim(this.#path, this.#text, head.place.location.span).whole;
    return { modifiers, name, operator, value: Text.concat(parts, whole) };
  }
}

function readConditional(
  line: string,
): { readonly directive: 'if' | 'else' | 'endif'; readonly hasCondition: boolean } | undefined {
  if (CONDITION.test(line)) return { directive: 'if', hasCondition: true };
  if (/^endif(?=[ \t]|$)/.test(line)) return { directive: 'endif', hasCondition: false };
  const rest = /^else(?=[ \t]|$)[ \t]*/.exec(line)?.[0];
  return rest === undefined ? undefined : { directive: 'else', hasCondition: CONDITION.test(line.slice(rest.length)) };
}

/**
 * `targets: prerequisites ; recipe`; `undefined` for a line without a colon. After `;`, a `#`
 * belongs to the command.
 */
function readRule(line: Text, whole: Text): RuleNode | undefined {
  const colon = findOutside(line.skeleton, ':');
  if (colon === undefined) return undefined;
  const end = line.skeleton.charAt(colon + 1) === ':' ? colon + 2 : colon + 1;
  const targets = trimmed(line.slice(0, line.skeleton.charAt(colon - 1) === '&' ? colon - 1 : colon));
  const behind = line.slice(end);
  const { modifiers, rest } = readModifiers(behind);
  const assigned = readOperator(rest);
  if (assigned !== undefined)
    return {
      kind: 'rule',
      targets,
      prerequisites: behind.slice(behind.length),
      assignment: { modifiers, ...assigned },
    };
  const semicolon = findOutside(behind.skeleton, ';');
  if (semicolon === undefined) return { kind: 'rule', targets, prerequisites: trimmed(behind) };
  const from = findOutside(whole.skeleton, ';', 0);
  const recipe = trimmed(from === undefined ? behind.slice(semicolon + 1) : whole.slice(from + 1), { end: false });
  return { kind: 'rule', targets, prerequisites: trimmed(behind.slice(0, semicolon)), recipe };
}
