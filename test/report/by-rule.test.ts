import { describe, expect, test } from 'vitest';
import type { Finding, Severity } from '../../src/model/finding.ts';
import {
  cutName,
  findingsByRule,
  isForMost,
  remediesOf,
  remedyForms,
  remedyLead,
  statisticsOf,
  subjectsOf,
} from '../../src/report/by-rule.ts';
import type { ReportedInput } from '../../src/report/report.ts';

interface Given {
  readonly rule?: string;
  readonly severity?: Severity;
  readonly name?: string;
  readonly remedy?: string;
  readonly path?: string;
  readonly at?: number;
}

function finding({ rule = 'host-network', severity = 'error', name, remedy, path = 'a.yaml', at = 0 }: Given): Finding {
  return {
    rule,
    severity,
    message: { what: `${rule}.`, ...(remedy === undefined ? {} : { remedy }) },
    location: { path, span: { start: at, end: at + 1 } },
    related: [],
    subjects: name === undefined ? [] : [{ kind: 'container', name }],
  };
}

function input(kind: ReportedInput['kind'], ...findings: readonly Finding[]): ReportedInput {
  return { kind, paths: ['a.yaml'], subjects: [], findings, undecided: [] };
}

describe('findings by rule', () => {
  test('the most severe come first, then the costlier rule, then the more frequent one', () => {
    const report = {
      inputs: [
        input(
          'compose',
          finding({ rule: 'host-network', severity: 'warning' }),
          finding({ rule: 'docker-socket-mount' }),
          finding({ rule: 'privileged-container' }),
          finding({ rule: 'docker-socket-mount', at: 5 }),
        ),
        input('shell', finding({ rule: 'host-network', severity: 'warning', at: 9 })),
      ],
    };
    const shown = findingsByRule(report).map(({ rule, severity, findings }) => [rule, severity, findings.length]);
    expect(shown.map(([, severity]) => severity)).toEqual(['error', 'error', 'warning']);
    expect(shown.at(-1)).toEqual(['host-network', 'warning', 2]);
    expect(new Set(shown.map(([rule]) => rule)).size).toBe(3);
    expect(statisticsOf(report).find(({ rule }) => rule === 'docker-socket-mount')).toEqual({
      rule: 'docker-socket-mount',
      severity: 'error',
      findings: 2,
      files: 1,
    });
  });

  test('suppressed findings are not among them', () => {
    const suppressed: Finding = { ...finding({}), suppression: { kind: 'baseline' } };
    expect(findingsByRule({ inputs: [input('compose', suppressed)] })).toEqual([]);
  });

  test('the remedy of a second syntax names its file, or others', () => {
    const compose = finding({ remedy: 'Use X.' });
    const script = finding({ remedy: 'Use --x.', path: 'run.sh' });
    const [alone] = findingsByRule({ inputs: [input('compose', compose, compose), input('shell', script)] });
    expect(alone && remediesOf(alone)).toBe('Use X. In `run.sh`: Use --x.');
    const other = finding({ remedy: 'Use --x.', path: 'other.sh' });
    const [several] = findingsByRule({
      inputs: [input('compose', compose, compose, compose), input('shell', script, other)],
    });
    expect(several && remediesOf(several)).toBe('Use X. In other files: Use --x.');
  });

  test('each container counts once', () => {
    const [group] = findingsByRule({
      inputs: [input('compose', finding({ name: 'a' }), finding({ name: 'a', at: 4 }), finding({ name: 'b' }))],
    });
    expect(group && subjectsOf(group).map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe('a remedy says what it is for', () => {
  const web = finding({ name: 'web', remedy: 'A' });
  const db = finding({ name: 'db', remedy: 'A' });
  const third = finding({ name: 'c', remedy: 'A' });
  const fourth = finding({ name: 'd', remedy: 'A' });
  const other = finding({ name: 'x', remedy: 'B' });

  test.each<readonly [string, readonly Finding[], string]>([
    ['all', [web, db], ''],
    ['most, by name', [web, db, other], 'For `web` and `db`: '],
    ['up to three names', [web, db, third, other], 'For `web`, `db`, `c`: '],
    ['more by their number', [web, db, third, fourth, other], 'For 4 of 5: '],
    ['half, as an example', [web, other], 'For example, for `web`: '],
    ['most, which share a name with others', [web, web, { ...other, subjects: web.subjects }], 'For 2 of 3: '],
  ])('%s', (_, findings, lead) => {
    expect(remedyLead(findings, [web])).toBe(lead);
    expect(isForMost(findings, [web])).toBe(!lead.startsWith('For example'));
  });

  test('each of several, with its containers', () => {
    expect(remedyForms([web, db])).toEqual(['A']);
    expect(remedyForms([web, other, db])).toEqual(['`web`, `db`: A', '`x`: B']);
    const [one, two] = [finding({ name: 'a', remedy: 'Use `1`.' }), finding({ name: 'b', remedy: 'Use `2`.' })];
    expect(remedyForms([one, two], true)).toEqual(['`a`: Use `1`. Likewise for 1 more.']);
  });

  test('no more than four of them, with five names each', () => {
    const many = Array.from({ length: 6 }, (_, index) => finding({ name: `n${index}`, remedy: `R${index}` }));
    expect(remedyForms(many).at(-1)).toBe('2 more: each has its own; `--format text` lists them.');
    const same = Array.from({ length: 7 }, (_, index) => finding({ name: `n${index}`, remedy: 'R' }));
    expect(remedyForms([...same, other])[0]).toBe('`n0`, `n1`, `n2`, `n3`, `n4` and 2 more: R');
  });

  test('long names are cut', () => {
    expect(cutName('a'.repeat(60))).toBe('a'.repeat(60));
    expect(cutName('a'.repeat(61))).toBe(`${'a'.repeat(60)}…`);
  });
});
