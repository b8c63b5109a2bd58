import { describe, expect, test } from 'vitest';
import { environmentLines } from '../../../src/parsers/compose/variables/environment-lines.ts';
import type { Span } from '../../../src/text/location.ts';
import { parseProject } from './compose.ts';

/** The text with `«…»` around each span. */
function marked(text: string, spans: readonly Span[]): string {
  let [result, from] = ['', 0];
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    if (start < from) continue;
    result += `${text.slice(from, start)}«${text.slice(start, end)}»`;
    from = end;
  }
  return result + text.slice(from);
}

function plain(text: string): string {
  return text.replaceAll(/[«»]/g, '');
}

describe('the values of variables, which no report shows, are', () => {
  test.each([
    'environment: {A: «b», C: }',
    'environment: {A: «"b"», C: «\'d e\'»}',
    'environment: {A: , B: "", C: «null», D: «~»}',
    'environment: {"A B": «c», 5: «d», null: «e», true: «1»}',
    'environment: [A=«b», "C=«d»", \'E=«f g»\', "H=", I]',
    'environment: ["A:«b»", "${X}=«b»", "$X-A=«b»", "=«b»", «" =b»", «"a b=c»"]',
    'environment: [«"A\\x3db»", «"N\\x41=b»"]',
    'environment: "A=«b»"',
    'environment: «b»',
    'environment: {A: «[b, c]», D: «{e: f}»}',
    'environment: [[A=«b»], {C: «d»}]',
    'enviroment: {A: «b»}',
    'Environment: {A: «b»}',
    'env: {A: «b»}',
    'environment: {A: «&a» «b», C: *a, D: «!t» «e», F: «&f !t» «g»}',
    'environment: {A: «b», A: «c»}',
    'environment: {A: «b», A: «{x: y}»}',
    'environment: {A: {x: «y»}, A: «c»}',
    'build: {context: ., args: {A: «b»}}',
    'build: {context: ., args: [A=«b»]}',
    'post_start: [{command: x, environment: {A: «b»}}]',
    'command: A=«b x»',
    'command: [env, A=«b», x]',
    'entrypoint: [env, A=«b», x]',
    'healthcheck: {test: [CMD, env, A=«b», x]}',
  ])('%s', (line) => {
    const text = `services: {web: {image: a, ${plain(line)}}}\n`;
    const { environment, unparsed } = parseProject(text).values;
    const spans = environment.map(({ span }) => span);
    expect(marked(text, spans)).toBe(`services: {web: {image: a, ${line}}}\n`);
    expect(unparsed).toEqual([]);
  });

  test.each([
    'services:\n  web:\n    image: a\n    environment:\n      A: «|\n        b\n        c»\n      D: «>-\n        e»\n',
    'x-e: &e {A: «b»}\nservices: {web: {image: a, environment: {<<: *e, C: «d»}}, db: {image: a, environment: *e}}\n',
    'x-c: &c [env, A=«b»]\nservices: {web: {image: a, command: *c, entrypoint: *c}}\n',
    'x-environment: {A: «b»}\nservices: {env: {image: a}}\n',
  ])('%j', (expected) => {
    const text = plain(expected);
    const { environment } = parseProject(text).values;
    expect(
      marked(
        text,
        environment.map(({ span }) => span),
      ),
    ).toBe(expected);
    // A value shared by services appears once.
    expect(new Set(environment.map(({ span }) => span.start)).size).toBe(environment.length);
  });

  test.each([
    'environment: {A: $X, B: "${X}", C: "${X:?no}"}',
    'environment: ["A=$X", "B=${X}"]',
    'environment: $X',
    'labels: {A: b}',
    'command: x y',
  ])('none in %s', (line) => {
    expect(parseProject(`services: {web: {image: a, ${line}}}\n`).values.environment).toEqual([]);
  });

  test.each(['networks: {env: {driver: b}}', 'secrets: {env: {file: x}}', 'services: {args: {image: a}}'])(
    'none in what has such a name: %s',
    (text) => {
      expect(parseProject(`x-a: 1\n${text}\n`).values.environment).toEqual([]);
    },
  );

  test('what begins with a `*` but names no anchor', () => {
    for (const expected of ['{A: «*a»}', '[«*a»]', '«*a»', '{<<: «*a»}']) {
      const text = `services: {web: {image: a, environment: ${plain(expected)}}}\n`;
      const spans = parseProject(text).values.environment.map(({ span }) => span);
      expect(marked(text, spans)).toContain(expected);
    }
  });

  test('what is next to a key without a value', () => {
    const text = 'services:\n  web:\n    image: a\n    environment:\n    A: b\n';
    const spans = (parseProject(text).values.unparsed ?? []).map(({ span }) => span);
    expect(marked(text, spans)).toBe(text.replace('A: b', '«A: b»'));
  });
});

describe('by its lines alone, what may be values of variables in a text that is no YAML is', () => {
  test.each([
    'environment:\n  «A: b»\n  «C: d»\nimage: x',
    'environment:\n\n  «A: b»\n  \n«# c»\nimage: x',
    'environment:\n«- A=b»\n«- C»\nimage: x',
    '  environment:\n  «- A=b»\n«---»\n«- C=d»',
    'environment:\r\n  «A: b»  \r\nimage: x\r\n',
    'environment:\u2028  «A: b»\u0085image: x\u2029tty: y',
    '- environment:\n    «A: b»\n  image: x',
    '-\tenvironment:\n\t\t«A: b»',
    '\tenvironment:\n    «A: b»\n  «C: d»\n  image: x',
    '  environment:\n\t«A: b»\n  image: x',
    '? environment\n«: A: b»',
    '"environment" : «A»',
    'environment «A=b»',
    'environment=«A»',
    'environment:   ',
    'enviroment:\n  «A: b»\nimage: x',
    'x-common-env: «&e»\n  «A: b»\nservices:',
    'x-foo:\n  A: b',
    'y-env:\n  A: b',
    'my.environment: x\nmy-env: y\nmyenv: z\nenv.x: 1\nenv-file: 2',
  ])('%j', check);

  describe('with what an anchor holds that is named there', () => {
    test.each([
      'x-a: &e\n  «A: b»\nimage: x\nenvironment:\n  «<<: *e»',
      'x-b: &f «{C: d}»\nimage: x\nenvironment: «*f»',
      'x-b: &f\n  «C: d»\nx-a: &e\n  «A: *f»\nimage: x\nenvironment:\n  «<<: *e»',
      'x-a: &other\n  A: b\nimage: x\nenvironment:\n  «<<: *e»',
    ])('%j', check);
  });

  describe('until a key that is surely none of a variable', () => {
    test.each([
      'environment:\n  «A: b»\n«A_B: c»\n«C: d»\nimage: x',
      'environment:\n  «A: b»\n«B:»\n  «c»\n"image": x',
      'environment:\n  «A: b»\nweb:\n  image: x',
      'environment:\n  «A: b»\nweb: &w\nB: c',
      'environment:\n  «A: b»\nweb: # x\nB: c',
      'environment:\n  «A: b»\nweb: {image: x}\nB: c',
      'environment:\n  «A: b»\nweb: {"image": x}\nB: c',
      'environment:\n  «A: b»\nweb: { image : x}\nB: c',
      'environment:\n  «A: b»\n«web: {x: y}»\n«B: c»',
      'environment:\n  «A: b»\n«web: x {image: y}»',
      'environment:\n  «A: b»\n«image x»\n«image:x»\ntty: y',
      'environment:\n  «A: b»\nargs:\n  «C: d»\ntty: true\n',
    ])('%j', check);
  });

  describe('whatever its key is, where it is deeper', () => {
    test.each([
      'environment:\n  «image: b»\n  «web:»\ntty: y',
      '  environment:\n  «- image: b»\n  image: x',
      '  - environment:\n      «image: b»\n    image: x',
      'x-a: &e\n  «image: b»\nimage: x\nenvironment: «*e»',
      'a: [env: «c]»\n  «image: e»\nimage: x',
      '\tenvironment:\n         «image: b»\n        image: x',
    ])('%j', check);
  });

  describe('in the middle of a line', () => {
    test.each([
      'web: {environment: «{A: b}», image: x}',
      'web: {environment: «{A: b}»}',
      'web: {environment : «[A=b]» } # x',
      'a: {env: «[A=b]», env: «{C: [d]}», tty: y}',
      "a: {'env': «{A: b}»}",
      'a: b environment: «c»',
      'a: [env: «c]»\n  «d: e»\nimage: x',
      'web: {environment: «{A: b, image: x»\n  «B: c»\nimage: x',
      'web: {environment: «{A: b} x, image: y}»\n  «B: c»\nimage: x',
      'web: {environment: «{A: "}"}, image: x}»',
      "web: {environment: «{A: '}'}, image: x}»",
      'web: {environment: «{A: "b\\"}"}, image: x}»',
      "web: {environment: «{A: 'b\\'}», image: x}",
    ])('%j', check);
  });

  function check(expected: string): void {
    const text = plain(expected);
    expect(marked(text, environmentLines(text))).toBe(expected);
  }
});

describe('a value from .env of the form of what belongs there', () => {
  const fromOutside = (line: string, value: string): readonly string[] => {
    const text = `services:\n  web:\n    ${line.startsWith('image') ? 'tty: true' : 'image: a'}\n    ${line}\n`;
    return parseProject({ 'compose.yaml': text, '.env': `X=${value}\n` }).values.fromOutside ?? [];
  };

  test.each([
    ['image: "$X"', 'nginx'],
    ['ports: ["$X:80"]', '8080'],
    ['cap_add: ["$X", A]', 'SYS_ADMIN'],
    ['deploy: {resources: {limits: {memory: "$X"}}}', '1g'],
    ['ulimits: {nofile: {soft: "$X", hard: 9}}', '7'],
  ])('is shown: %s', (line, value) => {
    expect(fromOutside(line, value)).toEqual([]);
  });

  test.each([
    ['mem_limit: "$X"', 'much'],
    ['hostname: "$X"', 'a1'],
    ['x-a: {image: "$X"}', 'a1'],
    ['labels: {image: "$X"}', 'a1'],
    ['environment: {image: "$X"}', 'a1'],
    ['extra_hosts: {image: "$X"}', 'a1'],
    ['sysctls: {image: "$X"}', 'a1'],
    ['annotations: {image: "$X"}', 'a1'],
    ['command: ["$X"]', 'a1'],
    ['logging: {options: {image: "$X"}}', 'a1'],
  ])('is not shown, nor one of another form, below any key: %s', (line, value) => {
    expect(fromOutside(line, value)).toEqual([value]);
  });
});
