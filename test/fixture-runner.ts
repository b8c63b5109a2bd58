import { existsSync, readdirSync } from 'node:fs';
import type { RuleSetting } from '../src/config/rule-settings.ts';
import type { LintResult } from '../src/lint/lint.ts';
import { lintText } from '../src/lint/lint.ts';
import type { Finding } from '../src/model/finding.ts';
import { compareExpectations } from '../src/policies/expectations.ts';
import { RULES, ruleById } from '../src/rules/index.ts';
import type { Location } from '../src/text/location.ts';
import { malformed, sentencesIn } from './sentences.ts';

export { readExpectations } from '../src/policies/expectations.ts';

/** The start of a message about a possible finding (`Voice.does`). */
const MAY = /^[^`]*`[^`]*`(?: \(also [^)]*\))? might /;
const OPTIONS = /^# options: (\{.*\})$/m;

/** A fixture's rule options, from its line `# options: {…}`. */
export function readOptions(text: string): object {
  const json = OPTIONS.exec(text)?.[1];
  const options: unknown = json === undefined ? {} : JSON.parse(json);
  return typeof options === 'object' && options !== null ? options : {};
}

const FOLDER = new URL('fixtures/rules/', import.meta.url);

/** A rule's fixtures, without `parity.json`, which `parity.test.ts` reads. */
export function fixtureNames(rule: string): readonly string[] {
  const folder = new URL(`${rule}/`, FOLDER);
  return existsSync(folder) ? readdirSync(folder).filter((name) => !name.endsWith('.json')) : [];
}

/** Lints a fixture with its rules and options only. */
export async function lintFixture(path: string, text: string, ...rules: readonly string[]): Promise<LintResult> {
  const settings = RULES.map(({ id }): [string, RuleSetting] => [
    id,
    rules.includes(id) ? { options: readOptions(text) } : { severity: 'off' },
  ]);
  return lintText({ path, text }, { rules: Object.fromEntries(settings) });
}

/**
 * Differences between a fixture's expectations and results, one line each; only `rules` and
 * `syntax/…` count.
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
  const met = results.map(({ kind, rule, location, words, says }) => ({
    ...{ kind, rule, words, says },
    text: markedText(result, location),
    start: location.span.start,
  }));
  return [...problems, ...compareExpectations(text, met).map(({ line, message }) => `${path}:${line}: ${message}`)];
}

function wordsOf({ rule, severity, message }: Finding): readonly string[] {
  const own = ruleById(rule)?.severity ?? severity;
  return [...(severity === own ? [] : [severity]), ...(MAY.test(message.what) ? ['may'] : [])];
}

function markedText({ texts }: LintResult, { path, span }: Location): string {
  return (texts.get(path) ?? '').slice(span.start, span.end);
}
