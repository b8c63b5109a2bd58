import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo } from '../memory-io.ts';

const COMPOSE = 'services: { web: { image: "nginx:1.27" } }\n';

interface Mistake {
  /** What was typed. */
  readonly argv: readonly string[];
  /** What there is beside `compose.yaml`. */
  readonly tree?: Readonly<Record<string, string>>;
  readonly stdin?: string;
}

/** The lines of both outputs that have the words which are right. */
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
      ['--rule privileged-container .', '--rule privileged-container=off'],
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
      ['exclude: [a]', '`exclude`: to exclude files, use `ignores`.'],
      ['ignore: [a]', '`ignore`: to exclude files, use `ignores`; for rules, use `rules: {ID: off}`.'],
      ['preset: hardened', '`preset`: to choose a preset, use `extends`.'],
      ['profile: hardened', '`profile`: to choose a preset, use `extends`.'],
      ['fail-on: error', '`failOn`'],
      ['severity: error', "`severity`: `failOn` sets which severities fail; `rules` sets each rule's severity."],
      ['disable: [privileged-container]', '`disable`: to turn a rule off, use `rules: {ID: off}`.'],
      ['enable: [root-user]', '`enable`: to turn a rule on, use `rules: {ID: warning}`.'],
      ['allow: [root-user]', '`allow`: to suppress findings, use `exceptions`'],
      ['edition: "1.6"', '`edition`: use `benchmark`.'],
      ['files: [a]', '`files`: to add files, use `include`; to add Compose files, use `composeFiles`.'],
      ['format: json', '`format`: use the `--format` option.'],
      ['rules: {privileged-container: critical}', 'off, info, warning, error'],
      ['rules: {untrusted-registry: {registries: ["https://ghcr.io/"]}}', 'a registry as written in image names'],
      ['rules: {added-capability: {allow: [NET_ADMN]}}', 'Did you mean `NET_ADMIN`?'],
      ['rules: {root-user: {imagesWithUser: ["nginx:1.27"]}}', 'without a tag'],
      ['rules: {secret-in-environment: {allow: ["A=b"]}}', 'a variable name'],
      ['rules: {unpinned-image: {movingTags: ["nginx:stable"]}}', 'a tag'],
      ['exceptions: [{rule: root-user}]', 'reason'],
      ['extends: strict', 'hardened'],
      ['failOn: [error]', '`failOn`'],
    ])('%s', async (config, words) => {
      expect(await linesWith(configured(`${config}\n`), words)).toHaveLength(1);
    });
  });

  describe('files that are named and not read', () => {
    test.each([
      ['stack.yaml', 'service:\n  web: {image: a}\n', '`services`'],
      ['empty.yaml', '', 'it is empty'],
      ['pod.yaml', 'apiVersion: v1\nkind: Pod\nspec: {}\n', 'Kubernetes'],
      ['main.tf', 'resource "docker_container" "a" {}\n', 'Terraform'],
      ['notes.txt', 'nothing\n', 'notes.txt: Skipped: it is not a supported file'],
      ['nginx.conf.j2', 'listen {{ port }};\n', 'nginx.conf.j2: Skipped: it is a template for another format'],
    ])('%s', async (path, text, words) => {
      expect(await linesWith(named(path, text), words)).toHaveLength(1);
    });

    test('a template of a Compose file that is no YAML without Jinja is noted in a folder too', async () => {
      const text = 'services:\n  {% if a %}x: {% else %}\n y:\n   - : image: [\n';
      const mistake = { argv: ['.'], tree: { 'compose.yaml': COMPOSE, 'a/docker-compose.yml.j2': text } };
      expect(await linesWith(mistake, 'a/docker-compose.yml.j2: Skipped: it is a template')).toHaveLength(1);
    });

    test('what docker network inspect prints', async () => {
      const stdin = '[{"Name":"bridge","Id":"a","Scope":"local","Driver":"bridge","Containers":{}}]';
      expect(await linesWith({ argv: ['-'], stdin }, 'docker inspect CONTAINER')).toHaveLength(1);
    });

    test('compose.yml beside compose.yaml, which alone is read by Compose', async () => {
      const mistake = { argv: ['.'], tree: { 'compose.yml': COMPOSE } };
      expect(await linesWith(mistake, 'compose.yml: Compose prefers `compose.yaml` here')).toHaveLength(1);
      expect(await linesWith({ ...mistake, argv: ['compose.yml'] }, 'Compose prefers')).toHaveLength(0);
    });

    test.each([
      [typed('-v'), 'use -V'],
      [typed('-f compose.yaml'), 'plimsoll compose.yaml'],
      [typed('--format codeclimate .'), 'Did you mean gitlab?'],
      [typed('--format md .'), 'Did you mean markdown?'],
      [typed('--format xml .'), 'Did you mean junit?'],
      [typed('--preset strict .'), 'Did you mean hardened?'],
      [typed('--preset cis .'), 'Did you mean cis-level-1?'],
      [typed('--fail-on high .'), 'Did you mean error?'],
      [typed('--benchmark 1.9 .'), '"1.9". Valid values: 1.13'],
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
      [typed('-o report.sarif .'), 'report.sarif: written as sarif, by its name.'],
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
    ])('%o', async (mistake, words) => {
      expect(await linesWith(mistake, words)).toHaveLength(1);
    });
  });
});
