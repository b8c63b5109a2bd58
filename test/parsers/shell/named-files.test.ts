import { describe, expect, test } from 'vitest';
import { lintText } from '../../../src/lint/lint.ts';
import { createMemoryFiles } from '../../memory-io.ts';

const FILES: Readonly<Record<string, string>> = {
  'good.env': '\uFEFFA=b c\n  B=1\n# x y\n\nC\r\n \t\nA#b=1\n',
  'nameless.env': 'A=1\n =x\n',
  'spaces.env': 'export A=1\n',
  'word.env': 'A\nA B\n',
  'folder/x': '',
  'good.json': '{"defaultAction": "SCMP_ACT_ALLOW"}',
  'list.json': '[1]',
  'bad.json': 'profile',
  'empty.json': '',
};

async function problemsIn(script: string, path = 'run.sh'): Promise<readonly string[]> {
  const files = createMemoryFiles({ ...FILES, [path]: script });
  const context = { files, environment: new Map<string, string>(), workingDirectory: files.workingDirectory };
  const { findings } = await lintText({ path, text: script }, {}, context);
  return findings
    .filter(({ rule }) => rule.startsWith('syntax/'))
    .map(({ rule, message, location: { span } }) => `${script.slice(span.start, span.end)}: ${rule} ${message.what}`);
}

/** Rejected by docker 26.1.5 and 28.5.2 before they contact the engine. */
describe('of the files that options name', () => {
  test.each([
    ['--env-file good.env', []],
    [
      '--env-file absent.env',
      ['absent.env: syntax/missing-file The env file `absent.env` does not exist in the project.'],
    ],
    ['--env-file "$FILE"', []],
    [
      '--env-file nameless.env',
      ['nameless.env: syntax/invalid-env-file The env file `nameless.env` has no variable name on line 2.'],
    ],
    [
      '--env-file=./spaces.env',
      ['./spaces.env: syntax/invalid-env-file The env file `./spaces.env` has a space in a variable name on line 1.'],
    ],
    [
      '--env-file word.env',
      ['word.env: syntax/invalid-env-file The env file `word.env` has a space in a variable name on line 2.'],
    ],
    ['--env-file folder', ['folder: syntax/unreadable-file The env file `folder` is a directory, not a file.']],
    ['--label-file folder', ['folder: syntax/unreadable-file The label file `folder` is a directory, not a file.']],
    ['--security-opt seccomp=good.json', []],
    ['--security-opt seccomp=list.json', []],
    ['--security-opt seccomp=unconfined', []],
    [
      '--security-opt seccomp=absent.json',
      ['absent.json: syntax/missing-file The seccomp profile `absent.json` does not exist in the project.'],
    ],
    [
      '--security-opt seccomp=bad.json',
      ['bad.json: syntax/invalid-value Seccomp profile `bad.json` is not valid JSON.'],
    ],
    [
      '--security-opt seccomp:empty.json',
      ['empty.json: syntax/invalid-value Seccomp profile `empty.json` is not valid JSON.'],
    ],
    [
      '--security-opt seccomp=folder',
      ['folder: syntax/unreadable-file Seccomp profile `folder` is a directory, not a file.'],
    ],
    [`--security-opt 'seccomp={"a":1}'`, ['{"a":1}: syntax/invalid-value The seccomp profile must be a file name.']],
  ])('docker run %s', async (options, problems) => {
    expect(await problemsIn(`docker run ${options} alpine\n`)).toEqual(problems);
  });

  test.each([
    ['podman run --env-file nameless.env alpine\n', 'run.sh'],
    ['cd "$1"\ndocker compose -f b.yml up\n', 'run.sh'],
    ['docker compose -f "$FILE" -f "$DIR/b.yml" up\n', 'run.sh'],
    ['docker compose -f b.yml down\n', 'run.sh'],
    ['echo A=1 > nameless.env\ndocker run --env-file nameless.env alpine\n', 'run.sh'],
    ['cd /srv\ndocker run --env-file nameless.env alpine\n', 'run.sh'],
    ['cd "$1"\ndocker run --env-file nameless.env alpine\n', 'run.sh'],
  ])('nothing is said where another file may be meant: %j', async (script, path) => {
    expect(await problemsIn(script, path)).toEqual([]);
  });
});
