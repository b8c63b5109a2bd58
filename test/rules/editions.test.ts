import { describe, expect, test } from 'vitest';
import { lintText } from '../../src/lint/lint.ts';
import { EDITIONS, type Edition } from '../../src/rules/editions.ts';
import { findRule, RULES } from '../../src/rules/index.ts';
import { assessmentOf, cisItemOf, numberIn, recommendationIn, referenceFacts } from '../../src/rules/references.ts';

/**
 * Each version's first and last number, and its assessment of rules 5.4, 5.8, 5.17 and 5.23 of
 * version 1.13.
 */
const TABLE: Readonly<Record<Edition, readonly string[]>> = {
  '1.13': ['5.1', '5.31', 'scored', 'scored', 'not scored', 'scored'],
  '1.2': ['5.1', '5.31', 'scored', 'not scored', 'not scored', 'not scored'],
  '1.3': ['5.1', '5.31', 'automated', 'manual', 'manual', 'manual'],
  '1.4': ['5.1', '5.31', 'automated', 'manual', 'manual', 'manual'],
  '1.5': ['5.1', '5.31', 'automated', 'manual', 'manual', 'manual'],
  '1.6': ['5.2', '5.32', 'manual', 'manual', 'manual', 'manual'],
  '1.7': ['5.2', '5.32', 'manual', 'manual', 'manual', 'manual'],
  '1.8': ['5.2', '5.32', 'manual', 'manual', 'manual', 'manual'],
};

describe.each(EDITIONS)('version %s of the benchmark', (edition) => {
  test('numbers and assesses the recommendations as it is printed', () => {
    const cis = RULES.filter((rule) => cisItemOf(rule) !== undefined);
    const [first, last] = [cis[0], cis.at(-1)].map((rule) => rule && numberIn(edition, rule));
    const words = ['5.4', '5.8', '5.17', '5.23'].map((number) => {
      const rule = findRule(number);
      return rule && assessmentOf(edition, rule);
    });
    expect([first, last, ...words]).toEqual(TABLE[edition]);
  });

  test('finds each rule by its number', () => {
    for (const rule of RULES) {
      const number = numberIn(edition, rule);
      if (number !== undefined) expect(findRule(number, edition)).toBe(rule);
    }
  });

  test.each([
    ['root', true],
    ['0:0', true],
    ['app', edition === '1.13'],
  ])('has a command that is run as %s fail: %s', async (user, isBad) => {
    const { findings } = await lintText(
      { path: 'run.sh', text: `docker exec -u ${user} web sh\n` },
      { edition, preset: 'cis-level-2' },
    );
    expect(findings.some(({ rule }) => rule === 'exec-user')).toBe(isBad);
    const rule = findRule('exec-user');
    expect(rule && recommendationIn(edition, rule)).toBe(
      edition === '1.13' ? "Execs use the container's user" : 'Execs run as non-root users',
    );
  });
});

test('a setting of one’s own counts more than the wording of a version', async () => {
  const { findings } = await lintText(
    { path: 'run.sh', text: 'docker exec -u app web sh\n' },
    { edition: '1.8', rules: { 'exec-user': { options: { rootOnly: false } } } },
  );
  expect(findings.map(({ rule }) => rule)).toEqual(['exec-user']);
});

test.each([
  [
    [{ kind: 'cis', item: 8, level: 1, isScored: true }],
    [
      'CIS Docker 5.8 (versions 1.13 to 1.5) or 5.9 (versions 1.6 to 1.8)',
      'Level 1',
      'Scored (not scored since 1.2, manual since 1.3)',
    ],
  ],
  [
    [{ kind: 'document', title: 'OWASP Docker Security Cheat Sheet, rule 2', url: 'https://example.test' }],
    ['Not in section 5 of the CIS Docker Benchmark', 'OWASP Docker Security Cheat Sheet, rule 2'],
  ],
  [[], ['Not in section 5 of the CIS Docker Benchmark']],
] as const)('the facts of a page say where a rule is: %j', (references, facts) => {
  expect(referenceFacts({ references })).toEqual(facts);
});
