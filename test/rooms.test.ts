import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { imports, ROOT, roomOf, sources } from './source-imports.ts';

/** The sections of a room's page, in order. */
const SECTIONS = ['Interface', 'Flow', 'Must stay true', 'Start here', 'Imports'];
const MAX_LINES = 60;
/** A name with this many importing rooms must be on its page. */
const IMPORTED_OFTEN = 5;

const rooms = [...new Set(sources.map(({ fileName }) => roomOf(fileName)))]
  .filter((room) => !room.endsWith('.ts'))
  .sort();

/** Each room's names that others import, and the importers. */
const used = new Map<string, Map<string, Set<string>>>();
for (const { from, to, names } of imports) {
  const [room, by] = [roomOf(to), roomOf(from)];
  if (!to.startsWith('src/') || room === by) continue;
  const ofRoom = used.get(room) ?? new Map<string, Set<string>>();
  used.set(room, ofRoom);
  for (const name of names) ofRoom.set(name, (ofRoom.get(name) ?? new Set()).add(by));
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** A page's sections by heading; `''` is the text before the first one. */
function sectionsOf(page: string): ReadonlyMap<string, string> {
  const parts = page.split(/^## (.+)$/m);
  return new Map([
    ['', parts[0] ?? ''],
    ...parts
      .slice(1)
      .flatMap((part, index): [string, string][] => (index % 2 === 0 ? [[part, parts[index + 2] ?? '']] : [])),
  ]);
}

/** The names in a table's first column, such as `Span`, `Setting<T>`, `readYaml()`. */
function namesInTable(section: string): readonly string[] {
  return [...section.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)/g)].map(([, name = '']) => name),
  );
}

/** The tokens of a room's code: unlike lines, they don't change with the format. */
function tokensOf(room: string): number {
  const count = (node: ts.Node, source: ts.SourceFile): number => {
    if (ts.isJSDoc(node)) return 0;
    const children = node.getChildren(source);
    return children.length === 0 ? 1 : children.reduce((sum, child) => sum + count(child, source), 0);
  };
  return sources
    .filter(({ fileName }) => roomOf(fileName) === room)
    .reduce((sum, source) => sum + count(source, source), 0);
}

/** The importing or imported rooms in the last section. */
function listed(section: string, title: string): readonly string[] {
  const [, list = ''] = new RegExp(`${title}: (.*?)\\.(?: |$)`, 'm').exec(section) ?? [];
  return [...list.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name).sort();
}

describe.each(rooms)('the page of src/%s', (room) => {
  const path = `src/${room}/README.md`;
  const page = existsSync(join(ROOT, path)) ? read(path) : '';
  const sections = sectionsOf(page);
  const names = namesInTable(sections.get('Interface') ?? '');
  const neighbors = sections.get('Imports') ?? '';

  test('has its sections in order, on one screen', () => {
    expect(page.split('\n')[0]).toBe(`# ${room}`);
    expect([...sections.keys()]).toEqual(['', ...SECTIONS]);
    expect(page.split('\n').length - 1).toBeLessThanOrEqual(MAX_LINES);
  });

  test('names what other rooms import, and only that', () => {
    const ofRoom = used.get(room) ?? new Map<string, Set<string>>();
    expect(names.filter((name) => !ofRoom.has(name))).toEqual([]);
    const often = [...ofRoom].filter(([, by]) => by.size >= IMPORTED_OFTEN).map(([name]) => name);
    expect(often.filter((name) => !names.includes(name))).toEqual([]);
  });

  test('its example gives what it shows', async () => {
    const [, code] = /```ts\n([\s\S]*?)```/.exec(sections.get('Interface') ?? '') ?? [];
    expect(code).toBeDefined();
    for (const [shown, found] of await runExample(room, code ?? '')) expect(found).toBe(shown);
  });

  test('the files that it names exist', () => {
    const named = [...page.matchAll(/`((?:[\w-]+\/)*[\w.-]+\.(?:ts|md|json))`/g)].map(([, name = '']) => name);
    const missing = named.filter(
      (name) => ![`src/${room}/${name}`, name, `src/${name}`].some((each) => existsSync(join(ROOT, each))),
    );
    expect(missing).toEqual([]);
  });

  test('has an exercise for a newcomer, in code that is there and with a test that is there', () => {
    const start = sections.get('Start here') ?? '';
    expect(start).toMatch(/Exercise: .* fail\.$/m);
    const [, file = '', code = ''] = /Exercise: in `([^`]+)`, (?:change|delete) `([^`]+)`/.exec(start) ?? [];
    if (file !== '') expect(read(`src/${room}/${file}`)).toContain(code);
    for (const [, path = ''] of start.matchAll(/`(test\/[^`]+)`/g))
      expect([path, existsSync(join(ROOT, path))]).toEqual([path, true]);
  });

  test('the room has the neighbors that it lists', () => {
    const from = imports
      .filter((one) => one.to.startsWith('src/') && roomOf(one.from) === room)
      .map(({ to }) => roomOf(to));
    const by = imports
      .filter((one) => one.to.startsWith('src/') && roomOf(one.to) === room)
      .map((one) => roomOf(one.from));
    const others = (list: readonly string[]): readonly string[] =>
      [...new Set(list)].filter((one) => one !== room).sort();
    expect(listed(neighbors, 'Imports')).toEqual(others(from));
    if (!neighbors.includes('Imported by: nearly every room.'))
      expect(listed(neighbors, 'Imported by')).toEqual(others(by));
  });
});

test('CONTRIBUTING lists the page of each room', () => {
  const contributing = read('CONTRIBUTING.md');
  expect(rooms.filter((room) => !contributing.includes(`(src/${room}/README.md)`))).toEqual([]);
});

/** No limit: a limit on size is met by wrapping and joining lines. */
test('reports the tokens of each room, of which fewer are better', () => {
  const tokens = rooms.map((room) => ({ room, tokens: tokensOf(room) }));
  const total = tokens.reduce((sum, one) => sum + one.tokens, 0);
  console.info([...tokens, { room: 'all', tokens: total }].map((one) => `${one.tokens}\t${one.room}`).join('\n'));
  expect(tokens.filter((one) => one.tokens === 0)).toEqual([]);
});

/** The commented lines of an example: the comment, and the value of the expression before it. */
async function runExample(room: string, code: string): Promise<readonly (readonly [shown: string, found: string])[]> {
  const source = ts.createSourceFile('example.ts', code, ts.ScriptTarget.Latest, true);
  const lines = source.statements.map((statement) => {
    const own = statement.getText();
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier)) {
      const target = join(ROOT, posix.join('src', room, statement.moduleSpecifier.text));
      return own.replace(statement.moduleSpecifier.getText(), JSON.stringify(pathToFileURL(target).pathname));
    }
    const [comment] = ts.getTrailingCommentRanges(code, statement.end) ?? [];
    if (!ts.isExpressionStatement(statement) || comment === undefined) return own;
    const shown = code.slice(comment.pos + 2, comment.end).trim();
    return `seen.push([${JSON.stringify(shown)}, ${statement.expression.getText()}]);`;
  });
  const folder = join(ROOT, '.cache/rooms');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${room.replace('/', '-')}.ts`);
  writeFileSync(file, ['const seen: [string, unknown][] = [];', ...lines, 'export { seen };', ''].join('\n'));
  const module: unknown = await import(/* @vite-ignore */ file);
  const seen = hasSeen(module) ? module.seen : [];
  expect(seen.length).toBeGreaterThan(0);
  return seen.map(([shown, value]) => [shown, inspect(value, { breakLength: Number.POSITIVE_INFINITY, depth: 6 })]);
}

function hasSeen(module: unknown): module is { readonly seen: readonly (readonly [string, unknown])[] } {
  return typeof module === 'object' && module !== null && 'seen' in module && Array.isArray(module.seen);
}
