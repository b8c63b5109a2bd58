import { existsSync, readdirSync } from 'node:fs';
import type { LintResult } from '../src/lint/lint.ts';
import { lintText } from '../src/lint/lint.ts';
import type { Finding } from '../src/model/finding.ts';
import { RULES, ruleById } from '../src/rules/index.ts';
import type { Location } from '../src/text/location.ts';
import type { RuleSetting } from '../src/workspace/config/rule-settings.ts';
import { malformed, sentencesIn } from './sentences.ts';

/** A result that a fixture says it must have. */
export interface Expectation {
  readonly kind: 'finding' | 'undecided';
  readonly rule: string;
  /** A severity that is not the rule's own, and `may` for what holds on some code paths only. */
  readonly words: readonly string[];
  /** The exact text that the result marks. */
  readonly text: string;
  /** Where the result starts: from this offset on, before the other. */
  readonly from: number;
  readonly to: number;
  /** The line of the comment, counted from 1. */
  readonly line: number;
}

const COMMENT = /#\s*expect(-undecided)?\[([\w/-]+)((?:, \w+)*)\]:/g;
/** How a message begins that speaks of what may be so, as `Voice.does` has it. */
const MAY = /^[^`]*`[^`]*`(?: \(also [^)]*\))? may /;
const OPTIONS = /^# options: (\{.*\})$/m;

/**
 * Reads the comments `# expect[rule]: marked text` and `# expect-undecided[rule]: marked text`. At the end of a line of
 * code, one speaks of a result that starts in that line; alone on its line, of one that starts between it and the next
 * blank line. A severity that is not the rule's own stands behind the rule, and so does `may`: `# expect[rule, error,
 * may]: marked text`.
 */
export function readExpectations(text: string): readonly Expectation[] {
  const expectations: Expectation[] = [];
  let at = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const comments = [...line.matchAll(COMMENT)];
    const isAlone = line.trimStart().startsWith('#');
    const blank = text.slice(at).search(/\n[ \t]*(?:\n|$)/);
    const range = isAlone
      ? { from: at + line.length, to: blank < 0 ? text.length : at + blank + 1 }
      : { from: at, to: at + line.length };
    for (const [order, comment] of comments.entries()) {
      const [whole, isUndecided, rule = '', words = ''] = comment;
      const marked = line.slice(comment.index + whole.length, comments[order + 1]?.index).trim();
      expectations.push({
        kind: isUndecided === undefined ? 'finding' : 'undecided',
        rule,
        words: words.split(', ').slice(1),
        text: marked,
        ...range,
        line: index + 1,
      });
    }
    at += line.length + 1;
  }
  return expectations;
}

/** The options that a fixture gives its rule, in a line `# options: {…}`. */
export function readOptions(text: string): object {
  const json = OPTIONS.exec(text)?.[1];
  const options: unknown = json === undefined ? {} : JSON.parse(json);
  return typeof options === 'object' && options !== null ? options : {};
}

/** The folder of each rule's fixtures. */
const FOLDER = new URL('fixtures/rules/', import.meta.url);

/** The names of a rule's fixtures, without `parity.json`, which `parity.test.ts` reads. */
export function fixtureNames(rule: string): readonly string[] {
  const folder = new URL(`${rule}/`, FOLDER);
  return existsSync(folder) ? readdirSync(folder).filter((name) => !name.endsWith('.json')) : [];
}

/** Lints a fixture with its rules alone, with the options that it gives them. */
export async function lintFixture(path: string, text: string, ...rules: readonly string[]): Promise<LintResult> {
  const settings = RULES.map(({ id }): [string, RuleSetting] => [
    id,
    rules.includes(id) ? { options: readOptions(text) } : { severity: 'off' },
  ]);
  return lintText({ path, text }, { rules: Object.fromEntries(settings) });
}

/**
 * What is wrong between a fixture's expectations and its results, one line each; only results of `rules` and `syntax/…`
 * count.
 */
export async function checkFixture(
  path: string,
  text: string,
  ...rules: readonly string[]
): Promise<readonly string[]> {
  const result = await lintFixture(path, text, ...rules);
  const counts = (id: string): boolean => rules.includes(id) || id.startsWith('syntax/');
  const results = [
    ...result.findings
      .filter((finding) => counts(finding.rule))
      .map((finding) => ({
        ...finding,
        kind: 'finding' as const,
        words: wordsOf(finding),
        says: finding.message.what,
      })),
    ...result.undecided
      .filter((one) => counts(one.rule))
      .map((one) => ({ ...one, kind: 'undecided' as const, words: [], says: one.reason })),
  ];
  const sentences = [
    ...sentencesIn(result.findings.filter((finding) => counts(finding.rule)).map(({ message }) => message)),
    ...result.undecided.map(({ reason }) => reason),
  ];
  const problems = malformed(sentences).map((sentence) => `${path}: not whole sentences: “${sentence}”`);
  const open = [...readExpectations(text)];
  for (const { kind, rule: id, location, words, says } of results) {
    const marked = markedText(result, location);
    const { start } = location.span;
    const met = open.findIndex(
      (one) =>
        one.kind === kind &&
        one.rule === id &&
        one.words.join() === words.join() &&
        one.text === marked &&
        one.from <= start &&
        start < one.to,
    );
    if (met >= 0) open.splice(met, 1);
    else
      problems.push(
        `${path}:${lineOf(text, start)}: unexpected ${kind} of ${[id, ...words].join(', ')} marks “${marked}”: ${says}`,
      );
  }
  for (const one of open)
    problems.push(
      `${path}:${one.line}: expected ${one.kind} of ${[one.rule, ...one.words].join(', ')} that marks “${one.text}”`,
    );
  return problems;
}

function wordsOf({ rule, severity, message }: Finding): readonly string[] {
  const own = ruleById(rule)?.severity ?? severity;
  return [...(severity === own ? [] : [severity]), ...(MAY.test(message.what) ? ['may'] : [])];
}

function markedText({ texts }: LintResult, { path, span }: Location): string {
  return (texts.get(path) ?? '').slice(span.start, span.end);
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
