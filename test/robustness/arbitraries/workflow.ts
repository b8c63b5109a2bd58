import fc from 'fast-check';
import type { Tree } from '../project.ts';
import { commandLine, script } from './shell.ts';
import { name, value } from './values.ts';

const expression = fc.constantFrom(
  '${{ github.workspace }}',
  '${{ matrix.a }}',
  '${{ matrix.a.b }}',
  '${{ env.A }}',
  '${{ inputs.a }}',
  "${{ '}}' }}",
  '${{ }}',
  '${{',
  '}}',
  '${{ env.A }}${{env.A}}',
);

const commands = fc.oneof(
  commandLine.map((tree) => tree['run.sh'] ?? ''),
  script.map((tree) => tree['run.sh'] ?? ''),
  fc.tuple(expression, value).map(([a, b]) => `docker run ${a} -v ${b}:/x nginx ${a}`),
);

/** A text as a key's value, in some YAML form. */
export function scalar(text: string, indent: string, form: number): string {
  switch (form) {
    case 0:
      return `|\n${text.replace(/^/gm, `${indent}  `)}`;
    case 1:
      return `>-\n${text.replace(/^/gm, `${indent}  `)}`;
    case 2:
      return `'${text.replaceAll("'", "''")}'`;
    case 3:
      return JSON.stringify(text);
    default:
      return text.replaceAll('\n', ' ');
  }
}

const form = fc.nat({ max: 5 });
const text = fc.oneof(
  value,
  expression,
  fc.tuple(value, expression).map((parts) => parts.join('')),
);

const step = fc
  .record(
    {
      run: fc.tuple(commands, form).map(([script, style]) => scalar(script, '      ', style)),
      uses: fc.constantFrom('docker://alpine', 'docker://', 'docker/build-push-action@v6', '${{ a }}', '[]'),
      shell: fc.constantFrom('bash', 'sh', 'pwsh', '${{ matrix.a }}', 'bash -e {0}', '~'),
      env: fc.tuple(name, text).map(([key, content]) => `{ ${key}: ${JSON.stringify(content)} }`),
      'working-directory': fc.constantFrom('a', '/', '${{ a }}', '..'),
      with: fc.constantFrom('{ tags: "a,b:1" }', '"x"'),
    },
    { requiredKeys: [] },
  )
  .map((keys) => {
    const lines = Object.entries(keys).map(([key, content]) => `        ${key}: ${content}\n`);
    return lines.length === 0 ? '      -\n' : `      - ${lines.join('').trimStart()}`;
  });

const container = fc
  .record(
    {
      image: text,
      options: fc.oneof(text, fc.constantFrom('--privileged', '--cpus 1 "--label a=b', '\\" \\\\" ""', '--pid host x')),
      ports: text.map((port) => `[${JSON.stringify(port)}]`),
      volumes: text.map((volume) => `[${JSON.stringify(`${volume}:/x`)}, 3, {}]`),
      env: text.map((content) => `{ A: ${JSON.stringify(content)}, B: }`),
      credentials: fc.constantFrom('{ username: a, password: b }', '${{ a }}', '[]'),
      command: text,
      entrypoint: text,
    },
    { requiredKeys: [] },
  )
  .map(
    (keys) =>
      `{ ${Object.entries(keys)
        .map(([key, content]) => `${key}: ${/^[[{]/.test(content) ? content : JSON.stringify(content)}`)
        .join(', ')} }`,
  );

const job = fc
  .record(
    {
      container: fc.oneof(
        container,
        text.map((image) => JSON.stringify(image)),
      ),
      services: container.map((one) => `{ a: ${one}, b: }`),
      strategy: fc.constantFrom(
        '{ matrix: { a: [nginx, { b: c }], include: [{ a: x, d: e }] } }',
        '{ matrix: "${{ a }}" }',
        '{ matrix: { a: "${{ a }}", include: 3 } }',
      ),
      'runs-on': fc.constantFrom('ubuntu-latest', 'windows-latest', '${{ matrix.a }}', '[a, b]', '{ group: a }'),
      defaults: fc.constantFrom('{ run: { shell: bash } }', '{ run: { shell: pwsh, working-directory: a } }', '[]'),
      env: fc.constantFrom('{ A: nginx, B: "${{ env.A }}" }', '${{ a }}'),
    },
    { requiredKeys: [] },
  )
  .chain((keys) =>
    fc.array(step, { maxLength: 4 }).map((steps) => {
      const lines = Object.entries(keys).map(([key, content]) => `    ${key}: ${content}\n`);
      return `${lines.join('')}    steps:\n${steps.join('')}`;
    }),
  );

/** A workflow or action, valid or not. */
export const workflow: fc.Arbitrary<Tree> = fc
  .tuple(fc.array(job, { minLength: 1, maxLength: 3 }), fc.constantFrom('', 'env: { A: alpine }\n'), fc.boolean())
  .map(([jobs, head, isAction]): Tree => {
    const [first = ''] = jobs;
    return isAction
      ? { 'action.yml': `${head}runs:\n  using: composite\n${first.replace(/^ {2}/gm, '')}` }
      : {
          'a/.github/workflows/ci.yml': `on: push\n${head}jobs:\n${jobs.map((one, index) => `  j${index}:\n${one}`).join('')}`,
        };
  });
