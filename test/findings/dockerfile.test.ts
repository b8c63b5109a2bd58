import { expect, test } from 'vitest';
import { type LintResult, lintText } from '../../src/lint/lint.ts';
import type { ParseContext } from '../../src/parsers/contract/parsed.ts';
import { createSession } from '../../src/session/session.ts';
import { createMemoryFiles } from '../memory-io.ts';
import { subjectsIn } from '../subjects-in.ts';

const COMPOSE = 'services:\n  web:\n    build: .\n';

async function lint(dockerfile: string, compose = COMPOSE): Promise<LintResult> {
  return lintText(
    { path: 'compose.yaml', text: compose },
    { rules: { 'root-user': { options: {} } } },
    contextWith(dockerfile, compose),
  );
}

function contextWith(dockerfile: string, compose: string): ParseContext {
  return { files: createMemoryFiles({ 'compose.yaml': compose, Dockerfile: dockerfile }), environment: new Map() };
}

const shown = ({ findings, texts }: LintResult): readonly string[] =>
  findings
    .filter(({ rule }) => rule === 'root-user' || rule.startsWith('suppression/'))
    .map(({ rule, location: { path, span }, suppression, subjects }) => {
      const marked = texts.get(path)?.slice(span.start, span.end) ?? '';
      return `${rule} ${path} ${marked} ${subjects.map(({ name }) => name).join()} ${suppression?.reason ?? '-'}`;
    });

test('a finding points into the Dockerfile', async () => {
  const { findings } = await lint('FROM a\nUSER root\n');
  const finding = findings.find(({ rule }) => rule === 'root-user');
  expect(finding?.location).toEqual({ path: 'Dockerfile', span: { start: 12, end: 16 } });
  expect(finding?.related).toEqual([
    { location: { path: 'compose.yaml', span: { start: 28, end: 29 } }, message: 'the image is built here' },
  ]);
});

test('services that build from one Dockerfile share the finding', async () => {
  const compose = 'services:\n  web:\n    build: .\n  worker:\n    build: {context: .}\n';
  expect(shown(await lint('FROM a\nUSER root\n', compose))).toEqual(['root-user Dockerfile root web,worker -']);
});

test('it is there where only the file is named that another one includes', async () => {
  const files = createMemoryFiles({
    'compose.yaml': 'include: [sub/db.yaml]\nservices:\n  web:\n    image: nginx:1.27\n',
    'sub/db.yaml': 'services:\n  db:\n    build: .\n',
    'sub/Dockerfile': 'FROM a\nUSER root\n',
  });
  const session = createSession({ files, rules: { 'root-user': { severity: 'warning' } } });
  for (const path of ['sub/db.yaml', 'compose.yaml', '.']) {
    const { inputs } = await session.lint({ paths: [path] });
    const found = inputs
      .flatMap(({ findings }) => findings)
      .filter(({ location }) => location.path === 'sub/Dockerfile');
    expect(found.map(({ rule, subjects }) => [rule, subjects.map(({ name }) => name)])).toEqual([
      ['root-user', ['db']],
    ]);
  }
});

test('a comment in the Dockerfile suppresses it', async () => {
  const text = 'FROM a\n# plimsoll: ignore[root-user] -- drops it itself\nUSER root\n';
  expect(shown(await lint(text))).toEqual(['root-user Dockerfile root web drops it itself']);
});

test('a comment above the service does not: the text is in another file', async () => {
  const compose = 'services:\n  # plimsoll: ignore[root-user] -- here\n  web:\n    build: .\n';
  expect(shown(await lint('FROM a\nUSER root\n', compose))).toContain('root-user Dockerfile root web -');
});

test('a comment that this target does not need may be for another one', async () => {
  const text = 'FROM a\n# plimsoll: ignore[root-user] -- the other target\nUSER root\nUSER app\n';
  expect(shown(await lint(text))).toEqual([]);
});

test('what reads as a comment of YAML is none of a Dockerfile', async () => {
  const text = 'FROM a\nRUN echo "\n# plimsoll: ignore[root-user] -- x\n"\nUSER root\n';
  const [subject] = await subjectsIn({ path: 'compose.yaml', text: COMPOSE }, contextWith(text, COMPOSE));
  expect(subject).toBeDefined();
  expect(subject).not.toHaveProperty('image');
});

test.each([
  ['run.sh', 'docker build -t x .\ndocker run x\n'],
  ['Makefile', 'all:\n\tdocker build -t x .\n\tdocker run x\n'],
  [
    '.github/workflows/ci.yml',
    'on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - uses: actions/checkout@v4\n      - run: docker build -t x . && docker run x\n',
  ],
  ['.devcontainer.json', '{"build": {"dockerfile": "Dockerfile"}}'],
])('a comment in the Dockerfile suppresses what %s starts', async (path, text) => {
  const files = createMemoryFiles({
    [path]: text,
    Dockerfile: 'FROM a\n# plimsoll: ignore[root-user] -- drops it itself\nUSER root\n',
  });
  const result = await lintText(
    { path, text },
    { rules: { 'root-user': { options: {} } } },
    { files, environment: new Map() },
  );
  expect(shown(result).map((line) => line.replace(/root-user Dockerfile root .+? drops/, 'drops'))).toEqual([
    'drops it itself',
  ]);
});
