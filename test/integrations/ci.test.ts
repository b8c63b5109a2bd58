import { describe, expect, test } from 'vitest';
import { createSession, EXAMPLES, isOurs } from '../docs/session.ts';
import { commandsOf } from '../docs/transcript.ts';
import { blocksIn, shown, valueAt } from './docs.ts';

describe('GitLab', () => {
  const config = shown('.gitlab-ci.yml');

  test('the job writes the report that it hands over', async () => {
    const report = String(valueAt(config, 'plimsoll', 'artifacts', 'reports', 'codequality'));
    const commands = [0, 1].map((index) => String(valueAt(config, 'plimsoll', 'script', index)));
    const session = createSession(EXAMPLES);
    for (const command of commands.filter(isOurs)) expect((await session.run(command)).code).toBe(1);
    const issues: unknown = JSON.parse(session.tree()[report] ?? '');
    expect(issues).toContainEqual(
      expect.objectContaining({ check_name: 'privileged-container', severity: 'critical' }),
    );
  });

  test('the report is kept when the job fails', () => {
    expect(valueAt(config, 'plimsoll', 'artifacts', 'when')).toBe('always');
  });
});

test('the command for any other CI writes its reports and shows findings', async () => {
  const [command] = blocksIn('sh').flatMap(commandsOf);
  const session = createSession(EXAMPLES);
  const { code, output } = await session.run(command?.text ?? '');
  expect(code).toBe(1);
  expect(output).toContain('error privileged-container');
  expect(session.tree()['plimsoll.xml']).toContain('<testsuite');
  expect(JSON.parse(session.tree()['plimsoll.sarif'] ?? '')).toMatchObject({ version: '2.1.0' });
});

test('commands for shells write what completes', async () => {
  const commands = blocksIn('sh')
    .flatMap(commandsOf)
    .map(({ text }) => text)
    .filter((text) => text.includes('completion'));
  const session = createSession({});
  for (const command of commands) await session.run(command);
  expect(commands).toHaveLength(3);
  expect(Object.values(session.tree()).every((text) => text.includes('plimsoll completion'))).toBe(true);
});
