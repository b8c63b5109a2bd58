import { describe, expect, it } from 'vitest';
import type { ParseContext } from '../../../src/parsers/contract/parsed.ts';
import { type Setting, valueOf } from '../../../src/text/setting.ts';
import { growsLinearly } from '../../growth.ts';
import { checkPlaces, containerOf, type ProjectFiles, parseProject, problemsIn, showSetting } from './compose.ts';

function ids(text: string): readonly string[] {
  const parsed = parseProject(text);
  checkPlaces(parsed);
  return parsed.problems.map(({ id }) => id);
}

/** The number of known words; -1 if unknown. */
function countOf(words: readonly Setting<string>[] | undefined): number {
  return words?.some(({ known }) => !known) === true ? -1 : (words?.length ?? 0);
}

const web = 'services:\n  web:\n    image: nginx\n';

describe('what would be too much is not done, and reported', () => {
  it('aliases of aliases', () => {
    const levels = Array.from(
      { length: 12 },
      (_, level) => `x${level + 1}: &x${level + 1} [${Array.from({ length: 10 }, () => `*x${level}`).join(', ')}]\n`,
    );
    expect(ids(`x0: &x0 [a]\n${levels.join('')}${web}`)).toContain('syntax/limit');
  });

  it('one list for thousands of services', () => {
    const services = (count: number): string =>
      Array.from({ length: count }, (_, at) => `  s${at}: {image: nginx, volumes: *v}\n`).join('');
    const text = (elements: number, count: number): string =>
      `x-v: &v\n${Array.from({ length: elements }, (_, at) => `- /a:/a${at}\n`).join('')}services:\n${services(count)}`;
    expect(ids(text(100, 500))).toEqual([]);
    const parsed = parseProject(text(200, 2000));
    expect(problemsIn(parsed)).toEqual(['syntax/limit: *v']);
    const values = parsed.subjects.reduce(
      (sum, subject) => sum + (subject.kind === 'container' ? (subject.hostConfig.binds?.length ?? 0) : 0),
      0,
    );
    expect(values).toBeLessThan(150_000);
    expect(parsed.subjects).toHaveLength(2000);
    expect(parsed.subjects.at(-1)?.unresolvedOptions.map(({ expression, reason }) => [expression, reason])).toEqual([
      ['*v', 'unparsed'],
    ]);
  });

  it('command lines of megabytes, whatever holds them', () => {
    const words = 'a '.repeat(600_000);
    const parsed = parseProject(
      `services:\n  a: {image: i, command: ${words}}\n  b: {image: i, entrypoint: [b, ${words}]}\n` +
        `  c: {image: i, healthcheck: {test: ${words}}}\n  d: {image: i, privileged: true, command: d e}\n`,
    );
    expect(parsed.problems.map(({ id, place }) => [id, place.location.span.start])).toEqual([
      ['syntax/limit', 1_200_065],
    ]);
    const read = parsed.subjects.flatMap((subject) => (subject.kind === 'container' ? [subject] : []));
    expect(read.map(({ config }) => [config.cmd, config.entrypoint, config.healthcheck?.test].map(countOf))).toEqual([
      [600_000, 0, 0],
      [0, -1, 0],
      [0, 0, -1],
      [2, 0, 0],
    ]);
    expect(read.at(-1)?.hostConfig.privileged).toMatchObject({ value: true });
  });

  it('merges of merges', () => {
    const levels = Array.from(
      { length: 60 },
      (_, level) => `x-${level + 1}: &x${level + 1} {<<: [*x${level}, *x${level}], k${level}: a}\n`,
    );
    expect(ids(`x-0: &x0 {k: a}\n${levels.join('')}${web}`)).toContain('syntax/limit');
  });

  it('deep nesting', () => {
    expect(ids(`x-a: ${'['.repeat(150)}${']'.repeat(150)}\n${web}`)).toEqual([]);
    expect(ids(`x-a: ${'['.repeat(400)}${']'.repeat(400)}\n${web}`)).toEqual(['syntax/limit']);
    expect(ids(`x-a: ${'['.repeat(50_000)}\n${web}`)).toEqual(['syntax/limit']);
  });

  it('services that extend each other without an end', () => {
    const chain = Array.from({ length: 500 }, (_, at) => `  s${at}: {extends: s${at + 1}}\n`).join('');
    expect(ids(`services:\n${chain}  s500: {image: nginx}\n`)).toContain('syntax/limit');
  });

  it('files that include each other without an end', () => {
    const files = Object.fromEntries(
      Array.from({ length: 40 }, (_, at) => [`${at}.yaml`, `include: [${at + 1}.yaml]\n`]),
    );
    const { problems } = parseProject({ ...files, '40.yaml': web }, ['0.yaml']);
    expect(problems.map(({ id }) => id)).toEqual(['syntax/limit']);
  });

  /** Files that each include the next one with both forms of `include`. */
  const fanOut = (levels: number, include: (next: number) => string): Readonly<Record<string, string>> => ({
    ...Object.fromEntries(
      Array.from({ length: levels }, (_, at) => [
        `${at}.yaml`,
        `include: ${include(at + 1)}\nservices: {s${at}: {image: x}}\n`,
      ]),
    ),
    [`${levels}.yaml`]: web,
  });

  it.each<readonly [string, (next: number) => string]>([
    ['one after another', (next) => `[${next}.yaml, ./${next}.yaml]`],
    ['as one project', (next) => `[{path: [${next}.yaml, ./${next}.yaml]}]`],
  ])('files that include others twice, %s', (_name, include) => {
    const few = parseProject(fanOut(5, include), ['0.yaml']);
    expect(few.problems).toEqual([]);
    const many = parseProject(fanOut(18, include), ['0.yaml']);
    expect(problemsIn(many).join()).toMatch(/^syntax\/limit: (?:\.\/)?\d+\.yaml$/);
    expect(many.subjects.map(({ name }) => name).sort()).toEqual(
      [...Array.from({ length: 18 }, (_, at) => `s${at}`), 'web'].sort(),
    );
  });

  it('files that include others twice, and too deeply', () => {
    const { problems } = parseProject(
      fanOut(30, (next) => `[${next}.yaml, ./${next}.yaml]`),
      ['0.yaml'],
    );
    expect(problems.map(({ id, message }) => `${id}: ${message.what.replace(/,.*| \d.*/, '')}`)).toEqual([
      'syntax/limit: Includes are nested more than',
      'syntax/limit: Includes are nested more than',
      'syntax/limit: This project reloads files more than',
    ]);
  });

  it('files that include the same two files', () => {
    const levels = Array.from({ length: 18 }, (_, at) =>
      ['a', 'b'].map((name) => [`${name}${at}.yaml`, `include: [a${at + 1}.yaml, b${at + 1}.yaml]\n`] as const),
    ).flat();
    const parsed = parseProject(
      { ...Object.fromEntries(levels), 'a18.yaml': web, 'b18.yaml': 'services: {db: {image: x}}\n' },
      ['a0.yaml'],
    );
    expect(problemsIn(parsed).join()).toMatch(/^syntax\/limit: \w+\.yaml$/);
    expect(parsed.subjects.map(({ name }) => name)).toEqual(['web', 'db']);
  });

  const extending = (count: number, own: (at: number) => string): string =>
    `services:\n  s0: {image: nginx}\n${Array.from({ length: count }, (_, at) => `  s${at + 1}: {extends: s${at}, ${own(at + 1)}}\n`).join('')}`;

  it.each<readonly [string, (at: number) => string]>([
    ['elements', (at) => `volumes: ["/a:/a${at}"]`],
    ['keys', (at) => `labels: {a${at}: b}`],
  ])('services of which each adds %s to those of the one before', (_name, own) => {
    const text = extending(600, own);
    const parsed = parseProject(text);
    expect(problemsIn(parsed)).toEqual([expect.stringMatching(/^syntax\/limit: s4\d\d$/)]);
    const counts = parsed.subjects.map((subject) =>
      subject.kind === 'container' ? (subject.hostConfig.binds ?? subject.config.labels ?? []).length : 0,
    );
    expect(counts.slice(0, 400)).toEqual(Array.from({ length: 400 }, (_, at) => at));
    expect(counts.slice(1)).not.toContain(0);
  });

  it('the steps of a value that many services hand on', () => {
    const parsed = parseProject(extending(60, (at) => `volumes: ["/a:/a${at}"]`));
    const last = containerOf(parsed, 's60').hostConfig.binds ?? [];
    expect(last).toHaveLength(60);
    expect(last.map(({ place }) => place.hops.length)).toEqual(
      Array.from({ length: 60 }, (_, at) => Math.min(59 - at, 32)),
    );
  });

  it('a large file that is extended again and again', () => {
    const files = {
      'e.yaml': `services: {a: {image: x}}\n#${'x'.repeat(2_000_000)}\n`,
      'compose.yaml': Array.from(
        { length: 10 },
        (_, at) => `services: {s${at}: {extends: {file: e.yaml, service: a}}}\n`,
      ).join('---\n'),
    };
    const parsed = parseProject(files);
    expect(problemsIn(parsed)).toEqual(['syntax/limit: e.yaml']);
    expect(parsed.subjects).toHaveLength(10);
  });

  it('a problem that is met again and again, which hides no other', () => {
    const services = Array.from({ length: 1500 }, (_, at) => `  s${at}: {image: nginx, ports: *p}\n`).join('');
    expect(
      [
        ...problemsIn(parseProject(`x-p: &p ["x"]\nservices:\n${services}  last: {image: nginx, pids_limit: "?"}\n`)),
      ].sort(),
    ).toEqual(['syntax/invalid-value: ?', 'syntax/invalid-value: x']);
  });

  it('more problems than anybody reads', () => {
    expect(ids(`services:\n  web:\n${'    image: nginx\n'.repeat(5000)}`).length).toBeLessThanOrEqual(1000);
  });

  it('defaults in defaults', () => {
    const parsed = parseProject(`services:\n  web:\n    image: ${'${A:-'.repeat(500)}x${'}'.repeat(500)}\n`);
    expect(containerOf(parsed).config.image?.known).toBe(false);
  });

  const doubling = ['A0=x', ...Array.from({ length: 60 }, (_, at) => `A${at + 1}=$A${at}$A${at}`), 'LAST=x'].join('\n');

  it.each<readonly [string, Readonly<Record<string, string>>, Partial<ParseContext>]>([
    [
      '.env',
      { 'compose.yaml': `${web}    user: "$A3"\n    hostname: $LAST\n    domainname: $A60\n`, '.env': doubling },
      {},
    ],
    [
      'env_file',
      {
        'compose.yaml': `${web}    env_file: a.env\n    user: xxxxxxxx\n    hostname: x\n    domainname: $A60\n`,
        'a.env': doubling,
      },
      {},
    ],
    [
      'a file of the command line',
      { 'compose.yaml': `${web}    user: "$A3"\n    hostname: $LAST\n    domainname: $A60\n`, 'b.env': doubling },
      { envFiles: ['b.env'] },
    ],
  ])('variables that double, in %s', (_name, files, context) => {
    const parsed = parseProject(files, ['compose.yaml'], context);
    const [limit, ...others] = parsed.problems;
    expect(others).toEqual([]);
    expect(limit?.id).toBe('syntax/limit');
    expect(doubling.slice(limit?.place.location.span.start, limit?.place.location.span.end)).toMatch(/^\$A2\d$/);
    const { user, hostname, domainname } = containerOf(parsed).config;
    expect([user, hostname].map((setting) => valueOf(setting))).toEqual(['xxxxxxxx', 'x']);
    expect(domainname?.known).toBe(false);
  });

  it('a long value that is used again and again', () => {
    const files = { 'compose.yaml': `${web}    user: "${'$A'.repeat(2000)}"\n`, '.env': `A=${'x'.repeat(10_000)}\n` };
    expect(problemsIn(parseProject(files))).toEqual(['syntax/limit: $A']);
  });
});

describe('a value that came a long way through variables', () => {
  const chain = ['A0=x', ...Array.from({ length: 100 }, (_, at) => `A${at + 1}=\${A${at}}x`)].join('\n');

  it('is known, and stands where it is put together', () => {
    const parsed = parseProject({ 'compose.yaml': `${web}    env_file: a.env\n`, 'a.env': chain });
    expect(parsed.problems).toEqual([]);
    const last = containerOf(parsed).config.env?.at(-1);
    expect(valueOf(last)).toBe(`A100=${'x'.repeat(101)}`);
    expect(last?.place.location.path).toBe('a.env');
  });

  it('is unknown where a part of it is', () => {
    const parsed = parseProject({
      'compose.yaml': `${web}    env_file: a.env\n`,
      'a.env': chain.replace('A0=x', 'A0=$NOBODY'),
    });
    expect(containerOf(parsed).config.env?.at(-1)?.known).toBe(false);
  });
});

describe('env files', () => {
  it('are read once for all services that have the same', () => {
    const parsed = parseProject({
      'compose.yaml': `services:\n  a: {image: x, env_file: [a.env, b.env]}\n  b: {image: x, env_file: [a.env, b.env]}\n  c: {image: x, env_file: a.env, environment: [C=c]}\n  d: {image: x, env_file: [b.env, a.env]}\n  e: {image: x, env_file: [{path: a.env, format: raw}]}\n`,
      'a.env': 'A=a\nX=${Y}\n',
      'b.env': 'Y=${A}\nA=b\n',
    });
    const env = (name: string): readonly Setting<string>[] => containerOf(parsed, name).config.env ?? [];
    expect(env('b')).toBe(env('a'));
    expect(['a', 'c', 'd', 'e'].map((name) => env(name).map(showSetting))).toEqual([
      ['A=b', '⟨X=${Y}⟩', 'Y=a'],
      ['A=a', '⟨X=${Y}⟩', 'C=c'],
      ['⟨Y=${A}⟩', 'A=a', '⟨X=${A}⟩'],
      ['A=a', 'X=${Y}'],
    ]);
  });
});

describe('time grows with the text', () => {
  it.each<readonly [string, (size: number) => string]>([
    [
      'services',
      (size) =>
        `services:\n${Array.from({ length: size / 20 }, (_, at) => `  s${at}:\n    image: nginx\n    ports: ["80:80"]\n    environment: [A=\${X:-d}]\n`).join('')}`,
    ],
    ['elements', (size) => `${web}    cap_add:\n${'    - A\n'.repeat(size)}`],
    ['variables in one text', (size) => `${web}    user: "${'${A:-x}'.repeat(size)}"\n`],
    ['lines of a block', (size) => `${web}    command: |\n${'      echo $${X} "a b"\n'.repeat(size)}`],
    ['open braces', (size) => `${web}    user: "${'${A:-'.repeat(size)}"\n`],
    ['dollar signs', (size) => `${web}    user: "${'$'.repeat(size * 4)}"\n`],
    ['aliases', (size) => `x-a: &a [A]\n${web}    x-b: [${Array.from({ length: size }, () => '*a').join(', ')}]\n`],
    ['unknown keys', (size) => `${web}${Array.from({ length: size / 4 }, (_, at) => `    k${at}: x\n`).join('')}`],
    [
      'undefined volumes',
      (size) => `${web}    volumes:\n${Array.from({ length: size / 4 }, (_, at) => `    - v${at}:/${at}\n`).join('')}`,
    ],
    [
      'dependencies',
      (size) =>
        `services:\n${Array.from({ length: size / 10 }, (_, at) => `  s${at}: {image: x, depends_on: [s${at + 1}]}\n`).join('')}`,
    ],
    [
      'documents over one service',
      (size) =>
        `${web}    environment:\n${Array.from({ length: size / 4 }, (_, at) => `      A${at}: b\n`).join('')}${'---\nservices: {web: {tty: true}}\n'.repeat(size / 4)}`,
    ],
    [
      'wrong documents over one service',
      (size) =>
        `${web}    environment:\n${Array.from({ length: size / 4 }, (_, at) => `      A${at}: b\n`).join('')}${'---\nservices: {web: {tty: []}}\n'.repeat(size / 4)}`,
    ],
    [
      'services that add to what they extend',
      (size) =>
        `services:\n  s0: {image: nginx}\n${Array.from({ length: size / 4 }, (_, at) => `  s${at + 1}: {extends: s${at}, labels: [a${at}=b]}\n`).join('')}`,
    ],
    [
      'ranges of ports that overlap',
      (size) =>
        `${web}    ports:\n${Array.from({ length: size / 4 }, (_, at) => `    - "${at + 1}"\n`).join('')}${Array.from({ length: size / 4 }, (_, at) => `    - ${at + 1}-60000\n`).join('')}`,
    ],
  ])('%s', (_name, make) => {
    expect(growsLinearly(8_000, make, parseProject)).toBe(true);
  });

  const chain = (size: number): string =>
    ['A0=x', ...Array.from({ length: size / 4 }, (_, at) => `A${at + 1}=\${A${at}}x`)].join('\n');

  it.each<readonly [string, (size: number) => ProjectFiles]>([
    ['variables of .env by each other', (size) => ({ 'compose.yaml': `${web}    user: $A1\n`, '.env': chain(size) })],
    [
      'variables of an env_file by each other',
      (size) => ({ 'compose.yaml': `${web}    env_file: a.env\n`, 'a.env': chain(size) }),
    ],
  ])('%s', (_name, make) => {
    expect(growsLinearly(8_000, make, parseProject)).toBe(true);
  });
});
