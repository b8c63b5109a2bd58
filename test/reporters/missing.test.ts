import { describe, expect, it, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo } from '../memory-io.ts';
import { onlyRules, report, type Tree } from './run.ts';

/** Rules about missing settings, and two about explicit ones. */
const RULES = onlyRules('unlimited-memory', 'unlimited-pids', 'added-capability', 'privileged-container');

const WEB = `services:
  web:
    image: nginx:1.27
    privileged: true
  db:
    image: postgres:17
    cap_drop: [ALL]
    cap_add: [SYS_ADMIN]
`;

async function text(compose: string, argv: readonly string[] = [], others: Tree = {}): Promise<readonly string[]> {
  const out = await report('text', { 'compose.yaml': compose, ...others }, [...RULES, ...argv], ['compose.yaml']);
  return out
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/\. .*/, '.'));
}

describe('what one container lacks is one finding', () => {
  it('which names each part, beside what is written', async () => {
    expect(await text(WEB)).toEqual([
      expect.stringContaining('compose.yaml:4:17: error privileged-container '),
      expect.stringContaining('compose.yaml:8:15: error added-capability '),
      'compose.yaml:2:3: info missing-hardening `web` is not hardened: no process limit, no memory limit.',
      'compose.yaml:5:3: info missing-hardening `db` is not hardened: no process limit, no memory limit.',
    ]);
  });

  it('whose remedy is that of all parts', async () => {
    expect(await report('text', { 'compose.yaml': WEB }, RULES)).toMatch(
      /no memory limit\. Set `pids_limit: \d+`.*\. Limit its memory with `mem_limit`.*\.\n/,
    );
  });

  it('of the severity of its gravest part, which comes first and is named', async () => {
    const lines = await text(WEB, ['--rule', 'unlimited-memory=error']);
    expect(lines).toContain(
      'compose.yaml:2:3: error missing-hardening `web` is not hardened: no memory limit (error), no process limit.',
    );
    expect(await text(WEB, ['--rule', 'unlimited-memory=error', '--min-severity', 'error'])).toContainEqual(
      expect.stringMatching(/^compose\.yaml:2:3: error unlimited-memory Service `web` has no memory limit/),
    );
  });

  it('unless it is one thing only, or is accepted', async () => {
    const limited = WEB.replace(
      '    privileged: true\n',
      '    cap_drop: [ALL]\n    mem_limit: 64m # plimsoll: ignore[unlimited-pids] -- x\n',
    );
    expect((await text(limited)).filter((line) => line.includes(':2:3:'))).toEqual([
      expect.stringMatching(/ info unlimited-pids /),
    ]);
    const accepted = WEB.replace('  web:\n', '  web: # plimsoll: ignore[unlimited-pids] -- x\n');
    expect((await text(accepted)).filter((line) => line.includes(':2:3:'))).toEqual([
      expect.stringMatching(/ info unlimited-memory /),
    ]);
  });

  it.each([
    ['--missing each', ['--missing', 'each'], {}],
    ['the configuration', [], { '.plimsoll.yaml': 'missing: each\n' }],
  ])('or each part is one, by %s', async (_by, argv, others) => {
    expect(await text(WEB, argv, others)).toEqual([
      expect.stringContaining('error privileged-container '),
      expect.stringContaining('error added-capability '),
      expect.stringContaining('2:3: info unlimited-memory '),
      expect.stringContaining('2:3: info unlimited-pids '),
      expect.stringContaining('5:3: info unlimited-memory '),
      expect.stringContaining('5:3: info unlimited-pids '),
    ]);
  });

  it.each(['pretty', 'text', 'sarif', 'github', 'gitlab', 'junit', 'checkstyle', 'markdown', 'html'])(
    'in %s, which has the parts with --missing each',
    async (format) => {
      const tree = { 'compose.yaml': WEB };
      expect(await report(format, tree, RULES)).toContain('missing-hardening');
      const each = await report(format, tree, [...RULES, '--missing', 'each']);
      expect(each).not.toContain('missing-hardening');
      expect(each).toContain('unlimited-pids');
    },
  );

  it.each(['json', 'cis'])('but not in %s, which goes by rule', async (format) => {
    const tree = { 'compose.yaml': WEB };
    expect(await report(format, tree, RULES)).toBe(await report(format, tree, [...RULES, '--missing', 'each']));
  });

  it('which the summary counts as it is shown, and which changes no exit code', async () => {
    const run = async (...argv: readonly string[]): Promise<readonly [number, string]> => {
      const io = createMemoryIo({ 'compose.yaml': WEB });
      const code = await main([...RULES, ...argv, 'compose.yaml'], io);
      return [code, `${io.out()}${io.err()}`];
    };
    for (const failOn of ['error', 'warning', 'info', 'never']) {
      const [group, each] = [await run('--fail-on', failOn), await run('--fail-on', failOn, '--missing', 'each')];
      expect(group[0]).toBe(each[0]);
      expect(group[1]).toContain('2 errors, 0 warnings, 2 info');
      expect(each[1]).toContain('2 errors, 0 warnings, 4 info');
    }
  });

  it('whose place in the baseline is that of its parts', async () => {
    const io = createMemoryIo({ 'compose.yaml': WEB });
    await main(['baseline', ...RULES, 'compose.yaml'], io);
    const [baseline = ''] = io.written.values();
    expect(baseline).toContain('unlimited-pids');
    expect(baseline).not.toContain('missing-hardening');
  });
});

describe('a comment that names missing-hardening', () => {
  const withComment = (comment: string): string => WEB.replace('  db:\n', `  # plimsoll: ${comment} -- x\n  db:\n`);

  it('is for all that is missing where it stands, and for nothing that is written', async () => {
    expect(await text(withComment('ignore[missing-hardening]'))).toEqual([
      expect.stringContaining('error privileged-container '),
      expect.stringContaining('error added-capability '),
      expect.stringContaining('compose.yaml:2:3: info missing-hardening '),
    ]);
  });

  it('may be for the whole file, and beside others', async () => {
    expect(await text(`# plimsoll: ignore-file[missing-hardening, added-capability] -- x\n${WEB}`)).toEqual([
      expect.stringContaining('error privileged-container '),
    ]);
  });

  it('is for what may be missing too', async () => {
    const unknown = 'services:\n  web: # plimsoll: ignore[missing-hardening] -- x\n    image: acme/unknown:1\n';
    const rules = onlyRules('missing-healthcheck', 'unlimited-pids');
    expect(await report('text', { 'compose.yaml': unknown }, rules)).toBe('');
  });

  test('has no effect where nothing is missing', async () => {
    const whole =
      'services:\n  web: # plimsoll: ignore[missing-hardening] -- x\n    image: nginx:1.27\n    pids_limit: 9\n';
    expect(await report('text', { 'compose.yaml': whole }, onlyRules('unlimited-pids'))).toMatch(
      /^compose\.yaml:2:\d+: warning suppression\/unused This comment has no effect: nothing here violates `missing-hardening`/,
    );
  });
});

test('explain has a page', async () => {
  const io = createMemoryIo({});
  expect(await main(['explain', 'missing-hardening'], io)).toBe(0);
  expect(io.out()).toMatch(/^# missing-hardening\n\nContainer is not hardened\n/);
  for (const rule of ['unlimited-memory', 'unbounded-logs', 'root-user']) expect(io.out()).toContain(`\`${rule}\``);
});

const NEEDS = `services:
  cache: {image: "redis:7.4"}
  web: {image: "nginx:1.27"}
  site: {image: "nginx:1.27"}
`;

test.each(['pretty', 'markdown'])('in %s what an image needs is no remedy for another', async (format) => {
  const out = await report(format, { 'compose.yaml': NEEDS }, ['--only', 'added-capability,unlimited-pids']);
  const lines = out.replace(/\s+/g, ' ');
  expect(lines).toContain('`web`, `site`: Add `cap_drop: [ALL]`, then `cap_add: [CHOWN, SETGID, SETUID]`');
  expect(lines).toContain('`cache`: Add `cap_drop: [ALL]`, then `cap_add: [CHOWN, DAC_OVERRIDE, SETGID, SETUID]`');
  expect(lines.match(/`pids_limit/g)).toHaveLength(1);
});

test('services of one name in several projects are told apart', async () => {
  const service = 'services: {app: {image: "nginx:1.27", privileged: true}}\n';
  const tree = { 'shop/compose.yaml': service, 'blog/compose.yaml': service, 'compose.yaml': NEEDS };
  const out = await report('markdown', tree, ['--only', 'unlimited-pids,unlimited-memory'], ['.']);
  expect(out).toContain('blog/app');
  expect(out).toContain('shop/app');
  expect(out).toMatch(/(?<!\/)cache/);
});
