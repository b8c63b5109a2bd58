import { expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo } from '../memory-io.ts';

const POLICY = `extends: none
policies:
  - id: acme/memory
    title: Container has too much memory
    severity: warning
    message: "{subject} may use {value} bytes."
    require: { properties: { HostConfig: { properties: { Memory: { maximum: 4294967296 } } } } }
  - id: acme/platform
    title: Container is for another platform
    severity: error
    message: "{subject} is for {platform}."
    require: { properties: { platform: { const: linux/amd64 } } }
`;
const FIXTURE = `services:
  web:
    image: nginx
    mem_limit: 8g # expect[acme/memory]: 8g
  db:
    image: postgres
    mem_limit: \${MEM} # expect-undecided[acme/memory]: \${MEM}
  app:
    image: app
    mem_limit: 1g
`;

async function run(
  fixture: string,
  ...argv: readonly string[]
): Promise<{ readonly code: number; readonly said: string }> {
  const io = createMemoryIo({ '.plimsoll.yaml': POLICY, 'tests/a.compose.yaml': fixture });
  const code = await main(['policies', 'test', ...argv], io);
  return { code, said: io.out() + io.err() };
}

test('what is as expected, and what no file reaches', async () => {
  expect(await run(FIXTURE, 'tests')).toEqual({
    code: 0,
    said: 'No container in these files fails rule acme/platform.\n2 rules, 1 file, 2 expectations: all as expected\n',
  });
});

test('what is expected and not found, and what is found and not expected', async () => {
  expect(await run(FIXTURE.replace('acme/memory]: 8g', 'acme/platform]: 8g'), 'tests')).toEqual({
    code: 1,
    said: `tests/a.compose.yaml:4: unexpected finding from acme/memory at “8g”: Service \`web\` may use 8589934592 bytes.
tests/a.compose.yaml:4: missing finding from acme/platform at “8g”
No container in these files fails rule acme/platform.
2 rules, 1 file, 2 expectations: 2 not as expected
`,
  });
});

test('a rule that nothing keeps', async () => {
  const io = createMemoryIo({
    '.plimsoll.yaml': POLICY,
    'a.compose.yaml': 'services: {web: {image: x, mem_limit: 8g}} # expect[acme/memory]: 8g\n',
  });
  await main(['policies', 'test', '.'], io);
  expect(io.out()).toContain('No container in these files passes rule acme/memory.');
});

test.each<[what: string, argv: readonly string[], said: string]>([
  ['no path', [], 'To test custom rules, name the test files: plimsoll policies test tests/'],
  ['a folder without inputs', ['nothing'], 'nothing'],
])('%s', async (_, argv, said) => {
  const { code, said: text } = await run(FIXTURE, ...argv);
  expect(code).toBe(2);
  expect(text).toContain(said);
});
