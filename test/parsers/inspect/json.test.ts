import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type JsonNode, type JsonStop, readElements } from '../../../src/parsers/inspect/json.ts';

interface Read {
  readonly elements: readonly JsonNode[];
  readonly broken: readonly JsonNode[];
  readonly stop: JsonStop | undefined;
}

function read(text: string): Read {
  const elements: JsonNode[] = [];
  const broken: JsonNode[] = [];
  const stop = readElements(text, (element, at) => (at === undefined ? elements : broken).push(element));
  return { elements, broken, stop };
}

function valueOf(node: JsonNode): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value;
    case 'array':
      return node.items.map(valueOf);
    case 'object':
      return Object.fromEntries([...node.members].map(([name, { value }]) => [name, valueOf(value)]));
  }
}

function values({ elements }: Read): readonly unknown[] {
  return elements.map(valueOf);
}

function* nodesIn(node: JsonNode): Iterable<JsonNode> {
  yield node;
  if (node.kind === 'array') for (const item of node.items) yield* nodesIn(item);
  if (node.kind !== 'object') return;
  for (const { name, value } of node.members.values()) {
    yield name;
    yield* nodesIn(value);
  }
}

/** Without `__proto__`, which engines never print and JSON.parse treats specially. */
const json = fc.json({ maxDepth: 5 }).filter((text) => !text.includes('__proto__'));

describe('readElements', () => {
  it.each([
    ['an array', '[{"a": 1}, {"b": 2}]', [{ a: 1 }, { b: 2 }]],
    ['one object', '{"a": {"b": []}}', [{ a: { b: [] } }]],
    ['objects on lines of their own', '{"a": 1}\n{"a": 2}\n', [{ a: 1 }, { a: 2 }]],
    ['arrays one after another', '[{"a": 1}]\n[{"a": 2}]', [{ a: 1 }, { a: 2 }]],
    ['a byte order mark', '\uFEFF[{"a": 1}]', [{ a: 1 }]],
    ['CRLF line ends and tabs', '[\r\n\t{"a": 1}\r\n]\r\n', [{ a: 1 }]],
    ['an empty array', '[]', []],
    ['nothing', '', []],
    ['blanks', ' \n', []],
    ['names that come twice', '{"a": 1, "a": 2}', [{ a: 2 }]],
    ["the names of an object's own properties", '{"constructor": 1, "toString": 2}', [{ constructor: 1, toString: 2 }]],
  ])('reads %s', (_name, text, expected) => {
    const result = read(text);
    expect(values(result)).toEqual(expected);
    expect(result.stop).toBeUndefined();
  });

  it.each([
    ['a comma that is missing', '[{"a": 1} {"b": 2}]', 'invalid', '{', [{ a: 1 }], []],
    ['a comma too many', '[{"a": 1},]', 'invalid', ']', [{ a: 1 }], []],
    ['a comment', '[{"a": 1}, // why\n{"b": 2}]', 'invalid', '// why', [{ a: 1 }], []],
    ['a word', '[{"a": 1}, {"b": yes}]', 'invalid', 'yes', [{ a: 1 }], [{}]],
    ['another language', 'services: {}', 'invalid', 'services', [], []],
    ['a message after the end', '[{"a": 1}]\nError: No such object: x', 'invalid', 'Error', [{ a: 1 }], []],
    ['an unknown escape', '[{"a": "\\q", "b": 1}]', 'invalid', '"\\q"', [], [{}]],
    ['a bracket of the other kind', '[{"a": 1], 2]', 'invalid', ']', [], [{ a: 1 }]],
    ['the end inside an object', '[{"a": 1}, {"b": 2,', 'cut-off', ',', [{ a: 1 }], [{ b: 2 }]],
    ['the end inside a string', '[{"a": 1}, {"b": "li', 'cut-off', '"li', [{ a: 1 }], [{}]],
    ['the end inside a number', '[{"a": 1}, {"b": -', 'cut-off', '-', [{ a: 1 }], [{}]],
    ['the end inside what is nested', '[{"a": {"b": [1, {"c": 2}', 'cut-off', '}', [], [{ a: { b: [1, { c: 2 }] } }]],
    ['the end between two elements', '[{"a": 1},\n', 'cut-off', ',', [{ a: 1 }], []],
    ['the end of one object alone', '{"a": 1, "b": {', 'cut-off', '{', [], [{ a: 1, b: {} }]],
  ] as const)('stops at %s and keeps what stands before', (_name, text, reason, marked, whole, broken) => {
    const result = read(text);
    expect(values(result)).toEqual(whole);
    expect(result.broken.map(valueOf)).toEqual(broken);
    expect(result.stop?.reason).toBe(reason);
    expect(text.slice(result.stop?.span.start, result.stop?.span.end)).toBe(marked);
  });

  it('stops at what is nested too deep, however deep', () => {
    const text = `[{"a": 1}, {"b": ${'['.repeat(100_000)}`;
    const result = read(text);
    expect(values(result)).toEqual([{ a: 1 }]);
    expect(result.stop?.reason).toBe('too-deep');
    expect(text.slice(result.stop?.span.start, result.stop?.span.end)).toBe('[');
  });

  it('ends in time for a text of very many values', () => {
    expect(read('{}'.repeat(200_000)).stop?.what).toBe('unexpected content after the value');
  });

  it('reads what JSON.parse reads, and gives each value the place of its own text', () => {
    fc.assert(
      fc.property(json, (text) => {
        const { elements, stop } = read(text);
        const parsed: unknown = JSON.parse(text);
        expect(stop).toBeUndefined();
        expect(elements.map(valueOf)).toEqual(Array.isArray(parsed) ? parsed : [parsed]);
        for (const element of elements) {
          for (const node of nodesIn(element))
            expect(JSON.parse(text.slice(node.start, node.end))).toEqual(valueOf(node));
        }
      }),
    );
  });

  it('gives the elements before a cut, wherever the text is cut', () => {
    fc.assert(
      fc.property(fc.array(json, { minLength: 1, maxLength: 5 }), fc.nat(), (items, seed) => {
        const whole = `[${items.join(',\n')}]`;
        const text = whole.slice(0, seed % whole.length);
        const { elements, stop } = read(text);
        const expected: unknown = JSON.parse(whole);
        expect(elements.map(valueOf)).toEqual(Array.isArray(expected) ? expected.slice(0, elements.length) : []);
        if (text === '') return;
        expect(stop).toBeDefined();
        expect(text.slice(stop?.span.start, stop?.span.end).trim()).not.toBe('');
      }),
    );
  });

  it('never throws, and marks something', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('[', ']', '{', '}', '"', ',', ':', '\\', ' ', '\n', 'a', '1', '-', '/', '\u0000', '😀'),
        }),
        (text) => {
          const { stop } = read(text);
          if (stop === undefined) return;
          expect(text.slice(stop.span.start, stop.span.end)).not.toBe('');
        },
      ),
    );
  });
});
