import { each, type Shape } from './shape.ts';

function steps(text: string): string {
  return `on: push\njobs:\n  a:\n    steps:\n${text}`;
}

const RUN = '      - run: docker run --privileged nginx\n';

const WORKFLOWS: readonly (readonly [string, (count: number) => string])[] = [
  ['steps', (n) => steps(RUN.repeat(n))],
  ['jobs', (n) => `on: push\njobs:\n${each(n, (i) => `  a${i}:\n    steps:\n${RUN}`)}`],
  ['services', (n) => `on: push\njobs:\n  a:\n    services:\n${each(n, (i) => `      s${i}: { image: "a:${i}" }\n`)}`],
  ['variables', (n) => `env:\n${each(n, (i) => `  A${i}: b\n`)}${steps(RUN)}`],
  [
    'variables and steps',
    (n) =>
      `env:\n${each(n, (i) => `  A${i}: b\n`)}${steps('      - run: docker run $A1\n        env: { B: c }\n'.repeat(n))}`,
  ],
  [
    'variables and jobs',
    (n) =>
      `env:\n${each(n, (i) => `  A${i}: b\n`)}jobs:\n${each(n, (i) => `  a${i}:\n    env: { B: c }\n    steps:\n      - run: echo A=b >> $GITHUB_ENV; docker run $A\n`)}`,
  ],
  [
    'variables that steps write',
    (n) => steps(each(n, (i) => `      - run: echo A${i}=b >> $GITHUB_ENV; docker run $A${i}\n`)),
  ],
  ['expressions', (n) => steps(`      - run: docker run ${'${{ a }}'.repeat(n)}\n`)],
  [
    'expressions of the matrix',
    (n) =>
      `jobs:\n  a:\n    strategy: { matrix: { a: [b, c] } }\n    steps:\n      - run: |\n${'          docker run ${{ matrix.a }}\n'.repeat(n)}`,
  ],
  [
    'values of the matrix',
    (n) =>
      `jobs:\n  a:\n    strategy: { matrix: { a: [${each(n, (i) => `b${i},`)}] } }\n    steps:\n      - run: docker run \${{ matrix.a }}\n`,
  ],
  ['open expressions', (n) => steps(`      - run: "docker run ${'${{'.repeat(n)}"\n`)],
  ['expressions with open quotes', (n) => steps(`      - run: "docker run ${"${{ ' }}".repeat(n)}"\n`)],
  ['options', (n) => `jobs:\n  a:\n    container:\n      image: a:1\n      options: ${'--label a=b '.repeat(n)}\n`],
  [
    'backslashes of options',
    (n) => `jobs:\n  a:\n    container:\n      image: a:1\n      options: ${'\\'.repeat(n)}\n`,
  ],
  ['quotes of options', (n) => `jobs:\n  a:\n    container:\n      image: a:1\n      options: ${'"a" '.repeat(n)}\n`],
  [
    'aliases of a script',
    (n) => steps(`      - run: &a docker run ${'x '.repeat(1000)}\n${'      - run: *a\n'.repeat(n)}`),
  ],
  [
    'images that are built',
    (n) => steps(`      - uses: docker/build-push-action@v6\n        with: { tags: "${'a,'.repeat(n)}" }\n${RUN}`),
  ],
  [
    'comments of scripts',
    (n) =>
      steps(
        '      - run: |\n          # plimsoll: ignore[privileged-container]\n          docker run --privileged nginx\n'.repeat(
          n,
        ),
      ),
  ],
];

export const HOST_SHAPES: readonly Shape[] = WORKFLOWS.map(([name, text]) => ({
  name: `workflow: ${name}`,
  tree: (count) => ({ '.github/workflows/ci.yml': text(count) }),
}));
