import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from '../docs/markdown.ts';
import { createSession, EXAMPLES, isOurs } from '../docs/session.ts';
import { commandsOf } from '../docs/transcript.ts';
import { isJsonObject, type JsonObject, objectAt, objectsAt, stringAt } from '../engine/json.ts';
import { blocksIn, shown, valueAt } from './docs.ts';
import { run, temporaryFolder } from './programs.ts';

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

describe('the component for GitLab', () => {
  const [head = '', body = ''] = readFileSync(join(ROOT, 'templates/plimsoll.yml'), 'utf8').split('\n---\n');
  const folder = temporaryFolder('gitlab');
  afterAll(() => {
    folder.remove();
  });

  test('uses each input, and each that it uses is there', () => {
    const inputs = valueAt(head, 'spec', 'inputs');
    const used = new Set([...body.matchAll(/\$\[\[ inputs\.([\w-]+) \]\]/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(Object.keys(isJsonObject(inputs) ? inputs : {}).sort());
  });

  test('gives plimsoll paths and options one a line, and runs nothing of them', () => {
    const [program, project, log] = ['bin/plimsoll', 'project', 'log'].map((name) => join(folder.path, name)) as [
      string,
      string,
      string,
    ];
    for (const path of [join(folder.path, 'bin'), project]) mkdirSync(path);
    writeFileSync(program, `#!/bin/sh\nprintf '%s\\n' "$PWD" "$@" > '${log}'\n`, { mode: 0o755 });
    const script = [1, 2].map((index) => String(valueAt(body, 'plimsoll', 'script', index))).join('\n');
    const { code } = run('sh', ['-e', '-c', script.replaceAll('/opt/plimsoll/bin/plimsoll', `'${program}'`)], {
      cwd: folder.path,
      env: {
        CI_PROJECT_DIR: project,
        PLIMSOLL_PATHS: 'a folder\n--config=x\n$(touch made)\n`touch made`\nEND2\n',
        PLIMSOLL_ARGS: '--rule\nunpinned-image=off\n',
        PLIMSOLL_FAIL_ON: 'never',
        PLIMSOLL_POLICY: '../a policy.yaml',
        PLIMSOLL_SINCE: '$(touch made)',
      },
    });
    expect(code).toBe(0);
    expect(readFileSync(log, 'utf8').split('\n')).toEqual([
      project,
      ...[
        '--format',
        'text',
        '--format',
        'gitlab=gl-code-quality-report.json',
        '--fail-on=never',
        '--policy=../a policy.yaml',
        '--since=$(touch made)',
        '--rule',
        'unpinned-image=off',
      ],
      ...['a folder', './--config=x', '$(touch made)', '`touch made`', 'END2', ''],
    ]);
    expect(readdirSync(project)).toEqual([]);
  });
});

describe('the steps for Azure Pipelines', () => {
  const text = readFileSync(join(ROOT, 'templates/azure/plimsoll.yml'), 'utf8');
  const parameters = objectsAt(toObject(parse(text)), 'parameters');
  const steps = objectsAt(toObject(parse(text)), 'steps');
  const folder = temporaryFolder('azure');
  afterAll(() => {
    folder.remove();
  });

  test('use each parameter, and each that they use is there', () => {
    const used = new Set([...text.matchAll(/parameters\.(\w+)/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(parameters.map(({ name }) => name).sort());
    expect(steps.map((step) => stringAt(step, 'bash')).filter((script) => script.includes('${{'))).toEqual([]);
  });

  test('are shown with parameters that they have', () => {
    const given = valueAt(shown('azure-pipelines.yml'), 'steps', 1, 'parameters');
    expect(parameters.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.keys(toObject(given))));
  });

  test('take what the action takes', () => {
    const inputs = toObject(valueAt(readFileSync(join(ROOT, 'action.yml'), 'utf8'), 'inputs'));
    const names = Object.keys(inputs).map((name) =>
      name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    );
    expect(parameters.map(({ name }) => name)).toEqual(
      expect.arrayContaining(names.filter((name) => name !== 'sarifFile')),
    );
  });

  test('lint with plimsoll as it is, and write the reports without what is suppressed', () => {
    const [project, temp] = ['project', 'temp'].map((name) => join(folder.path, name)) as [string, string];
    for (const path of [project, join(temp, 'plimsoll/bin')]) mkdirSync(path, { recursive: true });
    writeFileSync(
      join(temp, 'plimsoll/bin/plimsoll'),
      `#!/bin/sh\nexec node '${join(ROOT, 'dist/plimsoll.cjs')}' "$@"\n`,
      { mode: 0o755 },
    );
    const service = 'services:\n  web:\n    image: nginx:1.27\n';
    writeFileSync(join(project, '-a.compose.yaml'), `${service}    pid: host\n`);
    writeFileSync(
      join(project, 'b.compose.yaml'),
      `${service}    # plimsoll: ignore[host-network] -- it is needed\n    network_mode: host\n`,
    );
    const lint = steps.find((step) => stringAt(step, 'displayName') === 'Lint containers') ?? {};
    const given: Readonly<Record<string, string>> = {
      paths: '-a.compose.yaml\nb.compose.yaml\n',
      args: '--rule\nhost-pid-namespace=warning\n',
      failOn: 'warning',
    };
    const env = Object.fromEntries(
      Object.entries(objectAt(lint, 'env')).map(([key, value]) => {
        const [, name = ''] = /parameters\.(\w+)/.exec(String(value)) ?? [];
        return [key, given[name] ?? String(parameters.find((each) => each['name'] === name)?.['default'])];
      }),
    );
    const { code, stdout } = run('bash', ['--noprofile', '--norc', '-e', '-c', stringAt(lint, 'bash')], {
      cwd: project,
      env: { ...env, AGENT_TEMPDIRECTORY: temp },
    });
    expect(stdout).toContain('warning host-pid-namespace');
    expect(code).toBe(1);
    const sarif = readFileSync(join(temp, 'plimsoll.sarif'), 'utf8');
    expect(sarif).toContain('"ruleId": "host-pid-namespace"');
    expect(sarif).not.toContain('"ruleId": "host-network"');
    expect(readFileSync(join(temp, 'plimsoll.xml'), 'utf8')).toContain('host-pid-namespace');
  });
});

function toObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}
