import { describe, expect, test } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { type LintResult, lintText } from '../../../src/lint/lint.ts';
import type { Container, Subject } from '../../../src/model/container.ts';
import { findHostComments, NO_JOB_CONTEXT } from '../../../src/parsers/hosts/ci/jobs.ts';
import { read } from '../../../src/parsers/hosts/github/index.ts';
import { detectKind, detectNameless } from '../../../src/parsers/registry.ts';
import { FORMATS } from '../../../src/reporters/index.ts';
import { type Setting, valueOf } from '../../../src/text/setting.ts';
import { createMemoryFiles, createMemoryIo } from '../../memory-io.ts';
import { parseHost } from './parse-host.ts';

const PATH = '.github/workflows/ci.yml';

function subjectsOf(text: string, path = PATH, tree: Readonly<Record<string, string>> = {}): readonly Subject[] {
  return parseHost(read, { path, text }, { files: createMemoryFiles(tree), environment: new Map() }).subjects;
}

function containersOf(text: string, path = PATH): readonly Container[] {
  return subjectsOf(text, path).filter((subject) => subject.kind === 'container');
}

/** The value, or a placeholder if unknown. */
function shown(setting: Setting<unknown> | undefined): unknown {
  if (setting === undefined) return undefined;
  return setting.known
    ? setting.value
    : setting.pattern.map((part) => (typeof part === 'string' ? part : `<${part.unknown}>`)).join('');
}

function imagesOf(text: string, path = PATH): readonly unknown[] {
  return containersOf(text, path).map(({ config }) => shown(config.image));
}

/** A workflow with a job of these lines. */
function job(...lines: readonly string[]): string {
  return ['on: push', 'jobs:', '  test:', ...lines.map((line) => `    ${line}`), ''].join('\n');
}

/** A job with a step of these keys. */
function step(...lines: readonly string[]): string {
  return job('steps:', ...lines.map((line, index) => `${index === 0 ? '  - ' : '    '}${line}`));
}

function lint(text: string, path = PATH): Promise<LintResult> {
  return lintText({ path, text });
}

function found({ findings, texts }: LintResult): readonly string[] {
  return findings.map(
    ({ rule, location: { path, span } }) => `${rule}: ${(texts.get(path) ?? '').slice(span.start, span.end)}`,
  );
}

describe('the shell that is in force', () => {
  const run = 'run: docker run nginx';
  test.each([
    ['none', step(run), true],
    ['bash', step('shell: bash', run), true],
    ['sh', step('shell: sh', run), true],
    ['a command', step('shell: bash -leo pipefail {0}', run), true],
    ['a command with blanks before it', step('shell: "  bash  {0}"', run), true],
    ['a command of Windows', step("shell: 'C:\\Git\\bin\\bash.exe {0}'", run), true],
    ['a command whose folder is that of a shell', step('shell: /opt/bash/python {0}', run), false],
    ['Windows in the name of another machine', job('runs-on: not-windows', 'steps:', `- ${run}`), true],
    ['a container on Windows', job('runs-on: windows-latest', 'container: node:22', 'steps:', `- ${run}`), true, 2],
    ['a command by its path', step('shell: /usr/bin/env-bash/bash --norc {0}', run), true],
    ['pwsh', step('shell: pwsh', run), false],
    ['powershell', step('shell: powershell', run), false],
    ['cmd', step('shell: cmd', run), false],
    ['python', step('shell: python', run), false],
    ['an expression', step('shell: ${{ inputs.shell }}', run), false],
    [
      'an expression of the matrix',
      job('strategy: { matrix: { shell: [bash] } }', 'steps:', '- shell: ${{ matrix.shell }}', `  ${run}`),
      true,
    ],
    ['the job says', job('defaults: { run: { shell: pwsh } }', 'steps:', `- ${run}`), false],
    ['the workflow says', `defaults: { run: { shell: pwsh } }\n${step(run)}`, false],
    [
      'the job over the workflow',
      `defaults: { run: { shell: pwsh } }\n${job('defaults: { run: { shell: bash } }', 'steps:', `- ${run}`)}`,
      true,
    ],
    ['the step over the job', job('defaults: { run: { shell: bash } }', 'steps:', `- ${run}`, '  shell: pwsh'), false],
    ['Windows', job('runs-on: windows-latest', 'steps:', `- ${run}`), false],
    ['Windows by labels', job('runs-on: [self-hosted, Windows]', 'steps:', `- ${run}`), false],
    ['Windows by a group', job('runs-on: { group: g, labels: windows-2022 }', 'steps:', `- ${run}`), false],
    ['bash on Windows', job('runs-on: windows-latest', 'steps:', `- ${run}`, '  shell: bash'), true],
    [
      'Windows among others',
      job(
        'runs-on: ${{ matrix.os }}',
        'strategy: { matrix: { os: [windows-latest, ubuntu-latest] } }',
        'steps:',
        `- ${run}`,
      ),
      true,
    ],
    [
      'Windows in the matrix',
      job(
        'runs-on: ${{ matrix.os }}',
        'strategy: { matrix: { os: [windows-2019, windows-2022] } }',
        'steps:',
        `- ${run}`,
      ),
      false,
    ],
    ['an unknown machine', job('runs-on: ${{ inputs.os }}', 'steps:', `- ${run}`), true],
  ])('%s', (_, text, isRead, count = 1) => {
    expect(subjectsOf(text)).toHaveLength(isRead ? count : 0);
  });

  test('an action names it', () => {
    const action = (shell: string): string =>
      `runs:\n  using: composite\n  steps:\n    - run: docker run nginx\n${shell === '' ? '' : `      shell: ${shell}\n`}`;
    expect(subjectsOf(action('bash'), 'setup/action.yml')).toHaveLength(1);
    expect(subjectsOf(action('pwsh'), 'setup/action.yml')).toHaveLength(0);
    expect(subjectsOf(action(''), 'setup/action.yml')).toHaveLength(0);
  });
});

describe('variables', () => {
  test('of the workflow, the job and the step, those further in over those further out', () => {
    const text = `env: { A: a:1, B: b:1, C: c:1 }\n${job('env: { B: b:2, C: c:2 }', 'steps:', '- env: { C: c:3 }', '  run: docker run $A; docker run $B; docker run $C')}`;
    expect(imagesOf(text)).toEqual(['a:1', 'b:2', 'c:3']);
  });

  test('may have expressions in them, and be named by expressions', () => {
    const text = `env: { TAG: "1.2", IMAGE: "ghcr.io/\${{ github.repository }}" }\n${step('run: docker run ${{ env.IMAGE }}:${{ env.TAG }}')}`;
    expect(imagesOf(text)).toEqual(['ghcr.io/<${{ github.repository }}>:1.2']);
  });

  test('are exported, and have their places', async () => {
    const text = `env:\n  NET: host\n${step('run: docker run --network "$NET" nginx:1.27')}`;
    const { findings, texts } = await lint(text);
    const [finding] = findings.filter(({ rule }) => rule === 'host-network');
    const { span } = finding?.location ?? { span: { start: 0, end: 0 } };
    expect([texts.get(PATH)?.slice(span.start, span.end), span.start]).toEqual(['host', text.indexOf('host')]);
  });

  test('that a step writes for those that follow are unknown', () => {
    const text = `env: { A: a:1, B: b:1 }\n${job('steps:', '- run: echo "A=$X" >> "$GITHUB_ENV"', '- run: docker run $A && docker run $B')}`;
    expect(imagesOf(text)).toEqual(['<$A>', 'b:1']);
  });

  test('that a step writes as a text of several lines are unknown too', () => {
    const text = `env: { A: a:1, B: b:1 }\n${job('steps:', '- run: |', '    {', '      echo "A<<EOF"', '      echo "B is not set here"', '    } >> "$GITHUB_ENV"', '- run: docker run $A && docker run $B')}`;
    expect(imagesOf(text)).toEqual(['<$A>', 'b:1']);
  });

  test('that a step sets for itself are known', () => {
    const text = `env: { A: a:1 }\n${job('steps:', '- run: A=b:1; docker run $A', '- run: docker run $A')}`;
    expect(imagesOf(text)).toEqual(['b:1', 'a:1']);
  });

  test('that an expression gives as a whole are unknown', () => {
    expect(imagesOf(`env: { A: a:1 }\n${step('env: ${{ fromJSON(inputs.env) }}', 'run: docker run $A')}`)).toEqual([
      '<$A>',
    ]);
  });
});

describe('expressions', () => {
  test('are unknown parts that keep their places', () => {
    const text = step("run: docker run -v ${{ inputs.from || '}}' }}:/x --user=root nginx");
    const [container] = containersOf(text);
    expect(container?.hostConfig.binds?.map(({ source }) => shown(source))).toEqual(["<${{ inputs.from || '}}' }}>"]);
    const { start, end } = container?.config.user?.place.location.span ?? { start: 0, end: 0 };
    expect(text.slice(start, end)).toBe('root');
  });

  test('may bring options', () => {
    const [container] = containersOf(step('run: docker run ${{ inputs.args }} nginx'));
    expect(container?.unresolvedOptions.map(({ expression }) => expression)).toEqual(['${{ inputs.args }}']);
    expect(shown(container?.config.image)).toBe('nginx');
  });

  test('may be the image', () => {
    expect(imagesOf(step('run: docker run ${{ inputs.image }} true'))).toEqual(['<${{ inputs.image }}>']);
  });

  test('of the matrix are one of its values', () => {
    const text = job(
      'strategy:',
      '  matrix:',
      '    image: [nginx:1.27, nginx]',
      '    include:',
      '      - image: caddy',
      'steps:',
      '- run: docker run ${{ matrix.image }}',
    );
    const [image] = containersOf(text).map(({ config }) => config.image);
    expect(image?.known === false ? image.candidates.map(({ value }) => value) : []).toEqual([
      'nginx:1.27',
      'nginx',
      'caddy',
    ]);
  });

  test.each([
    [
      'with more that an expression gives',
      '{ image: "${{ fromJSON(inputs.images) }}", include: [{ image: a }] }',
      undefined,
    ],
    ['with all that an expression gives', '{ image: [a, b], include: "${{ fromJSON(inputs.images) }}" }', undefined],
    ['but what is excluded is no key', '{ image: [a, b], exclude: [{ image: a }] }', ['a', 'b']],
    ['in combinations only', '{ include: [{ image: a }, { image: b }, { other: c }] }', ['a', 'b']],
    ['up to so many', `{ image: [${Array.from({ length: 33 }, (_, index) => `a${index}`).join(', ')}] }`, undefined],
    ['where some have it', '{ image: [a, [b]] }', ['a']],
    ['which is one', '{ image: [a] }', 'a'],
    ['which are none', '{ image: [] }', undefined],
    ['which is none', '{ image: a }', undefined],
  ])('of the matrix, %s', (_, matrix, expected) => {
    const text = job(`strategy: { matrix: ${matrix} }`, 'steps:', '- run: docker run --rm "${{ matrix.image }}"');
    const image = containersOf(text)[0]?.config.image;
    const candidates = image?.known === false ? image.candidates.map(({ value }) => value) : image?.value;
    expect(candidates).toEqual(expected ?? []);
  });

  test('of the matrix in its values are unknown', () => {
    const text = job(
      'strategy: { matrix: { image: ["a:${{ github.sha }}"] } }',
      'steps:',
      '- run: docker run ${{ matrix.image }}',
    );
    expect(imagesOf(text)).toEqual(['a:<${{ github.sha }}>']);
  });

  test.each(['workflow_call', 'workflow_dispatch'])('of inputs of %s are their defaults', (event) => {
    const text = step('run: docker run ${{ inputs.image }}').replace(
      'on: push',
      `on: { ${event}: { inputs: { image: { default: "a:1" } } } }`,
    );
    expect(imagesOf(text)).toEqual(['a:1']);
  });

  test.each(['inputs.image.x', 'env.IMAGE.x', 'github.inputs.image', 'inputs.image || 1'])(
    'that are no name are unknown: %s',
    (expression) => {
      const action = `inputs: { image: { default: a } }\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      env: { IMAGE: a }\n      run: docker run "\${{ ${expression} }}"\n`;
      expect(imagesOf(action, 'action.yml')).toEqual([`<\${{ ${expression} }}>`]);
    },
  );

  test('of the directory of an action are what is there', () => {
    const action =
      'runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: . ${{ github.action_path }}/lib.sh && docker run $IMAGE\n';
    const [container] = subjectsOf(action, 'setup/action.yml', {
      'setup/lib.sh': 'IMAGE=a:1\n',
      'lib.sh': 'IMAGE=b:1\n',
    });
    expect(container?.kind === 'container' && shown(container.config.image)).toBe('a:1');
  });

  test('of the matrix go on within its values', () => {
    const text = job(
      'strategy:',
      '  matrix:',
      '    db:',
      '      - { name: a, image: "postgres:17.2" }',
      'steps:',
      '- run: docker run ${{ matrix.db.image }}',
    );
    expect(imagesOf(text)).toEqual(['postgres:17.2']);
  });

  test('of the matrix may be whole scripts', async () => {
    const text = job(
      'strategy:',
      '  matrix:',
      '    include:',
      '      - run: docker run --privileged a:1',
      '      - run: |',
      '          docker run --pid=host b:1',
      'steps:',
      '- run: ${{ matrix.run }}',
    );
    const { findings } = await lint(text);
    expect(findings.filter(({ severity }) => severity === 'error').map(({ message }) => message.what)).toEqual([
      expect.stringMatching(/^Container `a:1` might run privileged/),
      expect.stringMatching(/^Container `b:1` might share the host's PID namespace/),
    ]);
  });

  test('of inputs are their defaults', () => {
    const action =
      'inputs:\n  image: { default: nginx }\n  args: { default: "" }\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: docker run ${{ inputs.args }} ${{ inputs.image }} ls\n';
    const [container] = containersOf(action, 'action.yml');
    expect(shown(container?.config.image)).toBe('nginx');
    expect(container?.config.image?.place.hops.map(({ kind }) => kind)).toEqual(['default']);
    expect(container?.unresolvedOptions.map(({ expression }) => expression)).toEqual(['${{ inputs.args }}']);
  });

  test.each([
    '${{ github.workspace }}',
    '$GITHUB_WORKSPACE',
    '${GITHUB_WORKSPACE}',
    '${{ runner.temp }}',
    '$RUNNER_TEMP',
  ])('%s is a directory of the user', async (folder) => {
    const { undecided } = await lint(step(`run: docker run -v "${folder}:/src" nginx:1.27`));
    expect(undecided.filter(({ rule }) => rule === 'sensitive-host-mount')).toEqual([]);
  });
});

describe('the steps of a job', () => {
  test('know the images, networks and volumes that others made', async () => {
    const text = job(
      'steps:',
      '- run: |',
      '    docker build -t app .',
      '    docker network create net',
      '- run: docker run --network net app',
      '- uses: docker/build-push-action@v6',
      '  with:',
      '    load: true',
      '    tags: |',
      '      other:${{ github.sha }}',
      '      another',
      '- run: docker run another && docker run other:${{github.sha}}',
    );
    expect(containersOf(text).map(({ build }) => build !== undefined)).toEqual([true, true, true]);
    expect(found(await lint(text)).filter((one) => one.startsWith('unpinned-image'))).toEqual([]);
  });

  test.each([
    ['docker/build-push-action', 'app, other', true],
    ['docker/build-push-action@v6', 'app\\n', true],
    ['docker/bake-action@v5', 'app', true],
    ['acme/docker/build-push-action@v6', 'app', false],
    ['docker/build-push-actions@v6', 'app', false],
    ['docker/metadata-action@v5', 'app', false],
  ])('build by %s with the tags "%s": %s', (uses, tags, isBuilt) => {
    const text = job('steps:', `- uses: ${uses}`, `  with: { tags: "${tags}" }`, '- run: docker run app');
    expect(containersOf(text).map(({ build }) => build !== undefined)).toEqual([isBuilt]);
  });

  test('build with arguments, whose secrets are found and not shown', async () => {
    const text = job(
      'steps:',
      '- uses: docker/build-push-action@v6',
      '  with:',
      '    tags: app:1',
      '    build-args: |',
      '      VERSION=1',
      '      "NPM_TOKEN=abc5defg"',
      '      DB_PASSWORD=${{ secrets.DB_PASSWORD }}',
      '      APP_PASSWORD=hunter2pass',
    );
    const { findings } = await lintText({ path: PATH, text }, { rules: { 'secret-in-environment': {} } });
    const about = findings.filter(({ rule }) => rule === 'secret-in-environment');
    expect(about.map(({ message }) => `${message.what} ${message.remedy ?? ''}`)).toEqual([
      expect.stringMatching(/^The build of image `app:1` .*`NPM_TOKEN`.* `secrets` input/),
      expect.stringMatching(/^The build of image `app:1` .*`APP_PASSWORD`.* `secrets` input/),
    ]);
    const io = createMemoryIo({ [PATH]: text });
    await main(['--preset', 'hardened', '--format', 'pretty', PATH], io);
    expect(io.out()).toContain('APP_PASSWORD=***');
    expect(io.out()).not.toMatch(/hunter2pass|abc5defg/);
  });

  test('know nothing of those of another job', () => {
    const text =
      'on: push\njobs:\n  a:\n    steps:\n      - run: docker build -t app .\n  b:\n    steps:\n      - run: docker run app\n';
    expect(containersOf(text).map(({ build }) => build)).toEqual([undefined]);
  });

  test('source files from the directory in which they run', () => {
    const text = job(
      'defaults: { run: { working-directory: ci } }',
      'steps:',
      '- run: . ./lib.sh && docker run $IMAGE',
      '- run: . ./lib.sh && docker run $IMAGE',
      '  working-directory: .',
    );
    const images = subjectsOf(text, PATH, { 'ci/lib.sh': 'IMAGE=ci:1\n', 'lib.sh': 'IMAGE=root:1\n' }).map((subject) =>
      subject.kind === 'container' ? shown(subject.config.image) : undefined,
    );
    // Sourced files are relative to the step's directory.
    expect(images).toEqual(['ci:1', 'root:1']);
  });

  test('source files from the directory that has the workflows', () => {
    const text = step('run: . ./lib.sh && docker run $IMAGE');
    const tree = { 'sub/lib.sh': 'IMAGE=sub:1\n', 'lib.sh': 'IMAGE=root:1\n' };
    const images = ['sub/.github/workflows/ci.yml', PATH].map((path) => {
      const [subject] = subjectsOf(text, path, tree);
      return subject?.kind === 'container' ? shown(subject.config.image) : undefined;
    });
    expect(images).toEqual(['sub:1', 'root:1']);
  });
});

describe('containers that the runner makes', () => {
  const SERVICES = job(
    'container:',
    '  image: docker://node:22.1',
    '  options: --cpus 1 --privileged --label "a=b c"',
    '  credentials:',
    '    username: some-account',
    '    password: hunter2hunter2',
    '  env:',
    '    A: b',
    '  volumes:',
    '    - /etc:/host:ro',
    'services:',
    '  db:',
    '    image: postgres:17.2',
    '    ports: ["5432:5432"]',
    '    env: { POSTGRES_PASSWORD: correcthorse }',
    '    options: >-',
    '      --health-cmd "pg_isready -U x"',
    '      --health-retries=5',
    '    command: -c "shared_buffers = 1GB"',
    'steps:',
    '- uses: docker://alpine:3.20.1',
  );

  test('have what the text says, and nothing of the runner', () => {
    const [main, db, step] = containersOf(SERVICES);
    expect([main?.origin, db?.origin, step?.origin]).toEqual(['workflow job', 'workflow service', 'workflow step']);
    expect([main?.name, db?.name, step?.name]).toEqual(['test', 'db', 'alpine:3.20.1']);
    expect([main, db, step].map((container) => shown(container?.config.image))).toEqual([
      'node:22.1',
      'postgres:17.2',
      'alpine:3.20.1',
    ]);
    expect(shown(main?.hostConfig.privileged)).toBe(true);
    expect(main?.config.labels?.map(({ value }) => shown(value))).toEqual(['b c']);
    expect(main?.config.env?.map(shown)).toEqual(['A=b']);
    expect(main?.hostConfig.binds?.map(({ spec }) => shown(spec))).toEqual(['/etc:/host:ro']);
    expect(main?.config.entrypoint).toBeUndefined();
    expect(db?.config.healthcheck?.test?.map(shown)).toEqual(['CMD-SHELL', 'pg_isready -U x']);
    expect(db?.config.healthcheck?.retries && valueOf(db.config.healthcheck.retries)).toBe(5);
    expect(db?.hostConfig.portBindings).toHaveLength(1);
    expect(db?.config.cmd?.map(shown)).toEqual(['-c', 'shared_buffers = 1GB']);
  });

  test('are asked for nothing that protects what lives longer than a job', async () => {
    expect(found(await lint(SERVICES))).toEqual([
      'privileged-container: --privileged',
      expect.stringMatching(/^sensitive-host-mount: /),
      'open-service: 5432:5432',
      'secret-in-environment: POSTGRES_PASSWORD',
    ]);
    expect((await lint(SERVICES)).undecided).toEqual([]);
  });

  test('are named in the words of a workflow', async () => {
    const { findings } = await lint(SERVICES);
    const sentences = findings.map(({ message }) => `${message.what} ${message.remedy ?? ''}`);
    expect(sentences).toEqual([
      expect.stringMatching(/^The container of job `test` runs privileged/),
      expect.stringMatching(/^The container of job `test` /),
      expect.stringMatching(
        /^Service `db` publishes container port 5432 \(PostgreSQL\) .* Publish the port on `127\.0\.0\.1`, or /,
      ),
      expect.stringMatching(/^Service `db` has a hard-coded secret in `POSTGRES_PASSWORD`/),
    ]);
  });

  test.each(['hunter2hunter2', 'some-account', 'correcthorse'])('show no secret: %s', async (secret) => {
    for (const argv of [
      ['--preset', 'all', '--format', 'pretty'],
      ...FORMATS.map((format) => ['--format', format]),
      ['model'],
    ]) {
      const io = createMemoryIo({ [PATH]: SERVICES });
      await main([...argv, '.'], io);
      expect(io.out() + io.err()).not.toBe('');
      expect(io.out() + io.err()).not.toContain(secret);
    }
  });

  test('are fixed where their options and ports are', async () => {
    const io = createMemoryIo({ [PATH]: SERVICES });
    await main(['fix', '--unsafe', '--rule', 'privileged-container', '--rule', 'open-service', '--write', '.'], io);
    expect(io.written.get(PATH)).toBe(
      SERVICES.replace(' --privileged', '').replace('["5432:5432"]', '["127.0.0.1:5432:5432"]'),
    );
  });

  test.each([
    ['ubuntu-latest', false],
    ['ubuntu-24.04-arm', false],
    ['[windows-2025]', false],
    ['{ labels: macos-15-xlarge }', false],
    ['${{ matrix.os }}', false],
    ['self-hosted', true],
    ['[self-hosted, ubuntu-24.04]', true],
    ['ubuntu-latest-16-cores', true],
    ['{ group: large, labels: ubuntu-24.04 }', true],
    ['${{ inputs.runner }}', true],
    ['${{ matrix.runner }}', true],
  ])('on %s, ports are a finding: %s', async (runsOn, isFinding) => {
    const text = job(
      `runs-on: ${runsOn}`,
      'strategy: { matrix: { os: [ubuntu-22.04, macos-15], runner: [ubuntu-22.04, own] } }',
      'services: { db: { image: "redis:7", ports: ["6379:6379"] } }',
      'steps: [{ shell: bash, run: docker run -p 80:80 a:1 }]',
    );
    const ports = found(await lint(text)).filter((each) => /^(?:open-service|wildcard-bind-address):/.test(each));
    expect(ports).toEqual(isFinding ? ['open-service: 6379:6379', 'wildcard-bind-address: 80:80'] : []);
  });

  test.each([
    ['steps: [{ run: docker run -d -p 81:81 a:1 }]', []],
    [
      'steps: [{ run: docker run -d -p 81:81 a:1, env: { DOCKER_HOST: tcp://prod } }]',
      ['wildcard-bind-address: 81:81'],
    ],
    ['steps: [{ run: docker -H tcp://prod run -d -p 81:81 a:1 }]', ['wildcard-bind-address: 81:81']],
    ['steps: [{ run: ssh prod docker run -d -p 81:81 a:1 }]', ['wildcard-bind-address: 81:81']],
  ])('and so with what a step starts, unless the engine may be another one: %s', async (steps, ports) => {
    const all = found(await lint(job('runs-on: ubuntu-latest', steps)));
    expect(all.filter((each) => each.startsWith('wildcard-bind-address'))).toEqual(ports);
    expect(all.includes('missing-hardening') || all.some((each) => each.startsWith('unlimited-memory'))).toBe(
      ports.length > 0,
    );
  });

  test('of a runner of Forgejo, ports are a finding whatever its label', async () => {
    const text = job('runs-on: ubuntu-latest', 'services: { db: { image: "redis:7", ports: ["6379:6379"] } }');
    expect(found(await lint(text, '.forgejo/workflows/ci.yml'))).toContain('open-service: 6379:6379');
    expect(found(await lint(text))).toEqual([]);
  });

  test.each([
    ['--network host', 'host'],
    ['--net=host', 'host'],
    ['--network=host --init', 'host'],
    ['--init', 'job_network'],
    ['--network-alias=--network', 'job_network'],
  ])('have a network, unless their options name one: %s', (options, network) => {
    const [container] = containersOf(job('services:', `  a: { image: "b:1", options: "${options}" }`));
    expect(shown(container?.hostConfig.networkMode)).toBe(network);
  });

  test.each([
    ['their name', 'name: Check', 'Check'],
    ['their id', 'id: check', 'check'],
    ['their name before their id', 'id: check', 'Check', 'name: Check'],
    ['their image', 'if: always()', 'a:1'],
  ])('of steps are called by %s', (_, line, name, ...others) => {
    expect(containersOf(step('uses: docker://a:1', line, ...others)).map((container) => container.name)).toEqual([
      name,
    ]);
  });

  test('may have an entrypoint, unless it is empty', () => {
    const [one, other] = containersOf(
      job('services:', '  a: { image: "a:1", entrypoint: run.sh }', '  b: { image: "b:1", entrypoint: "" }'),
    );
    expect(one?.config.entrypoint?.map(shown)).toEqual(['run.sh']);
    expect(other?.config.entrypoint).toBeUndefined();
  });

  test('may be an image alone', () => {
    expect(imagesOf(job('container: node:22', 'services: { a: redis:7 }'))).toEqual(['node:22', 'redis:7']);
  });

  test('are not there where their image is empty', () => {
    expect(imagesOf(job("container: ''", 'services: { a: { image: "" } }'))).toEqual([]);
  });

  test('need an image', async () => {
    const { findings } = await lint(job('services:', '  db:', '    env: { A: b }', 'container: { options: --init }'));
    expect(findings.map(({ rule, message }) => [rule, message.what])).toEqual([
      ['syntax/missing-image', 'Service `db` has no image.'],
      ['syntax/missing-image', 'The container of job `test` has no image.'],
    ]);
  });

  test('may have options that are unknown', () => {
    const [container] = containersOf(job('container:', '  image: node:22', '  options: ${{ inputs.options }} --init'));
    expect(container?.unresolvedOptions.map(({ expression }) => expression)).toEqual(['${{ inputs.options }}']);
    expect(shown(container?.hostConfig.init)).toBe(true);
  });

  test('may have options that docker rejects', async () => {
    const { findings } = await lint(job('container:', '  image: node:22', '  options: --privilegd'));
    expect(findings.map(({ rule }) => rule)).toEqual(['syntax/unknown-flag']);
  });

  test('are of an action, too', () => {
    const action = 'name: Check\nruns:\n  using: docker\n  image: docker://alpine\n';
    const [container] = containersOf(action, 'action.yml');
    expect([container?.origin, container?.name, shown(container?.config.image)]).toEqual([
      'workflow action',
      'Check',
      'alpine',
    ]);
    expect(containersOf('runs:\n  using: docker\n  image: Dockerfile\n', 'action.yml')).toEqual([]);
  });
});

describe('comments', () => {
  const text = job(
    'services:',
    '  # plimsoll: ignore[unpinned-image] -- the newest',
    '  db:',
    '    image: postgres',
    'steps:',
    '- run: |',
    '    # plimsoll: ignore[privileged-container] -- why not',
    '    docker run --privileged nginx:1.27',
    '    docker run --privileged caddy:2.8',
    '    echo "# plimsoll: ignore[a]"',
  );

  test('are in YAML and in scripts', async () => {
    const suppressed = (await lint(text)).findings.filter(({ suppression }) => suppression !== undefined);
    expect(suppressed.map(({ rule, suppression }) => [rule, suppression?.reason])).toEqual(
      expect.arrayContaining([
        ['privileged-container', 'why not'],
        ['unpinned-image', 'the newest'],
      ]),
    );
    expect(suppressed).toHaveLength(2);
  });

  test('are in scripts that are sourced, too', async () => {
    const tree = {
      [PATH]: step('run: |', '  docker ps', '  . ./lib.sh', '  start'),
      'lib.sh':
        'start() {\n  # plimsoll: ignore[privileged-container] -- in the library\n  docker run --privileged a:1\n}\n',
    };
    const io = createMemoryIo(tree);
    await main(['--format', 'text', '--no-ignore', PATH], io);
    expect(io.out()).toContain('lib.sh:3:14: error privileged-container');
    const quiet = createMemoryIo(tree);
    await main(['--format', 'text', PATH], quiet);
    expect(quiet.out()).not.toMatch(/privileged-container|suppression/);
  });

  test('are in a document from standard input that has no script', () => {
    const source = {
      path: '<stdin>',
      text: job('# plimsoll: ignore[unpinned-image] -- the newest', 'container:', '  image: postgres'),
    };
    const comments = findHostComments(source, read(source, NO_JOB_CONTEXT), () => true);
    const governed = comments.map(({ governs }) => source.text.slice(governs.start, governs.end));
    expect(governed).toEqual([expect.stringContaining('image: postgres')]);
  });

  test('are found in the order of the text', () => {
    const source = { path: PATH, text };
    const comments = findHostComments(source, read(source, NO_JOB_CONTEXT), () => true);
    expect(comments.map((comment) => comment.text)).toEqual([
      '# plimsoll: ignore[unpinned-image] -- the newest',
      '# plimsoll: ignore[privileged-container] -- why not',
    ]);
    const governed = comments.map(({ governs }) => text.slice(governs.start, governs.end).trim());
    expect(governed[1]).toBe('docker run --privileged nginx:1.27');
  });
});

describe('what is a workflow', () => {
  const workflow = step('run: docker run nginx');
  const action = 'runs:\n  using: composite\n  steps:\n    - { run: docker ps, shell: bash }\n';
  test.each([
    ['in its folder', PATH, workflow, 'github-workflow'],
    ['below others', 'a/.github/workflows/x.yaml', workflow, 'github-workflow'],
    ['of Gitea', '.gitea/workflows/x.yaml', workflow, 'github-workflow'],
    ['that a template engine makes', PATH, `{% raw %}\n${workflow}{% endraw %}\n`, 'github-workflow'],
    ['elsewhere', 'workflows/x.yaml', workflow, undefined],
    ['without a container', PATH, step('run: make'), undefined],
    ['with a service', PATH, job('services: { a: redis }'), 'github-workflow'],
    ['called like a Compose file', '.github/workflows/docker-compose.yml', workflow, 'github-workflow'],
    ['an action', 'a/action.yml', action, 'github-workflow'],
    ['an action of another kind', 'a/action.yml', 'runs:\n  using: node20\n  main: index.js\n', undefined],
    ['a form for issues', '.github/ISSUE_TEMPLATE/bug.yml', 'body:\n  - value: docker run\n', undefined],
  ])('%s', (_, path, text, kind) => {
    expect(detectKind({ path, text })).toBe(kind);
  });

  test('on standard input', () => {
    expect(detectNameless(workflow)).toBe('github-workflow');
    expect(detectNameless(action)).toBe('github-workflow');
    expect(detectNameless('docker run nginx')).toBe('shell');
  });
});

test('a workflow without containers says nothing, whatever else it holds', async () => {
  const { findings, undecided } = await lint(
    job('steps:', '- uses: actions/checkout@v4', '- run: docker ps', '- { uses: 3, with: [] }', 'strategy: 7'),
  );
  expect([findings, undecided]).toEqual([[], []]);
});

test('what is no YAML is an error where containers are asked for', async () => {
  const { findings } = await lint(`${job('services:', '  db: { image: "postgres:17.2" }')}  x: "\n`);
  expect(findings.map(({ rule }) => rule)).toEqual(['syntax/invalid-yaml']);
});
