import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isNode, parseAllDocuments, visit } from 'yaml';
import { PAGES, ROOT } from './markdown.ts';

// A command that ends in file names from elsewhere: in a hook, an editor setting or a script. Its
// options must end with `--`, so no name can act as an option, a pattern or a Node.js argument.

interface Command {
  readonly place: string;
  readonly text: string;
}

/** Placeholders for file names in hooks, editors, shells and other programs. */
const PLACEHOLDER =
  /\{(?:staged_|push_|all_)?files?\}|\$(?:\{?[@*]|\{\w+\[[@*]\]|\{?(?:file|path|name|f)s?\b)|\$\((?:git|find|ls|cat)\b|%(?::\w)*:S|(?<=\s)%(?=\s|$)|\$\{?(?:file|relativeFile)\}|\{\}/;
/** Programs that append file names to a command. */
const ADDS_NAMES = /\bxargs\b|\bparallel\b/;
const CALL = /(?:^|[\s"'=/])plimsoll(?:\.cjs)?["']?(?=[\s\\"',\]]|$)/;
const DASHES = /(?:^|[\s\\"'])--(?=[\s\\"',]|$)/;

/** True for a plimsoll command that takes file names from elsewhere without `--`. */
function isOpen(line: string): boolean {
  const call = CALL.exec(line);
  if (call === null) return false;
  const [words = ''] = line.slice(call.index + call[0].length).split(/&&|[;|]/);
  const placeholder = PLACEHOLDER.exec(words);
  if (placeholder === null) return ADDS_NAMES.test(line.slice(0, call.index)) && !DASHES.test(words);
  return !DASHES.test(words.slice(0, placeholder.index));
}

/** The commands of pre-commit hooks in YAML: entry and arguments in one line. */
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
        // Without an entry, it is the manifest's hook; its exclusions follow.
        found.push({ command: words.map(String).join(' '), exclude: entry === undefined ? '^--' : valueOf('exclude') });
      },
    });
  }
  return found;
}

const texts: readonly Command[] = [
  // The action builds its command word by word; test/integrations runs it.
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
  // Vim's setting is one, so this test can't pass by finding nothing.
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
