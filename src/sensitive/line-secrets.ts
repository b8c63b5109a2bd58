import type { Span } from '../text/location.ts';
import { credentialsIn } from './addresses.ts';
import { ISSUED_START, issuedSecretsIn } from './issued.ts';
import { isUnlikely } from './mask.ts';
import { isReference, isSecretName, secretWordsIn } from './names.ts';

/** HTTP headers that carry credentials. */
const HEADER =
  /\b(?:(?:proxy-)?authorization|cookie|x-(?:\w{1,30}-){0,4}(?:token|key|auth|secret))["']?\s?:\s{0,3}["']?(?:(?:bearer|basic|token|digest)\s+)?([^\s"'`&*][^"'`\r\n]{0,4000})/gi;
const BEARER = /\bbearer\s{1,3}([\w.~+/=-]{8,})/gi;

/**
 * Secrets that are recognized by form: password hashes, JSON Web Tokens, and tokens of GitHub,
 * GitLab, Slack, AWS, Stripe, Google and OpenAI.
 */
const TOKEN =
  /\b(?:gh[opusr]_[A-Za-z\d]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|(?:AKIA|ASIA)[A-Z\d]{16}|sk_(?:live|test)_\w{16,}|sk-[\w-]{20,}|AIza[\w-]{30,}|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*)|\${1,2}(?:2[aby]|apr1|1|5|6|y|argon2id?)\${1,2}[\w./$=,+]{16,}/g;

/**
 * URLs that are secret: webhooks of Slack, Discord and Teams, and Telegram bots. The host stays
 * visible.
 */
const WEBHOOK =
  /(?<=hooks\.slack\.com\/(?:services|workflows|triggers)\/|\/api\/webhooks\/|webhook\.office\.com\/|\/bot)(?:\d{6,12}:[\w-]{30,}|[\w-][\w/@.-]{20,})/g;

/** A password in SQL: `IDENTIFIED BY 'S'`, `WITH PASSWORD 'S'`, `PASSWORD('S')`. */
const SQL = /\b(?:password|identified(?: with \w{1,60})? (?:by|as))[\s(]{1,3}N?('[^']{1,200}'|\\?"[^"\\]{1,200})/gi;

const TOKEN_START = /gh[opusr]_|github_pat_|glpat-|xox|akia|asia|sk[_-]|aiza|eyj|\$(?:2|apr1|[156y]\$|argon2)/i;
const WEBHOOK_START = /hooks\.slack|\/webhooks\/|webhook\.office|\/bot\d/;

/** How far to search before and after a name, in characters. */
const MAX_REACH = 20_000;

/**
 * The visible secrets in a text of any syntax: values of names, keys and options that indicate
 * secrets, passwords in URLs and headers, and tokens. Takes linear time.
 */
export function secretsIn(text: string): readonly Span[] {
  if (isPlain(text)) return [];
  const spans: Span[] = [];
  const add: Add = (start, end) => {
    if (start < end && !isReference(text.slice(start, end))) spans.push({ start, end });
  };
  for (const { secret } of credentialsIn(text)) if (secret !== undefined) add(secret.start, secret.end);
  for (const { start, end } of issuedSecretsIn(text)) add(start, end);
  const addAll = (pattern: RegExp): void => {
    for (const { 0: token, index } of text.matchAll(pattern)) add(index, index + token.length);
  };
  if (TOKEN_START.test(text)) addAll(TOKEN);
  if (WEBHOOK_START.test(text)) addAll(WEBHOOK);
  addKeys(text, add);
  for (const line of linesWithWords(text.toLowerCase())) addNamed(text, line, add);
  return spans;
}

function addKeys(text: string, add: Add): void {
  const head = 'PRIVATE KEY-----';
  for (let at = text.indexOf(head); at >= 0; ) {
    const start = at + head.length;
    const end = text.indexOf('-----END', start);
    if (end < 0) return;
    add(start, end);
    at = text.indexOf(head, end + head.length);
  }
}

/** No token is shorter. Other secrets follow one of the characters below. */
const SHORTEST_TOKEN = 15;
const SIGN = /[@=:,$\s"']/;

/** A fast test that is true for most words: {@link secretsIn} would find nothing. */
function isPlain(text: string): boolean {
  return text.length < SHORTEST_TOKEN && !SIGN.test(text);
}

/** False if no quoted code in a sentence can contain a secret that {@link secretsIn} finds. */
export function mayQuoteSecrets(sentence: string): boolean {
  for (let start = sentence.indexOf('`'); start >= 0; ) {
    const end = sentence.indexOf('`', start + 1);
    if (end < 0) return false;
    // The second of two adjacent backticks may start another quote.
    if (end === start + 1 || !isPlain(sentence.slice(start + 1, end))) return true;
    start = sentence.indexOf('`', end + 1);
  }
  return false;
}

type Add = (start: number, end: number) => void;

/** Adds the value after a name, in a line or a header. */
function addNamed(text: string, { start, end }: Span, add: Add): void {
  const line = text.slice(start, end);
  const lower = line.toLowerCase();
  const patterns = [
    ...(/authorization|cookie|x-/.test(lower) ? [HEADER] : []),
    ...(lower.includes('bearer') ? [BEARER] : []),
    ...(/password|identified/.test(lower) ? [SQL] : []),
  ];
  for (const pattern of patterns)
    for (const { 0: whole, 1: value = '', index } of line.matchAll(pattern))
      add(start + index + whole.length - value.length, start + index + whole.length);
  let read = 0;
  for (const { word, index } of secretWordsIn(line)) {
    if (start + index < read) continue;
    const value = valueAfter(text, start + index, start + index + word.length);
    if (value !== undefined) add(value.start, value.end);
    read = value?.end ?? read;
  }
}

/** Every secret's name and every header contains one of these. */
const WORDS: readonly string[] = [
  'pas',
  'pssw',
  'pw',
  'auth',
  'cred',
  'sec',
  'tok',
  'key',
  'cookie',
  'bearer',
  'identif',
];

const MARK = new RegExp(
  `@|${WORDS.join('|')}|${TOKEN_START.source}|${WEBHOOK_START.source}|${ISSUED_START.source}`,
  'i',
);

/**
 * The few lines that may contain the name of a secret. The slow expression then skips all others.
 */
function linesWithWords(lower: string): readonly Span[] {
  const lines = new Map<number, Span>();
  for (const word of WORDS) {
    for (let at = lower.indexOf(word); at >= 0; ) {
      const start = lower.lastIndexOf('\n', at) + 1;
      const newline = lower.indexOf('\n', at);
      const end = newline < 0 ? lower.length : newline;
      lines.set(start, { start, end });
      at = lower.indexOf(word, end);
    }
  }
  return [...lines.values()];
}

/** A fast test: false if {@link secretsIn} finds nothing. */
export function mayHoldSecrets(text: string): boolean {
  return MARK.test(text);
}

const NAME_CHARACTER = /[\w.-]/;
const ASSIGNMENT = /^(?::{1,3}|[?+])=/;
const MAX_NAME = 100;

/**
 * The value after the name of a secret: after `=`, `: `, `":` or `--password `, or after `:` if the
 * name starts a line.
 */
function valueAfter(text: string, wordStart: number, wordEnd: number): Span | undefined {
  let start = wordStart;
  while (start > Math.max(wordStart - MAX_NAME, 0) && NAME_CHARACTER.test(text.charAt(start - 1))) start -= 1;
  let end = wordEnd;
  while (end < wordEnd + MAX_NAME && NAME_CHARACTER.test(text.charAt(end))) end += 1;
  const name = text.slice(start, end);
  const before = text.charAt(start - 1);
  // After a reference to a variable, there is no value: `"$PWD":/x`.
  if (!isSecretName(name) || before === '$') return undefined;
  if (before === '{' && text.charAt(start - 2) === '$') return defaultAfter(text, end);
  const isQuotedName = '"\''.includes(text.charAt(end)) && text.charAt(end) !== '';
  let at = isQuotedName ? end + 1 : end;
  const blanks = blanksAt(text, at);
  // make and just also have the operators `:=`, `?=` and `+=`.
  const operator = ASSIGNMENT.exec(text.slice(at + blanks, at + blanks + 4))?.[0] ?? '';
  const separator = operator === '' ? text.charAt(at + blanks) : '=';
  const behind = text.charAt(at + blanks + 1);
  // `PASSWORD:x` isn't a mapping in YAML, but was meant as one.
  const isMeant = blanks === 0 && !'/:'.includes(behind) && isAtLineStart(text, start);
  const isPair = separator === ':' && (isQuotedName || isMeant || /\s/.test(behind));
  const isOption = name.startsWith('--');
  // A list of arguments: `["--password", "x"]`.
  const isListed = isOption && isQuotedName && separator === ',';
  if (separator === '=' || isPair || isListed) at += blanks + Math.max(operator.length, 1);
  else if (!isOption || blanks === 0 || separator === '-') return undefined;
  // Shells allow no blanks around `=`. In other syntaxes, the value is the rest of the line.
  const isSpaced = separator === '=' && !isOption && blanks > 0 && /[ \t]/.test(text.charAt(at));
  at += isPair || isSpaced || separator !== '=' ? blanksAt(text, at) : 0;
  const valueEnd = endOfValue(
    text,
    at,
    !isQuotedName && (before === '"' || before === "'") ? before : undefined,
    isPair || isSpaced,
  );
  const reference = /^["']?\$\{\w+/.exec(text.slice(at, at + MAX_NAME))?.[0];
  const operand = reference === undefined ? undefined : defaultAfter(text, at + reference.length);
  if (operand !== undefined) return operand;
  return text.charAt(at) === '$' || at >= valueEnd ? undefined : { start: at, end: valueEnd };
}

/** The default value in `${PASSWORD:-x}`. Also `x` in `${PASSWORD:?x}`, unless it is a message. */
function defaultAfter(text: string, from: number): Span | undefined {
  const operator = /^:?[-=?]/.exec(text.slice(from, from + 2))?.[0];
  if (operator === undefined) return undefined;
  const start = from + operator.length;
  const length = endOf(text.slice(start, start + MAX_REACH), /[}\r\n]/);
  const written = text.slice(start, start + length);
  if (operator.endsWith('?') && (!isUnlikely(written) || /\s/.test(written))) return undefined;
  return length === 0 || text.charAt(start) === '$' ? undefined : { start, end: start + length };
}

function isAtLineStart(text: string, at: number): boolean {
  let from = at;
  while (text.charAt(from - 1) === ' ' || text.charAt(from - 1) === '\t') from -= 1;
  return from === 0 || /[\r\n]/.test(text.charAt(from - 1));
}

function blanksAt(text: string, at: number): number {
  let end = at;
  while (text.charAt(end) === ' ' || text.charAt(end) === '\t') end += 1;
  return end - at;
}

function endOfValue(text: string, at: number, outerQuote: string | undefined, isPair: boolean): number {
  const rest = text.slice(at, at + MAX_REACH);
  const lineEnd = at + endOf(rest, /[\r\n]/);
  const own = text.charAt(at);
  const quote = outerQuote ?? (own === '"' || own === "'" ? own : undefined);
  if (quote !== undefined) {
    const inner = outerQuote === undefined ? 1 : 0;
    const close = rest.indexOf(quote, inner);
    return close < 0 ? lineEnd : Math.min(lineEnd, at + close + inner);
  }
  // Leave out characters that end the command.
  if (!isPair) {
    let end = Math.min(lineEnd, at + endOf(rest, /[\s"']/));
    while (end > at && ';&|)'.includes(text.charAt(end - 1))) end -= 1;
    return end;
  }
  const comment = rest.indexOf(' #');
  const end = comment < 0 ? lineEnd : Math.min(lineEnd, at + comment);
  return isInFlow(text, at) ? Math.min(end, at + endOf(rest, /[,}]/)) : end;
}

function isInFlow(text: string, at: number): boolean {
  const before = text.slice(Math.max(0, at - MAX_NAME * 10), at);
  return before.lastIndexOf('{') > Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r'));
}

function endOf(text: string, stop: RegExp): number {
  const at = text.search(stop);
  return at < 0 ? text.length : at;
}
