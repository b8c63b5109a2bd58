import type { Finding, Message, Problem, Undecided } from '../model/finding.ts';
import type { Parsed } from '../parsers/contract/parsed.ts';
import { countBefore, type Span } from '../text/location.ts';
import { withShortQuotes } from '../text/short-quotes.ts';
import { withoutSecrets } from './command-line.ts';
import { mayHoldSecrets, mayQuoteSecrets } from './line-secrets.ts';
import { MASK } from './mask.ts';
import { spansByPath } from './places.ts';
import { mayPassPasswords } from './programs.ts';
import { type SecretValues, secretValuesOf } from './secret-values.ts';

/** Shown instead of a possible secret. */
const HIDDEN = `\`${MASK}\``;

/** Syntax that plimsoll's own messages quote. */
const OWN: ReadonlySet<string> = new Set(['$$', '=', '${NAME}', '${NAME:-default}', 'true', 'false']);
/** Problems whose messages only quote a variable's name, but no value. */
const WITHOUT_VALUES: ReadonlySet<string> = new Set(['syntax/required-variable']);

/** Limits recursion: values are never nested deeply. */
const MAX_NESTED = 8;
/** The maximum number of values that a message may quote. */
const MAX_TOUCHED = 200;

/** Words to search if it is unclear where in the line a value starts. */
const WORD = /[^\s"'`]{3,}/g;

/** Masks secrets in the `code` of a sentence, such as passwords in URLs, options and variables. */
function maskSentence(sentence: string): string {
  return mayQuoteSecrets(sentence) && (sentence.includes(' -') || mayHoldSecrets(sentence))
    ? sentence.replace(/`([^`]+)`/g, (quoted, code: string) =>
        mayHoldSecrets(code) || mayPassPasswords(code) ? `\`${withoutSecrets(code)}\`` : quoted,
      )
    : sentence;
}

/** Masks secrets in messages of results, and shortens quoted values. */
export function maskResults<R extends Finding | Undecided>(results: readonly R[], known: SecretValues): readonly R[] {
  return results.map((result) => {
    const subjects = maskNames(result.subjects, known);
    const named = subjects === result.subjects ? result : { ...result, subjects };
    if (!('message' in result)) {
      const reason = maskWhole(result.reason, known);
      return reason === result.reason ? named : { ...named, reason };
    }
    const message = maskMessage(result.message, known);
    return message === result.message ? named : { ...named, message };
  });
}

/** Masks secrets in names: a container may have the name of its image. */
export function maskNames<S extends { readonly name: string }>(
  subjects: readonly S[],
  known: SecretValues,
): readonly S[] {
  if (known.areNone) return subjects;
  const masked = subjects.map((subject) => {
    const name = known.masked(subject.name);
    return name === subject.name ? subject : { ...subject, name };
  });
  return masked.every((subject, index) => subject === subjects[index]) ? subjects : masked;
}

function maskWhole(sentence: string, known: SecretValues): string {
  return withShortQuotes(known.masked(maskSentence(sentence)));
}

/** Returns the same message if nothing changes, which is usual. */
function maskMessage(message: Message, known: SecretValues): Message {
  return withSentences(message, (sentence) => maskWhole(sentence, known));
}

function withSentences(message: Message, change: (sentence: string) => string): Message {
  const what = change(message.what);
  const remedy = message.remedy === undefined ? undefined : change(message.remedy);
  if (what === message.what && remedy === message.remedy) return message;
  return remedy === undefined ? { what } : { what, remedy };
}

/** Masks secrets and environment values in messages of problems, and shortens quoted values. */
export function withMaskedProblems(parsed: Parsed): Parsed {
  if (parsed.problems.length === 0) return parsed;
  const known = secretValuesOf(parsed);
  const problems = withValuesUnquoted(parsed).map((problem) => ({
    ...problem,
    message: maskMessage(problem.message, known),
  }));
  return { ...parsed, problems };
}

function withValuesUnquoted({ problems, texts, values: { environment, unparsed = [] } }: Parsed): readonly Problem[] {
  if (environment.length + unparsed.length === 0) return problems;
  const [valuesByPath, linesByPath] = [spansByPath(environment), spansByPath(unparsed)];
  const unquoted = (problem: Problem): Problem => {
    if (WITHOUT_VALUES.has(problem.id)) return problem;
    const { path, span } = problem.place.location;
    const text = texts.get(path) ?? '';
    const values = touched(valuesByPath.get(path) ?? [], span, text);
    const lines = touched(linesByPath.get(path) ?? [], span, text);
    if (values.length + lines.length === 0) return problem;
    const written = [...values, ...lines];
    const words = lines.flatMap((line) => line.match(WORD) ?? []);
    const isWritten = (quote: string): boolean =>
      !OWN.has(quote) && (written.some((value) => value.includes(quote)) || words.some((word) => quote.includes(word)));
    const hide = (message: string): string =>
      message.replace(/`([^`]+)`/g, (quoted, inner: string) =>
        isWritten(inner.endsWith('…') ? inner.slice(0, -1) : inner) ? HIDDEN : quoted,
      );
    return { ...problem, message: withSentences(problem.message, hide) };
  };
  return problems.map(unquoted);
}

function touched(sorted: readonly Span[], { start, end }: Span, text: string): readonly string[] {
  const from = Math.max(0, countBefore(sorted, start + 1) - MAX_NESTED);
  const near = sorted.slice(from, Math.min(countBefore(sorted, end), from + MAX_TOUCHED));
  return near.filter((value) => value.end > start).map((value) => text.slice(value.start, value.end));
}
