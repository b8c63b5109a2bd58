import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createNodeFileSystem } from '../../src/files/node-file-system.ts';
import { isInstalled, run } from '../integrations/programs.ts';
import { createMemoryIo } from '../memory-io.ts';

type Tree = Readonly<Record<string, string>>;

const sh = (text: string): Tree => ({ 'a.sh': `#!/bin/bash\n${text}\n` });
const make = (text: string): Tree => ({ Makefile: text });
const workflow = (step: string): Tree => ({
  '.github/workflows/a.yml': `on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - ${step}\n`,
});
const tasks = (text: string): Tree => ({ 'tasks/main.yml': `- name: a\n${text.replace(/^/gm, '  ')}\n` });
const STACK = 'services: {web: {image: "i:1", privileged: true}}\n';
const RUN = 'docker run --privileged nginx:1';

/** Each starts a privileged container, or might. */
const LOUD: readonly (readonly [name: string, tree: Tree])[] = [
  ['a file next to the script that is no script', { ...sh('bash "$(dirname "$0")/b.x"'), 'b.x': `${RUN}\n` }],
  ['a program in a word with a placeholder', { 'a.ps1': `Invoke-Expression ("docker r{0} --privileged x" -f "un")\n` }],
  ['an assertion after a command', { 'a.rb': `assert_match(/a/, x); system("${RUN}")\n` }],
  ['options in braces', sh('docker run --cap-add={"NET_ADMIN","SYS_ADMIN"} nginx:1')],

  ['a template for the engine in a task', tasks(`command: "{{ container_binary }} run --privileged nginx:1"`)],
  ['a template for the engine in a shell', tasks(`shell: "{{ container_binary }} run --privileged nginx:1"`)],
  ['a list of words', tasks(`command:\n  argv: ["{{ container_binary }}", run, --privileged, "nginx:1"]`)],
  [
    'a template of a unit',
    { 'a.service.j2': '[Service]\nExecStart=/usr/bin/{{ container_binary }} run --privileged a:1\n' },
  ],
  ['a template of a script', { 'a.sh.j2': '#!/bin/sh\n{{ container_binary }} run --privileged nginx:1\n' }],

  ['a part of the name of the program', sh(`docker$x run --privileged nginx:1`)],
  ['a pattern for the program', sh(`/usr/bin/dock?r run --privileged nginx:1`)],
  ['elements of an array', sh(`declare -A C; C[web]=docker; \${C[web]} run --privileged nginx:1`)],
  ['a word that another program makes', sh(`C=$(echo ${RUN} | sed s/x/y/); $C`)],
  ['a word that another program makes, for eval', sh(`C=$(echo ${RUN} | sed s/x/y/); eval "$C"`)],
  ['lines of an array', sh(`mapfile -t A <<EOF\n${RUN}\nEOF\n"\${A[@]}"`)],
  ['a script on a descriptor', sh(`exec 3<<'E'\ndo""cker run --privileged a:1\nE\nbash <&3`)],
  ['a script on a descriptor, sourced', sh(`exec 3<<'E'\ndo""cker run --privileged a:1\nE\n. /dev/fd/3`)],
  ['a script on the own input', sh(`exec <<'E'\ndo""cker run --privileged a:1\nE\nbash`)],
  ['a script on a descriptor of a command', sh(`bash /dev/fd/3 3<<'E'\ndo""cker run --privileged a:1\nE`)],
  ['a script on a named descriptor', sh(`exec {F}< <(echo 'do""cker run --privileged a:1')\nbash <&$F`)],
  ['a comment in a define', make(`define S\n# x\ngit -c alias.x='!cd /x && ${RUN}' x\nendef\nall:\n\t$(S)\n`)],
  [
    'elements of an array on a descriptor',
    sh(`exec 3<<'E'\ndeclare -A C; C[x]=docker\n\${C[x]} run --privileged a:1\nE\nbash <&3`),
  ],
  ['an encoded script of make', make(`all:\n\techo ${btoa(RUN)} | base64 -d | sh\n`)],
  ['a name in quotes, in a Makefile', make('all:\n\tdo""cker run --privileged a:1\n')],
  ['an installed script', sh(`install -m 755 /dev/stdin w.sh <<'E'\ndo""cker run --privileged a:1\nE\nbash w.sh`)],
  ['a script that dd writes', sh(`dd of=w.sh <<'E'\ndo""cker run --privileged a:1\nE\nbash w.sh`)],
  ['a copied script', sh(`cp /dev/stdin w.sh <<'E'\ndo""cker run --privileged a:1\nE\nsh w.sh`)],
  ['an exported variable of make', make(`export S = D=docker; $$D run --privileged a:1\nall:\n\teval "$$S"\n`)],
  ['words for xargs', sh('echo run --privileged nginx:1 | xargs docker')],
  ['a program that prints a script', sh(`awk '{ print "docker run --privileged " $1 }' list | sh`)],
  ['a crontab', sh(`(crontab -l; echo "* * * * * ${RUN}") | crontab -`)],
  ['a job for later', sh(`at now <<EOF\n${RUN}\nEOF`)],
  ['an engine that nothing names', sh('E=$(detect)\n$E run --privileged nginx:1 # docker')],
  ['an engine that nothing names, in a Makefile', make('all:\n\t$(OCI_BIN) run --privileged nginx:1\n')],
  ['another name for the engine', sh('ln -s "$(which docker)" x; ./x run --privileged nginx:1')],

  ['elements set one by one', sh(`a[0]=docker;a[1]=run;a[2]=--privileged;a[3]=nginx:1;"\${a[@]}"`)],
  ['a part of the name that is empty', sh('doc$@ker run --privileged nginx:1')],
  ['a word that another program makes, for sh', sh(`C=$(echo ${RUN} | sed s/x/y/); sh -c "$C"`)],
  ['words of an array, each in its line', sh(`mapfile -t A <<EOF\n${RUN.replaceAll(' ', '\n')}\nEOF\n"\${A[@]}"`)],
  [
    'lines of an array that are joined',
    sh(`mapfile -t L <<'EOF'\nE=$(echo docker)\n$E run --privileged a:1\nEOF\neval "$(printf '%s\\n' "\${L[@]}")"`),
  ],
  ['words in an element', sh(`declare -A C; C[web]="${RUN}"; \${C[web]}`)],
  ['a job for later, from a pipe', sh(`echo "${RUN}" | at now`)],
  ['another name in the hash table', sh('hash -p /usr/bin/docker d; d run --privileged nginx:1')],
  ['the name of another program in the hash table', sh('hash -p "$(command -v docker)" ls; ls run --privileged a:1')],
  [
    'another name in the list of aliases',
    sh('BASH_ALIASES[d]=docker; shopt -s expand_aliases\nd run --privileged a:1'),
  ],
  ['an alias', sh('alias d=docker; shopt -s expand_aliases\nd run --privileged nginx:1')],
  ['a copy of the engine', sh('cp "$(command -v docker)" /tmp/x; /tmp/x run --privileged nginx:1')],
  ...[
    'command',
    'command -p',
    'builtin command',
    'builtin eval',
    'exec',
    'exec -a x',
    'exec -c',
    'coproc',
    'time -p',
    '!',
  ].map((word) => [`a word before it: ${word}`, sh(`${word} ${RUN}`)] as const),
  ['a function over a builtin', sh(`enable -n echo; echo() { "$@"; }; echo ${RUN}`)],
  ['a function over a builtin, for itself', sh(`function echo { ${RUN}; }; echo hello`)],
  ['what runs where a command is missing', sh(`command_not_found_handle() { ${RUN}; }\nnosuch`)],
  ['what runs before each command', sh(`trap -- "${RUN}" DEBUG`)],
  ['a file that bash reads first', sh(`export BASH_ENV=y.sh; echo ${RUN} > y.sh; bash -c true`)],

  ['after a return', sh(`return\n${RUN}`)],
  ['after an exit that fails', sh(`exit 0 1 2\n${RUN}`)],
  ['after an exit without its input', sh(`exit </nonexist\n${RUN}`)],
  ['after an exec without its input', sh(`exec /x </nonexist\n${RUN}`)],
  ['after an exec that may fail', sh(`shopt -s execfail; exec /nonexist\n${RUN}`)],
  ['after an exit in a subshell', sh(`exit | cat\n(exit)\nexit &\n${RUN}`)],
  ['after a function that is called exit', sh(`exit() { :; }\nexit\n${RUN}`)],
  ['when the script ends', sh(`trap '${RUN}' EXIT\nexit`)],
  ['what dash takes for no quote', { 'a.sh': `#!/bin/sh\necho "\${1:-don't know}"\n${RUN}\necho "'"\n` }],

  ['awk', sh(`awk 'BEGIN { system("${RUN}") }'`)],
  ['perl', sh(`perl -e 'system("${RUN}")'`)],
  ['python', sh(`python3 -c 'import os; os.system("${RUN}")'`)],
  ['a script for python', sh(`python3 <<EOF\nimport os\nos.system("${RUN}")\nEOF`)],
  ['a list for python', sh(`python3 -c 'import subprocess; subprocess.run(["docker", "run", "--privileged", "a:1"])'`)],
  ['node', sh(`node -e 'require("child_process").execSync("${RUN}")'`)],
  ['ruby', sh(`ruby -e 'system("${RUN}")'`)],
  ['sed', sh(`sed '1e ${RUN}' /etc/hosts`)],
  ['make', sh(`make -f - <<EOF\nall:\n\t${RUN}\nEOF`)],
  ['git', sh(`git -c alias.x='!${RUN}' x`)],
  ['tar', sh(`tar --checkpoint=1 --checkpoint-action=exec='${RUN}' -cf /dev/null .`)],
  ['a prompt', sh(`PS4='$(${RUN})'; set -x; true`)],
  ['expect', sh(`expect -c "spawn ${RUN}"`)],
  ['prlimit', sh(`prlimit --nofile=10 ${RUN}`)],
  ['capsh', sh(`capsh -- -c "${RUN}"`)],
  ['gdb', sh(`gdb -batch -ex 'shell ${RUN}'`)],
  ['limactl', sh(`limactl shell default ${RUN}`)],

  ['eval in a Makefile', make(`$(eval all: ; ${RUN})\n`)],
  ['an engine as the shell', make('SHELL=docker\n.SHELLFLAGS=run --privileged\nall:\n\tnginx:1\n')],
  ['flags of the shell', make(`.SHELLFLAGS=-c "${RUN}"\nall:\n\ttrue\n`)],
  ['a file that make writes', make(`$(file >x.sh,${RUN})\nall:\n\tsh x.sh\n`)],

  ['an expression', workflow(`run: \${{ '${RUN}' }}`)],
  ['a shell of a step', workflow(`{shell: "docker run --privileged -v {0}:/x nginx:1", run: x}`)],
  ['the input of an action', workflow(`{uses: a/b@v1, with: {script: "${RUN}"}}`)],
  ['the command of an action', workflow(`{uses: a/b@v1, with: {command: "${RUN}"}}`)],
  ['steps of GitLab', { '.gitlab-ci.yml': `a:\n  run:\n    - {name: a, script: "${RUN}"}\n` }],
  [
    'variables of Bitbucket',
    {
      'bitbucket-pipelines.yml': `pipelines:\n  default:\n    - step:\n        script:\n          - pipe: a/b:1\n            variables: {COMMAND: "${RUN}"}\n`,
    },
  ],
  [
    'an inline script of Azure',
    { 'azure-pipelines.yml': `steps:\n  - {task: AzureCLI@2, inputs: {inlineScript: "${RUN}"}}\n` },
  ],

  ['backticks of just', { justfile: `x := \`${RUN}\`\na:\n  echo {{x}}\n` }],
  [
    'the status of a task',
    { 'Taskfile.yml': `version: "3"\ntasks:\n  a: {cmds: [echo docker], status: ["${RUN}"]}\n` },
  ],
  [
    'a precondition of a task',
    { 'Taskfile.yml': `version: "3"\ntasks:\n  a: {cmds: [echo docker], preconditions: [{sh: "${RUN}"}]}\n` },
  ],
  [
    'a variable of a task',
    { 'Taskfile.yml': `version: "3"\ntasks:\n  a: {cmds: [echo docker], vars: {O: {sh: "${RUN}"}}}\n` },
  ],
  ['a condition of a task', { 'Taskfile.yml': `version: "3"\ntasks:\n  a: {cmds: ["{{if true}}${RUN}{{end}}"]}\n` }],
  ['cross-env', { 'package.json': `{"scripts": {"a": "cross-env X=1 ${RUN}"}}` }],
  ['concurrently', { 'package.json': `{"scripts": {"a": "concurrently \\"${RUN}\\""}}` }],
  ['a first line over a name', { justfile: `#!/bin/bash\n${RUN}\n` }],

  ['args of a task', tasks('docker_container:\nargs: {name: a, image: "x:1", privileged: true}')],
  ['a local action', tasks(`local_action: command ${RUN}`)],
  ['an action', tasks(`action: command ${RUN}`)],
  ['a job of cron', tasks(`cron:\n  job: "${RUN}"`)],
  ['expect of Ansible', tasks(`expect:\n  command: ${RUN}`)],
  ['what validates a template', tasks(`template:\n  src: a\n  dest: b\n  validate: "${RUN} %s"`)],
  ['a module of its own', tasks('kolla_container:\n  image: "x:1"\n  privileged: true')],

  ['a project that a pattern names', { ...sh('docker compose -f stack.* up'), 'stack.txt': STACK }],
  ['a project that is copied', { ...sh('cp stack.txt compose.yaml; docker compose up'), 'stack.txt': STACK }],
  ['a project that comes through a pipe', sh('jq . stack.json | docker compose -f - up')],
  ['a fragment of a project', { '.templates/a/service.yml': 'a:\n  image: "i:1"\n  privileged: true\n' }],

  [
    'the metadata of an image',
    {
      '.devcontainer/devcontainer.json': '{"build": {"dockerfile": "Dockerfile"}}',
      '.devcontainer/Dockerfile': `FROM a:1\nLABEL devcontainer.metadata='[{"privileged":true}]'\n`,
    },
  ],
  [
    'the metadata of an image between other quotes',
    {
      '.devcontainer/devcontainer.json': '{"build": {"dockerfile": "Dockerfile"}}',
      '.devcontainer/Dockerfile': 'FROM a:1\nLABEL devcontainer.metadata="[{\\"privileged\\":true}]"\n',
    },
  ],
  [
    'a feature that another one needs',
    {
      '.devcontainer/devcontainer.json': '{"image": "a:1", "features": {"./x": {}}}',
      '.devcontainer/x/devcontainer-feature.json': '{"id": "x", "dependsOn": {"../y": {}}}',
      '.devcontainer/y/devcontainer-feature.json': '{"id": "y", "privileged": true}',
    },
  ],
  [
    'an engine in a dev container',
    {
      '.devcontainer.json': '{"image": "a:1", "features": {"ghcr.io/devcontainers/features/docker-in-docker:2": {}}}',
    },
  ],

  ['CMake', { 'CMakeLists.txt': 'execute_process(COMMAND docker run --privileged x)\n' }],
  ['Tilt', { Tiltfile: `local_resource('a', '${RUN}')\n` }],
  ['Earthly', { Earthfile: `a:\n  RUN ${RUN}\n` }],
  ['a Dockerfile', { Dockerfile: `FROM a:1\nRUN ${RUN}\n` }],
  [
    'a task of an editor',
    { '.vscode/tasks.json': '{"tasks": [{"command": "docker", "type": "shell", "args": ["run", "--privileged"]}]}\n' },
  ],
  [
    'a task of an editor in lines',
    { '.vscode/tasks.json': '{\n  "args": [\n    "run", "x"\n  ],\n  "command": "docker"\n}\n' },
  ],
  [
    'a builder',
    { 'cloudbuild.yaml': "steps:\n- name: 'gcr.io/cloud-builders/docker'\n  args: [run, --privileged, x]\n" },
  ],
  [
    'Maven',
    {
      'pom.xml':
        '<configuration>\n<executable>docker</executable>\n<basedir>.</basedir>\n<arguments>\n<argument>run</argument></arguments></configuration>\n',
    },
  ],
  ['Ant', { 'build.xml': '<exec executable="docker"><arg value="run"/></exec>\n' }],
  ['launchd', { 'a.plist': '<array>\n<string>/usr/local/bin/docker</string>\n<string>run</string>\n</array>\n' }],
  [
    'launchd with a name',
    { 'a.plist': '<array>\n<string>docker</string>\n<string>run</string>\n<string>x</string>\n</array>\n' },
  ],
  ['.NET', { 'a.cs': 'Process.Start("docker", "compose up -d");\n' }],
  ['the body of a test of PowerShell', { 'a.ps1': `It 'starts' {\n  ${RUN}\n}\n` }],
  [
    'the body of a test of TypeScript',
    { 'a.ts': `it('starts', async () => {\n  const x = '${RUN}';\n  await sh(x);\n});\n` },
  ],
  ['a list of PowerShell', { 'a.ps1': `Start-Process -FilePath "docker" -ArgumentList 'compose','up','-d'\n` }],
  ['a command after a line break in a string', { 'a.json': `{"hook": "cd /x\\n${RUN}"}\n` }],
  ['a command after a line break in a string of code', { 'a.py': `os.system("cd /x\\n${RUN}")\n` }],
  [
    'a command in a container, after a line break in a string',
    workflow(`{run: 'eval "$S"', env: {S: "sh <<E\\ndocker exec web ${RUN}\\nE"}}`),
  ],
  ['TOML', { 'a.toml': 'command = "docker"\nargs = ["run", "--privileged"]\n' }],
  ['a terminal', { '.tmux.conf': `bind r run-shell "${RUN}"\n` }],
  ['SQL', { 'a.sql': `\\! ${RUN}\n` }],
  ['TypeScript', { 'a.ts': `await execa\`${RUN}\`;\n` }],
  ['a program of PowerShell', { 'a.ps1': 'Run-Program "docker.exe" "run --privileged x"\n' }],
  ['Scala', { 'a.scala': `val a = "${RUN}".!!\n` }],
  ['Go', { 'a.go': 'func f(args []string) {\n\texec.Command("docker", args...).Run()\n}\n' }],
  ['words that Go joins', { 'a.go': 'c := strings.Join([]string{"docker", "run", "x"}, " ")\n' }],
  ['a variable of Go', { 'a.go': 'exec.Command(dockerBin, "run", "x")\n' }],
  ['Rust', { 'a.rs': `cmd!(sh, "${RUN}").run()?;\n` }],
  ['Ruby', { 'a.rb': `cmd = "${RUN}"; system(cmd)\n` }],
  ['a program without arguments', { 'a.py': 'subprocess.run(["docker", *args])\n' }],
  ['a notebook', { 'a.ipynb': `{"cells": [{\n"cell_type": "code",\n"source": [\n"!${RUN}"\n]}]}\n` }],
  ['a run configuration', { '.idea/a.xml': `<option name="SCRIPT_TEXT" value="${RUN}" />\n` }],
  ['a message that runs', { 'a.py': `message = "${RUN}"\nos.system(message)\n` }],
  ['Perl in a file of bash', { 'a.bash': `#!/usr/bin/perl\nsystem("${RUN}");\n` }],

  ['git rebase', sh(`git rebase --exec '${RUN}' main`)],
  ['a filter of tar', sh(`tar -I '${RUN}' -cf a b`)],
  ['an unknown program with a command', sh(`foo --exec "${RUN}"`)],
  ['an unknown program with words', sh(`npx x "${RUN}"`)],
  ['sed that executes', sh(`sed 's/^/${RUN} /e' list`)],
  ['backticks of Ruby', sh(`ruby -e '\`${RUN}\`'`)],
  ['a command in a container', sh(`docker exec web ${RUN}`)],
  ['words of a file', sh('xargs -L1 docker run -d < list.txt')],
  ['positional parameters', sh('docker "$@"')],
  ['a whole command that another program makes', sh(`$(echo 'x:gnin nur rekcod' | rev)`)],

  ['flags of the shell with more words', make(`.SHELLFLAGS = -ec '${RUN}' --\nall:\n\ttrue\n`)],
  [
    'a parameter of Azure as the kind of a step',
    { 'azure-pipelines.yml': `parameters:\n- name: kind\nsteps:\n- \${{ parameters.kind }}: ${RUN}\n` },
  ],
  [
    'a default of a template',
    { 'Taskfile.yml': `version: "3"\ntasks:\n  a:\n    cmds:\n      - '{{default "${RUN}" .CMD}}'\n` },
  ],
  ['cross-env-shell', { 'package.json': `{"scripts": {"a": "cross-env-shell \\"${RUN}\\""}}` }],
  [
    'the metadata of an earlier stage',
    {
      '.devcontainer/devcontainer.json': '{"build": {"dockerfile": "Dockerfile"}}',
      '.devcontainer/Dockerfile': `FROM a:1 AS b\nLABEL devcontainer.metadata='[{"privileged":true}]'\nFROM b\n`,
    },
  ],

  ['a script that nothing names', { notes: `#!/bin/sh\n${RUN}\n` }],
  ['a program in another language', { 'a.py': `import os\nos.system("${RUN}")\n` }],
  ['a program that says what runs it', { a: `#!/usr/bin/env python3\nimport os\nos.system("${RUN}")\n` }],
  ['a missing script in the directory of the one that runs it', sh('docker ps\nbash "${0%/*}/x.sh"')],
  ['a missing script next to the one that runs it', sh('docker ps\nbash "$(dirname "$0")/x.sh"')],
  ['a document that is run', { 'x.md': `${RUN}\n`, 'a.sh': '#!/bin/sh\n./x.md; docker ps\n' }],
  ['code from elsewhere, next to an engine', sh('curl https://example.com/x | sh; docker ps')],
  ['PowerShell', { 'a.ps1': `${RUN}\n` }],
  [
    'a request to the engine',
    sh(
      `curl --unix-socket /var/run/docker.sock -d '{"Image":"a","HostConfig":{"Privileged":true}}' http://x/containers/create`,
    ),
  ],
];

/** Their options are unknown, so no rule about options may pass. */
const OPEN: readonly (readonly [name: string, script: string])[] = [
  ['a partly unknown flag', 'docker run --privi${x}leged redis:7'],
  ['an element by its name', 'declare -A O; O[web]="--net=host"; docker run ${O[web]} nginx:1'],
  ['an element by its number', 'O=(--rm --privileged); docker run ${O[$((1))]} nginx:1'],
  ['an element by a variable', 'i=1; O=(--rm --privileged); docker run ${O[i]} nginx:1'],
  ['words of lines', 'while read -r img opts; do docker run $opts $img; done <<EOF\nnginx:1 --privileged\nEOF'],
  ['words from a pipe', 'echo --privileged nginx:1 | xargs docker run --rm'],
  ['a file', 'docker run $(<opts) nginx:1'],
  ['another program', 'O=$(cat opts); docker run $O nginx:1'],
  ['a coprocess', 'coproc { echo --privileged; }; read -r O <&${COPROC[0]}; docker run $O nginx:1'],
];

/** None of these fail. */
const QUIET: readonly (readonly [name: string, tree: Tree])[] = [
  ['a subcommand with a placeholder', { 'a.ps1': 'Invoke-Expression ("docker pull{0} run" -f "")\n' }],
  ['a pattern of Ruby', { 'a.rb': `assert_match /a || ${RUN}/, x\nx.with(matches(%r{ssh a '${RUN}'}))\n` }],
  ['a pattern of grep in a pipe', sh(`ps aux | grep "${RUN}" | xargs kill`)],
  ['a block of HCL', { 'a.hcl': 'plugin "docker" {\n  config {\n    run = 1\n  }\n}\n' }],
  ['names in the head of a loop', { 'a.go': 'for _, t := range []string{"docker", "exec"} {\n}\n' }],
  [
    'a text of help in three quotes',
    { 'a.py': 'x = Bool(help="""\n  Equivalent to -P option to docker run\n  """)\n' },
  ],
  ['a fragment of news', { 'newsfragments/1.bugfix': `\`${RUN}\` works.\n` }],
  ['a comment of Maven', { 'a.pom': `<project>\n<!--\n  $ ${RUN}\n-->\n</project>\n` }],
  ['a list of drivers', { 'a.go': 'x := T{drivers: []string{"podman", "docker", "exec"}}\n' }],
  ['a group', { 'a.go': 'exec.Command("sudo", "usermod", "-aG", "docker", run)\n' }],
  ['values of two keys', { 'a.go': 'x := T{\n\tOld: "docker",\n\tNew: "exec",\n}\n' }],
  ['a text of help', { 'a.py': `help_text=_("${RUN}")\n` }],
  ['an engine in a printed sentence', sh('echo "newer than the docker image"\neval "$X"')],
  ['a script in the directory of the run', { ...sh('docker ps\nbash "${PWD}/b.sh"'), 'b.sh': 'docker run a:1\n' }],
  ['a program that names no engine', { a: '#!/usr/bin/env python3\nimport base64\n' }],
  ['code from elsewhere, far from any engine', sh('curl https://example.com/x | sh\neval "$X"')],
  [
    'code from elsewhere, next to a word that contains the name of an engine',
    sh('# docker run a\ncurl https://get.docker.com/x | sh\nsource "$X"; ls /var/run/docker.sock'),
  ],
  [
    'a script next to the one that runs it',
    { 'a.sh': 'docker ps\nD="$(cd "$(dirname "$0")" && pwd)"\nbash "$D/b.sh"\n', 'b.sh': 'true\n' },
  ],
  [
    'a script next to the one that runs it, from its own path',
    { 'a.sh': 'docker ps\nD="${0%/*}"\nbash "${D}/b.sh"\n', 'b.sh': 'true\n' },
  ],
  ['an assertion in the body of a test', { 'a.ts': `it('starts', () => {\n  expect(x).toBe('${RUN}');\n});\n` }],
  ['a list of words that starts nothing', { 'a.go': 'out, _ := f.RunCommand("docker", []string{"logs", name})\n' }],
  ['a written command that starts nothing', sh('cat > x.sh <<E\ndocker network create a\nE\ndocker ps')],
  ['a check of the syntax', sh('bash -n "$X"; docker ps')],
  ['translations', { 'translations/de.json': `{"a": "${RUN}"}\n` }],
  ['comments', sh(`# ${RUN}\ndocker ps # ${RUN}`)],
  ['what is only printed', sh(`echo "${RUN}"\nprintf '${RUN}\\n' >&2\nlog "use ${RUN}"`)],
  ['a usage text', sh(`usage() {\n  cat <<EOF\n  ${RUN}\nEOF\n}\nusage; docker ps`)],
  ['commands that start nothing', sh('docker pull a\ndocker ps\ndocker build .\ndocker login\ndocker compose ps')],
  [
    'packages and units',
    sh('apt-get install -y docker.io docker-compose\nsystemctl restart docker\nservice docker start'),
  ],
  ['names and addresses', { 'vars.yml': 'docker_version: 20\ndocker_users: [run]\nurl: https://docker.com/run\n' }],
  ['prose', { 'README.md': `# Run\n\n    ${RUN}\n`, 'docs/a.txt': `${RUN}\n` }],
  ['keys that people read', { 'galaxy.yml': `description: ${RUN}\nmessage: "docker run fails"\n` }],
  [
    'source code that names an engine',
    { 'a.go': '// docker run\nvar err = fmt.Errorf("failed to docker run: %w", e)\n' },
  ],
  ['a Dockerfile', { Dockerfile: 'FROM a:1\n# docker run a\nRUN docker build a\n' }],
  ['a script of a Home Assistant add-on', { run: '#!/usr/bin/with-contenv bashio\nbashio::log.info "docker run a"\n' }],
];

let root = '';
let said: readonly string[] = [];
const folderOf = (kind: string, index: number): string => `${kind}${String(index).padStart(3, '0')}`;

beforeAll(async () => {
  if (!isInstalled('git')) return;
  root = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-silence-')));
  for (const [kind, rows] of [
    ['loud', LOUD],
    ['quiet', QUIET],
  ] as const) {
    for (const [index, [, tree]] of rows.entries()) {
      for (const [path, text] of Object.entries(tree)) {
        const at = join(root, folderOf(kind, index), path);
        mkdirSync(dirname(at), { recursive: true });
        writeFileSync(at, text);
      }
    }
  }
  const env = { GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined };
  run('git', ['init', '--quiet'], { cwd: root, env });
  run('git', ['add', '--force', '--all'], { cwd: root, env });
  const io = { ...createMemoryIo({}), files: createNodeFileSystem(root) };
  await main(['--format', 'text', '--untrusted', '--strict', '.'], io);
  said = [
    ...io
      .out()
      .split('\n')
      .filter((line) => /: error \S/.test(line)),
    ...io
      .err()
      .split('\n')
      .filter((line) => line.startsWith('plimsoll: ')),
  ].map((line) => line.replace(/^plimsoll: /, ''));
}, 60_000);
afterAll(() => {
  if (root !== '') rmSync(root, { recursive: true, force: true });
});

describe('--untrusted --strict', () => {
  test.each(LOUD.map(([name], index) => [name, index] as const))('fails for %s', (_, index) => {
    requireGit();
    expect(said.filter((line) => line.startsWith(`${folderOf('loud', index)}/`))).not.toEqual([]);
  });

  test.each(QUIET.map(([name], index) => [name, index] as const))('passes %s', (_, index) => {
    requireGit();
    expect(said.filter((line) => line.startsWith(`${folderOf('quiet', index)}/`))).toEqual([]);
  });
});

test.each(OPEN)('no rule about options passes for %s', async (_, script) => {
  const io = createMemoryIo(sh(script));
  await main(['--format', 'cis', '--fail-on=never', 'a.sh'], io);
  expect(io.out()).toMatch(/^5\.4 .*UNDECIDED/m);
  // A literal image is known.
  expect(io.out()).not.toMatch(/^5\.(?!27)\d+ .*\bPASS\b/m);
});

function requireGit(): void {
  expect(root === '' && isInstalled('git')).toBe(false);
}
