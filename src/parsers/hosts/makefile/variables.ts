import type { Hop } from '../../../text/location.ts';
import { mergeTexts } from '../../../text/merge-texts.ts';
import { type Segment, Text } from '../../../text/text.ts';

export interface MakeVariable {
  /** `recursive`: expanded where used; `simple`: expanded where set. */
  readonly flavor: 'recursive' | 'simple';
  /** Its value; unexpanded if recursive. */
  readonly text: Text;
  /** True if set by `?=`, so the environment may override it. */
  readonly isDefault: boolean;
  /** True if some branch doesn't set it, so it may come from the environment. */
  readonly mayBeInherited: boolean;
  /** Whether `override` set it, on all branches or on some; only `override` can set it again. */
  readonly override?: 'always' | 'maybe';
  /** True if `undefine` removed it, so `?=` sets it. */
  readonly isUndefined?: boolean;
}

/**
 * The variables at one point of a Makefile: `changed` has those set since `parent`. Each
 * conditional branch has its own fork.
 */
export interface MakeState {
  readonly parent?: MakeState;
  readonly changed: Map<string, MakeVariable>;
}

export function newMakeState(): MakeState {
  return { changed: new Map() };
}

export function forkMake(parent: MakeState): MakeState {
  return { parent, changed: new Map() };
}

export function lookUpMake(state: MakeState, name: string): MakeVariable | undefined {
  for (let at: MakeState | undefined = state; at !== undefined; at = at.parent) {
    const variable = at.changed.get(name);
    if (variable !== undefined) return variable;
  }
  return undefined;
}

/** Joins the forks of `base` after a conditional: one of `ends` was taken. */
export function joinMake(base: MakeState, ends: readonly MakeState[], branch: Hop): void {
  for (const name of new Set(ends.flatMap(({ changed }) => [...changed.keys()]))) {
    const found = [...new Set(ends.map((end) => lookUpMake(end, name)))];
    const isSet = (variable: MakeVariable | undefined): variable is MakeVariable =>
      variable !== undefined && variable.isUndefined !== true;
    const variables = found.some(isSet) ? found.filter(isSet) : found.filter((variable) => variable !== undefined);
    const merged = mergeVariables(name, variables, branch);
    base.changed.set(name, found.length > variables.length ? orNothing(merged) : merged);
  }
}

function orNothing(variable: MakeVariable): MakeVariable {
  const unset: MakeVariable = { ...variable, mayBeInherited: true };
  return variable.override === undefined ? unset : { ...unset, override: 'maybe' };
}

/** A value with more parts is unknown. */
const MAX_PARTS = 1_000;

/** A value; unknown if it has too many parts. */
export function limitedText(name: string, text: Text): Text {
  return text.segments.length <= MAX_PARTS ? text : Text.limited(expressionOf(name), text.whole);
}

/** Merges variables of several branches. References in recursive variables stay unexpanded. */
export function mergeVariables(name: string, variables: readonly MakeVariable[], branch: Hop): MakeVariable {
  const [first] = variables;
  const isSimple = variables.every(({ flavor }) => flavor === 'simple');
  const texts = variables.map(({ flavor, text }) => (isSimple || flavor === 'recursive' ? text : unexpanded(text)));
  const overrides = variables.map(({ override }) => override);
  const choice = { expression: expressionOf(name), place: { location: branch.location, hops: [] }, branch };
  return {
    flavor: isSimple ? 'simple' : 'recursive',
    text: variables.length === 1 && first !== undefined ? first.text : limitedText(name, mergeTexts(texts, choice)),
    isDefault: variables.some(({ isDefault }) => isDefault),
    mayBeInherited: variables.some(({ mayBeInherited }) => mayBeInherited),
    ...(overrides.some((override) => override !== undefined)
      ? { override: overrides.every((override) => override === 'always') ? 'always' : 'maybe' }
      : {}),
    isUndefined: variables.every(({ isUndefined }) => isUndefined === true),
  };
}

/** A text that `expandMake` turns into this one. */
function unexpanded(text: Text): Text {
  const segments = text.segments.flatMap((segment): readonly Segment[] => {
    if (segment.kind === 'unknown')
      return [segment.branch === undefined ? segment : { ...segment, candidates: segment.candidates.map(unexpanded) }];
    const dollars = Text.derived('$$', segment.place).segments;
    const parts = new Text([segment], text.whole).split('$');
    return parts.flatMap((part, index) => (index === 0 ? part.segments : [...dollars, ...part.segments]));
  });
  return new Text(segments, text.whole);
}

/** An unknown variable as `${NAME}`: a shell would read `$(NAME)` as a command. */
export function expressionOf(name: string): string {
  return `\${${name}}`;
}
