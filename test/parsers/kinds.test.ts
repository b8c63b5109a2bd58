import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { createGlob } from '../../src/files/glob.ts';
import { lintText } from '../../src/lint/lint.ts';
import { FRONT_ENDS } from '../../src/parsers/all.ts';
import { renderedName } from '../../src/parsers/jinja.ts';
import { detectKind } from '../../src/parsers/registry.ts';
import { MANIFEST } from '../docs/extension.ts';
import { ROOT } from '../docs/markdown.ts';
import { checkFixture, readExpectations } from '../fixture-runner.ts';
import { KINDS } from './kinds.ts';

const FOLDER = join(ROOT, 'test/fixtures/inputs');
const read = (path: string): string => readFileSync(join(FOLDER, path), 'utf8');

const { file_extensions: endings, file_names_regex: regexes } = parse(
  readFileSync(join(ROOT, 'mega-linter-plugin-plimsoll/plimsoll.megalinter-descriptor.yml'), 'utf8'),
) as { readonly file_extensions: readonly string[]; readonly file_names_regex: readonly string[] };

/** True if MegaLinter passes a file to the linter (`megalinter/utils.py`, `filter_files`). */
function isGivenByMegaLinter(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const ending = /[^.](\.[^.]*)$/.exec(name)?.[1] ?? '';
  return endings.includes(ending) || new RegExp(`^(?:${regexes.join('|')})$`).test(name);
}

const { lint } = parse(readFileSync(join(ROOT, 'templates/trunk/plugin.yaml'), 'utf8')) as {
  readonly lint: { readonly files: readonly [{ readonly extensions: readonly string[]; readonly regexes: string[] }] };
};

/** True if Trunk passes a file: by an extension, or a regular expression in its path. */
function isGivenByTrunk(path: string): boolean {
  const [{ extensions, regexes: paths }] = lint.files;
  return extensions.some((one) => path.endsWith(`.${one}`)) || paths.some((one) => new RegExp(one).test(path));
}

describe.each(FRONT_ENDS)('$kind', ({ kind, isCandidate, isOnRequest }) => {
  const { fixtures, results, names, documented, activation, notInMegaLinter } = KINDS[kind];

  test.each(fixtures)('%s has the results that it names, and no other errors', async (path) => {
    const text = read(path);
    expect(detectKind({ path, text })).toBe(kind);
    const { findings } = await lintText({ path, text });
    const errors = findings.filter(({ severity }) => severity === 'error');
    if (results !== undefined) {
      const marked = findings.map(({ rule, location: { span } }) => `${rule}: ${text.slice(span.start, span.end)}`);
      expect(marked).toEqual(expect.arrayContaining([...results]));
      expect(errors.filter(({ rule }) => !results.some((one) => one.startsWith(`${rule}:`)))).toEqual([]);
      return;
    }
    const rules = [...new Set(readExpectations(text).map(({ rule }) => rule))];
    expect(rules.length).toBeGreaterThan(1);
    expect(await checkFixture(path, text, ...rules)).toEqual([]);
    expect(errors.map(({ rule }) => rule).filter((rule) => !rules.includes(rule))).toEqual([]);
  });

  test.each([...fixtures, ...names])('%s is looked at, by MegaLinter and Trunk too', (path) => {
    expect(isCandidate(renderedName(path)) || isOnRequest?.(path)).toBe(true);
    expect(isGivenByMegaLinter(path)).toBe(notInMegaLinter === undefined);
    expect(isGivenByTrunk(path)).toBe(notInMegaLinter === undefined);
  });

  test('has a row in docs/inputs.md', () => {
    expect(readFileSync(join(ROOT, 'docs/inputs.md'), 'utf8')).toContain(`\n| ${documented} | `);
  });

  test('starts the extension, or has a reason not to', () => {
    if ('none' in activation) {
      expect(activation.none).not.toBe('');
      return;
    }
    expect(activation.filter((event) => !MANIFEST.activationEvents.includes(event))).toEqual([]);
    const globs = activation.flatMap((event) => /^workspaceContains:(.*)$/.exec(event)?.[1] ?? []).map(createGlob);
    for (const glob of globs) expect([...fixtures, ...names].some((name) => glob(name))).toBe(true);
  });
});

test('every fixture is one of a kind', () => {
  const files = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(FOLDER.length + 1));
  expect(files.sort()).toEqual(
    Object.values(KINDS)
      .flatMap(({ fixtures }) => fixtures)
      .sort(),
  );
});

test('every activation event is for a kind, or for the Dockerfiles that others name', () => {
  const wanted = Object.values(KINDS).flatMap(({ activation }) => ('none' in activation ? [] : activation));
  expect(MANIFEST.activationEvents.filter((event) => !wanted.includes(event))).toEqual(['onLanguage:dockerfile']);
});

test.each(['main.ts', 'a.py', 'Dockerfile.dev', 'a.tar.gz'])('MegaLinter and Trunk do not give %s', (path) => {
  expect(isGivenByMegaLinter(path)).toBe(false);
  expect(isGivenByTrunk(path)).toBe(false);
});
