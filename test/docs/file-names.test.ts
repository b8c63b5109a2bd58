import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isNode, parseAllDocuments, visit } from 'yaml';
import { PAGES, ROOT } from './markdown.ts';

/*
 * A command that ends in names of files which somebody else chose: in a hook, an editor's setting, a script. Its
 * options end with `--`, so that no name is an option or a pattern to plimsoll, or names a file to Node.js.
 */

interface Command {
  readonly place: string;
  readonly text: string;
}

/** What hooks, editors, shells and other programs put names of files in the place of. */
const PLACEHOLDER =
  /\{(?:staged_|push_|all_)?files?\}|\$(?:\{?[@*]|\{\w+\[[@*]\]|\{?(?:file|path|name|f)s?\b)|\$\((?:git|find|ls|cat)\b|%(?::\w)*:S|(?<=\s)%(?=\s|$)|\$\{?(?:file|relativeFile)\}|\{\}/;
/** A program that adds names of files at the end of the words that it is given. */
const ADDS_NAMES = /\bxargs\b|\bparallel\b/;
const CALL = /(?:^|[\s"'=/])plimsoll(?:\.cjs)?["']?(?=[\s\\"',\]]|$)/;
const DASHES = /(?:^|[\s\\"'])--(?=[\s\\"',]|$)/;

/** True for a line that calls plimsoll with names of files from elsewhere and without `--` before them. */
function isOpen(line: string): boolean {
  const call = CALL.exec(line);
  if (call === null) return false;
  const [words = ''] = line.slice(call.index + call[0].length).split(/&&|[;|]/);
  const placeholder = PLACEHOLDER.exec(words);
  if (placeholder === null) return ADDS_NAMES.test(line.slice(0, call.index)) && !DASHES.test(words);
  return !DASHES.test(words.slice(0, placeholder.index));
}

/** The commands of pre-commit's hooks in a YAML text: entry and arguments, which file names follow, in one line. */
function hooksIn(text: string): readonly { readonly command: string; readonly exclude: unknown }[] {
  const found: { command: string; exclude: unknown }[] = [];
  for (const document of parseAllDocuments(text)) {
    visit(document, {
      Map: (_, map) => {
        const valueOf = (key: string): unknown => {
          const node = map.get(key, true);
          return isNode(node) ? node.toJS(document) : undefined;
        };
        const [entry, args] = [valueOf('entry'), valueOf('args')];
        if (
          valueOf('id') !== 'plimsoll' ||
          (entry === undefined && args === undefined) ||
          valueOf('pass_filenames') === false
        )
          return;
        const words: readonly unknown[] = [entry ?? 'plimsoll', ...(Array.isArray(args) ? args.map(String) : [])];
        // Where there is no entry, the hook is that of the manifest, with what it leaves out.
        found.push({ command: words.map(String).join(' '), exclude: entry === undefined ? '^--' : valueOf('exclude') });
      },
    });
  }
  return found;
}

const texts: readonly Command[] = [
  // The action puts its words together one by one, so that test/integrations tries it.
  ...['.pre-commit-hooks.yaml', 'Dockerfile'].map((path) => ({
    place: path,
    text: readFileSync(join(ROOT, path), 'utf8'),
  })),
  ...PAGES.flatMap(({ path, blocks, prose }) => [
    ...blocks.map(({ line, lines }) => ({ place: `${path}:${line}`, text: lines.join('\n') })),
    ...prose.flatMap(({ text, line }) =>
      [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => ({ place: `${path}:${line}`, text: code })),
    ),
  ]),
];
const hooks = texts
  .filter(
    ({ place, text }) => /\bhooks:|^- id:/m.test(text) && (place.startsWith('.pre') || /\bid: plimsoll/.test(text)),
  )
  .flatMap(({ place, text }) => hooksIn(text).map((hook) => ({ place, ...hook })));

test('lines are distinguished', () => {
  const open = [
    'plimsoll "$@"',
    'npx plimsoll --quiet {staged_files}',
    'makeprg=plimsoll\\ --format\\ text\\ %:S',
    'git diff --name-only -z | xargs -0 npx --no -- plimsoll --quiet',
    'plimsoll --format text $(git ls-files)',
    'node dist/plimsoll.cjs "${files[@]}" -- x',
  ];
  const closed = [
    'plimsoll -- "$@"',
    'npx plimsoll --quiet -- {staged_files}',
    'makeprg=plimsoll\\ --\\ %:S',
    'xargs -0 plimsoll --',
    'plimsoll compose.yaml deploy.sh',
    'cd plimsoll && ls "$@"',
    'docker inspect $(docker ps -q) | plimsoll -',
  ];
  expect(open.filter((line) => !isOpen(line))).toEqual([]);
  expect(closed.filter(isOpen)).toEqual([]);
});

test('commands that end in names of files from elsewhere have -- before them', () => {
  const open = texts.flatMap(({ place, text }) =>
    text
      .split('\n')
      .filter(isOpen)
      .map((line) => `${place}: ${line}`),
  );
  expect(open).toEqual([]);
  // The setting for Vim is one, so that this cannot pass by finding nothing.
  expect(
    texts.flatMap(({ text }) => text.split('\n')).filter((line) => CALL.test(line) && PLACEHOLDER.test(line)),
  ).not.toEqual([]);
});

describe('hooks for pre-commit', () => {
  test('are found: the manifest, the README, two in docs/integrations.md, one for many repositories, one for changes of others', () => {
    expect(hooks.map(({ place }) => place.replace(/:\d+$/, ''))).toEqual([
      '.pre-commit-hooks.yaml',
      'README.md',
      'docs/integrations.md',
      'docs/integrations.md',
      'docs/many-repositories.md',
      'docs/untrusted-changes.md',
    ]);
  });

  test.each(hooks)(
    '$place ends its options with --, and leaves out what Node.js takes even there',
    ({ command, exclude }) => {
      expect(command).toMatch(/\splimsoll.*\s--$|^plimsoll .*\s--$/);
      expect(exclude).toBe('^--');
    },
  );
});

test('the image gives Node.js no argument in which it would look for --env-file', () => {
  expect(/^ENTRYPOINT (.*)$/m.exec(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'))?.[1]).toMatch(/^\["node", "--", /);
});
