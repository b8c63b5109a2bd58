import fc from 'fast-check';
import type { Tree } from '../project.ts';
import { commandLine, script } from './shell.ts';
import { name, value } from './values.ts';
import { scalar } from './workflow.ts';

const commands = fc.oneof(
  commandLine.map((tree) => tree['run.sh'] ?? ''),
  script.map((tree) => tree['run.sh'] ?? ''),
  fc.tuple(name, value).map(([a, b]) => `docker run $${a} -v ${b}:/x $[[ inputs.a ]] nginx`),
);

const command = fc.oneof(
  fc.tuple(commands, fc.nat({ max: 5 })).map(([text, form]) => scalar(text, '    ', form)),
  fc.constantFrom(
    '!reference [.a, script]',
    '!reference [j0, script, x]',
    '!reference []',
    '*a',
    '[a, [b]]',
    '{ a: b }',
  ),
);

const list = fc
  .array(command, { maxLength: 3 })
  .map((items) => (items.length === 0 ? '[]' : `\n${items.map((item) => `    - ${item}\n`).join('')}`));

const text = fc.oneof(
  value,
  name.map((variable) => `$${variable}:\${${variable}}$$`),
);
const quoted = text.map((content) => JSON.stringify(content));

const job = fc
  .record(
    {
      script: list,
      before_script: list,
      after_script: list,
      extends: fc.constantFrom('.a', 'j0', '[.a, j1, .missing]', '{}'),
      image: fc.oneof(
        quoted,
        fc.constantFrom('{ name: a, entrypoint: [""], docker: { user: root } }', '[]', '!reference [.a, image]'),
      ),
      services: fc.oneof(
        quoted.map((image) => `[${image}, { name: ${image}, alias: b, command: [c], variables: { D: e } }]`),
        fc.constantFrom('a', '!reference [.a, services]'),
      ),
      variables: fc.tuple(name, quoted).map(([key, content]) => `{ ${key}: ${content}, B: { value: ${content} } }`),
      parallel: fc.constantFrom('{ matrix: [{ A: [b, c], D: e }, 3] }', '3'),
      inherit: fc.constantFrom('{ default: false }', '{ default: [image], variables: [A] }'),
      tags: fc.constantFrom('[windows]', '[a]'),
    },
    { requiredKeys: [] },
  )
  .map((keys) =>
    Object.entries(keys)
      .map(([key, content]) => `  ${key}: ${content}${content.endsWith('\n') ? '' : '\n'}`)
      .join(''),
  );

const head = fc.constantFrom(
  '',
  'default:\n  image: node\n  before_script: [docker ps]\n',
  'variables: { A: $B, B: "${A}", IMAGE: nginx }\n',
  'include: b.gitlab-ci.yml\n',
  'spec:\n  inputs:\n    a: { default: nginx }\n---\n',
);

/** A GitLab pipeline, valid or not, with one to include. */
export const pipeline: fc.Arbitrary<Tree> = fc
  .tuple(head, fc.array(job, { minLength: 1, maxLength: 4 }), job)
  .map(([first, jobs, hidden]) => ({
    'a/.gitlab-ci.yml': `${first}.a: &a\n${hidden}${jobs.map((one, index) => `j${index}:\n${one}`).join('')}`,
    'a/b.gitlab-ci.yml': `.a:\n${hidden}j1:\n${jobs[0] ?? ''}`,
  }));
