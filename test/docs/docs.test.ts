import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments, visit } from 'yaml';
import { readConfig } from '../../src/config/read-config.ts';
import { FORMATS } from '../../src/reporters/index.ts';
import { createMemoryFiles } from '../memory-io.ts';
import { regenerate } from './generated.ts';
import { anchorsOf, codeOf, linksOf, PAGES, type Page, parsePage, ROOT } from './markdown.ts';
import { createSession, EXAMPLES, isOurs } from './session.ts';
import { fit, isFile, runPage } from './transcript.ts';

const pages = PAGES.map((page) => [page.path, page] as const);

describe.each(pages)('%s', (_, page) => {
  test('what is made from the code is up to date (npx tsx test/docs/update.ts)', () => {
    expect(page.lines.join('\n')).toBe(regenerate(page.lines).join('\n'));
  });

  test('its commands work, and show what the page shows', async () => {
    for (const { text, line, expected, actual, code } of await runPage(page)) {
      const place = `${page.path}:${line}: $ ${text}`;
      if (expected === undefined) expect(code, `${place}\n${actual.join('\n')}`).toBeLessThan(2);
      else expect([place, ...actual]).toEqual([place, ...expected]);
    }
  });

  test('its links lead somewhere', () => {
    const broken = linksOf(page).filter(({ target }) => !/^https?:/.test(target) && !leadsSomewhere(page, target));
    expect(broken).toEqual([]);
  });

  test('the files and commands that it speaks of are there', async () => {
    const wrong: string[] = [];
    const scripts = readScripts();
    for (const { text, line } of codeOf(page)) {
      const path = /^(?:src|test|scripts|schemas|docs)\/[\w./-]*$/.exec(text)?.[0];
      if (path !== undefined && !existsSync(join(ROOT, path))) wrong.push(`${line}: ${text}: no such file`);
      if (isOurs(text) && text.startsWith('plimsoll ') && !/[<…]/.test(text)) {
        // In prose, a command may lack its operand, but its name and options must be right.
        const { code, output } = await createSession(EXAMPLES).run(`${text} --help`);
        if (code > 0) wrong.push(`${line}: ${text}: ${output}`);
      }
    }
    const words = [
      ...codeOf(page),
      ...page.blocks.flatMap(({ lines, line }) => lines.map((text, index) => ({ text, line: line + index }))),
    ];
    for (const { text, line } of words) {
      for (const [whole, run, name = run] of text.matchAll(/\bnpm (?:run (\S+)|(start|test)\b)/g))
        if (name !== undefined && !scripts.includes(name)) wrong.push(`${line}: ${whole}: no such script`);
    }
    expect(wrong).toEqual([]);
  });

  test('its blocks of data can be read, and the commands in them work', async () => {
    const wrong: string[] = [];
    for (const { language, title, lines, line } of page.blocks) {
      if (language !== 'yaml' && language !== 'json') continue;
      // test/integrations/many-repositories.test.ts runs these.
      const isExample = /^(?:policy|shop)\//.test(title);
      const text = lines.join('\n');
      for (const document of parseAllDocuments(text)) {
        wrong.push(...document.errors.map(({ message }) => `${line}: ${message}`));
        const commands: string[] = [];
        visit(document, {
          Scalar: (_key, { value }) =>
            typeof value === 'string' && /^(?:npx (?:--no -- )?)?plimsoll\s/.test(value)
              ? void commands.push(value)
              : undefined,
        });
        for (const command of isExample ? [] : commands) {
          const { code, output } = await createSession(EXAMPLES).run(command);
          if (code > 1) wrong.push(`${line}: ${command}: ${output}`);
        }
      }
      if (title.startsWith('.plimsoll.'))
        expect(() => readConfig(title, createMemoryFiles({ [title]: text })), `${page.path}:${line}`).not.toThrow();
    }
    expect(wrong).toEqual([]);
  });
});

test('the program in the README prints what the README shows', () => {
  const { blocks } = PAGES.find(({ path }) => path === 'README.md') ?? { blocks: [] };
  const program = blocks.findIndex(({ language }) => language === 'js');
  const text = (blocks[program]?.lines ?? [])
    .join('\n')
    .replace("'plimsoll'", JSON.stringify(pathToFileURL(join(ROOT, 'src/index.ts')).href));
  const printed = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', text], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(printed).toBe(`${(blocks[program + 1]?.lines ?? []).join('\n')}\n`);
});

test('every format has its part in docs/reports.md, with an example', () => {
  const page = PAGES.find(({ path }) => path === 'docs/reports.md');
  const commands =
    page?.blocks.flatMap(({ language, lines }) =>
      language === 'console' ? lines.filter((line) => line.startsWith('$ ')) : [],
    ) ?? [];
  expect(FORMATS.filter((format) => !(page !== undefined && anchorsOf(page).includes(format)))).toEqual([]);
  expect(FORMATS.filter((format) => !commands.some((command) => command.includes(format)))).toEqual([]);
});

test('CONTRIBUTING.md stays short: what is longer is a page of docs/contributing', () => {
  const words = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8').split(/\s+/).filter(Boolean);
  expect(words.length).toBeLessThanOrEqual(2_500);
});

test('every page in docs/ can be reached from the README, and those for contributors from CONTRIBUTING.md', () => {
  for (const [from, isReached] of [
    ['README.md', (path: string) => path.startsWith('docs/') && !path.startsWith('docs/contributing/')],
    ['CONTRIBUTING.md', (path: string) => path.startsWith('docs/contributing/')],
  ] as const) {
    const page = PAGES.find(({ path }) => path === from);
    const targets = page === undefined ? [] : linksOf(page).map(({ target }) => target.replace(/#.*/, ''));
    expect(PAGES.map(({ path }) => path).filter((path) => isReached(path) && !targets.includes(path))).toEqual([]);
  }
});

describe('an output that is shown in part', () => {
  const output = ['a', 'b', 'c', 'd', 'e'];
  test.each([
    ['whole', output, output],
    ['its middle', ['…', 'b', 'c', '…'], ['…', 'b', 'c', '…']],
    ['its ends', ['a', '…', 'e'], ['a', '…', 'e']],
    ['a changed part between lines that are still there', ['…', 'b', 'x', 'd', '…'], ['…', 'b', 'c', 'd', '…']],
    ['a part that is gone', ['…', 'x', '…'], output],
    ['a beginning that is not the beginning', ['b', '…'], ['a', 'b', '…']],
    ['an end that is not the end', ['…', 'd'], ['…', 'd', 'e']],
    ['parts in the wrong order', ['…', 'd', '…', 'b', '…'], output],
  ])('%s', (_, expected, fitted) => {
    expect(fit(expected, output)).toEqual(fitted);
  });
});

describe('a page is run as it is read', () => {
  const run = async (...lines: readonly string[]): Promise<readonly (readonly string[])[]> =>
    (await runPage(parsePage('page.md', lines.join('\n')))).map(({ actual }) => actual);

  test('a block with a path is a file for the commands below it', async () => {
    const [shown] = await run(
      '<!-- empty folder -->',
      '```yaml app/compose.yaml',
      'services: { web: { image: nginx, privileged: true } }',
      '```',
      '```console',
      '$ plimsoll -q --format text app',
      '```',
    );
    expect(shown?.filter((line) => line.startsWith('app/compose.yaml:1:46: error privileged-container'))).toHaveLength(
      1,
    );
  });

  test('a command whose words are not understood is an error, not passed over', async () => {
    await expect(run('```sh', 'sudo plimsoll compose.yaml', '```')).rejects.toThrow(
      "line 2: sudo plimsoll compose.yaml: The test can't run this command",
    );
  });

  test('a file that is shown is no command', () => {
    expect(parsePage('page.md', '```sh deploy.sh\nplimsoll\n```').blocks.map(isFile)).toEqual([true]);
  });
});

function leadsSomewhere({ path, ...page }: Page, target: string): boolean {
  const [file = '', anchor] = target.split('#');
  const wanted = file === '' ? path : posix.join(posix.dirname(path), file);
  if (!existsSync(join(ROOT, wanted))) return false;
  if (anchor === undefined) return true;
  const there = file === '' ? { path, ...page } : parsePage(wanted, readFileSync(join(ROOT, wanted), 'utf8'));
  return anchorsOf(there).includes(anchor);
}

function readScripts(): readonly string[] {
  const manifest: unknown = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  return typeof manifest === 'object' &&
    manifest !== null &&
    'scripts' in manifest &&
    typeof manifest.scripts === 'object' &&
    manifest.scripts !== null
    ? Object.keys(manifest.scripts)
    : [];
}
