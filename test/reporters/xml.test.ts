import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { exitReasons } from '../../src/report/exit.ts';
import { reportCheckstyle } from '../../src/reporters/checkstyle.ts';
import { reportJunit } from '../../src/reporters/junit.ts';
import { anyReport } from './made-report.ts';
import { HOSTILE, MIXED, onlyRules, report } from './run.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** A strict parser: throws on malformed documents. */
function parseXml(text: string): Element {
  const parser = new SaxesParser();
  const open: Element[] = [{ name: '', attributes: {}, children: [], text: '' }];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    open.push(element);
  });
  parser.on('text', (part) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += part;
  });
  parser.on('closetag', () => open.pop());
  parser.write(text).close();
  const [root] = open[0]?.children ?? [];
  if (root === undefined) throw new Error('no root');
  return root;
}

function all(element: Element, name: string): readonly Element[] {
  return element.children.flatMap((child) => (child.name === name ? [child, ...all(child, name)] : all(child, name)));
}

it('the reader of these tests is strict', () => {
  for (const text of [
    '<a>',
    '<a b="<"/>',
    '<a>&nbsp;</a>',
    '<a>\u0001</a>',
    '<a>\uFFFE</a>',
    '<a b="1" b="2"/>',
    '<a/><b/>',
  ])
    expect(() => parseXml(text), text).toThrow();
});

describe.each(['junit', 'checkstyle'])('%s', (format) => {
  it.each([
    ['a little of everything', MIXED],
    ['hostile names', HOSTILE],
    ['a file that cannot be parsed', { 'compose.yaml': 'services:\n  web: {image: nginx\n  "db' }],
  ])('of %s is well-formed', async (_name, tree) => {
    expect(all(parseXml(await report(format, tree)), format === 'junit' ? 'testcase' : 'error').length).toBeGreaterThan(
      0,
    );
  });

  it('is well-formed, of whatever a report is made', () => {
    fc.assert(
      fc.property(anyReport, (made) => {
        const root = parseXml(
          format === 'junit' ? reportJunit(made, { isQuiet: false, exit: exitReasons(made) }) : reportCheckstyle(made),
        );
        expect(root.name).toBe(format === 'junit' ? 'testsuites' : 'checkstyle');
      }),
    );
  });
});

describe('checkstyle', () => {
  it('names every file, with a place for each finding', async () => {
    const root = parseXml(
      await report('checkstyle', { ...MIXED, 'clean.compose.yaml': 'services: {}\n' }, onlyRules('host-pid-namespace')),
    );
    expect(
      root.children.map(({ attributes, children }) => [
        attributes['name'],
        children.map((error) =>
          [
            error.attributes['line'],
            error.attributes['column'],
            error.attributes['severity'],
            error.attributes['source'],
          ].join(' '),
        ),
      ]),
    ).toEqual([
      ['clean.compose.yaml', []],
      ['compose.yaml', ['4 10 error plimsoll.host-pid-namespace', '7 33 error plimsoll.syntax/unknown-key']],
      ['ops/a b.sh', ['3 18 error plimsoll.host-pid-namespace']],
      ['gone.compose.yaml', ['  error plimsoll']],
    ]);
  });
});

/** Each test's result, as `name: kind`. */
function outcomes(root: Element): readonly string[] {
  return all(root, 'testcase').map(
    ({ attributes, children }) => `${attributes['name'] ?? ''}: ${children[0]?.name ?? 'passed'}`,
  );
}

describe('junit', () => {
  it('has a test for each container and recommendation that is about it, and for each other problem', async () => {
    const root = parseXml(
      await report('junit', MIXED, [
        '--fail-on=info',
        ...onlyRules('host-pid-namespace', 'host-ipc-namespace', 'unpinned-image', 'exec-user'),
      ]),
    );
    expect(outcomes(root)).toEqual([
      'the file is readable: error',
      'syntax/unknown-key: error',
      'web: 5.15 host-pid-namespace: failure',
      'web: 5.16 host-ipc-namespace: skipped',
      'web: 5.27 unpinned-image: skipped',
      'api: 5.15 host-pid-namespace: failure',
      'api: 5.16 host-ipc-namespace: skipped',
      'api: 5.27 unpinned-image: skipped',
      'db: 5.15 host-pid-namespace: passed',
      'db: 5.16 host-ipc-namespace: passed',
      'db: 5.27 unpinned-image: passed',
      'agent: 5.15 host-pid-namespace: passed',
      'agent: 5.16 host-ipc-namespace: passed',
      'agent: 5.27 unpinned-image: passed',
      'nginx:1.27 (line 2): 5.15 host-pid-namespace: passed',
      'nginx:1.27 (line 2): 5.16 host-ipc-namespace: passed',
      'nginx:1.27 (line 2): 5.27 unpinned-image: passed',
      'nginx:1.27 (line 3): 5.15 host-pid-namespace: failure',
      'nginx:1.27 (line 3): 5.16 host-ipc-namespace: skipped',
      'nginx:1.27 (line 3): 5.27 unpinned-image: passed',
      'exec in agent: 5.23 exec-user: failure',
    ]);
  });

  it('fails what the run fails; what is below is the output of a test that passes', async () => {
    const rules = onlyRules('host-pid-namespace', 'unlimited-memory', 'unlimited-pids', 'exec-user');
    const outcomesAt = async (failOn: string): Promise<readonly string[]> =>
      outcomes(parseXml(await report('junit', MIXED, [`--fail-on=${failOn}`, ...rules])));
    const atError = await outcomesAt('error');
    expect(atError).toContain('web: 5.15 host-pid-namespace: failure');
    expect(atError).toContain('web: missing-hardening: system-out');
    expect(await outcomesAt('info')).toContain('web: missing-hardening: failure');
    expect((await outcomesAt('never')).filter((outcome) => /: (?:failure|error)$/.test(outcome))).toEqual([
      'the file is readable: error',
    ]);
  });

  it('says why a test was skipped', async () => {
    const skipped = all(
      parseXml(await report('junit', MIXED, onlyRules('host-ipc-namespace', 'unpinned-image'))),
      'skipped',
    ).map(({ attributes }) => attributes['message']);
    expect([...new Set(skipped)]).toEqual([
      'Suppressed by a comment: shares a queue',
      "Undecided: The image's version depends on `${IMAGE}`, which plimsoll can't resolve.",
      'Undecided: `$OPTIONS` may add more options.',
    ]);
  });

  it('leaves out what is undecided with --min-severity', async () => {
    expect(
      outcomes(
        parseXml(await report('junit', MIXED, ['--min-severity', 'info', ...onlyRules('unpinned-image')])),
      ).filter((outcome) => outcome.endsWith('skipped')),
    ).toEqual([]);
  });

  it('gives no two tests of a suite the same name, as GitLab passes over the second', async () => {
    const script = 'docker run nginx; docker run nginx\ndocker run --memroy=1 a\ndocker run --memroy=2 b\n';
    for (const tree of [MIXED, HOSTILE, { 'run.sh': script }]) {
      const names = all(parseXml(await report('junit', tree)), 'testcase').map(
        ({ attributes }) => `${attributes['classname'] ?? ''}\n${attributes['name'] ?? ''}`,
      );
      expect(names).toEqual([...new Set(names)]);
    }
  });

  it('counts what it holds', async () => {
    const root = parseXml(await report('junit', MIXED));
    for (const element of [root, ...all(root, 'testsuite')]) {
      const counted = (name: string): string => String(all(element, name).length);
      expect(element.attributes).toMatchObject({
        tests: counted('testcase'),
        failures: counted('failure'),
        errors: counted('error'),
        skipped: counted('skipped'),
      });
    }
  });

  it('shows text as it is written', async () => {
    const root = parseXml(
      await report('junit', { '<&>"\'.compose.yaml': 'services: { web: { image: "a&b<c>", privileged: true } }\n' }, [
        '--fail-on=error',
        ...onlyRules('privileged-container'),
      ]),
    );
    expect(all(root, 'testcase')[0]?.attributes).toMatchObject({ classname: '<&>"\'.compose.yaml', line: '1' });
    expect(all(root, 'failure')[0]?.text).toMatch(
      /^<&>"'\.compose\.yaml:1:\d+: error privileged-container Service `web` runs privileged/,
    );
  });
});
