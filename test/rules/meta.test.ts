import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { SourceFile } from '../../src/files/file-reader.ts';
import { type KnownImage, knownImage } from '../../src/images/known-image.ts';
import { IMAGE_TABLE } from '../../src/images/table.ts';
import { lintText } from '../../src/lint/lint.ts';
import type { FixValues } from '../../src/model/change.ts';
import { findRule, RULES, ruleById } from '../../src/rules/index.ts';
import type { Outcome } from '../../src/rules/outcome.ts';
import { cisItemOf } from '../../src/rules/references.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { fixtureNames, readExpectations, readOptions } from '../fixture-runner.ts';
import { type Block, optionRows, readPage, sectionText } from '../rule-page.ts';
import { subjectsIn } from '../subjects-in.ts';

/** With all values, a rule offers every fix. */
const VALUES: FixValues = { memory: 512 * 1024 ** 2, cpus: 1, pids: 1000, address: '192.0.2.1' };
const FIXTURES = new URL('../fixtures/rules/', import.meta.url);
const SECTIONS = [
  'What',
  'Why',
  'How to fix',
  'Fix',
  'When to make an exception',
  'Options',
  'Impact',
  'Default',
  'Audit',
  'Severity',
  'References',
];
const KINDS = ['bad', 'good', 'undecided', 'near-miss'] as const;
/** Ulimits are Compose keys, so they always exist; any link counts. */
const NOT_APPLICABLE = new Set([
  'ulimit-override/undecided.compose.yaml',
  'deprecated-link/undecided.compose.yaml',
  'deprecated-link/undecided.sh',
]);

test('the rules are the 31 recommendations in their order, then the others, all under ids of their own', () => {
  const items = RULES.map((rule) => cisItemOf(rule)?.item);
  expect(items.slice(0, 31)).toEqual(Array.from({ length: 31 }, (_, index) => index + 1));
  expect(items.slice(31).filter((item) => item !== undefined)).toEqual([]);
  expect(new Set(RULES.map(({ id }) => id)).size).toBe(RULES.length);
});

test('what follows a rule is less than it', () => {
  const followers = RULES.filter(({ follows }) => follows !== undefined);
  expect(followers.map(({ id }) => id)).toEqual(['default-bridge-network']);
  for (const { follows = '', securitySeverity } of followers)
    expect(ruleById(follows)?.securitySeverity).toBeGreaterThan(securitySeverity);
});

test.each([
  ['privileged-container', '1.13', 'privileged-container'],
  ['5.4', '1.13', 'privileged-container'],
  ['5.5', '1.6', 'privileged-container'],
  ['5.31', '1.13', 'docker-socket-mount'],
  ['5.32', '1.6', 'docker-socket-mount'],
  ['5.1', '1.6', undefined],
  ['5.32', '1.13', undefined],
  ['no-such-rule', '1.13', undefined],
] as const)('%s in CIS Docker %s is %s', (name, edition, id) => {
  expect(findRule(name, edition)?.id).toBe(id);
});

describe.each(RULES.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const page = readPage(id);

  test('has an id in kebab-case, by which it is found', () => {
    expect(id).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    expect(ruleById(id)).toBe(rule);
  });

  test('has a page with its title, its sections and its facts', () => {
    expect(page.heading).toBe(id);
    expect(page.title).toBe(rule.title);
    expect(page.sections).toEqual(SECTIONS);
    expect(page.severities).toContain(rule.severity);
    expect(page.securitySeverity).toBe(rule.securitySeverity);
    expect(page.exceptionId).toBe(id);
  });

  test('has a page that says what each of its fixes may break', () => {
    const text = sectionText(page, 'Fix');
    for (const fix of rule.fixes) {
      expect(text).toContain(
        `${fix.title}. ${fix.risk === 'safe' ? 'Safe.' : `${fix.risk.charAt(0).toUpperCase()}${fix.risk.slice(1)} risk: ${fix.breaks}`}`,
      );
    }
    expect(text.startsWith('None')).toBe(rule.fixes.length === 0);
  });

  // Editors look for safe fixes among the problems of an input alone.
  test('has no fix that is always safe', () => {
    expect(rule.fixes.filter(({ risk }) => risk === 'safe')).toEqual([]);
  });

  test('has an option table that agrees with its schemas', () => {
    expect(optionRows(page).map(({ name }) => name)).toEqual(Object.keys(rule.optionSchemas));
    expect(Object.keys(rule.options)).toEqual(Object.keys(rule.optionSchemas));
  });

  test.each(page.blocks.map((block) => [`${block.language} ${block.verdict}`, block.text, block] as const))(
    'page, %s block: %s',
    async (_name, _text, block) => {
      const { findings, undecided } = await lintBlock(id, block);
      const fired = findings.filter((finding) => finding.rule === id);
      expect(findings.filter((finding) => finding.rule.startsWith('syntax/'))).toEqual([]);
      if (block.verdict === 'bad') expect(fired).not.toEqual([]);
      else expect([...fired, ...undecided.filter((one) => one.rule === id)]).toEqual([]);
    },
  );

  test('its page fires with every severity that it names, and with no other', async () => {
    const severities = new Set(
      (await outcomesOf(rule)).flatMap((outcome) =>
        outcome.verdict === 'fail' ? [outcome.severity ?? rule.severity] : [],
      ),
    );
    expect([...severities].sort()).toEqual([...page.severities].sort());
  });

  test('its page explains each of its severities, and no other', () => {
    const [explained = ''] = /^[^]*?(?= Security severity: )/.exec(sectionText(page, 'Severity')) ?? [];
    const named = new Set([...explained.matchAll(/\b[Aa]n? (error|warning|info)\b/g)].map(([, severity]) => severity));
    expect([...named].sort()).toEqual([...page.severities].sort());
  });

  test.each(KINDS.flatMap((kind) => ['compose.yaml', 'sh'].map((ending) => `${kind}.${ending}`)))(
    'has a fixture %s that is one',
    (name) => {
      if (NOT_APPLICABLE.has(`${id}/${name}`)) return;
      const url = new URL(`${id}/${name}`, FIXTURES);
      expect(existsSync(url)).toBe(true);
    },
  );

  test.each(fixtureNames(id))('fixture %s expects what its name says', (name) => {
    const kinds = new Set(
      readExpectations(readFileSync(new URL(`${id}/${name}`, FIXTURES), 'utf8'))
        .filter(({ rule }) => !rule.startsWith('syntax/'))
        .map(({ kind }) => kind),
    );
    if (name.startsWith('bad')) expect(kinds).toEqual(new Set(['finding']));
    else if (name.startsWith('undecided')) expect(kinds).toEqual(new Set(['undecided']));
    else expect(kinds).toEqual(new Set());
  });

  test('every message is reached, says what is wrong and what to do, and each in whole sentences', async () => {
    const fails = (await outcomesOf(rule)).filter((outcome) => outcome.verdict === 'fail');
    const reached = new Set(fails.map(({ messageId }) => messageId));
    expect([...reached, ...ELSEWHERE].filter((messageId) => rule.messageIds.includes(messageId)).sort()).toEqual(
      [...rule.messageIds].sort(),
    );
    for (const { what, remedy } of fails.map(({ describe: say }) => say())) {
      expect(what).toMatch(/^(?:Service|Container|The (?:hook|command|build|container)) .+\.$/s);
      expect(remedy).toMatch(/^[A-Z].+\.$/s);
      expect(`${what} ${remedy ?? ''}`).not.toMatch(/undefined|NaN|\[object/);
    }
  });
});

/** Messages only for engines or dev containers. */
const ELSEWHERE = ['inactive', 'feature'];

/** Lints an example with its rule turned on. */
async function lintBlock(id: string, block: Block): ReturnType<typeof lintText> {
  return lintText(sourceOf(block), { rules: { [id]: { options: PAGE_OPTIONS[id] ?? {} } } });
}

function sourceOf({ language, text }: Block): SourceFile {
  return { path: language === 'yaml' ? 'compose.yaml' : 'run.sh', text };
}

/** Required options for a page's examples. */
const PAGE_OPTIONS: Readonly<Record<string, object>> = {
  'untrusted-registry': { registries: ['registry.example.com', 'docker.io/library'] },
};

/** All findings of a rule in its fixtures and page examples. */
async function outcomesOf(rule: Rule): Promise<readonly Outcome[]> {
  const names = fixtureNames(rule.id);
  const fixtures = await Promise.all(
    names.map(async (name) => {
      const text = readFileSync(new URL(`${rule.id}/${name}`, FIXTURES), 'utf8');
      return { subjects: await subjectsIn({ path: name, text }), options: readOptions(text) };
    }),
  );
  const blocks = await Promise.all(
    readPage(rule.id).blocks.map(async (block) => ({
      subjects: await subjectsIn(sourceOf(block)),
      options: {},
    })),
  );
  return [...fixtures, ...blocks].flatMap(({ subjects, options }) => {
    const peers = subjects.filter((subject) => subject.kind === 'container');
    return subjects.flatMap((subject) => {
      const image = (): KnownImage => (subject.kind === 'container' ? knownImage(subject, { table: IMAGE_TABLE }) : {});
      return [
        ...rule.run(subject, {
          options,
          peers,
          values: VALUES,
          asksEverybody: false,
          image,
          isTracked: () => false,
          printing: { fromOutside: [] },
        }),
      ];
    });
  });
}
