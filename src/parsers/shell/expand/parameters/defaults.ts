import { type Hop, viaHop } from '../../../../text/location.ts';
import { type Choice, mergeTexts } from '../../../../text/merge-texts.ts';
import { Text } from '../../../../text/text.ts';
import { type Item, mapItemPlaces } from '../../items/items.ts';
import { bind, lookUp, scalar } from '../../state/state.ts';
import { runsText, type TextRun } from '../runs.ts';
import { type Alternative, alternativesText, emptiness, type Use } from '../variables.ts';
import { type DefaultOperation, type Expansion, itemRuns, textRuns } from './expansion.ts';

/** `${X:-word}`, `${X:+word}` and similar (bash, "Shell Parameter Expansion"). */
export function expandDefault(
  expansion: Expansion,
  name: string,
  alternatives: readonly Alternative[],
  operation: DefaultOperation,
): readonly TextRun[] {
  const { use, isQuoted, variables } = expansion;
  const { operator } = operation;
  const states = alternatives.map((alternative) => presence(alternative, operator.startsWith(':')));
  if (operator.endsWith('?')) return textRuns(expansion, alternatives);
  if (operator.endsWith('+')) return expandAlternate(expansion, name, states, operation);
  if (states.every((state) => state === 'present')) return textRuns(expansion, alternatives);
  const written = expansion.operand(operation.operand, false);
  // Empty defaults have no text, but conditions must see them.
  const isEmpty = written.every((run) => run.kind === 'quotes' || (run.kind === 'text' && run.text.length === 0));
  // `${1:-}` counts as `$1`, since the caller passes it. Environment variables count as unset.
  if (isEmpty && !operator.endsWith('=') && (isPositional(name) || !alternatives.includes('inherited')))
    return textRuns(expansion, alternatives);
  const step: Hop = { kind: isDecided(alternatives, states) ? 'variable' : 'default', location: use.place.location };
  const runs = isEmpty
    ? [{ kind: 'text', text: emptyDefault(use, step), splits: !isQuoted } as const]
    : written.map((run) => viaStep(run, step, use.expression));
  const kept = alternatives
    .filter((_, index) => states[index] === 'present' || states[index] === 'either')
    .map((alternative) =>
      operator.startsWith(':') && alternative instanceof Text ? withoutEmpty(alternative) : alternative,
    );
  const fallback = runsText(runs, use.place);
  const choice = choiceAt(use);
  const merged = kept.length === 0 ? fallback : mergeTexts([fallback, alternativesText(kept, use)], choice);
  if (operator.endsWith('=') && /^[A-Za-z_]\w*$/.test(name)) bind(variables.state, name, scalar(merged));
  if (kept.length === 0) return runs;
  if (!isQuoted && runs.some(isPlainRun))
    return [{ kind: 'choice', options: [runs, textRuns(expansion, kept)], choice }];
  return [{ kind: 'text', text: merged, splits: !isQuoted }];
}

function expandAlternate(
  expansion: Expansion,
  name: string,
  states: readonly Presence[],
  operation: DefaultOperation,
): readonly TextRun[] {
  const { use, operand, isQuoted } = expansion;
  if (states.every((state) => state === 'absent-here')) return [];
  const runs = operand(operation.operand, false);
  if (
    states.every((state) => state === 'present') ||
    (isList(expansion, name) && runs.some(({ kind }) => kind === 'items'))
  )
    return runs;
  const choice = choiceAt(use);
  if (!isQuoted && runs.some(isPlainRun)) return [{ kind: 'choice', options: [[], runs], choice }];
  return [
    { kind: 'text', text: mergeTexts([new Text([], use.place), runsText(runs, use.place)], choice), splits: !isQuoted },
  ];
}

/** `${@:-word}`, `${array[@]:+word}` and similar. */
export function expandListDefault(
  expansion: Expansion,
  star: '@' | '*',
  items: readonly Item[] | undefined,
  operation: DefaultOperation,
): readonly TextRun[] {
  const isThere = items !== undefined && items.length > 0;
  const { operator, operand } = operation;
  if (operator.endsWith('+')) return isThere || items === undefined ? expansion.operand(operand, false) : [];
  return isThere || operator.endsWith('?')
    ? itemRuns(expansion, star, items)
    : expansion
        .operand(operand, false)
        .map((run) =>
          viaStep(run, { kind: 'default', location: expansion.use.place.location }, expansion.use.expression),
        );
}

function choiceAt({ expression, place }: Use): Choice {
  return { expression, place, branch: { kind: 'branch', location: place.location } };
}

function isPositional(name: string): boolean {
  return /^[1-9][0-9]*$/.test(name);
}

/** True for a run that isn't split at blanks. */
function isPlainRun(run: TextRun): boolean {
  return run.kind !== 'text' || !run.splits;
}

/** True if testing the first element tests the list: `${1+"$@"}`. */
function isList({ variables }: Expansion, name: string): boolean {
  return name === '1' || lookUp(variables.state, name).items !== undefined;
}

/** Drops candidates that are empty: the default replaces them. */
function withoutEmpty(text: Text): Text {
  const [segment, ...others] = text.segments;
  if (segment?.kind !== 'unknown' || others.length > 0) return text;
  const candidates = segment.candidates.filter((candidate) => emptiness(candidate) !== 'empty');
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return new Text(only.segments, text.whole);
  return new Text([{ ...segment, candidates }], text.whole);
}

type Presence = 'present' | 'absent' | 'absent-here' | 'either';

/**
 * `absent`: only the environment could set it; `absent-here`: the script itself leaves it unset or
 * empty.
 */
function presence(alternative: Alternative, countsEmpty: boolean): Presence {
  if (alternative === 'inherited') return 'absent';
  if (alternative === 'unset') return 'absent-here';
  if (alternative.segments.some((segment) => segment.kind === 'unknown' && segment.path !== undefined))
    return 'present';
  const kind = emptiness(alternative);
  if (!countsEmpty || kind === 'filled') return 'present';
  return kind === 'empty' ? 'absent-here' : 'either';
}

/** True if the script itself unsets or empties the variable, so the environment doesn't matter. */
function isDecided(alternatives: readonly Alternative[], states: readonly Presence[]): boolean {
  return alternatives.every(
    (alternative, index) =>
      states[index] === 'absent-here' &&
      !(
        alternative instanceof Text &&
        alternative.segments.some(({ place }) => place.hops.some(({ kind }) => kind === 'default' || kind === 'branch'))
      ),
  );
}

function emptyDefault({ expression, place: at }: Use, step: Hop): Text {
  const place = { ...viaHop(at, step), expression };
  return new Text([{ kind: 'literal', text: '', place, isVerbatim: false }], place);
}

function viaStep(run: TextRun, hop: Hop, expression: string): TextRun {
  switch (run.kind) {
    case 'text':
      return { ...run, text: run.text.via(hop).usedAs(expression) };
    case 'items':
      return {
        ...run,
        items: run.items.map((item) => mapItemPlaces(item, (at) => ({ ...viaHop(at, hop), expression }))),
      };
    case 'quotes':
      return run;
    case 'choice':
      return { ...run, options: run.options.map((option) => option.map((each) => viaStep(each, hop, expression))) };
  }
}
