import { describe, expect, test } from 'vitest';
import { lintText } from '../../../src/lint/lint.ts';
import { unreadIn as unreadInFile } from '../../../src/outcome/unread-text.ts';
import { mentionsInFile } from '../../../src/parsers/mentions/file.ts';
import { type Example, REASONS } from '../../../src/parsers/mentions/reasons.ts';
import { findMentions } from '../../../src/parsers/mentions/scan.ts';
import { createSurroundings } from '../../../src/parsers/mentions/surroundings.ts';
import { growsLinearly } from '../../growth.ts';

const PATHS = { plain: 'a', yaml: 'a.yml', code: 'a.js' } as const;
type Syntax = keyof typeof PATHS;

describe('what a text mentions', () => {
  test.each<[Syntax, string, string]>([
    // The engine, its options, its verb.
    ['plain', 'docker run x', 'docker run'],
    ['plain', 'sudo -E docker -H tcp://u:p@h --debug run x', 'docker run'],
    ['plain', '& "C:\\Program\\docker.exe" run x', 'docker.exe run'],
    ['plain', 'docker --log-level "debug" container run x', 'docker container run'],
    ['plain', 'docker compose -f x.yml --profile a up', 'docker compose up'],
    ['plain', 'podman kube play x.yaml', 'podman kube play'],
    ['plain', 'docker stack deploy -c x.yml s', 'docker stack deploy'],
    ['plain', 'crictl exec x', 'crictl exec'],
    ['plain', 'docker $OPTIONS run x', 'docker run'],
    // A variable, a template.
    ['plain', '$CONTAINER_ENGINE run x', '$CONTAINER_ENGINE run'],
    ['plain', '"${DOCKER_CMD[@]}" run x', '${DOCKER_CMD[@]} run'],
    ['plain', 'ExecStart=/usr/bin/{{ container_binary }} run x', '{{ container_binary }} run'],
    ['yaml', 'cmd: "{{ kolla.container_engine | default(\'docker\') }} exec x"', '{{ kolla.container_engine }} exec'],
    ['yaml', "run: ${{ 'docker run x' }}", 'docker run'],
    ['plain', '{% if a %}docker run{% endif %}', 'docker run'],
    // A list.
    ['code', 'subprocess.run(["docker", "run", x])', 'docker run'],
    ['code', "spawn('docker', ['run', x])", 'docker run'],
    ['code', 'run([docker, "run", x])', 'docker run'],
    ['code', 'exec.Command(dockerBin, args...)', 'dockerBin'],
    ['code', 'cmd_ls = [self.podman_path, *podman_args] + others', 'self.podman_path'],
    ['code', 'run([podman_compose_path(), "-f", base_compose(), "up"])', 'podman_compose_path() up'],
    ['code', 'exec.Command("podman", append([]string{"run"}, x))', 'podman run'],
    ['yaml', 'cmd: [docker, --debug, run, x]', 'docker run'],
    ['yaml', 'argv:\n  - docker\n  - run', 'docker run'],
    // Where a command begins.
    ['plain', '* * * * * root docker run x', 'docker run'],
    ['plain', "alias x='docker run'", 'docker run'],
    ['plain', "sh 'docker run x'", 'docker run'],
    ['plain', 'X="docker run"', 'docker run'],
    ['yaml', '- run: docker run x', 'docker run'],
    ['code', 'os.system("docker run x")', 'docker run'],
    ['plain', "commandLine 'sh', '-c', 'docker run x'", 'docker run'],
    // Calls in other languages.
    ['code', 'system "docker run x"', 'docker run'],
    ['code', "  exec 'docker run x'", 'docker run'],
    ['code', '(shell-command "docker run x")', 'docker run'],
    ['code', '(sh "docker" "run" "x")', 'docker run'],
    ['code', 'x = `docker run x`', 'docker run'],
    ['code', 'x = %x(docker run x)', 'docker run'],
    ['code', 'my $x = qx{docker run x};', 'docker run'],
    ['code', 'open(my $f, "-|", "docker run x")', 'docker run'],
    ['code', 'await $`docker run x`', 'docker run'],
    ['code', 'passthru("docker run x")', 'docker run'],
    ['code', 'exec.Command("sh", "-c", "docker run x")', 'docker run'],
    ['code', "commandLine 'sh', '-c', 'docker run x'", 'docker run'],
    ['code', 'Process.Start("docker", "run --privileged x")', 'docker run'],
    ['code', `Process.Start("docker", "run -v ${'x'.repeat(300)}:/x a")`, 'docker run'],
    ['code', 'FileName = "docker", Arguments = "run x"', 'docker run'],
    ['code', 'Command::new("docker").args(["run", "x"])', 'docker run'],
    ['code', 'Command::new("docker")\n  .arg("--debug")\n  .arg("run")', 'docker run'],
    ['code', 'spawn("docker", "run x".split(" "))', 'docker run'],
    ['code', 'subprocess.run(shlex.split("docker run x"))', 'docker run'],
    ['code', 'argv = ["docker"] + ["run", x]', 'docker run'],
    ['code', 'local("docker run x")', 'docker run'],
    ['plain', 'ctr tasks exec x', 'ctr tasks exec'],
    ['plain', 'docker-compose up', 'docker-compose up'],
  ])('%s: %s', (syntax, text, shown) => {
    const found = mentionsInFile(PATHS[syntax], text);
    expect(found.map((mention) => mention.shown)).toEqual([shown]);
  });

  test.each<[Syntax, string]>([
    // Another verb, or not directly after the engine.
    ['plain', 'docker ps'],
    ['plain', 'docker network create x'],
    ['plain', 'docker buildx create'],
    ['plain', 'docker pull run'],
    ['plain', 'docker compose ps'],
    ['plain', 'docker exists; run x'],
    ['plain', 'docker run-time'],
    // Not an engine.
    ['plain', 'service docker start'],
    ['plain', '/etc/init.d/docker start'],
    ['plain', 'systemctl start docker'],
    ['plain', 'apt-get install docker.io'],
    ['plain', 'docker_version run'],
    ['plain', 'my-docker run'],
    ['plain', '$DOCKER_VERSION run'],
    ['plain', '$KUBECTL exec x'],
    ['plain', '{{ systemd_docker_base_host_command_systemctl }} start x'],
    // Not the start of a command.
    ['plain', 'see docker run'],
    ['plain', 'the `docker run` command'],
    ['plain', 'text="Example: docker run x"'],
    ['plain', '# docker run x'],
    ['plain', '@rem docker run x'],
    ['plain', "complete -c docker -n '__fish_no' -a run -d 'Create and run'"],
    ['code', 'events = { UNIT = "podman",\n  EVENT = "start" }'],
    ['code', 'assert argv[:2] == ["docker", "run"]'],
    ['code', 'expect(argv).toEqual(["docker", "run"])'],
    ['code', '// docker run x'],
    ['code', 'error("failed to run docker-compose up: %w")'],
    ['code', 'runHook(ctx, ctr, exec, "start")'],
    ['code', 'call("ctr", "up")'],
    ['code', 'exec.Command(dockerBin, "ps", args...)'],
    ['code', 'log("%s: %v", dockerCmd, err)'],
    ['plain', 'docker up'],
    ['plain', 'run("a") do |output|\n  assert_match "docker run a", output\n'],
    ['yaml', '"remediation": "Start it with docker run a"'],
    ['plain', 'tool --runtime docker exec -t x'],
    ['plain', 'tool --runtime ${runtime} exec -t x'],
  ])('not %s: %s', (syntax, text) => {
    expect(mentionsInFile(PATHS[syntax], text)).toEqual([]);
  });

  test.each(['docker ', '$docker ', '{{ docker ', '"docker",', 'docker -H $( ', '- docker\n', 'docker|run{{', '/a/'])(
    'the time grows as a text of %j does',
    (unit) => {
      const make = (size: number): string => unit.repeat(size);
      expect(growsLinearly(40_000, make, (text) => findMentions(text))).toBe(true);
    },
  );
});

describe('a reason for silence', () => {
  const said = async ({ path, text }: Example): Promise<readonly string[]> => {
    const known = await unreadIn(path, text);
    return known.length > 0 || path.endsWith('.sh')
      ? known
      : unreadInFile(path, text, false).flatMap(({ reason, shown }) => (reason === 'prose' ? [] : shown));
  };

  test.each(REASONS.map((one) => [one.what, one] as const))('%s', async (_, { silent, loud }) => {
    expect(await said(silent)).toEqual([]);
    expect(await said(loud)).not.toEqual([]);
  });

  test.each(REASONS.flatMap(({ what, holds }) => (holds === undefined ? [] : [[what, holds] as const])))(
    'needs to be there: %s',
    (_, holds) => {
      const { path, text } = REASONS.find((one) => one.holds === holds)?.silent ?? { path: '', text: '' };
      const others = REASONS.filter((one) => one.holds !== holds);
      const surroundingsOf = createSurroundings(path, text);
      const silent = findMentions(text)
        .map(surroundingsOf)
        .filter((mention) => others.some((one) => one.holds?.(mention)));
      expect(silent).toEqual([]);
    },
  );
});

async function unreadIn(path: string, text: string): Promise<readonly string[]> {
  const { findings } = await lintText({ path, text });
  return findings.flatMap(({ rule, message }) =>
    rule === 'syntax/unread-command' ? (/`(.+)`/.exec(message.what)?.[1] ?? '') : [],
  );
}

describe('what a reader leaves', () => {
  test.each([
    ['another program runs it', `awk 'BEGIN { system("docker run a") }'`],
    ['a substitution in a word of an engine', `docker ps $(awk 'BEGIN { system("docker run a") }')`],
    ['an unknown program before it', 'limactl shell default docker run a'],
    ['printed into a pipe', 'echo "docker run a" | tee list'],
    ['fields of a crontab', `(crontab -l; echo "* * * * * docker run a") | crontab -`],
    ['printed by another program', `awk '{ print "docker run " $1 }' list | sh`],
    ['a text that another program edits', "sed 's/A/x/' <<< 'docker run A' | sh"],
    ['lines of an array', 'mapfile L <<E\ndocker run x\nE\nfor C in "${L[@]}"; do $C; done'],
    ['a text that is read', "IFS= read -r -d '' S <<'E'\n\n docker run x\nE\nbash -c \"$S\""],
    ['printed into a file', 'echo "docker run a" >> list'],
    ['a group that prints into a file', '{ echo "docker run a"; } > list'],
    ['a here-document of another program', 'python3 <<EOF\nsystem("docker run a")\nEOF'],
    ['a definition that nothing uses', 'X="docker run a"'],
  ])('in a script: %s', async (_, text) => {
    expect(await unreadIn('a.sh', text)).toEqual(['docker run']);
  });

  test.each([
    ['a command', 'docker run a'],
    ['a variable for the program', 'D=docker; $D run a'],
    ['a command in a variable', 'X="docker run"; $X a'],
    ['one of a few', 'if [ -n "$A" ]; then D=docker; else D=podman; fi; "$D" run a'],
    ['a function that is called so', 'docker() { podman "$@"; }; docker run a'],
    ['a command behind another', 'sudo docker run a && ssh b "docker run a"'],
    ['arguments', 'docker run a docker run b'],
    ['a comment', 'docker ps # docker run a'],
    ['printed', `echo "docker run a"; printf 'docker run a\\n' >&2; log "docker run a"`],
    ['printed by a group', '{ echo "docker run a"; } >&2'],
    ['a usage text', 'cat <<EOF\n  docker run a\nEOF'],
    ['compared', 'pgrep -f "docker run a"; grep "docker run" list'],
    ['prose in a string', 'text="Use it with docker run"'],
    ['what starts nothing', 'docker pull a; docker compose ps; systemctl restart docker'],
  ])('not in a script: %s', async (_, text) => {
    expect(await unreadIn('a.sh', text)).toEqual([]);
  });

  test('not in a document that a script prints', async () => {
    const text = 'while read -r line; do X="$line"; echo "$X"; done < README.md\ndocker ps';
    const files = { read: () => ({ text: '# A\n\ndocker run a\n' }) };
    const { findings } = await lintText({ path: 'a.sh', text }, {}, { files, environment: new Map() });
    const paths = findings.flatMap(({ rule, location }) => (rule === 'syntax/unread-command' ? [location.path] : []));
    expect(paths.filter((path) => path !== 'a.sh')).toEqual([]);
  });

  test('in a document its keys decide, and the rest of a line is not shown', async () => {
    const text = [
      'on: push',
      'jobs:',
      '  a:',
      '    runs-on: x',
      '    steps:',
      '      - name: docker run a',
      '        run: docker ps',
      '      - uses: other/action@v1',
      '        with:',
      '          script: docker run -e KEY=abcdefghi a',
    ].join('\n');
    const path = '.github/workflows/a.yml';
    const { findings, hidden } = await lintText({ path, text });
    const [found, ...others] = findings.filter(({ rule }) => rule === 'syntax/unread-command');
    expect(others).toEqual([]);
    const at = text.indexOf('docker run -e');
    expect(found?.location.span).toEqual({ start: at, end: at + 'docker run'.length });
    expect(hidden.get(path)).toContainEqual({ start: at + 'docker run'.length, end: text.length });
  });
});

describe('a file without a reader', () => {
  const found = (path: string, text: string): readonly string[] =>
    unreadInFile(path, text, false).map(({ reason, shown }) => `${reason} ${shown}`);

  test.each([
    ['a request', '{"Image": "a", "HostConfig": {"Privileged": true}}'],
    ['a request in a string', 'curl -d "{\\"HostConfig\\":{\\"Binds\\":[\\"/:/h\\"]}}"'],
    ['a network of the host', '{"Image": "a", "HostConfig": {"NetworkMode": "host"}}'],
    ['a network of another container', '{"Image": "a", "HostConfig": {"NetworkMode": "container:b"}}'],
    ['an unknown network', '{"Image": "a", "HostConfig": {"NetworkMode": "$NET"}}'],
    ['an unknown setting', '{"Image": "a", "HostConfig": {"Privileged": {{ p }}}}'],
  ])('asks for a container: %s', (_, text) => {
    expect(found('a.json', text)).toEqual(['command HostConfig']);
  });

  test.each([
    ['a list of the engine', '[{"Id": "1", "Names": ["/a"], "HostConfig": {"NetworkMode": "default"}, "Mounts": []}]'],
    ['a network of its own', '{"Image": "a", "HostConfig": {"NetworkMode": "a_default", "IpcMode": "private"}}'],
    ['a sentence', '{"a": "as in `"HostConfig"` with its Binds: x"}'],
    ['what is off', '{"HostConfig": {"Binds": null, "Privileged": false, "CapAdd": [], "PidMode": "", "Devices": []}}'],
  ])('asks for no access to the host: %s', (_, text) => {
    expect(found('a.json', text)).toEqual([]);
  });

  test.each(['a.md', 'rules/a.mdc', 'a.texi', 'a.adoc', 'website/cue/a.cue', 'docs/a.cue', 'a.rdoc', 'po/de.po'])(
    'a document shows a command: %s',
    (path) => {
      expect(found(path, 'Run it:\n\ndocker run a\n')).toEqual(['prose docker run']);
    },
  );

  test.each([
    [
      'a page of a command, generated',
      'a.yaml',
      'command: docker run\nshort: Run it\nusage: docker run [OPTIONS] IMAGE\n',
    ],
    ['expected output', 'a.yaml.golden', 'services:\n  a:\n    image: b\n    privileged: true\n'],
    ['what is off', 'a.yaml', 'a:\n  image: b\n  cap_add: null\n  security_opt: []\n'],
  ])('starts nothing: %s', (_, path, text) => {
    expect(found(path, text).filter((each) => !each.startsWith('prose'))).toEqual([]);
  });

  test.each(['a.cue', 'docs/a_tool.cue', 'a.ps1', 'docs/a.sh', 'a.Rmd'])('may run: %s', (path) => {
    expect(found(path, 'docker run a\n')).toEqual(['command docker run']);
  });

  test.each(['body', 'comment', 'release_notes', 'commit-message', 'changelog', 'instructions'])(
    'a text for people in %s holds commands to read, and requests that a task sends',
    (key) => {
      expect(found('a.yml', `a:\n  with:\n    ${key}: |\n      docker run a\n`)).toEqual([]);
      const request = `a:\n  uri:\n    ${key}: '{"HostConfig": {"Privileged": true}}'\n`;
      expect(found('a.yml', request)).toEqual(['command HostConfig']);
    },
  );

  const cell = (type: string, lines: string): string => `{"cell_type":"${type}","source":[${lines}]}`;
  const notebook = (...cells: readonly string[]): string => `{"cells":[${cells.join(',')}]}`;

  test.each([
    ['in code', notebook(cell('code', '"!docker run a"')), true],
    ['in text', notebook(cell('markdown', '"docker run a"')), false],
    ['in text before code', notebook(cell('markdown', '"docker run a"'), cell('code', '"1"')), false],
    ['in output', notebook('{"cell_type":"code","source":["1"],"outputs":[{"text":["docker run a"]}]}'), false],
    ['in a cell that ends with its type', notebook('{"source":["!docker run a"],"cell_type":"code"}'), true],
    [
      'after a cell of text, in one that ends with its type',
      notebook(cell('markdown', '"a"'), '{"source":["!docker run a"],"cell_type":"code"}'),
      true,
    ],
  ])('a notebook without blanks, with a command %s', (_, text, counts) => {
    expect(found('a.ipynb', text)).toEqual(counts ? ['command docker run'] : []);
  });
});
