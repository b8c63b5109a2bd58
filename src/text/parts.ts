import type { Place } from './location.ts';
import { type Segment, Text } from './text.ts';

/** Removes blanks at the start and, unless `end` is false, at the end. */
export function trimmed(text: Text, { end = true } = {}): Text {
  const { skeleton } = text;
  const start = skeleton.length - skeleton.trimStart().length;
  const to = end ? skeleton.trimEnd().length : skeleton.length;
  return start === 0 && to === skeleton.length ? text : text.slice(start, Math.max(start, to));
}

export function wordsIn(text: Text): readonly Text[] {
  return Array.from(text.skeleton.matchAll(/[^ \t\n]+/g), ({ index, 0: word }) =>
    text.slice(index, index + word.length),
  );
}

export function joinTexts(texts: readonly Text[], separator: string, whole: Place): Text {
  return Text.concat(
    texts.flatMap((text, index) => (index === 0 ? [text] : [Text.derived(separator, text.place), text])),
    whole,
  );
}

/** Replaces matches of `form` in known characters; `form` must be global. */
export function replaceParts(text: Text, form: RegExp, replace: (match: RegExpExecArray, part: Text) => Text): Text {
  const segments: Segment[] = [];
  // With many arguments, `push(...)` may overflow the stack.
  const add = (part: Text): void => {
    for (const segment of part.segments) segments.push(segment);
  };
  let from = 0;
  for (const match of text.skeleton.matchAll(form)) {
    const end = match.index + match[0].length;
    add(text.slice(from, match.index));
    add(replace(match, text.slice(match.index, end)));
    from = end;
  }
  if (from === 0) return text;
  add(text.slice(from));
  return new Text(segments, text.whole);
}
