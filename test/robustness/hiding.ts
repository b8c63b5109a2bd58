import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { main } from '../../src/cli/main.ts';
import { createNodeFileSystem } from '../../src/files/node-file-system.ts';
import { createMemoryIo } from '../memory-io.ts';

/** A file that hides a privileged container. */
export interface Hidden {
  readonly path: string;
  readonly text: string;
}

const COMMAND = 'docker run --privileged i:1';

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
const encoded = (text: string): string => Buffer.from(text).toString('base64');
/** A C string, which awk, Python and Perl parse alike. */
const inC = (text: string): string => `"${text.replaceAll(/["\\$@]/g, '\\$&').replaceAll('\n', '\\n')}"`;

/** Ways to wrap a script in another; each runs it once. */
const LAYERS: readonly ((script: string) => string)[] = [
  (script) => `if true; then\n${script}\nfi`,
  (script) => `f() {\n${script}\n}\nf`,
  (script) => `{ ${script}\n}`,
  (script) => `( ${script}\n)`,
  (script) => `for i in 1; do\n${script}\ndone`,
  (script) => `while true; do\n${script}\nbreak\ndone`,
  (script) => `case a in\na)\n${script}\n;;\nesac`,
  (script) => `true && { ${script}\n}`,
  (script) => `X=$(${script}\n)`,
  (script) => `sh -c ${quoted(script)}`,
  (script) => `bash -ec ${quoted(script)}`,
  (script) => `eval ${quoted(script)}`,
  (script) => `X=${quoted(script)}\neval "$X"`,
  (script) => `X=${quoted(script)}\nbash -c "$X"`,
  (script) => `echo ${quoted(script)} | bash`,
  (script) => `printf '%s\\n' ${quoted(script)} | bash`,
  (script) => `bash <<< ${quoted(script)}`,
  (script) => `bash <<'EOF1'\n${script}\nEOF1`,
  (script) => `cat <<'EOF2' | bash\n${script}\nEOF2`,
  (script) => `cat > x.sh <<'EOF3'\n${script}\nEOF3\nbash x.sh`,
  (script) => `echo ${quoted(script)} > y.sh\n. ./y.sh`,
  (script) => `source /dev/stdin <<< ${quoted(script)}`,
  (script) => `source <(echo ${quoted(script)})`,
  (script) => `trap ${quoted(script)} EXIT`,
  (script) => `echo ${quoted(script)} | xargs -d '\\n' -n 1 bash -c`,
  (script) => `env A=1 bash -c ${quoted(script)}`,
  (script) => `timeout 5 bash -c ${quoted(script)}`,
  (script) => `find . -maxdepth 0 -exec bash -c ${quoted(script)} \\;`,
  (script) => `echo ${encoded(script)} | base64 -d | bash`,
  (script) => `mapfile -t L <<'EOF5'\n${script}\nEOF5\neval "$(printf '%s\\n' "\${L[@]}")"`,
  (script) => `while IFS= read -r line; do eval "$line"; done <<'EOF6'\n${script.replaceAll('\n', ' ')}\nEOF6`,
  (script) => `sed 's/#//' <<'EOF7' | bash\n${script}\nEOF7`,
  (script) => `g() { "$@"; }\ng bash -c ${quoted(script)}`,
  (script) => `g() { cat; }\ng <<'EOF8' | bash\n${script}\nEOF8`,
  (script) => `# ${script.replaceAll('\n', ' ')}\n${script}`,
  (script) => `echo ${quoted(`to run: ${script}`)}\n${script}`,
  (script) => `coproc bash -c ${quoted(script)}\nwait`,
  (script) => `coproc { ${script}\n}\nwait`,
  (script) => `trap ${quoted(script)} USR1\nkill -USR1 $$`,
  (script) => `trap ${quoted(script)} ERR\nfalse`,
  (script) => `find . -maxdepth 0 -print0 | xargs -0 -I{} sh -c ${quoted(script)}`,
  (script) => `xargs -I{} bash -c ${quoted(script)} <<< a`,
  (script) => `sh <<EOF9\n${script.replaceAll(/[\\$\`]/g, '\\$&')}\nEOF9`,
  (script) => `bash -s -- a <<'EOFA'\n${script}\nEOFA`,
  (script) => `ssh -t host bash -s <<'EOFB'\n${script}\nEOFB`,
  (script) => `ssh host ${quoted(script)}`,
  (script) => `exec 3<<'EOFC'\n${script}\nEOFC\nbash <&3`,
  (script) => `export -f h 2>/dev/null; h() {\n${script}\n}\nexport -f h\nbash -c h`,
  (script) => `bash -c "$(cat <<'EOFD'\n${script}\nEOFD\n)"`,
  (script) => `select x in a; do\n${script}\nbreak\ndone <<< 1`,
  (script) => `until false; do\n${script}\nbreak\ndone`,
  (script) => `[ -e /nonexistent ] || {\n${script}\n}`,
  (script) => `tee z.sh <<'EOFE' >/dev/null\n${script}\nEOFE\nchmod +x z.sh && bash ./z.sh`,
  (script) => `install -m 755 /dev/stdin w.sh <<'EOFF'\n${script}\nEOFF\nbash w.sh`,
  (script) => `time -p bash -c ${quoted(script)}`,
  (script) => `nohup setsid -w bash -c ${quoted(script)}`,
];

/** Other programs that run it; plimsoll doesn't evaluate their shells. */
const FOREIGN: readonly ((script: string) => string)[] = [
  (script) => `git -c alias.x=${quoted(`!${script}`)} x`,
  (script) => `awk 'BEGIN { system(${inC(script).replaceAll("'", `'\\''`)}) }'`,
  (script) => `perl -e ${quoted(`system(${inC(script)})`)}`,
  (script) => `python3 - <<'EOF4'\nimport os\nos.system(${inC(script)})\nEOF4`,
  (script) => `unknown --exec ${quoted(script)}`,
  (script) => `unknown x ${inC(script)}`,
  (script) => `unknown ${quoted(`--exec=${script}`)}`,
  (script) => `unknown -x ${quoted(script)} a | cat`,
  (script) => `sed ${quoted(`1e ${script.replaceAll('\n', ' ')}`)} /etc/hosts`,
  (script) => `tar --checkpoint=1 --checkpoint-action=exec=${quoted(script)} -cf /dev/null /etc/hosts`,
];

/** Commands that take their words from elsewhere. */
const WORDLESS: readonly string[] = [
  'echo --privileged i:1 | xargs -L1 docker run -d',
  'set -- run --privileged i:1\ndocker "$@"',
  'A=(run --privileged i:1)\ndocker "${A[@]}"',
  "$(echo '1:i degelivirp-- nur rekcod' | rev)",
  'docker exec web docker run --privileged i:1',
];

/** Spellings of the command. */
const COMMANDS: readonly string[] = [
  COMMAND,
  `sudo ${COMMAND}`,
  'D=docker\n$D run --privileged i:1',
  'D=dock\n${D}er run --privileged i:1',
  'D=(docker run)\n"${D[@]}" --privileged i:1',
  'a[0]=docker; a[1]=run\n"${a[@]}" --privileged i:1',
  "X='docker run'\n$X --privileged i:1",
  'do""cker run --privileged i:1',
  '"docker" "run" --privileged i:1',
  'docker \\\n  run \\\n  --privileged i:1',
  'docker --log-level error run --privileged i:1',
  'docker container create --privileged i:1',
  'O=--privileged\ndocker run $O i:1',
  'docker run --priv{ile,x}ged i:1',
  '$(command -v docker) run --privileged i:1',
  'E=$(echo docker)\n$E run --privileged i:1',
  'docker run "$(echo --privileged)" i:1',
  'declare -A C; C[x]=docker\n${C[x]} run --privileged i:1',
  'alias d=docker; shopt -s expand_aliases\nd run --privileged i:1',
  'IFS=, read -r a b <<< docker,run\n$a $b --privileged i:1',
];

const indent = (script: string, by: string): string => script.replace(/^(?=.)/gm, by);
const inOneLine = (script: string): string => script.replaceAll('\\\n', ' ').replaceAll('\n', '; ');
const oneLine = (script: string): string => inOneLine(`bash -c ${quoted(script)}`);
/** systemd reads escapes in both kinds of quotes. */
const inUnit = (text: string): string =>
  `"${text.replaceAll(/["\\]/g, '\\$&').replaceAll('$', '$$$$').replaceAll('%', '%%')}"`;

/** Documents whose scripts plimsoll parses. */
const DOCUMENTS: readonly ((script: string) => Hidden)[] = [
  (script) => ({ path: 'main.sh', text: `#!/bin/bash\n${script}\n` }),
  (script) => ({ path: 'main.sh', text: `#!/bin/bash\n${script}\n` }),
  (script) => ({ path: 'main.sh', text: `#!/bin/bash\n${script}\n` }),
  (script) => ({ path: 'tool', text: `#!/usr/bin/env bash\n${script}\n` }),
  (script) => ({
    path: '.github/workflows/a.yml',
    text: `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n${indent(script, '          ')}\n`,
  }),
  (script) => ({ path: '.gitlab-ci.yml', text: `a:\n  script:\n    - |\n${indent(script, '      ')}\n` }),
  (script) => ({ path: 'tasks/main.yml', text: `- name: a\n  shell: |\n${indent(script, '    ')}\n` }),
  (script) => ({ path: 'azure-pipelines.yml', text: `steps:\n  - script: |\n${indent(script, '      ')}\n` }),
  (script) => ({
    path: '.circleci/config.yml',
    text: `jobs:\n  a:\n    steps:\n      - run: |\n${indent(script, '          ')}\n`,
  }),
  (script) => ({
    path: 'Taskfile.yml',
    text: `version: "3"\ntasks:\n  a:\n    cmds:\n      - |\n${indent(script, '        ')}\n`,
  }),
  (script) => ({ path: 'justfile', text: `a:\n${indent(`#!/bin/bash\n${script}`, '  ')}\n` }),
  (script) => ({ path: 'package.json', text: JSON.stringify({ scripts: { a: oneLine(script) } }, undefined, 2) }),
  (script) => ({
    path: 'a.service',
    text: `[Service]\nExecStart=/bin/bash -c ${inUnit(inOneLine(script))}\n`,
  }),
];

/** Documents with a script in a part that is defined once and used elsewhere. */
const SHARED: readonly ((script: string) => Hidden)[] = [
  (script) => ({
    path: '.gitlab-ci.yml',
    text: `.a:\n  script:\n    - |\n${indent(script, '      ')}\nb:\n  script:\n    - !reference [.a, script]\n`,
  }),
  (script) => ({
    path: '.gitlab-ci.yml',
    text: `.a: &a\n  script:\n    - |\n${indent(script, '      ')}\nb:\n  <<: *a\n`,
  }),
  (script) => ({
    path: '.gitlab-ci.yml',
    text: `.a:\n  before_script:\n    - |\n${indent(script, '      ')}\nb:\n  extends: .a\n  script: [true]\n`,
  }),
  (script) => ({
    path: '.github/actions/a/action.yml',
    text: `name: a\nruns:\n  using: composite\n  steps:\n    - shell: bash\n      run: |\n${indent(script, '        ')}\n`,
  }),
  (script) => ({
    path: '.github/workflows/a.yml',
    text: `on: workflow_call\njobs:\n  a:\n    runs-on: ubuntu-latest\n    strategy: {matrix: {s: [a, b]}}\n    steps:\n      - run: |\n${indent(script, '          ')}\n`,
  }),
  (script) => ({
    path: '.github/workflows/a.yml',
    text: `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    strategy:\n      matrix:\n        include:\n          - run: ${inJson(script)}\n    steps:\n      - run: \${{ matrix.run }}\n`,
  }),
  (script) => ({
    path: '.github/workflows/a.yml',
    text: `on: push\nenv:\n  S: ${inJson(script)}\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: eval "$S"\n`,
  }),
  (script) => ({
    path: 'Makefile',
    text: `.ONESHELL:\nSHELL = bash\ndefine S\n${inMake(script)}\nendef\nall:\n\t$(S)\n`,
  }),
  (script) => ({
    path: 'Makefile',
    text: `.ONESHELL:\nSHELL = bash\ndefine S\n${inMake(script)}\nendef\nall:\n\t$(call S,a)\n`,
  }),
  (script) => ({ path: 'Makefile', text: `export S = ${inMake(oneLine(script))}\nall:\n\teval "$$S"\n` }),
  (script) => ({ path: 'Makefile', text: `X := $(shell ${inMake(oneLine(script))})\nall:\n\ttrue\n` }),
  (script) => ({
    path: 'Taskfile.yml',
    text: `version: "3"\nvars:\n  S: ${inJson(oneLine(script))}\ntasks:\n  a:\n    cmds:\n      - "{{.S}}"\n`,
  }),
  (script) => ({
    path: 'Taskfile.yml',
    text: `version: "3"\ntasks:\n  a:\n    vars:\n      V:\n        sh: ${inJson(oneLine(script))}\n    cmds: ["echo {{.V}}"]\n`,
  }),
  (script) => ({ path: 'justfile', text: `export S := ${inJson(script)}\na:\n  bash -c "$S"\n` }),
  (script) => ({
    path: 'playbook.yml',
    text: `- hosts: all\n  vars:\n    s: ${inJson(script)}\n  tasks:\n    - shell: "{{ s }}"\n`,
  }),
  (script) => ({
    path: 'playbook.yml',
    text: `- hosts: all\n  handlers:\n    - name: h\n      block:\n        - shell: |\n${indent(script, '            ')}\n`,
  }),
  (script) => ({
    path: 'compose.yaml',
    text: `services:\n  a:\n    image: docker:cli\n    volumes: ["/var/run/docker.sock:/var/run/docker.sock"]\n    command:\n      - sh\n      - -c\n      - ${inJson(script.replaceAll('$', '$$$$'))}\n`,
  }),
  () => ({
    path: 'compose.yaml',
    text: 'x-a: &a\n  privileged: true\nservices:\n  b:\n    <<: *a\n    image: i:1\n',
  }),
  () => ({
    path: 'compose.yaml',
    text: 'x-a: {b: {image: "i:1", privileged: true}}\nservices:\n  b:\n    image: i:1\n    extends: {service: c}\n  c: {privileged: true}\n',
  }),
];
const inJson = (text: string): string => JSON.stringify(text);
const inMake = (script: string): string => script.replaceAll('$', '$$$$');

/** Documents whose scripts are only searched. */
const SEARCHED: readonly ((script: string) => Hidden)[] = [
  (script) => ({
    path: 'tasks/main.yml',
    text: `- name: a\n  copy:\n    dest: /x.sh\n    content: |\n${indent(script, '      ')}\n`,
  }),
  (script) => ({ path: 'Jenkinsfile', text: `node {\n  sh '''\n${script}\n'''\n}\n` }),
  (script) => ({ path: 'a.sh.example', text: `${script}\n` }),
  (script) => ({ path: 'a.ps1', text: `$x = 1\n${script}\n` }),
  (script) => ({ path: 'etc/crontab', text: `* * * * * root ${script}\n` }),
  (script) => ({ path: 'a.py', text: `import os\nos.system(${inC(script)})\n` }),
  (script) => ({ path: 'a.js', text: `require('child_process').execSync(${inC(script)});\n` }),
  (script) => ({ path: 'a.rb', text: `system(${inC(script)})\n` }),
  (script) => ({ path: 'a.tf', text: `provisioner "local-exec" {\n  command = ${inC(script)}\n}\n` }),
  (script) => ({ path: 'values.json', text: JSON.stringify({ command: script }) }),
  (script) => ({ path: 'Tiltfile', text: `local_resource('a', ${inC(script)})\n` }),
  (script) => ({ path: 'Earthfile', text: `a:\n  RUN ${script}\n` }),
  (script) => ({ path: 'Dockerfile', text: `FROM a:1\nRUN ${script}\n` }),
  (script) => ({ path: 'CMakeLists.txt', text: `execute_process(COMMAND sh -c ${inC(script)})\n` }),
  (script) => ({ path: '.vscode/tasks.json', text: JSON.stringify({ tasks: [{ command: script }] }, undefined, 2) }),
  (script) => ({ path: '.tmux.conf', text: `bind r run-shell ${inC(script)}\n` }),
  (script) => ({ path: 'a.sql', text: `\\! ${script}\n` }),
  (script) => ({ path: 'a.ts', text: `await execa\`${script.replace('$DOCKER', 'docker')}\`;\n` }),
  (script) => ({ path: 'a.scala', text: `val a = ${inC(script)}.!!\n` }),
  (script) => ({ path: 'a.rs', text: `cmd!(sh, ${inC(script)}).run()?;\n` }),
  (script) => ({ path: 'b.rb', text: `cmd = ${inC(script)}; system(cmd)\n` }),
  (script) => ({ path: 'a.kts', text: `tasks.register<Exec>("a") { commandLine("sh", "-c", ${inC(script)}) }\n` }),
  (script) => ({ path: 'main.nf', text: `process a {\n  """\n  ${script}\n  """\n}\n` }),
  (script) => ({ path: 'a.nix', text: `{ script = ''\n  ${script}\n''; }\n` }),
  (script) => ({ path: 'a.bat', text: `@echo off\r\n${script}\r\n` }),
  (script) => ({
    path: '.idea/a.xml',
    text: `<option name="SCRIPT_TEXT" value="${script.replaceAll('&', '&amp;')}" />\n`,
  }),
  (script) => ({
    path: 'a.ipynb',
    text: `{"cells": [{\n"cell_type": "code",\n"source": [\n${inJson(`!${script}`)}\n]}]}\n`,
  }),
];
const asList = (words: readonly string[]): string => words.map(inJson).join(', ');
const asItems = (words: readonly string[]): string => words.map((word) => `  - ${word}\n`).join('');
const asElements = (words: readonly string[], tag: string): string =>
  words.map((word) => `<${tag}>${word}</${tag}>\n`).join('');

/** Documents with a program and its arguments as elements, arguments or values. */
const APART: readonly ((program: string, args: readonly string[]) => Hidden)[] = [
  (program, args) => ({ path: 'CMakeLists.txt', text: `execute_process(COMMAND ${[program, ...args].join(' ')})\n` }),
  (command, args) => ({ path: '.vscode/tasks.json', text: JSON.stringify({ tasks: [{ command, args }] }) }),
  (command, args) => ({
    path: '.vscode/tasks.json',
    text: JSON.stringify({ tasks: [{ args, type: 'shell', command }] }, undefined, 2),
  }),
  (program, args) => ({ path: 'a.toml', text: `command = ${inJson(program)}\nargs = [${asList(args)}]\n` }),
  (program, args) => ({ path: 'a.yaml', text: `command: ${program}\nargs:\n${asItems(args)}` }),
  (program, args) => ({ path: 'a.yaml', text: `cmd:\n${asItems([program, ...args])}` }),
  (program, args) => ({ path: 'a.yaml', text: `cmd: [${[program, ...args].join(', ')}]\n` }),
  (program, args) => ({
    path: 'pom.xml',
    text: `<configuration>\n<executable>${program}</executable>\n<arguments>\n${asElements(args, 'argument')}</arguments></configuration>\n`,
  }),
  (program, args) => ({
    path: 'build.xml',
    text: `<exec executable="${program}">${args.map((word) => `<arg value="${word}"/>`).join('')}</exec>\n`,
  }),
  (program, args) => ({ path: 'a.plist', text: `<array>\n${asElements([program, ...args], 'string')}</array>\n` }),
  (program, args) => ({ path: 'a.go', text: `c := strings.Join([]string{${asList([program, ...args])}}, " ")\n` }),
  (program, args) => ({ path: 'a.go', text: `exec.Command(${asList([program, ...args])}).Run()\n` }),
  (program) => ({
    path: 'a.go',
    text: `func f(args []string) {\n\texec.Command(${inJson(program)}, args...).Run()\n}\n`,
  }),
  (program) => ({ path: 'a.py', text: `subprocess.run([${inJson(program)}, *args])\n` }),
  (program, args) => ({
    path: 'a.py',
    text: `subprocess.run([\n    ${[program, ...args].map(inJson).join(',\n    ')},\n])\n`,
  }),
  (program, args) => ({
    path: 'a.rs',
    text: `Command::new(${inJson(program)})\n    .args([${asList(args)}])\n    .status()?;\n`,
  }),
  (program, args) => ({
    path: 'b.rs',
    text: `Command::new(${inJson(program)})${args.map((word) => `\n    .arg(${inJson(word)})`).join('')};\n`,
  }),
  (program, args) => ({ path: 'a.js', text: `spawn(${inJson(program)}, [${asList(args)}]);\n` }),
  (program, args) => ({ path: 'a.ps1', text: `Run-Program "${program}" "${args.join(' ')}"\n` }),
  (program, args) => ({
    path: 'b.ps1',
    text: `Start-Process -FilePath "${program}" -ArgumentList ${args.map((word) => `'${word}'`).join(',')}\n`,
  }),
  (program, args) => ({ path: 'a.cs', text: `Process.Start(${inJson(program)}, ${inJson(args.join(' '))});\n` }),
  (program, args) => ({ path: 'A.java', text: `new ProcessBuilder(${asList([program, ...args])}).start();\n` }),
  (program, args) => ({
    path: 'B.java',
    text: `new ProcessBuilder(List.of(${asList([program, ...args])})).start();\n`,
  }),
  (program, args) => ({ path: 'a.ex', text: `System.cmd(${inJson(program)}, [${asList(args)}])\n` }),
  (program, args) => ({ path: 'a.php', text: `$p = new Process([${asList([program, ...args])}]);\n` }),
  (program, args) => ({ path: 'a.pl', text: `system(${asList([program, ...args])});\n` }),
  (program, args) => ({
    path: 'a.lua',
    text: `os.execute(table.concat({${asList([program, ...args])}}, " "))\n`,
  }),
];
/** A program with its arguments. */
const WORDS: readonly (readonly [program: string, ...args: string[]])[] = [
  ['docker', 'run', '--privileged', 'i:1'],
  ['/usr/bin/docker', 'container', 'run', '--privileged', 'i:1'],
  ['docker', '--log-level', 'error', 'run', '--privileged', 'i:1'],
  ['podman', 'run', '--privileged', 'i:1'],
  ['nerdctl', 'create', '--privileged', 'i:1'],
  ['docker', 'compose', 'up', '-d'],
];
/** Text that is run as written. */
const PLAIN: readonly string[] = [
  COMMAND,
  `sudo ${COMMAND}`,
  'docker --log-level error run --privileged i:1',
  '/usr/bin/docker container run --privileged i:1',
  'podman run --privileged i:1',
  '$DOCKER run --privileged i:1',
  'if true; then docker run --privileged i:1; fi',
  'cd /x && docker compose up',
];

/** Dynamic code in a file without one is only listed. */
const ENGINE = /\b(?:docker|podman|nerdctl)\b|\\ndocker\b|\bDOCKER\b/;

export function hiddenIn(seed: number): Hidden {
  let state = (seed * 2_654_435_761) >>> 0;
  const choose = <T>(all: readonly T[]): T => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 0x9e37_79b9) >>> 0;
    const chosen = all[state % all.length];
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  };
  const kind = choose(['searched', 'apart', 'shell', 'shell', 'shell', 'shell']);
  if (kind === 'searched') return choose(SEARCHED)(choose(PLAIN));
  if (kind === 'apart') {
    const [program, ...args] = choose(WORDS);
    return choose(APART)(program, args);
  }
  let script = choose([true, false, false, false])
    ? choose(FOREIGN)(choose(PLAIN))
    : choose(choose([COMMANDS, COMMANDS, COMMANDS, WORDLESS]));
  for (let depth = choose([0, 1, 1, 2, 2, 3]); depth > 0; depth -= 1) script = choose(LAYERS)(script);
  const document = choose(choose([DOCUMENTS, DOCUMENTS, SHARED]))(script);
  // In one line all of it would be a comment.
  return script.includes('#') && !document.text.includes(script) ? hiddenIn(seed + 1) : document;
}

/**
 * The files about which `--untrusted --strict` says nothing, although bash runs the command, if
 * asked.
 */
export async function silentAmong(all: readonly Hidden[]): Promise<readonly Hidden[]> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-hiding-')));
  try {
    for (const [index, { path, text }] of all.entries()) {
      const at = join(root, 'all', `c${index}`, path);
      mkdirSync(dirname(at), { recursive: true });
      writeFileSync(at, text);
    }
    const cwd = join(root, 'all');
    const env = { PATH: process.env['PATH'], HOME: root };
    for (const argv of [
      ['init', '--quiet'],
      ['add', '--force', '--all'],
    ])
      spawnSync('git', argv, { cwd, env });
    const io = { ...createMemoryIo({}), files: createNodeFileSystem(cwd) };
    const code = await main(['--format', 'text', '--untrusted', '--strict', '.'], io);
    if (code !== 1 && code !== 2) throw new Error(`it ends with ${code}: ${io.err()}`);
    const loud = new Set(
      `${io.out()}\n${io.err()}`.split('\n').flatMap((line) => {
        const folder = /^(?:plimsoll: )?c(\d+)\//.exec(line)?.[1];
        return folder !== undefined && (line.startsWith('plimsoll: ') || / error \S/.test(line))
          ? [Number(folder)]
          : [];
      }),
    );
    const silent = all.flatMap((hidden, index) => (loud.has(index) ? [] : [{ hidden, index }]));
    return silent
      .filter(({ hidden: { text } }) => ENGINE.test(text))
      .filter(({ hidden, index }) => mayRun(hidden, join(cwd, `c${index}`), root))
      .map(({ hidden }) => hidden);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** False if bash runs the script without the command; true if bash can't be asked. */
function mayRun({ path, text }: Hidden, folder: string, root: string): boolean {
  if (!text.startsWith('#!')) return true;
  const [bin, log] = [join(root, 'bin'), join(root, 'log')];
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'docker'), `#!/bin/sh\necho "$*" >> ${log}\n`, { mode: 0o755 });
  writeFileSync(join(bin, 'sudo'), '#!/bin/sh\nexec "$@"\n', { mode: 0o755 });
  // Runs the arguments that mention an engine.
  const unknown = '#!/bin/sh\nfor a; do case $a in *docker*|*podman*|*DOCKER*) eval "${a#--exec=}" ;; esac; done\n';
  writeFileSync(join(bin, 'unknown'), unknown, { mode: 0o755 });
  writeFileSync(log, '');
  spawnSync('bash', [path], {
    cwd: folder,
    timeout: 10_000,
    input: '',
    env: { PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: root, LC_ALL: 'C.UTF-8' },
  });
  return /^(?:.* )?(?:run|create) .*--privileged/m.test(readFileSync(log, 'utf8'));
}
