import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { PAGES, ROOT } from './docs/markdown.ts';

/**
 * Forms that read as translated, or words that only this project uses, with the form to write
 * instead.
 */
const BANNED: readonly (readonly [form: RegExp, instead: string])[] = [
  [/\b(?:[Ww]hoever|[Ss]omebody|[Ee]verybody)\b/, 'anyone, you'],
  [/(?:^|[.:;] )What (?!is |does |do |are |can |to |may break)[a-z][^?|]*(?:\.|$)/, 'a noun as the subject'],
  [/\bfile systems?\b/, 'filesystem'],
  [/\bhost names?\b/, 'hostname'],
  [/(?<!workspace )\b[Ff]olders?\b/, 'directory'],
  [/\b[Ee]ditions?\b/, 'version'],
  [/\bcontrol socket\b/, "the engine's socket"],
  [/\bintruders?\b/, 'attacker'],
  [/\bin the place of\b/, 'instead of'],
  [/\bnot known\b/, 'unknown'],
  [/\b(?:real|secret) password\b/, 'no password or a known one'],
  [/\bof which nothing\b/, 'unknown'],
  [/\bfrom here on\b/, 'the rest'],
  [/\bfor ever\b/, 'indefinitely'],
  [/\banew\b/, 'again'],
  [/\b[Rr]ules? of (?:your|one's) own\b/, 'custom rules'],
  [/\b[Tt]he text does not\b/, 'the file does not'],
  [/\b(?:is|are) no [a-z]+ of\b/, 'is not a'],
  [/\bstands? (?:in|on|at|behind|beside|before|there|alone|after)\b/, 'is'],
  [/\bof (?:[\w`'-]+ ){1,3}of (?:[\w`'-]+ ){1,3}of\b/, 'fewer of'],
];

/** The longest sentence of a message, in words. */
const MOST_WORDS = 30;

/** Word lists, scripts and pages of HTML: not sentences. */
const NOT_SENTENCES = /^#|^<|^repos:|\n#|\{ color-scheme|^cis edition|^(?:\S+ ){30,}\S+$(?<![.!?])/;

/** Sentences that are right as they are. */
const RIGHT: readonly string[] = [
  // The choices of the prompt, a line each.
  'y  apply this fix',
];

interface Text {
  readonly place: string;
  readonly text: string;
}

function stringsIn(path: string): readonly Text[] {
  const code = readFileSync(join(ROOT, path), 'utf8');
  const file = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true);
  const found: Text[] = [];
  const visit = (node: ts.Node): void => {
    const text = textOf(node);
    if (text !== undefined && /[a-z]{2,} [a-z]+ [a-z]+/i.test(text) && !NOT_SENTENCES.test(text)) {
      const { line } = file.getLineAndCharacterOfPosition(node.getStart());
      found.push({ place: `${path}:${line + 1}`, text });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `x${literal.text}`).join('');
}

/** The first argument of each `test`, `describe` and `test.each(…)`. */
function testNamesIn(path: string): readonly Text[] {
  const code = readFileSync(join(ROOT, path), 'utf8');
  const file = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true);
  const found: Text[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(?:test|describe)\b/.test(node.expression.getText())) {
      const [name] = node.arguments;
      const text = name === undefined ? undefined : textOf(name);
      if (text !== undefined)
        found.push({ place: `${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`, text });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name));
}

function commentsIn(path: string): readonly Text[] {
  const code = readFileSync(join(ROOT, path), 'utf8');
  const file = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true);
  const ranges = new Map<number, ts.CommentRange>();
  const visit = (node: ts.Node): void => {
    const before = ts.getLeadingCommentRanges(code, node.getFullStart()) ?? [];
    const after = ts.getTrailingCommentRanges(code, node.getEnd()) ?? [];
    for (const range of [...before, ...after]) ranges.set(range.pos, range);
    ts.forEachChild(node, visit);
  };
  visit(file);
  const found = [...ranges.values()].map(({ pos, end }) => ({
    place: `${path}:${file.getLineAndCharacterOfPosition(pos).line + 1}`,
    text: code.slice(pos, end).replaceAll(/\s*\n\s*\*?\s*/g, ' '),
  }));
  return found;
}

const isSource = (path: string): boolean =>
  path.endsWith('.ts') && !/\.d\.ts$|\.generated\.|images\/table\/|node_modules|\/dist\//.test(path);

function proseOf({ path, lines }: { readonly path: string; readonly lines: readonly string[] }): readonly Text[] {
  let isCode = false;
  return lines.flatMap((line, index) => {
    if (/^ *```/.test(line)) isCode = !isCode;
    return isCode || line.startsWith('<!--')
      ? []
      : [{ place: `${path}:${index + 1}`, text: line.replaceAll(/\]\([^)]*\)/g, ']') }];
  });
}

function bannedIn(texts: readonly Text[]): readonly string[] {
  return texts.flatMap(({ place, text }) => {
    const plain = text.replaceAll(/`[^`]*`/g, '`x`');
    return BANNED.flatMap(([form, instead]) => {
      const hit = form.exec(plain)?.[0];
      return hit === undefined ? [] : [`${place}: “${hit}”: write ${instead}`];
    });
  });
}

const strings = ['src', 'editors/vscode', 'playground'].flatMap(filesBelow).filter(isSource).flatMap(stringsIn);

describe('what users read is plain English', () => {
  test('in messages, help and settings', () => {
    expect(strings.length).toBeGreaterThan(1000);
    expect(bannedIn(strings)).toEqual([]);
  });

  test('no sentence of a message is too long', () => {
    const long = strings.flatMap(({ place, text }) =>
      text
        .split(/(?<=[.?!]) |\n/)
        .filter((sentence) => sentence.split(/\s+/).length > MOST_WORDS && !RIGHT.some((one) => text.startsWith(one)))
        .map((sentence) => `${place}: ${sentence}`),
    );
    expect(long).toEqual([]);
  });

  test('in the documentation', () => {
    expect(bannedIn(PAGES.flatMap(proseOf))).toEqual([]);
  });

  test('in the names of tests', () => {
    const names = filesBelow('test')
      .filter((path) => path.endsWith('.test.ts'))
      .flatMap(testNamesIn);
    expect(names.length).toBeGreaterThan(2500);
    expect(bannedIn(names)).toEqual([]);
    expect(names.filter(({ text }) => /\b(?:refuse[sd]?|behind|beside)\b/.test(text))).toEqual([]);
  });

  test('in comments', () => {
    const comments = ['src', 'scripts', 'test'].flatMap(filesBelow).filter(isSource).flatMap(commentsIn);
    expect(comments.length).toBeGreaterThan(6000);
    expect(bannedIn(comments)).toEqual([]);
  });

  test('comments of src stay short', () => {
    const lines = filesBelow('src')
      .filter(isSource)
      .flatMap((path) => readFileSync(join(ROOT, path), 'utf8').split('\n'));
    const comments = lines.filter((line) => /^\s*(?:\/[/*]|\*)/.test(line));
    const count = comments.flatMap((line) => line.match(/[A-Za-z]+/g) ?? []).length;
    expect(count).toBeGreaterThan(50_000);
    expect(count).toBeLessThanOrEqual(85_000);
  });

  test('on the pages of rules', () => {
    const pages = filesBelow('src/rules')
      .filter((path) => path.endsWith('.md') && !path.endsWith('README.md'))
      .map((path) => ({ path, lines: readFileSync(join(ROOT, path), 'utf8').split('\n') }));
    expect(bannedIn(pages.flatMap(proseOf))).toEqual([]);
  });
});

/** The widest comment, in columns. */
const MAX_COMMENT = 100;

test('comments wrap, so that lines in diffs and side by side can be read', () => {
  const files = ['src', 'test', 'scripts', 'editors/vscode/src', 'playground'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /(?<!\.d)\.ts$/.test(path) && !path.startsWith('fixtures/'))
      .map((path) => join(folder, path)),
  );
  const wide = files.flatMap((path) =>
    readFileSync(join(ROOT, path), 'utf8')
      .split('\n')
      .flatMap((line, index) => (isWideComment(line) ? [`${path}:${index + 1}`] : [])),
  );
  expect(wide).toEqual([]);
});

/** A directive for eslint is one line, and an address can't be split. */
function isWideComment(line: string): boolean {
  const [, text = ''] = /^\s*(?:\/\/|\/\*\*?|\* )\s*(.*)/.exec(line) ?? [];
  return line.length > MAX_COMMENT && text.includes(' ') && !text.startsWith('eslint-disable');
}
