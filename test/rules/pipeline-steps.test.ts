import { expect, test } from 'vitest';
import { lintText } from '../../src/lint/lint.ts';

async function textsOf(path: string, text: string, rule: string): Promise<readonly string[]> {
  const { findings } = await lintText({ path, text });
  return findings
    .filter((finding) => finding.rule === rule)
    .map(({ message: { what, remedy = '' } }) => `${what.slice(0, what.indexOf(' p'))} → ${remedy}`);
}

const KEY =
  'Remove `privileged: true` unless the step needs it. If it does, run only trusted code in it, and suppress this finding with a reason.';
const FLAG = 'Remove `--privileged` and add only the capability (`--cap-add`) or device (`--device`) it needs.';

test.each([
  [
    '.woodpecker.yml',
    'steps:\n  a:\n    image: b:1\n    privileged: true\n',
    `The container of step \`a\` runs → ${KEY}`,
  ],
  [
    '.drone.yml',
    'steps:\n  - name: a\n    image: b:1\n    privileged: true\n',
    `The container of step \`a\` runs → ${KEY}`,
  ],
  ['.drone.yml', 'services:\n  - name: a\n    image: b:1\n    privileged: true\n', `Service \`a\` runs → ${KEY}`],
  [
    'azure-pipelines.yml',
    'jobs:\n  - job: a\n    container:\n      image: b:1\n      options: --privileged\n',
    `The container of job \`a\` runs → ${FLAG}`,
  ],
])('%s: a privileged step has the words of its file: %s', async (path, text, says) => {
  expect(await textsOf(path, text, 'privileged-container')).toEqual([says]);
});

test.each([
  ['.woodpecker.yml', 'services:\n  a:\n    image: b:1\n    ports: [10000]\n', 0],
  ['.drone.yml', 'services:\n  - name: a\n    image: b:1\n    ports: [5432]\n', 0],
  [
    'azure-pipelines.yml',
    'resources:\n  containers:\n    - container: a\n      image: b:1\n      ports: ["8080:80"]\n',
    1,
  ],
])('%s: only a runner that publishes ports has findings about them: %s', async (path, text, count) => {
  expect(await textsOf(path, text, 'wildcard-bind-address')).toHaveLength(count);
});
