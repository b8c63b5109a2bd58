import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo, type MemoryFile } from '../memory-io.ts';

const COMPOSE = `services:
  web:
    image: registry.example/web:\${TAG}
    cap_add: [SYS_ADMIN, NET_ADMIN, CHOWN]
    mem_limit: \${MEM}
    labels: { acme.owner: web }
  db:
    image: postgres:16
    cap_add: ["\${CAP}"]
    mem_limit: 8g
`;

const OWNER = `  - id: acme/owner-label
    title: Container has no owner
    severity: warning
    message: "{subject} has no label \`acme.owner\`."
    remedy: Add it.
    require:
      required: [Config]
      properties:
        Config: { required: [Labels], properties: { Labels: { required: [acme.owner] } } }
`;
const CAPABILITY = `  - id: acme/capability
    title: Container has a forbidden capability
    severity: error
    message: "{subject} adds {value} to {Config.Image}."
    require: { properties: { HostConfig: { properties: { CapAdd: { items: { enum: [CAP_CHOWN] } } } } } }
`;
const MEMORY = `  - id: acme/memory
    title: Container has too much memory
    severity: warning
    message: "{subject} may use {value} bytes."
    require: { properties: { HostConfig: { properties: { Memory: { maximum: 4294967296 } } } } }
`;
const CONFIG = `extends: none\npolicies:\n${OWNER}${CAPABILITY}${MEMORY}`;

interface Ran {
  readonly code: number;
  /** Without paths. */
  readonly lines: readonly string[];
  readonly err: string;
}

async function run(
  files: Readonly<Record<string, MemoryFile>>,
  argv: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const io = createMemoryIo({ '.git/HEAD': '', 'compose.yaml': COMPOSE, ...files }, { environment });
  const code = await main(['--format', 'text', ...argv], io);
  return {
    code,
    lines: io
      .out()
      .split('\n')
      .filter(Boolean)
      .map((line) => line.replace(/^[^:]*:/, '')),
    err: io.err(),
  };
}

test('what breaks an own rule is at its value, or at the container that lacks it', async () => {
  expect((await run({ '.plimsoll.yaml': CONFIG })).lines).toEqual([
    '4:15: error acme/capability Service `web` adds CAP_SYS_ADMIN to registry.example/web:${TAG}.',
    '4:26: error acme/capability Service `web` adds CAP_NET_ADMIN to registry.example/web:${TAG}.',
    '7:3: warning acme/owner-label Service `db` has no label `acme.owner`. Add it.',
    '10:16: warning acme/memory Service `db` may use 8589934592 bytes.',
    "5:16: note acme/memory Undecided: `HostConfig.Memory` depends on `${MEM}`, which plimsoll can't resolve.",
    "9:16: note acme/capability Undecided: `HostConfig.CapAdd[0]` depends on `${CAP}`, which plimsoll can't resolve.",
  ]);
});

describe('works as any rule does', () => {
  const rulesIn = ({ lines }: Ran): readonly string[] => lines.map((line) => line.split(' ').slice(1, 3).join(' '));
  const policies = `extends: none\npolicies:\n${OWNER}`;
  const ids = async (
    files: Readonly<Record<string, MemoryFile>>,
    argv: readonly string[] = [],
  ): Promise<readonly string[]> => rulesIn(await run({ '.plimsoll.yaml': policies, ...files }, argv));

  test.each<[name: string, files: Readonly<Record<string, string>>, argv: readonly string[], said: readonly string[]]>([
    ['it is on, whatever the preset', {}, [], ['warning acme/owner-label']],
    [
      'a severity',
      { '.plimsoll.yaml': `${policies}rules: {acme/owner-label: error}\n` },
      [],
      ['error acme/owner-label'],
    ],
    ['off', { '.plimsoll.yaml': `${policies}rules: {acme/owner-label: off}\n` }, [], []],
    [
      'an override',
      { '.plimsoll.yaml': `${policies}overrides: [{services: [db], rules: {acme/owner-label: off}}]\n` },
      [],
      [],
    ],
    ['--rule', {}, ['--rule', 'acme/owner-label=info'], ['info acme/owner-label']],
    ['--only', { '.plimsoll.yaml': CONFIG }, ['--only', 'acme/owner-label'], ['warning acme/owner-label']],
    ['an exception', { '.plimsoll.yaml': `${policies}exceptions: [{rule: acme/owner-label, reason: x}]\n` }, [], []],
    [
      'an exception that nothing falls under',
      { '.plimsoll.yaml': `${policies}exceptions: [{rule: acme/owner-label, service: web, reason: x}]\n` },
      [],
      ['warning acme/owner-label', 'warning suppression/unused'],
    ],
    [
      'a comment',
      { 'compose.yaml': COMPOSE.replace('  db:', '  # plimsoll: ignore[acme/owner-label] -- x\n  db:') },
      [],
      [],
    ],
    [
      'a comment in vain',
      { 'compose.yaml': COMPOSE.replace('  web:', '  # plimsoll: ignore[acme/owner-label] -- x\n  web:') },
      [],
      ['warning acme/owner-label', 'warning suppression/unused'],
    ],
    [
      'a comment with a name that is nearly that of a rule',
      { 'compose.yaml': COMPOSE.replace('  db:', '  # plimsoll: ignore[acme/owner-lable] -- x\n  db:') },
      [],
      ['warning suppression/unknown-rule', 'warning acme/owner-label'],
    ],
    [
      'a comment with the name of a rule of a policy that is not in force',
      { 'compose.yaml': COMPOSE.replace('  db:', '  # plimsoll: ignore[other/rule] -- x\n  db:') },
      [],
      ['warning acme/owner-label'],
    ],
  ])('%s', async (_, files, argv, said) => {
    expect([...(await ids(files, argv))].sort()).toEqual([...said].sort());
  });

  test('a baseline', async () => {
    const io = createMemoryIo({ 'compose.yaml': COMPOSE, '.plimsoll.yaml': policies });
    await main(['baseline'], io);
    const baseline = io.written.get('.plimsoll-baseline.json') ?? '';
    expect(baseline).toContain('"acme/owner-label"');
    expect(await ids({ '.plimsoll-baseline.json': baseline })).toEqual([]);
  });
});

describe('what a policy from outside has', () => {
  const files = {
    'policy/policy.yaml': `policies:\n${OWNER}locked: [acme/owner-label]\n`,
    '.plimsoll.yaml': 'extends: none\n',
  };
  const argv = ['--policy', 'policy/policy.yaml'];

  test('is in force everywhere', async () => {
    expect((await run(files, argv)).lines).toEqual([
      '7:3: warning acme/owner-label Service `db` has no label `acme.owner`. Add it.',
    ]);
  });

  test('a configuration can make it more severe, and not less where it is locked', async () => {
    const more = await run({ ...files, '.plimsoll.yaml': 'extends: none\nrules: {acme/owner-label: error}\n' }, argv);
    expect(more.lines[0]).toContain('error acme/owner-label');
    const less = await run({ ...files, '.plimsoll.yaml': 'rules: {acme/owner-label: info}\n' }, argv);
    expect(less.err).toContain(
      '.plimsoll.yaml:1:27: `acme/owner-label` is locked: its severity must be at least warning. (policy policy/policy.yaml)',
    );
    expect((await run(files, [...argv, '--rule', 'acme/owner-label=off'])).err).toContain('the rule is locked');
  });

  test('a configuration that names a rule of it works without it, and one that no policy has does not with it', async () => {
    const named = (rule: string): Readonly<Record<string, string>> => ({
      ...files,
      '.plimsoll.yaml': `rules: {${rule}: off}\n`,
    });
    expect((await run(named('other/rule'))).code).toBe(1);
    const { code, err } = await run(named('other/rule'), argv);
    expect([code, err]).toEqual([
      2,
      expect.stringContaining(
        '.plimsoll.yaml:1:9: Unknown rule `other/rule`. To list all rules, run `plimsoll rules`.',
      ),
    ]);
  });

  test('another rule of the same name is rejected, and the same one is not', async () => {
    expect((await run({ ...files, '.plimsoll.yaml': `policies:\n${OWNER}` }, argv)).err).not.toContain(
      'already defined',
    );
    const other = OWNER.replace('severity: warning', 'severity: info');
    const { err } = await run({ ...files, '.plimsoll.yaml': `policies:\n${other}` }, argv);
    expect(err).toContain('.plimsoll.yaml:2:9: Rule `acme/owner-label` is already defined in policy/policy.yaml.');
  });

  test('is in force for what nobody trusts, whose own configuration is not read', async () => {
    const untrusted = await run({ ...files, '.plimsoll.yaml': `policies:\n${MEMORY}` }, [
      ...argv,
      '--untrusted',
      '--only',
      'acme/owner-label',
    ]);
    expect(untrusted.err).not.toContain('There is');
  });
});

describe('what is wrong with an own rule is said with its place', () => {
  const withSchema = (schema: string): string =>
    `policies:\n  - id: acme/x\n    title: T\n    severity: info\n    message: m\n    require: ${schema}\n`;

  test.each<[what: string, config: string, said: string]>([
    [
      'an unknown field',
      withSchema('{properties: {HostConfig: {properties: {Memry: {minimum: 1}}}}}'),
      '6:54: Unknown request field `Memry`. Did you mean `Memory`?',
    ],
    [
      'an unknown field that is required',
      withSchema('{required: [Hostconfig]}'),
      '6:26: Unknown request field `Hostconfig`. Did you mean `HostConfig`?',
    ],
    [
      'an unknown keyword',
      withSchema('{requird: [Config]}'),
      '6:15: Unknown keyword `requird`. Did you mean `required`?',
    ],
    [
      'a field in the place of a keyword',
      withSchema('{Config: {}}'),
      '6:15: `Config` is a request field; put it under `properties`.',
    ],
    [
      'a keyword for another type',
      withSchema('{properties: {HostConfig: {properties: {Memory: {pattern: a}}}}}'),
      '6:72: `pattern` has no effect here: this is a number.',
    ],
    [
      'a value of another type',
      withSchema('{properties: {HostConfig: {properties: {Memory: {const: 4g}}}}}'),
      '6:70: `const` can never match: this is a number.',
    ],
    [
      'a value that a field never has',
      withSchema('{properties: {lifetime: {enum: [services]}}}'),
      '6:46: Invalid value `services`.',
    ],
    [
      'a limit that is none',
      withSchema('{properties: {Config: {maxProperties: "1"}}}'),
      '6:52: `maxProperties` must be a non-negative integer.',
    ],
    [
      'a pattern that is none',
      withSchema('{properties: {name: {pattern: "(a"}}}'),
      '6:44: The pattern has an unclosed group.',
    ],
    [
      'a pattern that looks ahead',
      withSchema('{properties: {name: {pattern: "(?!a)"}}}'),
      '6:44: Only plain groups are',
    ],
    [
      'a pattern that is too large',
      withSchema('{properties: {name: {pattern: "(a{999}){999}"}}}'),
      '6:44: The pattern is too large.',
    ],
    ['a reference to nothing', withSchema('{$ref: "#/$defs/x"}'), '6:21: `$ref` must point to a schema under `$defs`'],
    [
      'a message with an unknown value',
      withSchema('true').replace('message: m', 'message: "{Config.Imge}"'),
      '5:14: `{Config.Imge}`: unknown request field `Imge`. Did you mean `Image`?',
    ],
    [
      'a rule twice',
      `${withSchema('true')}  - {id: acme/x, title: T, severity: info, message: m, require: true}\n`,
      '7:10: Rule `acme/x` is already defined.',
    ],
    [
      'an id without an owner',
      withSchema('true').replace('acme/x', 'x'),
      '2:9: `id` must be two lowercase names separated by a slash, such as acme/owner-label.',
    ],
    ['a missing key', 'policies: [{id: acme/x}]\n', '1:12: `require` is missing.'],
    ['an unknown key', withSchema('true').replace('title', 'titel'), '3:5: unknown key `titel`. Did you mean `title`?'],
  ])('%s', async (_, config, said) => {
    const { code, err } = await run({ '.plimsoll.yaml': config });
    expect(err).toContain(`.plimsoll.yaml:${said}`);
    expect(code).toBe(2);
  });
});

describe('reports and commands know it', () => {
  const own = async (...argv: readonly string[]): Promise<string> => {
    const io = createMemoryIo({
      '.git/HEAD': '',
      'compose.yaml': COMPOSE,
      '.plimsoll.yaml': CONFIG.replace('    remedy:', '    page: https://wiki.example/owner\n    remedy:'),
    });
    await main(argv, io);
    return io.out() + io.err();
  };

  test('sarif has its descriptor, with its page', async () => {
    const { runs } = JSON.parse((await own('--format', 'sarif')).split('\n1 file')[0] ?? '') as {
      runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; ruleIndex: number }[] }[];
    };
    const [{ tool, results } = { tool: { driver: { rules: [] } }, results: [] }] = runs;
    const { rules } = tool.driver;
    expect(rules.find(({ id }) => id === 'acme/owner-label')).toMatchObject({
      helpUri: 'https://wiki.example/owner',
      shortDescription: { text: 'Container has no owner' },
      defaultConfiguration: { level: 'warning' },
    });
    for (const { ruleId, ruleIndex } of results) expect(rules[ruleIndex]?.id).toBe(ruleId);
  });

  test('junit has a case for each container', async () => {
    const junit = await own('--format', 'junit');
    expect(junit).toContain(
      '<testcase classname="compose.yaml" name="web: acme/owner-label" file="compose.yaml" line="2"/>',
    );
    expect(junit).toMatch(/name="db: acme\/owner-label"[^>]*>\s*<system-out>[^<]*Service `db` has no label/);
  });

  test.each<[format: string, said: string]>([
    ['html', '<a href="https://wiki.example/owner">'],
    ['markdown', '`acme/owner-label`'],
    ['pretty', 'acme/owner-label'],
    ['json', '"rule": "acme/owner-label"'],
    ['github', 'title=acme/owner-label::Service `db` has no label'],
    ['gitlab', '"check_name": "acme/owner-label"'],
    ['checkstyle', 'source="plimsoll.acme/owner-label"'],
  ])('%s', async (format, said) => {
    expect(await own('--format', format)).toContain(said);
  });

  test('cis is about the benchmark alone', async () => {
    expect(await own('--format', 'cis')).not.toContain('acme/');
  });

  test('--statistics has its title', async () => {
    expect(await own('--statistics')).toMatch(/1 {2}warning {2}acme\/owner-label +Container has no owner/);
  });

  test('rules says where it comes from', async () => {
    expect(await own('rules')).toMatch(/warning +acme\/owner-label +\.plimsoll\.yaml +Container has no owner/);
  });

  test('explain prints what its configuration says', async () => {
    const page = await own('explain', 'acme/owner-label');
    expect(page).toContain('# acme/owner-label');
    expect(page).toContain('https://wiki.example/owner');
    expect(page).toContain('"required": [');
    expect(await own('explain', 'acme/owner-labl')).toContain('Did you mean acme/owner-label?');
  });
});

describe('a message never has a secret', () => {
  test('of a variable, of a label named like one, and of what comes from an env file', async () => {
    const { lines } = await run({
      '.plimsoll.yaml': `extends: none
policies:
  - id: acme/x
    title: T
    severity: warning
    message: "{subject}: {Config.Env} {value} {Config.Labels.password} {Config.Hostname} {Config.Cmd}."
    require: { properties: { Config: { properties: { Env: { items: { pattern: "^A=" } } } } } }
`,
      '.env': 'HOST=sup3rs3cret\n',
      'compose.yaml': `services:
  web:
    image: nginx
    hostname: \${HOST}
    command: [run, --password=hunter2hunter2]
    environment: { TOKEN: abcdefgh12345678 }
    labels: { password: letmein123 }
`,
    });
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toMatch(/sup3rs3cret|abcdefgh|hunter2|letmein/);
  });
});
