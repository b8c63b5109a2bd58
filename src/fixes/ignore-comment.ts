import type { Finding } from '../model/finding.ts';
import { isDirective } from '../parsers/contract/directive.ts';
import { frontEndOf } from '../parsers/registry.ts';
import { MISSING_HARDENING } from '../rules/missing-hardening.ts';
import { applyEdits, type FileEdit } from '../text/edit.ts';
import { lineEnd, lineStart } from '../text/lines.ts';
import { isSameLocation } from '../text/location.ts';
import { disprove, type Evaluated } from './proof.ts';
import { evaluateWith, type FixableInput, isWhole } from './round.ts';

/** What a comment applies to: the finding's text, or the whole file. */
export type CommentScope = 'here' | 'file';

/**
 * How many lines above a finding are tried. For a command of many lines, the comment goes above its
 * first line.
 */
const MAX_LINES = 200;

/**
 * The edit that suppresses all findings about one text with a comment; `undefined` if none does so
 * without other effects. `known` is the evaluated input.
 */
export async function ignoreByComment(
  input: FixableInput,
  findings: readonly Finding[],
  scope: CommentScope,
  reason: string,
  known?: Evaluated,
): Promise<FileEdit | undefined> {
  const [first] = findings;
  const { comments } = await frontEndOf(input.kind).load();
  if (first === undefined || comments === undefined) return undefined;
  const { path, span } = first.location;
  const before = known ?? (await evaluateWith(input, new Map()));
  const text = before.parsed.texts.get(path);
  if (text === undefined || !isWhole(path, before.parsed, input, new Map())) return undefined;
  const isAllMissing = findings.length > 1 && findings.every(({ isMissing }) => isMissing === true);
  const rules = isAllMissing ? MISSING_HARDENING : [...new Set(findings.map(({ rule }) => rule))].join(', ');
  const directive = `plimsoll: ${scope === 'file' ? 'ignore-file' : 'ignore'}[${rules}] -- ${reason}`;
  for (const mark of MARKS) {
    const comment = `${mark} ${directive}`;
    for (const { offset, newText } of scope === 'file'
      ? [topOf(text, comment)]
      : placesFor(text, span.start, comment)) {
      const edit: FileEdit = { path, span: { start: offset, end: offset }, newText };
      const after = applyEdits(text, [edit]);
      const at = span.start + (offset <= span.start ? newText.length : 0);
      const written = comments({ path, text: after }, isDirective).find(
        ({ location }) => location.span.start === offset + newText.indexOf(mark),
      );
      if (written?.text.trim() !== `# ${directive}`) continue;
      if (scope === 'here' && (at < written.governs.start || at >= written.governs.end)) continue;
      if (await isProven(input, before, findings, { edit, text: after })) return edit;
    }
  }
  return undefined;
}

/** The comment marks to try; `//` is for JSON. */
const MARKS = ['#', '//'] as const;

interface Insertion {
  readonly offset: number;
  readonly newText: string;
}

/**
 * Positions to try: above the offset's line, at the line's end, and above earlier lines, each with
 * indentation.
 */
function* placesFor(text: string, offset: number, comment: string): Iterable<Insertion> {
  const newline = newlineOf(text);
  let start = lineStart(text, offset);
  const above = (): Insertion => {
    const [indentation = ''] = /^[ \t]*/.exec(text.slice(start, lineEnd(text, start))) ?? [];
    return { offset: start, newText: `${indentation}${comment}${newline}` };
  };
  yield above();
  yield { offset: lineEnd(text, offset), newText: ` ${comment}` };
  for (let line = 1; line < MAX_LINES && start > 0; line += 1) {
    start = lineStart(text, start - 1);
    yield above();
  }
}

/** The position below lines that must be first, such as `#!/bin/sh`. */
function topOf(text: string, comment: string): Insertion {
  const offset = text.startsWith('\uFEFF') ? 1 : 0;
  return text.startsWith('#!', offset)
    ? { offset: lineEnd(text, offset), newText: `${newlineOf(text)}${comment}` }
    : { offset, newText: `${comment}${newlineOf(text)}` };
}

function newlineOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}

/** True if the comment suppresses the findings and changes nothing else. */
async function isProven(
  input: FixableInput,
  before: Evaluated,
  findings: readonly Finding[],
  { edit, text }: { readonly edit: FileEdit; readonly text: string },
): Promise<boolean> {
  const after = await evaluateWith(input, new Map([[edit.path, text]]));
  if (disprove(before, after, []) !== undefined) return false;
  const moved = (offset: number): number => (offset >= edit.span.start ? offset + edit.newText.length : offset);
  return findings.every(({ rule, location: { path, span } }) => {
    const now = {
      path,
      span: path === edit.path ? { start: moved(span.start), end: moved(span.end) } : span,
    };
    const same = after.results.findings.filter((other) => other.rule === rule && isSameLocation(other.location, now));
    return same.length > 0 && same.every(({ suppression }) => suppression?.kind === 'comment');
  });
}
