import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { RULES } from '../../src/rules/index.ts';
import { createMemoryIo } from '../memory-io.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/rules');
const PAGES = join(import.meta.dirname, '../../src/rules');
const FILE = 'compose.yaml';

async function run(text: string, command: string): Promise<{ readonly out: string; readonly code: number }> {
  const io = createMemoryIo({ [FILE]: text });
  const code = await main(command.split(' ').slice(1), io);
  return { out: io.out(), code };
}

/** The commands after `Next:`, joined where they wrap. */
function nextOf(report: string): readonly string[] {
  const [, next = ''] = /^Next: ([\s\S]*)$/m.exec(report.trimEnd()) ?? [];
  return next
    .replaceAll(/\s*\n\s*/g, ' ')
    .split(' · ')
    .map((step) => step.trim())
    .filter((step) => step !== '');
}

/** Why a command that a report or page suggests fails; empty if it works. */
async function problemOf(text: string, command: string): Promise<string> {
  const { out, code } = await run(text, command);
  if (code > 1) return `${command}: exit code ${code}`;
  if (command.startsWith('plimsoll explain '))
    return out.includes('## ') || out.length > 400 ? '' : `${command}: no page`;
  if (command.startsWith('plimsoll fix ') || command === 'plimsoll fix')
    return out.includes('\n+++ ') ? '' : `${command}: no diff`;
  return code === 0 ? '' : `${command}: exit code ${code}`;
}

const TEXTS = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
  .filter((path) => /bad.*\.compose\.yaml$/.test(path))
  .map((path) => [path, readFileSync(join(FIXTURES, path), 'utf8')] as const);

test('what a report names under Next does what it says', async () => {
  const problems: string[] = [];
  const kinds = new Set<string>();
  for (const [path, text] of TEXTS) {
    for (const command of nextOf((await run(text, `plimsoll lint ${FILE}`)).out)) {
      kinds.add(command.split(' ').slice(0, 2).join(' '));
      const whole = command.startsWith('--') ? `plimsoll lint --fail-on never ${command} ${FILE}` : command;
      const problem = await problemOf(text, whole);
      if (problem !== '') problems.push(`${path}: ${problem}`);
    }
  }
  expect(problems).toEqual([]);
  expect([...kinds].sort()).toEqual(['--verbose', 'plimsoll baseline', 'plimsoll explain', 'plimsoll fix']);
});

test('a rule that is off by default is named, so that the command turns it on', async () => {
  const text = `services:
  db:
    image: postgres:17
    cap_drop: [ALL]
    read_only: true
    mem_limit: 1g
    pids_limit: 100
    cpus: 1
    security_opt: ["no-new-privileges:true"]
    healthcheck: { test: "true" }
`;
  const commands = nextOf((await run(text, `plimsoll lint --preset all ${FILE}`)).out);
  expect(commands).toContain('plimsoll fix --risk medium --rule root-user');
  expect(await Promise.all(commands.map((command) => problemOf(text, command)))).toEqual(commands.map(() => ''));
});

test.each(RULES.map(({ id }) => id))('the page of %s names commands that do what they say', async (id) => {
  const page = readFileSync(join(PAGES, id, 'page.md'), 'utf8');
  const commands = Array.from(page.matchAll(/`(plimsoll fix [^`]+)`/g)).map(([, command = '']) => command);
  for (const command of commands) {
    const all = TEXTS.filter(([path]) => path.startsWith(`${id}/`)).map(([, text]) => text);
    const problems = await Promise.all(all.map((text) => problemOf(text, command)));
    expect(problems).toContain('');
  }
});

describe('what is under Next fits the run', () => {
  const PRIVILEGED = 'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n';
  const WRONG = 'services:\n  web:\n    image: nginx:1.27\n    privilegd: true\n';
  const explain = 'plimsoll explain privileged-container';
  test.each<readonly [string, readonly string[], string, readonly string[]]>([
    ['findings', [], PRIVILEGED, [explain, 'plimsoll fix --risk low', 'plimsoll baseline']],
    ['input errors alone', [], WRONG, ['plimsoll explain syntax/unknown-key', 'plimsoll fix']],
    ['a policy without baselines', ['--policy', 'policy.yaml'], PRIVILEGED, [explain, 'plimsoll fix --risk low']],
    [
      'findings that are hidden',
      ['--min-severity', 'error', '--fail-on', 'info'],
      'services: {a: {image: "b:1"}}\n',
      [],
    ],
    ['standard input', ['-'], PRIVILEGED, [explain]],
  ])('%s', async (_, argv, text, next) => {
    const io = createMemoryIo({ [FILE]: text, 'policy.yaml': 'baseline: false\n' }, { stdin: text });
    await main(argv.includes('-') ? argv : [...argv, FILE], io);
    expect([nextOf(io.out()), /rules? checked/.test(io.out())]).toEqual([next, false]);
  });
});
