import { describe, expect, it, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { DiscoveryNote } from '../../src/files/discovery-note.ts';
import { writeReport } from '../../src/library.ts';
import { noteLines } from '../../src/report/notes.ts';
import type { LintReport } from '../../src/report/report.ts';
import { countSubjects, manyHave } from '../../src/report/wording.ts';
import { columnsOf } from '../../src/terminal/columns.ts';
import { createMemoryIo, type MemoryIoOptions } from '../memory-io.ts';
import { onlyRules, report, type Tree } from './run.ts';

/** Services without limits; the last one fails. */
function services(count: number): Tree {
  const names = Array.from({ length: count }, (_, index) => `service-${index + 1}`);
  const rows = names.map(
    (name, index) => `  ${name}:
    image: example/${name}:1.${index}
    restart: always
    ports: ["${8000 + index}:80"]
    volumes: ["\${DATA_DIR}/${name}:/data"]
${index === count - 1 ? '    privileged: true\n' : ''}`,
  );
  return { 'compose.yaml': `services:\n${rows.join('')}` };
}

describe('sixty services', () => {
  const lines = async (argv: readonly string[] = [], options: MemoryIoOptions = {}): Promise<readonly string[]> => {
    const io = createMemoryIo(services(60), options);
    await main(['--format', 'pretty', ...argv, 'compose.yaml'], io);
    return io.out().trimEnd().split('\n');
  };

  test.each([80, 100, 120])('fit on two screens of %i columns, and no line is wider', async (columns) => {
    const shown = await lines([], { isTerminal: true, columns, environment: { NO_COLOR: '1' } });
    expect(shown.length).toBeLessThanOrEqual(120);
    expect(shown.filter((line) => columnsOf(line) > columns)).toEqual([]);
  });

  it('begin with what fails', async () => {
    expect((await lines()).slice(0, 4)).toEqual([
      'Fix first',
      '  service-60: privileged  compose.yaml:302:17',
      '',
      'compose.yaml:302:17  error  privileged-container  CIS 5.4  fixable',
    ]);
  });

  it('lack the same thing once, with a count, the names and one remedy', async () => {
    const text = (await lines()).join('\n');
    expect(text).toMatch(/60 services are not hardened: service-1, service-2, [^.]*and \d+ more/);
    expect(text.match(/\bmem_limit\b/g)).toHaveLength(1);
    const each = (await lines(['--missing', 'each'])).join('\n');
    expect(each).toMatch(/60 services have no memory limit: service-1, service-2, [^.]*and \d+ more/);
    expect(each.match(/\bmem_limit\b/g)).toHaveLength(1);
  });

  it('ask once for the variable on which all depend', async () => {
    const text = (await lines()).join('\n');
    expect(text).toContain('60 results depend on `${DATA_DIR}`: sensitive-host-mount');
    expect(text.match(/DATA_DIR/g)).toHaveLength(1);
    expect(text).toContain('`--dotenv FILE`');
  });

  it('end with the exit code with its reason, and what to do next', async () => {
    const shown = await lines();
    expect(shown.join(' ')).toContain('Exit code 1: 1 finding is an error (--fail-on error).');
    expect(shown.join(' ')).toMatch(
      / above its line in the file\. Numbers follow version 1\.13 of the benchmark; for another, use --benchmark\. Next: plimsoll explain privileged-container · --verbose · plimsoll fix --risk low · plimsoll baseline$/,
    );
  });

  it('are all there with --verbose', async () => {
    const text = (await lines(['--verbose'])).join('\n');
    expect(text).toContain('service-58, service-59');
    expect(text).not.toMatch(/and \d+ more/);
    expect(text).not.toContain('--verbose');
    expect(text.match(/wildcard-bind-address {2}CIS/g)).toHaveLength(60);
  });
});

test('many files fit on two screens, with their notes', async () => {
  const files = Array.from({ length: 90 }, (_, index) => [
    [`p${index}/docker-compose.yml`, 'services:\n  web: { image: "nginx:1", privileged: true }\n'],
    [`p${index}/dev.compose.yaml`, 'services:\n  web: { environment: { A: b } }\n'],
  ]).flat();
  const text = await report('pretty', Object.fromEntries(files) as Tree);
  expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(120);
  expect(text).toMatch(/^ {2}web: privileged +p0\/docker-compose\.yml:2:\d+$/m);
});

test('notes that say the same of several files are one', () => {
  const alone = (index: number): DiscoveryNote => {
    return {
      path: `p${index}/b.yaml`,
      message: `over p${index}/a.yaml`,
      severity: 'note',
      project: [`p${index}/a.yaml`, `p${index}/b.yaml`],
    };
  };
  const linked = (path: string): DiscoveryNote => ({
    path,
    message: 'Skipped: broken symlink.',
    severity: 'note',
  });
  const lines = noteLines([alone(1), linked('a'), alone(2), linked('b'), linked('c'), linked('d'), linked('e')]);
  expect(lines).toEqual([
    expect.stringMatching(
      /^2 files were linted alone, .*: projects: \[\[p1\/a\.yaml, p1\/b\.yaml\], \[p2\/a\.yaml, p2\/b\.yaml\]\]\.$/,
    ),
    'a, b, c and 2 others: Skipped: broken symlink.',
  ]);
  expect(noteLines([alone(1)])).toEqual(['p1/b.yaml: over p1/a.yaml']);
});

test('links open the place where the terminal can', async () => {
  const linked = async (environment: Readonly<Record<string, string>>, isTerminal = true): Promise<string> => {
    const io = createMemoryIo(
      { 'a b/compose.yaml': 'services: { web: { image: "nginx:1", privileged: true } }\n' },
      { isTerminal, environment: { NO_COLOR: '1', ...environment } },
    );
    await main(['--format', 'pretty', 'a b/compose.yaml'], io);
    return io.out();
  };
  const start = '\u001B]8;;file:///project/a%20b/compose.yaml#1\u001B\\a b/compose.yaml:1:50\u001B]8;;\u001B\\  error';
  expect((await linked({ TERM: 'xterm-kitty' })).startsWith(start)).toBe(true);
  expect(await linked({ FORCE_HYPERLINK: '1' })).toBe(await linked({ VTE_VERSION: '7200' }));
  for (const environment of [{}, { TERM_PROGRAM: 'vscode' }, { TERM: 'xterm-kitty', FORCE_HYPERLINK: '0' }])
    expect(await linked(environment)).not.toContain('\u001B');
  expect(await linked({ TERM: 'xterm-kitty' }, false)).not.toContain('\u001B');
});

test.each([
  ['Container has no memory limit', '12 services have no memory limit'],
  ['Container has a writable root filesystem', '12 services have a writable root filesystem'],
  ['Container lets processes gain new privileges', '12 services let processes gain new privileges'],
  ['Container has more Linux capabilities than it needs', '12 services have more Linux capabilities than they need'],
  ['Container publishes a privileged host port', '12 services publish a privileged host port'],
  ["Container's image is not pinned", "Container's image is not pinned (12 services)"],
])('%s', (title, sentence) => {
  expect(manyHave('12 services', title)).toBe(sentence);
});

test.each<[kinds: readonly ('container' | 'exec' | 'build')[], areServices: boolean, text: string]>([
  [['container'], true, '1 service'],
  [['container', 'container'], false, '2 containers'],
  [['exec', 'exec'], false, '2 execs'],
  [['container', 'exec'], false, '2 containers and execs'],
  [['container', 'exec'], true, '2 services and execs'],
  [['build'], false, '1 build'],
])('%j of services: %j', (kinds, areServices, text) => {
  expect(
    countSubjects(
      kinds.map((kind, index) => ({ kind, name: String(index) })),
      areServices,
    ),
  ).toBe(text);
});

test('one is said of one', () => {
  expect(manyHave('1 service', 'Container is not hardened')).toBe('1 service is not hardened');
});

test('a single file shows each finding in full, with its text', async () => {
  const text = await report('pretty', services(1));
  expect(text.match(/\^{3,}/g)?.length).toBeGreaterThanOrEqual(3);
  expect(text).not.toContain('--verbose');
  expect(text).toMatch(/`service-1` is not hardened:\n( {2}[a-z-]+ +\S.*\n| {20,}\S.*\n){6,}/);
});

test('where nothing is found the last line says what was asked, and how much is off', async () => {
  const text = await report('pretty', { 'compose.yaml': 'services: { web: { image: "nginx:1" } }\n' }, [
    ...onlyRules('privileged-container'),
  ]);
  expect(text).toMatch(/^1 rule checked, \d+ off; to list them, run plimsoll rules\.$/m);
});

test('a finding that can be fixed says so, and the last line names the command', async () => {
  const text = await report('pretty', {
    'compose.yaml': 'services: { web: { image: "nginx:1", privileged: true } }\n',
  });
  expect(text).toMatch(/^compose\.yaml:1:50 {2}error {2}privileged-container {2}CIS 5\.4 {2}fixable$/m);
  expect(text).toMatch(/^Next: .* · plimsoll fix --risk low$/m);
  const safe = await report('pretty', {
    'compose.yaml': 'services:\n  web:\n    image: acme/web:1\n    mem_limt: 1g\n',
  });
  expect(safe).toMatch(/^Next: .* · plimsoll fix$/m);
  const other = await report('pretty', { 'compose.yaml': 'services: { web: { image: nginx } }\n' }, [
    ...onlyRules('unpinned-image'),
  ]);
  expect(other).toContain('unpinned-image');
  expect(other).not.toContain('plimsoll fix');
});

test('names and paths of any length have a line each', async () => {
  const name = 'n'.repeat(90);
  const mounts = ['/etc/a', '/etc/b', '/etc/c'].map((path) => `-v ${path}:/x`).join(' ');
  const text = await report('pretty', {
    [`${'folder/'.repeat(12)}run.sh`]: `docker run --name ${name} ${mounts} nginx:1\n`.repeat(20),
  });
  expect(text).toMatch(/^ {2}(?:folder\/){12}run\.sh:\d+:\d+ {2}n{39}…$/m);
});

test('services of the same name in many files are told apart by their directories', async () => {
  const files = Array.from({ length: 30 }, (_, index) => [
    `p${index}/compose.yaml`,
    'services:\n  web: { image: "nginx:1" }\n  db: { image: "redis:8" }\n',
  ]);
  const text = await report('pretty', Object.fromEntries(files) as Tree);
  expect(text).toMatch(/60 services .*: p0\/web, p0\/db, p1\/web, [^]*, and 42 more$/m);
});

test('many problems of the text are one, by the title of their rule', async () => {
  const services = Array.from({ length: 60 }, (_, index) => `  s${index}: { image: "x:1", nokey: 1, pid: host }\n`);
  const text = await report('pretty', { 'compose.yaml': `services:\n${services.join('')}` }, [
    ...onlyRules('host-pid-namespace'),
  ]);
  expect(text).toMatch(/^compose\.yaml:\d+:\d+ {2}error {2}syntax\/unknown-key/m);
  expect(text).not.toContain('.:');
});

describe('what many lack is marked, and put right, where most of them are', () => {
  const tree = (count: number): Tree => ({
    'a.sh': 'docker run -d --name backup a:1\n',
    'compose.yaml': `services:\n${Array.from({ length: count }, (_, index) => `  s${index}: { image: "x:1" }\n`).join('')}`,
  });
  const ONLY = onlyRules('unlimited-memory');

  test('the form of both, that of the most first', async () => {
    const text = await report('pretty', tree(9), ONLY);
    expect(text).toMatch(/^compose\.yaml:2:3 {2}info {2}unlimited-memory/);
    expect(text).toContain(
      'Limit its memory with `mem_limit`. Measure its peak with `docker stats`. In `a.sh`: Limit its',
    );
  });

  test('one form alone where there is one', async () => {
    const text = await report('pretty', { 'compose.yaml': tree(9)['compose.yaml'] ?? '' }, ONLY);
    expect(text).toContain('Limit its memory with `mem_limit`. Measure its peak with `docker stats`.\n');
    expect(text).not.toContain('In `');
  });

  test('and in other files than one', async () => {
    const text = await report('pretty', { ...tree(9), 'b.sh': 'docker run -d --name b a:1\n' }, ONLY);
    expect(text).toContain('In other files: Limit its');
  });
});

test('a run with an internal error names its exit code', async () => {
  const report: LintReport = { inputs: [], texts: new Map(), notes: [], edition: '1.13', internalErrors: ['a: x'] };
  const text = await writeReport('pretty', report, { hasColor: false, width: 80 });
  expect(text).toContain('Exit code 3: plimsoll failed on part of the input.');
});
