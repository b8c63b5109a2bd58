import { describe, expect, it } from 'vitest';
import type { SubjectResult, Verdict } from '../../src/findings/evaluate.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { LintReport, ReportedInput } from '../../src/report/report.ts';
import { reportCis } from '../../src/reporters/cis/index.ts';
import { RULES } from '../../src/rules/index.ts';
import { columnsOf } from '../../src/terminal/columns.ts';
import { groupBy } from '../../src/util/maps.ts';

const plain = { hasColor: false, width: 100, provenance: { version: '1.2.3' } };

/** A container with some given verdicts and pass for the others; `off` turns a rule off. */
function container(
  name: string,
  given: Readonly<Record<string, Verdict | 'off'>> = {},
  path = 'compose.yaml',
): SubjectResult {
  const verdicts = new Map<string, Verdict>();
  for (const { id } of RULES) {
    const verdict = given[id] ?? 'pass';
    if (verdict !== 'off') verdicts.set(id, verdict);
  }
  return { kind: 'container', name, origin: 'compose', location: { path, span: { start: 0, end: 1 } }, verdicts };
}

function reportOf(subjects: readonly SubjectResult[], findings: readonly Finding[] = []): LintReport {
  const byPath = groupBy(subjects, ({ location }) => location.path);
  const inputs = [...byPath].map(
    ([path, inside]): ReportedInput => ({ kind: 'compose', paths: [path], subjects: inside, findings, undecided: [] }),
  );
  return { inputs, texts: new Map([...byPath.keys()].map((path) => [path, 'x\n'])), notes: [], edition: '1.13' };
}

function finding(rule: string, name: string, isAccepted: boolean): Finding {
  const location = { path: 'compose.yaml', span: { start: 0, end: 1 } };
  return {
    rule,
    severity: 'error',
    message: { what: 'What.' },
    location,
    related: [],
    subjects: [{ kind: 'container', name }],
    ...(isAccepted ? { suppression: { kind: 'comment' } } : {}),
  };
}

/** The lines of a recommendation, up to the next one. */
function linesOf(text: string, number: string): readonly string[] {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => line.startsWith(`${number} `));
  const after = lines.slice(at + 1);
  const end = after.findIndex((line) => !line.startsWith('        '));
  return [lines[at] ?? '', ...after.slice(0, end)];
}

describe('the benchmark report', () => {
  it('has every recommendation, in order', () => {
    const numbers = [...reportCis(reportOf([container('web')]), plain).matchAll(/^5\.(\d+) /gm)].map(([, number]) =>
      Number(number),
    );
    expect(numbers).toEqual(Array.from({ length: 31 }, (_, index) => index + 1));
  });

  it.each([
    ['1.13', '1.13 (same numbers up to 1.5)', "5.23  L2 scored      Execs use the container's user", 'Level 1, scored'],
    [
      '1.2',
      '1.2 (same numbers from 1.13 to 1.5)',
      '5.23  L2 not scored  Execs run as non-root users',
      'Level 1, not scored',
    ],
    [
      '1.5',
      '1.5 (same numbers from 1.13 to 1.5)',
      '5.23  L2 manual     Execs run as non-root users',
      'Level 1, automated',
    ],
    ['1.6', '1.6 (same numbers since)', '5.24  L2 manual  Execs run as non-root users', 'Level 1, manual'],
    ['1.8', '1.8 (same numbers since 1.6)', '5.32  L1 manual  The engine', 'Level 2, manual'],
  ] as const)('says what edition %s says', (edition, numbers, ...parts) => {
    const text = reportCis({ ...reportOf([container('web')]), edition }, plain);
    for (const part of [
      `\nNumbering: version ${numbers}. For another, use --benchmark.\n`,
      ...parts.map((part) => `\n${part}`),
    ])
      expect(text).toContain(part);
    const narrow = reportCis({ ...reportOf([container('web')]), edition }, { ...plain, width: 80 });
    expect(narrow).toMatch(/^5\.(?:17|18) +L1 [NM] {2}The host's devices/m);
  });

  it('says what each recommendation asks for, in few enough words', () => {
    for (const { recommendation } of RULES) expect(recommendation.length).toBeLessThanOrEqual(37);
    for (const width of [80, 100, 120])
      expect(reportCis(reportOf([container('web')]), { ...plain, width })).not.toContain('…');
  });

  it.each<[string, readonly (Verdict | 'off')[], string]>([
    ['passes where all pass', ['pass', 'pass'], 'PASS           2     0          0    0'],
    ['fails where one fails', ['pass', 'fail', 'undecided'], 'FAIL           1     1          1    0'],
    ['is undecided where none fails', ['pass', 'undecided'], 'UNDECIDED      1     0          1    0'],
    ['passes where it does not apply to some', ['pass', 'not-applicable'], 'PASS           1     0          0    1'],
    ['does not apply where it does to none', ['not-applicable'], 'N/A            0     0          0    1'],
    ['counts those alone for which it is on', ['off', 'pass'], 'PASS           1     0          0    0'],
  ])('%s', (_name, verdicts, expected) => {
    const text = reportCis(
      reportOf(verdicts.map((verdict, index) => container(`c${index}`, { 'host-network': verdict }))),
      plain,
    );
    expect(linesOf(text, '5.9')[0]?.slice(-expected.length)).toBe(expected);
  });

  it('names those that fail, and says so where all do', () => {
    const some = reportCis(
      reportOf([
        container('a', { 'host-network': 'fail' }),
        container('b'),
        container('c', { 'host-network': 'undecided' }),
      ]),
      plain,
    );
    expect(linesOf(some, '5.9').slice(1)).toEqual(['        fail: a', '        undecided: c']);
    const all = reportCis(reportOf(['a', 'b', 'c'].map((name) => container(name, { 'host-network': 'fail' }))), plain);
    expect(linesOf(all, '5.9').slice(1)).toEqual(['        fail: all 3']);
    const evaluated = reportCis(
      reportOf([
        container('a', { 'host-network': 'fail' }),
        container('b', { 'host-network': 'fail' }),
        container('c', { 'host-network': 'not-applicable' }),
      ]),
      plain,
    );
    expect(linesOf(evaluated, '5.9').slice(1)).toEqual(['        fail: all 2']);
  });

  it('names files where there are several, and lines where names are the same', () => {
    const subjects = [
      container('web', { 'host-pid-namespace': 'fail' }, 'a.yaml'),
      container('web', { 'host-pid-namespace': 'fail' }, 'b.yaml'),
      container('db', {}, 'b.yaml'),
      container('db', { 'host-pid-namespace': 'fail' }, 'b.yaml'),
    ];
    expect(linesOf(reportCis(reportOf(subjects), plain), '5.15').slice(1)).toEqual([
      '        fail: a.yaml: web',
      '              b.yaml: web, db (line 1)',
    ]);
  });

  it('names those that share a name once, with their lines, and no build, of which the benchmark asks nothing', () => {
    const subjects = [0, 2, 4].map((start) => ({
      ...container('job', { 'host-network': start === 2 ? 'pass' : 'fail' }, 'a.sh'),
      location: { path: 'a.sh', span: { start, end: start + 1 } },
    }));
    const build = { ...container('app', {}, 'a.sh'), kind: 'build' as const, verdicts: new Map() };
    const report = { ...reportOf([...subjects, build]), texts: new Map([['a.sh', 'x\ny\nz\n']]) };
    const text = reportCis(report, plain);
    expect(linesOf(text, '5.9').slice(1)).toEqual(['        fail: job (lines 1, 3)']);
    expect(text).toMatch(/^ {2}job \(line 2\) +P/m);
    expect(text).not.toContain('build of app');
    expect(text).not.toContain('not evaluated');
  });

  it('marks those whose every finding someone has accepted', () => {
    const given = { 'host-network': 'fail', 'host-pid-namespace': 'fail' } as const;
    const findings = [
      finding('host-network', 'a', true),
      finding('host-network', 'b', false),
      finding('host-pid-namespace', 'a', true),
      finding('host-pid-namespace', 'a', false),
    ];
    const text = reportCis(reportOf([container('a', given), container('b', given), container('c')], findings), plain);
    expect(linesOf(text, '5.9').slice(1)).toEqual(['        fail: a (suppressed), b']);
    expect(linesOf(text, '5.15').slice(1)).toEqual(['        fail: a, b']);
  });

  it('leaves out a rule that is off for all and names it, and marks where it is off for some', () => {
    const text = reportCis(
      reportOf([
        container('a', { 'host-network': 'off', 'exec-user': 'off' }),
        container('b', { 'host-network': 'off' }),
      ]),
      plain,
    );
    expect(text).toContain('Not evaluated (rule is off): 5.9 host-network\n');
    expect(text).not.toMatch(/^5\.9 /m);
    expect(text).toMatch(/^5\.23 /m);
    expect(text).toMatch(/^ {2}a +PPPPP PPPPP PPPPP PPPPP P\.PPP PPPPP /m);
    expect(text).toContain('. not evaluated (rule is off)');
    expect(reportCis(reportOf([container('a')]), plain)).not.toContain('not evaluated');
  });

  it('says what was not audited in full', () => {
    const broken: Finding = {
      ...finding('syntax/invalid-yaml', 'web', false),
      message: { what: 'This is not valid YAML.' },
    };
    const report = {
      ...reportOf([container('web')], [broken]),
      notes: [
        { path: 'gone.yaml', message: 'No such file or directory.', severity: 'error' as const },
        { path: 'x.md', message: 'Skipped.', severity: 'note' as const },
      ],
    };
    const text = reportCis(report, plain);
    expect(text).toContain(
      'NOT FULLY AUDITED: 2 problems\n  gone.yaml: No such file or directory.\n  compose.yaml:1: This is not valid YAML.\n',
    );
    expect(text).not.toContain('x.md');
  });

  it('is a table of nothing where there is nothing', () => {
    const text = reportCis({ inputs: [], texts: new Map(), notes: [], edition: '1.13' }, plain);
    expect(text).toContain('Audited: 0 files, 0 containers');
    expect(text).not.toContain('CONTAINERS');
    expect(text.endsWith('\n')).toBe(true);
  });

  it.each([40, 80, 99, 100, 117, 200])('keeps to its width where the terminal has %i columns', (width) => {
    const names = [
      'a-container-with-a-name-that-is-far-longer-than-the-column-in-which-it-has-to-stand-in-any-report',
      '一'.repeat(60),
      'b',
      ...Array.from({ length: 60 }, (_, index) => `worker-${index}`),
    ];
    const subjects = names.map((name, index) =>
      container(name, { 'host-network': index % 2 === 0 ? 'fail' : 'undecided' }, 'compose.yaml'),
    );
    const widest = Math.min(Math.max(width, 80), 120);
    for (const line of reportCis(reportOf(subjects.filter(({ name }) => name.length < 60)), { ...plain, width }).split(
      '\n',
    ))
      expect(columnsOf(line)).toBeLessThanOrEqual(widest);
    const table = reportCis(reportOf(subjects), { ...plain, width })
      .split('\n')
      .filter((line) => / [PF?-]{5} /.test(line));
    expect(table).toHaveLength(names.length);
    expect(new Set(table.map((line) => columnsOf(line))).size).toBe(1);
  });

  it('colours verdicts where it may, and is the same text otherwise', () => {
    const report = reportOf([
      container('a', { 'host-network': 'fail' }),
      container('b', { 'host-network': 'undecided' }),
    ]);
    const colored = reportCis(report, { ...plain, hasColor: true });
    expect(colored).toContain('\u001B[1;31mFAIL\u001B[0m');
    expect(colored.replace(/\u001B\[[\d;]*m/g, '').replace(/ +$/gm, '')).toBe(reportCis(report, plain));
  });
});
