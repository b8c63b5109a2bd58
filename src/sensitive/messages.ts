import type { Finding, Message, Problem, Undecided } from '../model/finding.ts';
import type { Parsed } from '../parsers/contract/parsed.ts';
import { countBefore, type Span } from '../text/location.ts';
import { withShortQuotes } from '../text/short-quotes.ts';
import { passwordsInScript } from './command-line.ts';
import { mayHoldSecrets, mayQuoteSecrets, secretsIn } from './line-secrets.ts';
import { MASK, withMasks } from './mask.ts';
import { spansByPath } from './places.ts';

/** Said in the place of what may be a secret. */
const HIDDEN = `\`${MASK}\``;

/** What our own messages say of the syntax of a value. */
const OWN: ReadonlySet<string> = new Set(['$$', '${NAME}', '${NAME:-default}', 'true', 'false']);
/** Problems whose messages say nothing of a value: only which variable has to be set, and where. */
const WITHOUT_VALUES: ReadonlySet<string> = new Set(['syntax/required-variable']);

/** Values may stand in one another, but not many. */
const MAX_NESTED = 8;
/** A message quotes no more of a text than so many values have room in. */
const MAX_TOUCHED = 200;

/** What is looked for of a line in which it is not clear where a value begins. */
const WORD = /[^\s"'`]{3,}/g;

/** A sentence without what its `code` shows to be a secret: the password of an address, an option or a variable. */
function maskSentence(sentence: string): string {
  return mayQuoteSecrets(sentence) && (sentence.includes(' -') || mayHoldSecrets(sentence))
    ? sentence.replace(
        /`([^`]+)`/g,
        (_, code: string) => `\`${withMasks(code, [...secretsIn(code), ...passwordsInScript(code)])}\``,
      )
    : sentence;
}

/** The same findings and questions with no secret, and no value of any length, in what they say. */
export function maskResults<R extends Finding | Undecided>(results: readonly R[]): readonly R[] {
  return results.map((result) => {
    if (!('message' in result)) return { ...result, reason: withShortQuotes(maskSentence(result.reason)) };
    const message = maskMessage(result.message);
    return message === result.message ? result : { ...result, message };
  });
}

/** The message itself where nothing of it changes, as in nearly all. */
function maskMessage(message: Message): Message {
  const shown = (sentence: string): string => withShortQuotes(maskSentence(sentence));
  const what = shown(message.what);
  const remedy = message.remedy === undefined ? undefined : shown(message.remedy);
  if (what === message.what && remedy === message.remedy) return message;
  return remedy === undefined ? { what } : { what, remedy };
}

/** The same with no secret, no long value and nothing of an environment variable in the messages of its problems. */
export function withMaskedProblems(parsed: Parsed): Parsed {
  const { problems } = withValuesUnquoted(parsed);
  return problems.length === 0
    ? parsed
    : { ...parsed, problems: problems.map((problem) => ({ ...problem, message: maskMessage(problem.message) })) };
}

function withValuesUnquoted(parsed: Parsed): Parsed {
  const { problems, texts, values } = parsed;
  if (problems.length === 0) return parsed;
  const { environment, unparsed = [] } = values;
  if (environment.length + unparsed.length === 0) return parsed;
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
    const { what, remedy } = problem.message;
    return {
      ...problem,
      message: remedy === undefined ? { what: hide(what) } : { what: hide(what), remedy: hide(remedy) },
    };
  };
  return { ...parsed, problems: problems.map(unquoted) };
}

/** The texts of the values in which something of a span stands. */
function touched(sorted: readonly Span[], { start, end }: Span, text: string): readonly string[] {
  const from = Math.max(0, countBefore(sorted, start + 1) - MAX_NESTED);
  const near = sorted.slice(from, Math.min(countBefore(sorted, end), from + MAX_TOUCHED));
  return near.filter((value) => value.end > start).map((value) => text.slice(value.start, value.end));
}
