import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo } from '../memory-io.ts';

const PRIVILEGED = 'services: { web: { image: "nginx:1.27", privileged: true } }\n';
const COMPOSE = 'services: { web: { image: "nginx:1.27" } }\n';

interface Mistake {
  readonly argv: readonly string[];
  /** The files next to `compose.yaml`. */
  readonly tree?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** The lines of both outputs that contain `words`. */
async function linesWith({ argv, tree = {}, stdin }: Mistake, words: string): Promise<readonly string[]> {
  const io = createMemoryIo({ 'compose.yaml': COMPOSE, ...tree }, stdin === undefined ? {} : { stdin });
  await main(argv, io);
  return [...io.err().split('\n'), ...io.out().split('\n')].filter((line) => line.includes(words));
}

const typed = (line: string): Mistake => ({ argv: line.split(' ') });
const configured = (config: string): Mistake => ({ argv: ['.'], tree: { '.plimsoll.yaml': config } });
const named = (path: string, text: string): Mistake => ({ argv: [path], tree: { [path]: text } });
const script = (text: string): Mistake => named('run.sh', `${text}\n`);
const service = (text: string): Mistake => ({
  argv: ['compose.yaml'],
  tree: { 'compose.yaml': `services: { web: { image: "nginx:1.27", ${text} } }\n` },
});

/** A comment above the faulty line. */
const comment = (text: string): Mistake => ({
  argv: ['--format', 'text', 'compose.yaml'],
  tree: { 'compose.yaml': `services:\n  web:\n    image: nginx:1.27\n    ${text}\n    privileged: true\n` },
});
const compose = (text: string): Mistake => ({
  argv: ['--format', 'text', 'compose.yaml'],
  tree: { 'compose.yaml': text },
});

describe('a mistake has one line that points to the right word', () => {
  describe('a command or an address in place of a file', () => {
    test.each([
      [['docker run -e PASSWORD=hunter2 nginx'], "pass it on standard input: echo 'docker run …' | plimsoll -"],
      [['https://example.com/compose.yaml?token=hunter2'], 'plimsoll reads files, not URLs.'],
    ])('%s', async (argv, words) => {
      const lines = await linesWith({ argv }, words);
      expect([lines.length, lines.join().includes('hunter2')]).toEqual([1, false]);
    });
  });

  test('input errors alone are not to be suppressed', async () => {
    expect(await linesWith(service('privilegd: true'), 'To suppress')).toEqual([]);
    expect(await linesWith(service('privileged: true'), 'To suppress')).toHaveLength(1);
  });

  test.each([
    [['--format', 'sarif'], 1],
    [['--format', 'junit'], 1],
    [['--format', 'github'], 1],
    [['--format', 'json', '--statistics'], 1],
    [['--statistics'], 1],
    [['--format', 'gitlab'], 0],
    [['--format', 'sarif', '--quiet'], 0],
  ])('a report with numbers names the benchmark version: %j', async (options, count) => {
    const io = createMemoryIo({ 'compose.yaml': PRIVILEGED });
    await main([...options, '.'], io);
    const words = /version 1\.13 of the benchmark; for another, use --benchmark\./g;
    expect(io.err().match(words) ?? []).toHaveLength(count);
  });

  test('no fix is promised for a value with a variable', async () => {
    const line = 'error  privileged-container';
    expect(await linesWith(service('privileged: true'), line)).toEqual([expect.stringContaining('fixable')]);
    const lines = await linesWith(service('privileged: "${X:-true}"'), line);
    expect(lines).toEqual([expect.not.stringContaining('fixable')]);
  });

  describe('options of other linters', () => {
    test.each([
      ['--ignore privileged-container .', '--rule ID=off'],
      ['--exclude vendor .', "'!PATH'"],
      ['--disable privileged-container .', '--rule ID=off'],
      ['--select privileged-container .', '--only ID'],
      ['--no-color .', 'NO_COLOR'],
      ['--colors .', 'NO_COLOR'],
      ['--skip privileged-container .', '--rule ID=off'],
      ['--enable root-user .', '--rule ID=SEVERITY'],
      ['--severity error .', '--min-severity'],
      ['--level error .', '--min-severity'],
      ['--failure-threshold error .', '--fail-on'],
      ['--exit-code 0 .', '--fail-on never'],
      ['--no-fail .', '--fail-on never'],
      ['--max-warnings 0 .', '--fail-on warning'],
      ['--write .', 'plimsoll fix --write'],
      ['--json .', '--format json'],
      ['--sarif .', '--format sarif'],
      ['--reporter json .', '--format'],
      ['--out report.json .', '--format FORMAT=FILE'],
      ['--debug .', '--verbose'],
      ['--file compose.yaml', 'plimsoll FILE'],
      ['--recursive .', 'plimsoll DIR'],
      ['--profile hardened .', '--preset'],
      ['--extends hardened .', '--preset'],
      ['--list-rules', 'plimsoll rules'],
      ['--diff .', 'plimsoll fix'],
      ['--update-baseline .', 'plimsoll baseline'],
      ['--init', 'plimsoll init'],
      ['--diff-filter a .', 'Unknown option --diff-filter'],
    ])('plimsoll %s', async (line, words) => {
      expect(await linesWith(typed(line), words)).toHaveLength(1);
    });
  });

  describe('commands of other linters', () => {
    test.each([
      ['check .', 'plimsoll lint'],
      ['scan .', 'plimsoll lint'],
      ['version', 'plimsoll --version'],
      ['audit compose.yaml', 'plimsoll lint'],
      ['validate', 'plimsoll lint'],
      ['list', 'plimsoll rules'],
      ['server', 'plimsoll lsp'],
      ['diff', 'plimsoll drift'],
      ['show 5.31', 'plimsoll explain'],
      ['modle', 'plimsoll model'],
      ['explain CIS 5.31', '# docker-socket-mount'],
      ['explain cis-5.31', '# docker-socket-mount'],
      ['explain missing-hardening', '# missing-hardening'],
      ['explain priviledged-container', 'privileged-container'],
      ['--env FOO=bar .', 'FOO=… plimsoll --env'],
      ['--config a.yaml --config b.yaml .', '--config accepts one file'],
      ['--rule 5.4:off .', '--rule 5.4=off'],
      ['--rule privileged-container .', '--rule privileged-container=warning'],
      ['--fail-on high .', 'error'],
      ['--format yaml .', 'Valid formats:'],
      ['--format github-actions .', 'github'],
    ])('plimsoll %s', async (line, words) => {
      expect(await linesWith(typed(line), words)).toHaveLength(1);
    });

    test('plimsoll explain "CIS 5.31", as reports print it', async () => {
      expect(await linesWith({ argv: ['explain', 'CIS 5.31'] }, '# docker-socket-mount')).toHaveLength(1);
    });
  });

  describe('configurations', () => {
    test.each([
      ['fix: {memory: lots}', '`memory` must be a size, such as 512m or 2g.'],
      ['rules: {all: off}', 'Preset `none` turns on no rules'],
      ['rules: {"5.44": off}', 'version 1.13 of the benchmark has no rule 5.44'],
      ['exclude: [a]', '`exclude`. To exclude files, use `ignores`.'],
      ['ignore: [a]', '`ignore`. To exclude files, use `ignores`; for rules, use `rules: {ID: off}`.'],
      ['preset: hardened', '`preset`. To choose a preset, use `extends`.'],
      ['profile: hardened', '`profile`. To choose a preset, use `extends`.'],
      ['fail-on: error', '`failOn`'],
      ['severity: error', "`severity`. `failOn` sets which severities fail; `rules` sets each rule's severity."],
      ['disable: [privileged-container]', '`disable`. To turn a rule off, use `rules: {ID: off}`.'],
      ['enable: [root-user]', '`enable`. To turn a rule on, use `rules: {ID: warning}`.'],
      ['allow: [root-user]', '`allow`. To suppress findings, use `exceptions`'],
      ['edition: "1.6"', '`edition`. Use `benchmark`.'],
      ['files: [a]', '`files`. To add files, use `include`; to add Compose files, use `composeFiles`.'],
      ['format: json', '`format`. Use the `--format` option.'],
      ['rules: {privileged-container: critical}', 'off, info, warning, error'],
      ['rules: {untrusted-registry: {registries: ["https://ghcr.io/"]}}', 'a registry as written in image names'],
      ['rules: {added-capability: {allow: [NET_ADMN]}}', 'Did you mean `NET_ADMIN`?'],
      ['rules: {root-user: {imagesWithUser: ["nginx:1.27"]}}', 'without a tag'],
      ['rules: {secret-in-environment: {allow: ["A=b"]}}', 'a variable name'],
      ['rules: {unpinned-image: {movingTags: ["nginx:stable"]}}', 'a tag'],
      ['exceptions: [{rule: root-user}]', 'reason'],
      ['extends: strict', 'hardened'],
      ['extends: https://example.com/a.yaml', "A URL can't be extended."],
      ['rules:\n  - root-user: off', 'without a dash'],
      ['rules:\n  root-user:off', 'A space is missing after the colon'],
      ['rules: {root-user: true}', 'off, info, warning or error, or a mapping'],
      ['rules: {root-user: {level: off}}', '`level`. Use `severity`.'],
      ['root-user: off', 'Put rules under `rules:`.'],
      ['exceptions: {root-user: why}', '`exceptions` must be a list.'],
      ['exceptions: [{rule: root-user, reason: a, container: web}]', '`container`. Use `service`.'],
      ['policy: a', 'use the `--policy` option.'],
      ['exlude: [a]', 'To exclude files, use `ignores`.'],
      ['fix: {memory: 512}', 'a size, such as 512m'],
      ['failOn: [error]', '`failOn`'],
    ])('%s', async (config, words) => {
      expect(await linesWith(configured(`${config}\n`), words)).toHaveLength(1);
    });
  });

  describe('files that are named and not read', () => {
    test.each([
      ['stack.yaml', 'service:\n  web: {image: a}\n', '`services`'],
      ['empty.yaml', '', 'empty.yaml is empty'],
      ['pod.yaml', 'apiVersion: v1\nkind: Pod\nspec: {}\n', 'Kubernetes'],
      ['main.tf', 'resource "docker_container" "a" {}\n', 'Terraform'],
      ['notes.txt', 'nothing\n', 'notes.txt is not a supported file'],
      ['x.yml', 'Services:\n  web:\n    image: a\n', 'must be `services`'],
      ['x.yml', 'services:\n  - web:\n      image: a\n', 'a list as `services`'],
      ['x.yml', 'app:\n  services:\n    web:\n      image: a\n', '`services` below another key'],
      ['images.txt', 'REPOSITORY   TAG   IMAGE ID\n', 'images.txt is docker images output'],
      ['nginx.conf.j2', 'listen {{ port }};\n', 'nginx.conf.j2 is a template for another format'],
    ])('%s', async (path, text, words) => {
      expect(await linesWith(named(path, text), words)).toHaveLength(1);
    });

    test.each([
      ['stack.conf', PRIVILEGED],
      ['compose.prod', PRIVILEGED],
      ['x.yml.tmpl', PRIVILEGED],
      ['web.txt', '[{"Name": "/web", "Config": {}, "HostConfig": {"Privileged": true}}]'],
      ['deploy', 'set -e\ndocker run --privileged nginx:1.27\n'],
    ])('%s is read by its content', async (path, text) => {
      expect(await linesWith(named(path, text), 'error  privileged-container')).toHaveLength(1);
    });

    test.each([
      ['guide.md', 'set -e\ndocker run --privileged nginx:1.27\n'],
      ['NOTES', 'set -e\ndocker run --privileged nginx:1.27\n'],
      ['services.yaml', 'services:\n  App\\Mailer:\n    arguments: [a]\n'],
    ])('%s is not: it is a document, or for another program', async (path, text) => {
      expect(await linesWith(named(path, text), 'privileged-container')).toHaveLength(0);
    });

    test.each([
      ['CONTAINER ID   IMAGE     COMMAND\n12ab  nginx  x\n', 'docker inspect $(docker ps -q) | plimsoll -'],
      ['FROM nginx\nRUN x\n', 'plimsoll compose.yaml'],
      ['ARG A=1\nFROM nginx\n', 'plimsoll compose.yaml'],
      ['2026-01-01 GET / 200\nerror: none\n', 'plimsoll reads Compose files'],
      ['docker: command not found\n', 'the command before the pipe failed'],
      ['bash: line 1: docker: command not found\n', 'the command before the pipe failed'],
      ['Cannot connect to the Docker daemon at unix:///a.\n', 'the command before the pipe failed'],
      ['Error response from daemon: No such container: web\n', 'the command before the pipe failed'],
      ['[{"RepoTags": ["a:1"]}]', 'docker image inspect IMAGE | plimsoll images'],
      ['version: 1\nvalues: x\n', 'Standard input is not a supported format.'],
      ['version: 1\nvalues: {replicas: 2}\n', 'Standard input is not a supported format.'],
      ['servces: {web: {build: .}}\n', 'Did you mean `services`?'],
    ])('standard input: %j', async (stdin, words) => {
      expect(await linesWith({ argv: ['-'], stdin }, words)).toHaveLength(1);
    });

    test('a template of a Compose file that is no YAML without Jinja is noted in a directory too', async () => {
      const text = 'services:\n  {% if a %}x: {% else %}\n y:\n   - : image: [\n';
      const mistake = { argv: ['.'], tree: { 'compose.yaml': COMPOSE, 'a/docker-compose.yml.j2': text } };
      expect(await linesWith(mistake, 'a/docker-compose.yml.j2: Skipped: it is a template')).toHaveLength(1);
    });

    test.each([
      [[], { isStdinPiped: true, isTerminal: true }, 1],
      [[], { isStdinPiped: true }, 0],
      [[], { isTerminal: true }, 0],
      [['compose.yaml'], { isStdinPiped: true, isTerminal: true }, 0],
      [['--project', 'compose.yaml'], { isStdinPiped: true, isTerminal: true }, 0],
      [['-'], { isStdinPiped: true, isTerminal: true, stdin: COMPOSE }, 0],
    ])('a pipe without the path -: plimsoll %j, %o', async (argv, options, count) => {
      const io = createMemoryIo({ 'compose.yaml': COMPOSE }, options);
      await main(argv, io);
      expect(io.err().match(/to lint it, run plimsoll -\./g) ?? []).toHaveLength(count);
    });

    test('a pipe without the path -, where nothing else is to be linted', async () => {
      const io = createMemoryIo({ 'a.txt': '' }, { isStdinPiped: true });
      expect(await main([], io)).toBe(2);
      expect(io.err()).toContain('Standard input is not read: to lint it, run plimsoll -.');
    });

    test('a broken symlink', async () => {
      const io = createMemoryIo({ 'compose.yaml': { linkTo: 'nowhere' } });
      expect(await main(['compose.yaml'], io)).toBe(2);
      expect(io.err()).toContain('compose.yaml: It is a broken symlink.');
    });

    test('what docker network inspect prints', async () => {
      const stdin = '[{"Name":"bridge","Id":"a","Scope":"local","Driver":"bridge","Containers":{}}]';
      expect(await linesWith({ argv: ['-'], stdin }, 'docker inspect CONTAINER')).toHaveLength(1);
    });

    test('compose.yml next to compose.yaml, which alone is read by Compose', async () => {
      const mistake = { argv: ['.'], tree: { 'compose.yml': COMPOSE } };
      expect(await linesWith(mistake, 'compose.yml: Compose prefers `compose.yaml` here')).toHaveLength(1);
      expect(await linesWith({ ...mistake, argv: ['compose.yml'] }, 'Compose prefers')).toHaveLength(0);
    });

    test.each([
      [typed('-v'), 'use -V'],
      [typed('-f compose.yaml'), 'plimsoll compose.yaml'],
      [typed('--format codeclimate .'), 'Use gitlab. Valid formats:'],
      [typed('--format md .'), 'Use markdown.'],
      [typed('--format xml .'), 'Use junit.'],
      [typed('--preset strict .'), 'Use hardened.'],
      [typed('--preset cis .'), 'Use cis-level-1.'],
      [typed('--fail-on high .'), 'Use error. Valid values:'],
      [typed('--benchmark 1.9 .'), '"1.9". Valid values, oldest first: 1.13'],
      [typed('explain privileged'), 'Did you mean privileged-container, privileged-'],
      [typed('explain healthcheck'), 'Did you mean missing-healthcheck?'],
      [typed('explain docker_socket'), 'Did you mean docker-socket-mount?'],
      [configured('rules: {memory: off}\n'), 'Did you mean `unlimited-memory`?'],
      [typed('compose.yml'), 'compose.yml: No such file or directory. Did you mean compose.yaml?'],
      [typed('docker-compose.yaml'), 'Did you mean compose.yaml?'],
      [typed('compsoe.yaml'), 'Did you mean compose.yaml?'],
      [
        { argv: ['.'], tree: { 'plimsoll.yaml': '' } },
        'plimsoll.yaml: Not read: the configuration is named .plimsoll.yaml.',
      ],
      [{ argv: ['.'], tree: { '.plimsollrc': '' } }, '.plimsollrc: Not read'],
      [typed('-o report.sarif .'), 'report.sarif: written in the format sarif, as its name says.'],
    ])('%o', async (mistake, words) => {
      expect(await linesWith(mistake, words)).toHaveLength(1);
    });

    test.each([
      ['# plimsoll-ignore privileged-container', '`# plimsoll: ignore[privileged-container] -- reason`'],
      [
        '# plimsoll-disable-next-line privileged-container -- x',
        '`# plimsoll: ignore[privileged-container] -- reason`',
      ],
      [
        '# plimsoll_disable host-network, host-ipc-namespace',
        '`# plimsoll: ignore[host-network, host-ipc-namespace] -- reason`',
      ],
      ['# plimsoll-ignore-file: privileged-container', '`# plimsoll: ignore-file[privileged-container] -- reason`'],
      ['# plimsoll-disable-line', '`# plimsoll: ignore[rule-id] -- reason`'],
    ])('%s', async (comment, words) => {
      const text = `services:\n  web:\n    image: nginx\n    ${comment}\n    privileged: true\n`;
      const mistake = { argv: ['--format', 'text', 'compose.yaml'], tree: { 'compose.yaml': text } };
      expect(await linesWith(mistake, words)).toHaveLength(1);
    });

    test('the number of a rule with its standard', async () => {
      const text =
        'services:\n  web:\n    image: nginx\n    # plimsoll: ignore[CIS 5.4] -- it is needed\n    privileged: true\n';
      const mistake = { argv: ['--format', 'text', '.'], tree: { 'compose.yaml': text } };
      expect(await linesWith(mistake, 'privileged-container')).toHaveLength(0);
      expect(await linesWith(mistake, 'suppression/')).toHaveLength(0);
    });

    test('what a report is written as by its name', async () => {
      const io = createMemoryIo({ 'compose.yaml': COMPOSE });
      await main(['-o', 'report.sarif', '.'], io);
      expect(JSON.parse(io.written.get('report.sarif') ?? '')).toMatchObject({ version: '2.1.0' });
    });

    test('ignores that leave nothing', async () => {
      expect(await linesWith(configured('ignores: ["**"]\n'), '`ignores` in the configuration')).toHaveLength(1);
    });

    test('a baseline of something else', async () => {
      const baseline = { argv: ['--baseline', 'b.json', '.'], tree: { 'b.json': '[]' } };
      expect(await linesWith(baseline, 'plimsoll baseline')).toHaveLength(1);
    });
  });

  describe('commands that no client has', () => {
    test.each([
      ['docker runn --privileged nginx', '`docker run`'],
      ['docker -H x container craete nginx', '`docker container create`'],
      ['docker compse up', '`docker compose`'],
      ['docker compose -f a.yml pu -d', '`docker compose up`'],
      ['docker-compose upp', '`docker-compose up`'],
      ['docker stack deplyo -c a.yml a', '`docker stack deploy`'],
      ['podman rnu nginx', '`podman run`'],
    ])('%s', async (text, words) => {
      expect(await linesWith(script(text), `Did you mean ${words}?`)).toHaveLength(1);
    });

    test.each(
      ['ps', 'rm a', 'scout cves', 'sandbox run a', 'compose down', 'compose top', 'zzz'].map(
        (verb) => `docker ${verb}`,
      ),
    )('%s is one, or a plugin', async (text) => {
      expect(await linesWith(script(text), 'is not a command')).toEqual([]);
    });
  });

  describe('comments', () => {
    test.each([
      '# noqa',
      '# noqa: E501',
      '# eslint-disable-next-line',
      '# hadolint ignore=DL3008',
      '# checkov:skip=CKV_1: why',
      '# trivy:ignore:AVD-1',
      '# tfsec:ignore:a',
      '# nosemgrep: a.b',
      '# nosec',
      '# NOSONAR',
      '# kics-scan ignore-line',
      '# because # noqa',
    ])('%s is for another linter', async (text) => {
      const words = 'does not suppress this; `# plimsoll: ignore[privileged-container] -- reason` does.';
      expect(await linesWith(comment(text), words)).toHaveLength(1);
    });

    test.each(['# shellcheck disable=SC2086', '# yamllint disable-line', '# noqualms', '# checkov is run too'])(
      '%s says nothing of containers',
      async (text) => {
        expect(await linesWith(comment(text), 'does not suppress')).toEqual([]);
      },
    );

    test('a suppressed finding and others have no note', async () => {
      const text =
        'services:\n  web:\n    image: nginx # noqa\n    privileged: true # plimsoll: ignore[5.4] -- why # noqa\n';
      expect(await linesWith(compose(text), 'does not suppress this')).toEqual([
        expect.stringContaining('unpinned-image'),
      ]);
    });

    test.each([
      ['# plimsoll: ignore privileged-container', '[privileged-container]'],
      ['# plimsoll: ignore=privileged-container', '[privileged-container]'],
      ['# plimsoll ignore privileged-container -- why', '[privileged-container]'],
      ['# plimsoll disable 5.4, host-network', '[5.4, host-network]'],
      ['# plimsoll: disable=privileged-container,5.9', '[privileged-container, 5.9]'],
      ['# plimsoll: ingore[privileged-container] -- why', '[privileged-container]'],
      ['# plimsoll: ignore[privileged-container -- why', '[privileged-container]'],
      ['# plimsoll: ignore-next-line[privileged-container] -- why', '[privileged-container]'],
      ['# plimsol: ignore[privileged-container] -- why', '[privileged-container]'],
    ])('%s', async (text, words) => {
      expect(await linesWith(comment(text), `\`# plimsoll: ignore${words} -- reason\``)).toHaveLength(1);
    });

    test.each(['CIS 5.4', 'CIS-5.4', 'cis_5.4'])('ignore[%s]', async (name) => {
      expect(await linesWith(comment(`# plimsoll: ignore[${name}] -- why`), 'privileged')).toEqual([]);
    });
  });

  test('all that is wrong with a configuration is said at once', async () => {
    const config =
      'exlude: [a]\nextends: strict\nfailon: error\nignores: ["a\\\\b"]\nrules:\n  "5.99": off\n  root-user: wraning\nlocked: [root-user]\n';
    const lines = await linesWith(configured(config), '.plimsoll.yaml:');
    expect(lines.map((line) => /:(\d+):/.exec(line)?.[1])).toEqual(['1', '2', '3', '4', '6', '7', '8']);
  });

  describe('Compose files', () => {
    test.each([
      ['services:\n  web: "nginx:1.27"\n', 'Put `image: NAME` in an indented line'],
      ['services:\n  web:\n', 'Put `image: NAME` in an indented line'],
      ['services:\n  web:\n    image:nginx\n', 'A space is missing after a colon'],
      ['services:\n  web:\n    image: a:1\n    ports:\n      -"80:80"\n', 'A space is missing after the dash'],
      ['services:\n  web:\n    image: a:1\n    ports: "80:80"\n', 'start each item with `- `'],
      ['services:\n  web:\n    image: a:1\n    volumes:\n      ./a: /b\n', 'start each item with `- `'],
      [
        'services:\n  web:\n    image: a:1\n    environment:\n      A=b\n',
        'Start the line with `- `, or write `key: value`',
      ],
      ['services:\n  - web:\n      image: a:1\n', 'Remove the dashes'],
      ['services:\n  image: a:1\n  ports: ["80:80"]\n', 'Put it under the name of a service, without dashes.'],
      ['services:\nweb:\n  image: a:1\n', 'Indent the services below it.'],
      ['services:\n\u00a0\u00a0web:\n', 'Replace the non-breaking spaces'],
      ['services:\n  web:\n    image: “nginx”\n', 'Replace the typographic quotes'],
      ['services:\n  web:\n<<<<<<< HEAD\n    image: a:1\n', 'conflict marker of Git'],
      ['```yaml\nservices:\n  web:\n    image: a:1\n', 'code fence of Markdown'],
      ['services:\n  web:\n    image: a:1\n    - ports: []\n', "A list item can't stand next to a key."],
      ['services:\n  web:\n    image: a:1\n    command: *\n', "A value can't start with `*`."],
      ['services:\n  web:\n    image: a:1\n   ports:\n    - "80:80"\n', 'compose.yaml:4:4: error syntax/invalid-yaml'],
      ['services:\n  web:\n    image: a:1\n    cap_add: [NET_ADMN]\n', 'Write `NET_ADMIN` if you mean'],
    ])('%j', async (text, words) => {
      expect(await linesWith(compose(text), words)).toHaveLength(1);
    });
  });

  describe('what does something else than it seems to', () => {
    test.each<readonly [Mistake, string]>([
      [service('environment: ["A: b"]'), 'Write `A=VALUE`.'],
      [service('environment: ["TZ:Europe/Berlin"]'), 'Write `TZ=VALUE`.'],
      [service('volumes: ["./a:/b:readonly"]'), 'so the mount is writable.'],
      [service('network_mode: hots'), 'Did you mean `host`?'],
      [service('healthcheck: curl localhost'), 'with keys such as `test`, `interval`'],
      [service('logging: json-file'), 'with keys such as `driver` or `options`.'],
      [service('ulimits: 1024'), 'Write indented `key: value` lines below it.'],
      [service('tmpfs: {a: b}'), 'start each item with `- `'],
      [script('docker run nginx:1.27 --privileged'), 'comes after the image, so'],
      [script('docker run nginx:1.27 -p 80:80'), 'comes after the image, so'],
      [script('docker run -it nginx:1.27 -v ~/a:/b'), 'comes after the image, so'],
      [script('docker run -privileged nginx:1.27'), 'Did you mean `--privileged`?'],
      [script('docker run -hostname web nginx:1.27'), '`-hostname` means `-h ostname`.'],
      [script('docker run “--privileged” nginx:1.27'), 'Replace the typographic quotes'],
      [script('docker run –privileged nginx:1.27'), 'typographic dash'],
      [script('docker run -e A=“b c” nginx:1.27'), 'Replace the typographic quotes'],
      [script('docker run \\\n  # why\n  --privileged \\\n  nginx:1.27'), 'This comment ends the command'],
      [script('docker run --privileged \\ # why\n  nginx:1.27'), 'Remove the comment after the backslash'],
    ])('%o', async (mistake, words) => {
      expect(await linesWith(mistake, words)).toHaveLength(1);
    });

    test.each([
      service('environment: [A, "npm_config_//a.b/:_authToken"]'),
      service('volumes: ["./a:/b:ro,z", "./c:/d:U"]'),
      service('network_mode: hosting'),
      script('docker run image/tool:1 --network testnet'),
      script('docker run redis:7 -p 80'),
      script('docker run memcached:1 -d -m 64'),
      script('docker network create hosts\ndocker run --network hosts nginx:1.27'),
      script('docker run --network ghosts nginx:1.27'),
      script('docker run -it --entrypoint a nginx:1.27 -it'),
      script('docker run -dit -ip 80:80 nginx:1.27'),
      script('docker run nginx:1.27 \\\n  # --privileged'),
      script('docker run \\\n  # why\n  nginx:1.27'),
    ])('%o is what it seems to be', async (mistake) => {
      const words = ['no value', 'so the mount', 'a network mode', 'after the image', '` means `', 'ends the command'];
      for (const word of words) expect(await linesWith(mistake, word)).toEqual([]);
    });
  });

  describe('words in the wrong place', () => {
    test.each<readonly [Mistake, string]>([
      [typed('--format json,sarif .'), 'repeat it: --format json=FILE --format sarif=FILE.'],
      [typed('--preset hardened,all .'), '--preset takes one value, not a list'],
      [typed('--fail-on none .'), 'Use never.'],
      [typed('--color yes .'), 'Use always.'],
      [typed('--rule nope .'), 'Unknown rule "nope".'],
      [typed('--rule root-user .'), '--rule requires a severity after the rule, such as --rule root-user=warning.'],
      [typed('--rule root-user=off,host-network=off .'), 'For several rules, repeat --rule.'],
      [typed('explain root-user host-network'), 'explain prints one page at a time'],
      [typed('fix --yes .'), 'use --write'],
      [typed('--rule root-user:warn .'), 'such as --rule root-user=warning.'],
      [typed('explain root-user --format html'), 'Unknown option --format. For reports, run plimsoll lint.'],
      [typed('--ignore-file a .'), "use the path '!PATH'"],
      [{ argv: ['!compose.yaml'], tree: { 'a.json': '{}' } }, 'Excluded: !compose.yaml.'],
      [{ argv: ['-'], stdin: 'a\n1 file, 1 container: 1 error, 0 warnings, 1 info\n' }, 'is output of plimsoll.'],
      [configured('ignores: ["!a"]\n'), '`!a` has no effect'],
      [service('pid: hosts'), 'Did you mean `host`?'],
      [service('network_mode: hosts'), 'Did you mean `host`?'],
      [service('ipc: sharable'), 'Did you mean `shareable`?'],
      [service('userns_mode: hots'), 'Did you mean `host`?'],
      [service('volumes: [{type: bind, src: ./a, target: /b}]'), 'Did you mean `source`?'],
      [service('volumes: [{type: bind, source: ./a, dst: /b}]'), 'Did you mean `target`?'],
      [script('docker compose up -d --privileged'), 'Set this in the Compose file.'],
      [script('docker compose up -e A=b'), 'Set this in the Compose file.'],
      [typed('fix -w .'), 'plimsoll fix --write'],
      [typed('-w .'), 'plimsoll fix --write'],
      [typed('--env FOO .'), 'FOO=… plimsoll --env'],
      [typed('--env 1X=2 .'), '1X=… plimsoll --env'],
      [typed('rules --json'), 'Use --format json.'],
      [typed('init --force'), 'Valid options: --ci, --help.'],
      [typed('baseline --output x.json .'), 'To choose the file, use --baseline FILE.'],
      [typed('baseline --colour .'), 'For help, run plimsoll baseline --help.'],
      [typed('policy'), 'run plimsoll policies test.'],
      [typed('--env=.env .'), 'use --dotenv FILE.'],
      [typed('nginx:1.27'), 'Images are not linted'],
      [typed('file:///a/compose.yaml'), 'without file://.'],
      [configured('ignores: vendor\n'), 'Write `[vendor]`.'],
      [configured('exceptions: [root-user]\n'), 'Write `rule: root-user`, with a `reason`.'],
      [configured('// why\nrules: {}\n'), 'Comments in YAML start with `#`.'],
      [comment('# @plimsoll ignore privileged-container'), '`# plimsoll: ignore[privileged-container] -- reason`'],
      [comment('// plimsoll: ignore[privileged-container] -- why'), 'Comments start with `#`.'],
      [service('ports: ["80:80" "81:81"]'), 'A comma is missing between two items'],
      [service('expose: 80'), 'start each item with `- `'],
      [service('depends_on: db'), 'start each item with `- `'],
      [service('environment: [{A: b}]'), 'Write `- key=value`, or remove the dashes.'],
      [service('command: [{A: b}]'), 'Put it in quotes.'],
      [service('healthcheck: {interval: 30}'), 'Add a unit: `30s`.'],
      [service('healthcheck: {cmd: a}'), 'valid keys are `test`'],
      [service('logging: {type: json-file}'), 'valid keys are `driver`, `options`.'],
      [compose('services:\n  web:\n    image: nginx:1.27,\n'), 'Remove the `,` at its end.'],
    ])('%o', async (mistake, words) => {
      expect(await linesWith(mistake, words)).toHaveLength(1);
    });

    test('a number of a version is not taken for a misspelt one', async () => {
      expect(await linesWith(configured('benchmark: "1.9"\n'), 'Did you mean')).toEqual([]);
    });

    test.each(['fix --json .', 'explain --json'])('%s names no option that the command lacks', async (line) => {
      expect(await linesWith(typed(line), '--format')).toEqual([]);
    });
  });

  describe('what is not read', () => {
    test.each<readonly [Mistake, string]>([
      [comment('# plimsoll: ignore[all] -- why'), "A comment can't suppress all rules"],
      [comment('# plimsoll: ignore[*] -- why'), 'Name each rule'],
      [comment('# plimsoll-ignore[all]'), '`# plimsoll: ignore[rule-id] -- reason`'],
      [configured('exceptions: [{rule: all, reason: why}]\n'), 'Write one exception for each rule.'],
      [
        { argv: ['.'], tree: { '.plimsoll.yaml': 'ignores: [/vendor]\n', 'vendor/a.txt': '' } },
        'Write `vendor`, relative to this file.',
      ],
      [
        { argv: ['.'], tree: { 'package.json': '{\n  "plimsoll": {}\n}' } },
        'package.json: Not read: `plimsoll` is no configuration here.',
      ],
      [compose('x-plimsoll: {rules: {}}\nservices: {web: {image: "nginx:1.27"}}\n'), 'compose.yaml: Not read'],
      [{ argv: ['-'], stdin: 'apiVersion: v1\nkind: Pod\n' }, 'Standard input is a Kubernetes manifest'],
    ])('%o', async (mistake, words) => {
      expect(await linesWith(mistake, words)).toHaveLength(1);
    });

    test('variables with the names of options', async () => {
      const io = createMemoryIo({ 'compose.yaml': COMPOSE }, { environment: { PLIMSOLL_FAIL_ON: 'warning' } });
      await main(['.'], io);
      expect(io.out()).toContain('PLIMSOLL_FAIL_ON: This variable is not read. Use --fail-on.');
      await main(['--fail-on', 'warning', '.'], io);
      expect(io.out().match(/This variable is not read/g)).toHaveLength(1);
    });
  });

  describe('the command line', () => {
    const nested = { 'sub/compose.yaml': COMPOSE };
    test.each<readonly [Mistake, string]>([
      [{ argv: ['sub\\compose.yaml'], tree: nested }, 'Did you mean sub/compose.yaml?'],
      [typed('—format json .'), 'Options start with two hyphens: --.'],
      [typed('-format json .'), 'Did you mean --format?'],
      [typed('--rule off=root-user .'), '--rule root-user=off'],
      [typed('--quiet=yes .'), '--quiet takes no value.'],
      [{ argv: ['--config', 'plimsoll.yml', '.'], tree: { '.plimsoll.yaml': '' } }, 'Did you mean .plimsoll.yaml?'],
      [{ argv: ['--policy', 'polcy.yaml', '.'], tree: { 'policy.yaml': '' } }, 'Did you mean policy.yaml?'],
      [{ argv: ['--policy', 'sub', '.'], tree: nested }, 'It is a directory'],
      [{ argv: ['--baseline', 'bas.json', '.'], tree: { 'base.json': '' } }, 'Did you mean base.json?'],
      [typed('-o report.xyz .'), 'report.xyz: written in the format pretty (the default).'],
      [{ argv: ['.'], tree: { '.plimsollignore': 'a' } }, 'use `ignores` in .plimsoll.yaml'],
      [{ argv: ['.'], tree: { '.github/plimsoll.yaml': '' } }, '.github/plimsoll.yaml: Not read'],
      [{ argv: ['-f', 'a.yml', '-f', 'b.yml'], tree: {} }, 'use --project a.yml,b.yml'],
      [{ argv: ['--project', 'a.yml b.yml'], tree: {} }, '--project a.yml,b.yml'],
      [{ argv: ['compose.yaml,b.yaml'], tree: {} }, 'Separate files with spaces.'],
      [typed('docker-compose up'), 'plimsoll starts no containers'],
      [typed('up'), 'plimsoll starts no containers'],
      [typed('fix --format json .'), 'For reports, run plimsoll lint'],
      [typed('baseline --write'), 'plimsoll baseline always writes its file'],
      [typed('completion pwsh'), 'Did you mean powershell?'],
      [typed('model --json'), 'plimsoll model always prints JSON'],
      [{ argv: ['compose.yaml', 'fix'], tree: {} }, 'The command comes first: plimsoll fix compose.yaml'],
      [{ argv: ['--help', 'fix'], tree: {} }, 'Usage: plimsoll fix'],
      [{ argv: ['baseline', '--check'], tree: {} }, 'To compare with the baseline, run plimsoll;'],
      [{ argv: ['.'], tree: { '.plimsoll.yaml': 'ignores: ["a[b"]\n' } }, '.plimsoll.yaml:1:11: A `[` requires a `]`.'],
      [named('stack.yml', 'services: { web: "nginx:1.27" }\n'), 'Put `image:` under the name of each.'],
      [named('Dockerfile', 'FROM nginx\n'), 'Dockerfile is a Dockerfile, which starts no container'],
      [named('run.ps1', 'docker run nginx\n'), 'is a PowerShell or batch file'],
      [named('run.txt', 'docker run nginx\n'), 'Start it with `#!/bin/sh`.'],
      [named('run.sh', 'dokcer run nginx\n'), 'run.sh calls no container engine'],
      [typed('--rules root-user=off .'), 'Did you mean --rule?'],
      [typed('--except root-user .'), '--rule ID=off'],
      [typed('explain 5,4'), 'Did you mean 5.4?'],
      [typed('rules compose.yaml'), 'run plimsoll explain ID.'],
      [typed('images nginx'), 'plimsoll images --explain IMAGE.'],
      [configured('exceptions: {rule: root-user, reason: why}\n'), 'Write `- rule: ID`, with a `reason`.'],
      [service('restart_policy: always'), 'Did you mean `restart`?'],
      [service('cpu_limit: 1'), 'Did you mean `cpus`?'],
      [service('limits: {memory: 1g}'), 'Put it under `deploy.resources`.'],
      [compose('services:\n  web:\n    image: nginx:1.27\n    ports:\n      - "80:80", "81:81"\n'), 'on its own line.'],
      [script('docker exec web -it sh'), '`-it` comes after the container'],
      [named('devcontainer.json', '{"image": "a:1"}\n'), 'is not where tools look for it'],
      [typed('--fix --risk low .'), 'To choose fixes, run plimsoll fix'],
      [typed('baseline update'), 'Did you mean --update?'],
      [typed('images pull nginx'), 'run plimsoll images --list;'],
      [typed('explain 4.1'), 'plimsoll checks section 5 of the benchmark.'],
      [
        { argv: ['.'], tree: { '.plimsoll.yaml': 'rules: {}\n', '.plimsoll.yml': 'rules: {}\n' } },
        '.plimsoll.yml: Not read: .plimsoll.yaml is the configuration.',
      ],
      [named('web.container', '[Containr]\nImage=nginx\n'), 'has no `[Container]` section.'],
      [named('Makefile', 'run:\n    docker run nginx\n'), 'must start with a tab, not with spaces'],
      [script('docker run -p 80 80 nginx:1.27'), '`-p HOST:CONTAINER`'],
      [script('docker run -v ./data /data nginx:1.27'), '`-v ./data:/data`'],
      [script('docker run -e A = b nginx:1.27'), 'Remove the spaces around `=`.'],
      [typed('nginx'), 'plimsoll lints files, not images or running containers.'],
      [{ argv: ['-'], stdin: '<!DOCTYPE html>\n<html></html>\n' }, 'Standard input is an HTML page.'],
      [{ argv: ['-'], stdin: '404: Not Found' }, 'the command before the pipe failed'],
      [{ argv: ['-'], stdin: "Unable to find image 'a:1' locally\n" }, 'the command before the pipe failed'],
      [{ argv: ['-'], stdin: '[]\nError: No such object: web\n' }, 'the command before the pipe failed'],
      [script('docker run nginx:1.27 --name web'), '`--name` comes after the image'],
      [script('docker run nginx:1.27 -d'), '`-d` comes after the image'],
      [script('docker run --network hosts nginx:1.27'), 'Did you mean `host`?'],
      [script('docker run --net brige nginx:1.27'), 'Did you mean `bridge`?'],
      [script('docker run --name "$1" "$2"'), 'The container of image `$2` is not hardened:'],
      [{ argv: ['--allow-empty', 'a.txt'], tree: { 'a.txt': 'a\n' } }, 'Exit code 0: there was nothing to check.'],
    ])('%o', async (mistake, words) => {
      expect(await linesWith(mistake, words)).toHaveLength(1);
    });
  });

  describe('what no client takes', () => {
    test.each([
      [service('priviliged: true'), 'Did you mean `privileged`?'],
      [service('port: ["80:80"]'), 'Did you mean `ports`?'],
      [service('volume: ["a:/b"]'), 'Did you mean `volumes`?'],
      [service('env: {A: b}'), '`environment`'],
      [service('memory: 512m'), 'Did you mean `mem_limit`?'],
      [service('cmd: [a]'), '`command`'],
      [service('capabilities: [NET_ADMIN]'), '`cap_add`'],
      [service('network: host'), 'Did you mean `networks`?'],
      [script('docker run --privilegd nginx:1.27'), 'Did you mean `--privileged`?'],
      [script('docker run --cap_add NET_ADMIN nginx:1.27'), 'Did you mean `--cap-add`?'],
      [script('docker run --volumes a:/b nginx:1.27'), 'Did you mean `--volume`?'],
      [script('docker run --port 80:80 nginx:1.27'), '`--publish`'],
      [script('docker run --environment A=b nginx:1.27'), '`--env`'],
      [script('docker run --detached nginx:1.27'), 'Did you mean `--detach`?'],
      [script('docker run --readonly nginx:1.27'), 'Did you mean `--read-only`?'],
      [script('docker run --cpu 1 nginx:1.27'), 'Did you mean `--cpus`?'],
      [service('container_name: my web'), 'Use at least two letters, digits'],
      [service('restart: true'), 'Write `always`, `unless-stopped` or `on-failure`.'],
      [service('labels: ["traefik.enable: true"]'), 'Write `traefik.enable=VALUE`.'],
      [service('dockerfile: Dockerfile'), 'Put it under `build`.'],
      [service('interval: 30s'), 'Put it under `healthcheck`.'],
      [service('deploy: {limits: {memory: 1g}}'), 'Put it under `resources`.'],
      [service('volumes: ["./data : /data"]'), 'Remove the space before it.'],
      [compose('services: {web: {image: "https://ghcr.io/a/b:1"}}\n'), 'Remove the `https://`.'],
      [compose('services: {web: {image: "nginx:$(cat VERSION)"}}\n'), 'Use a variable, such as `${TAG}`.'],
      [script('docker compose up -f compose.yaml -d'), '`docker compose -f FILE up`'],
      [script('docker-compose up --file=compose.yaml'), '`docker-compose -f FILE up`'],
      [typed('init --ci'), 'Valid values: github, gitlab, pre-commit.'],
      [typed('-o json .'), 'use --format json (-f json).'],
      [typed('help fixx'), 'Did you mean plimsoll fix?'],
      [typed('images --explain ngnix'), 'ngnix: unknown to plimsoll.'],
      [service('platform: arm64/linux'), 'Write `linux/arm64`.'],
      [script('docker run --platform amd64/linux nginx:1.27'), 'Write `linux/amd64`.'],
      [
        script('docker compose -f missing.yml up -d'),
        '`docker compose up` starts `missing.yml`, which is not in the project',
      ],
      [script('docker compose --env-file prod.env up -d'), 'The env file `prod.env` does not exist'],
      [script('docker run --env-file prod.env nginx:1.27'), 'The env file `prod.env` does not exist'],
      [
        script('docker stack deploy -c stack.yml web'),
        '`docker stack deploy` starts `stack.yml`, which is not in the project',
      ],
    ])('%o', async (mistake, words) => {
      expect(await linesWith(mistake, words)).toHaveLength(1);
    });
  });
});
