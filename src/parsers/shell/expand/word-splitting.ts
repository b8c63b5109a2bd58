import type { Place } from '../../../text/location.ts';
import { type Choice } from '../../../text/merge-texts.ts';
import { type Segment, Text, type UnknownSegment } from '../../../text/text.ts';
import { type Item, isCertainItem, mapItemPlaces, unknownText, unresolvedText, word } from '../items/items.ts';
import { mergeLists } from '../items/merge.ts';
import { beginsApart, endsApart, isSingleWord, type Separators } from '../items/separators.ts';
import { isAnyNumber, type TextRun } from './runs.ts';
import { isOneWord } from './variables.ts';

/** Limits combinations of candidates that join adjacent text. */
const MAX_COMBINATIONS = 32;

/**
 * Splits the runs of a word into words (bash, "Word Splitting"). `whole` is the word as written.
 */
export function toItems(runs: readonly TextRun[], separators: Separators, whole: Place): readonly Item[] {
  const items = assemble(runs.flatMap(toAtoms), separators, whole);
  const splits = items.length > 1 && runs.some((run) => run.kind === 'choice' || (run.kind === 'text' && run.splits));
  return splits ? withoutShared(items) : items;
}

/** Expressions that several items share name none of them. */
function withoutShared(items: readonly Item[]): readonly Item[] {
  const [once, shared] = [new Set<string>(), new Set<string>()];
  for (const item of items)
    for (const expression of expressionsOf(item)) {
      if (once.has(expression)) shared.add(expression);
      once.add(expression);
    }
  if (shared.size === 0) return items;
  return items.map((item) =>
    mapItemPlaces(item, ({ expression, ...place }) =>
      expression === undefined || shared.has(expression) ? place : { ...place, expression },
    ),
  );
}

function expressionsOf(item: Item): ReadonlySet<string> {
  const places = item.kind === 'word' ? item.text.segments.map(({ place }) => place) : [item.unresolved.place];
  return new Set(places.flatMap(({ expression }) => expression ?? []));
}

type Atom =
  | { readonly kind: 'segment'; readonly segment: Segment; readonly splits: boolean }
  | Exclude<TextRun, { readonly kind: 'text' }>;

function toAtoms(run: TextRun): readonly Atom[] {
  if (run.kind !== 'text') return [run];
  return run.text.segments.map((segment) => ({ kind: 'segment', segment, splits: run.splits }));
}

interface Draft {
  segments: Segment[];
  /** True if it contains more than unquoted expansions, so it is exactly one word. */
  isFirm: boolean;
  isQuoted: boolean;
}

function emptyDraft(): Draft {
  return { segments: [], isFirm: false, isQuoted: false };
}

function assemble(atoms: readonly Atom[], separators: Separators, whole: Place): readonly Item[] {
  const items: Item[] = [];
  let draft = emptyDraft();
  const close = (): void => {
    items.push(...itemsOf(draft, whole));
    draft = emptyDraft();
  };
  for (const [index, atom] of atoms.entries()) {
    if (atom.kind === 'quotes') draft.isQuoted = true;
    else if (atom.kind === 'items') {
      for (const [position, item] of atom.items.entries()) {
        if (position > 0) close();
        const joinsOthers =
          draft.segments.length > 0 ||
          draft.isQuoted ||
          (position === atom.items.length - 1 && index < atoms.length - 1);
        if (item.kind === 'word' && joinsOthers) {
          for (const segment of item.text.segments) draft.segments.push(segment);
          draft.isQuoted = true;
        } else {
          // `prefix$@`: its first word, if there is one, joins the text before it, and the last one
          // the text after it.
          const joins: Segment | undefined =
            item.kind === 'unknown-words' ? unknownText(item.unresolved).segments[0] : undefined;
          if (joins !== undefined && draft.segments.length > 0) draft.segments.push(joins);
          if (joins !== undefined && draft.segments.length === 0) draft = emptyDraft();
          close();
          items.push(item);
          if (joins !== undefined && position === atom.items.length - 1 && continues(atoms[index + 1]))
            draft.segments.push(joins);
        }
      }
    } else if (atom.kind === 'choice') {
      const isApart = draft.segments.length === 0 && !draft.isQuoted && startsApart(atoms.slice(index + 1), separators);
      if (!isApart) return combine(atoms, separators, whole);
      close();
      items.push(
        ...mergeLists(
          atom.options.map((option) => toItems(option, separators, whole)),
          atom.choice,
        ),
      );
    } else if (!atom.splits) {
      draft.segments.push(atom.segment);
      draft.isFirm = true;
    } else if (atom.segment.kind === 'literal' && atom.segment.text === '') {
      // An empty default isn't a word, but can be part of one.
      draft.segments.push(atom.segment);
    } else if (atom.segment.kind === 'literal') {
      for (const { part, isSeparator } of chunks(atom.segment, separators)) {
        if (isSeparator) close();
        else {
          for (const segment of part.segments) draft.segments.push(segment);
          draft.isFirm = true;
        }
      }
    } else if (atom.segment.candidates.length === 0) {
      const { path, isOneWord: isCounted, expression } = atom.segment;
      const isFirm = path !== undefined || isCounted === true || isOneWord(expression);
      draft.segments.push(isFirm ? atom.segment : { ...atom.segment, mayBeWords: true });
      draft.isFirm ||= isFirm;
    } else if (isSingleWord(atom.segment, separators)) {
      draft.segments.push(atom.segment);
      draft.isFirm = true;
    } else {
      const isApart = draft.segments.length === 0 && !draft.isQuoted;
      const next = atoms.slice(index + 1);
      if (
        !(isApart || beginsApart(atom.segment, separators)) ||
        !(endsApart(atom.segment, separators) || startsApart(next, separators))
      ) {
        return combine(atoms, separators, whole);
      }
      close();
      items.push(...candidateItems(atom.segment, separators, whole));
    }
  }
  close();
  return items;
}

/** True if the next part belongs to the same word. */
function continues(next: Atom | undefined): boolean {
  return next?.kind === 'segment' && !next.splits;
}

function itemsOf(draft: Draft, whole: Place): readonly Item[] {
  const { segments, isFirm, isQuoted } = draft;
  if (segments.length === 0) return isQuoted ? [word(new Text([], whole))] : [];
  const text = new Text(segments, whole);
  if (text.skeleton === '' && !isFirm && !isQuoted) return [];
  return [isFirm || isQuoted ? word(text) : { kind: 'unknown-words', unresolved: unresolvedText(text) }];
}

function chunks(
  segment: Segment,
  separators: Separators,
): readonly { readonly part: Text; readonly isSeparator: boolean }[] {
  const text = new Text([segment], segment.place);
  const found: { part: Text; isSeparator: boolean }[] = [];
  let from = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const isSeparator = at < text.length && separators.includes(text.skeleton.charAt(at));
    if (at < text.length && !isSeparator) continue;
    if (at > from) found.push({ part: text.slice(from, at), isSeparator: false });
    if (isSeparator) found.push({ part: text.slice(at, at + 1), isSeparator: true });
    from = at + 1;
  }
  return found;
}

function startsApart(atoms: readonly Atom[], separators: Separators): boolean {
  for (const atom of atoms) {
    if (atom.kind !== 'segment' || !atom.splits) return false;
    if (atom.segment.kind === 'literal') return separators.includes(atom.segment.text.charAt(0));
    if (atom.segment.candidates.length === 0 || !beginsApart(atom.segment, separators)) return false;
  }
  return true;
}

function choiceOf(segment: UnknownSegment): Choice {
  const branch = segment.branch ?? { kind: 'branch', location: segment.place.location };
  return { expression: segment.expression, place: segment.place, branch };
}

/** The words of an unquoted expansion with candidates. */
function candidateItems(segment: UnknownSegment, separators: Separators, whole: Place): readonly Item[] {
  const lists = segment.candidates.map((candidate) => assemble(splitting(candidate.segments), separators, whole));
  const isOneWord = lists.every(
    ([only, ...others]) =>
      only !== undefined &&
      others.length === 0 &&
      isCertainItem(only) &&
      !(only.kind === 'word' && only.text.skeleton.startsWith('-')),
  );
  // If each candidate is one certain word, so is the result, even if `$1` may be several.
  if (isOneWord) {
    const mayBeWords = lists.some(
      ([item]) => item?.kind === 'unknown-words' || (item !== undefined && isAnyNumber(item.text)),
    );
    const candidates = segment.candidates.map((candidate, index) => {
      const [item] = lists[index] ?? [];
      return item?.kind === 'word' ? item.text : candidate;
    });
    return [word(new Text([{ ...segment, candidates, ...(mayBeWords ? { mayBeWords } : {}) }], whole))];
  }
  return mergeLists(lists, choiceOf(segment));
}

function splitting(segments: readonly Segment[]): readonly Atom[] {
  return segments.map((segment) => ({ kind: 'segment', segment, splits: true }));
}

/** The words if candidates join adjacent text: merges all combinations. */
function combine(atoms: readonly Atom[], separators: Separators, whole: Place): readonly Item[] {
  let combinations: Atom[][] = [[]];
  let choice: Choice | undefined;
  for (const atom of atoms) {
    if (atom.kind === 'choice') {
      choice ??= atom.choice;
      const options = atom.options.map((option) => option.flatMap(toAtoms));
      combinations = combinations.flatMap((combination) => options.map((option) => [...combination, ...option]));
    } else if (
      atom.kind === 'segment' &&
      atom.splits &&
      atom.segment.kind === 'unknown' &&
      atom.segment.candidates.length > 0
    ) {
      choice ??= choiceOf(atom.segment);
      const { candidates } = atom.segment;
      combinations = combinations.flatMap((combination) =>
        candidates.map(({ segments }) => [...combination, ...splitting(segments)]),
      );
    } else {
      for (const combination of combinations) combination.push(atom);
    }
    if (combinations.length > MAX_COMBINATIONS)
      return assemble(
        atoms.flatMap((each) => withoutCandidates(each, separators)),
        separators,
        whole,
      );
  }
  if (choice === undefined) return [];
  return mergeLists(
    combinations.map((combination) => assemble(combination, separators, whole)),
    choice,
  );
}

/** Replaces candidates by an unknown part, but keeps separators to adjacent words. */
function withoutCandidates(atom: Atom, separators: Separators): readonly Atom[] {
  const isOpen = atom.kind === 'segment' && (!atom.splits || atom.segment.kind === 'literal');
  if (atom.kind === 'quotes' || atom.kind === 'items' || isOpen) return [atom];
  if (atom.kind === 'choice') {
    const { expression, place } = atom.choice;
    return splitting(Text.limited(expression, place).segments);
  }
  const { segment } = atom;
  if (segment.kind === 'literal' || segment.candidates.length === 0) return [atom];
  const blank = splitting(Text.derived(separators.charAt(0), segment.place).segments);
  return [
    ...(beginsApart(segment, separators) ? blank : []),
    ...splitting(Text.limited(segment.expression, segment.place).segments),
    ...(endsApart(segment, separators) ? blank : []),
  ];
}
