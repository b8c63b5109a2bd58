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

const SCRIPT = '  script: [docker run --privileged nginx]\n';

const PIPELINES: readonly (readonly [string, (count: number) => string])[] = [
  ['jobs', (n) => each(n, (i) => `a${i}:\n${SCRIPT}`)],
  ['commands', (n) => `a:\n  script:\n${'    - docker run --privileged nginx\n'.repeat(n)}`],
  ['jobs with an image', (n) => `image: node\n${each(n, (i) => `a${i}:\n${SCRIPT}`)}`],
  ['default services', (n) => `services: [${'a,'.repeat(n)}]\n${each(n, (i) => `a${i}:\n${SCRIPT}`)}`],
  ['default commands', (n) => `before_script: [${'a,'.repeat(n)}]\n${each(n, (i) => `a${i}:\n${SCRIPT}`)}`],
  ['jobs that extend one', (n) => `.a:\n${SCRIPT}${each(n, (i) => `a${i}:\n  extends: .a\n`)}`],
  ['jobs that extend each other', (n) => `a0:\n${SCRIPT}${each(n, (i) => `a${i + 1}:\n  extends: a${i}\n`)}`],
  [
    'variables that are extended',
    (n) =>
      `.a:\n  variables:\n${each(n, (i) => `    A${i}: b\n`)}${each(n, (i) => `a${i}:\n  extends: .a\n  variables: { A: b }\n${SCRIPT}`)}`,
  ],
  ['variables', (n) => `variables:\n${each(n, (i) => `  A${i}: $A${i + 1}\n`)}a:\n  script: [docker run $A1]\n`],
  ['uses of variables', (n) => `variables: { A: ${'$B'.repeat(n)}, B: c }\na:\n  script: [docker run $A]\n`],
  ['references', (n) => `.a:\n${SCRIPT}b:\n  script:\n${'    - !reference [.a, script]\n'.repeat(n)}`],
  [
    'references of references',
    (n) =>
      `.a:\n${SCRIPT}${each(8, (i) => `.a${i}:\n  script:\n${`    - !reference [.a${i + 1}, script]\n`.repeat(n / 8)}`)}b:\n  script: !reference [.a0, script]\n`,
  ],
  ['includes', (n) => `include:\n${each(n, (i) => `  - local: a${i}.yml\n`)}a:\n${SCRIPT}`],
  ['lines that include', (n) => `${'include:\n'.repeat(n)}a:\n${SCRIPT}`],
  [
    'values of a matrix',
    (n) => `a:\n  parallel: { matrix: [{ A: [${each(n, (i) => `b${i},`)}] }] }\n  script: [docker run $A]\n`,
  ],
];

export const HOST_SHAPES: readonly Shape[] = [
  ...WORKFLOWS.map(([name, text]) => ({
    name: `workflow: ${name}`,
    tree: (count: number) => ({ '.github/workflows/ci.yml': text(count) }),
  })),
  ...PIPELINES.map(([name, text]) => ({
    name: `pipeline: ${name}`,
    tree: (count: number) => ({ '.gitlab-ci.yml': text(count) }),
  })),
];
