import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSite, redirects } from '../scripts/site/build.ts';
import { RANKING, SEPARATOR } from '../scripts/site/config.ts';
import { siteParts } from '../scripts/site/pages.ts';
import { findTools } from '../scripts/tools.ts';
import { RULES } from '../src/rules/index.ts';
import { brokenRules } from './accessibility.ts';
import { Browser, findChromium, type Page } from './chromium.ts';
import { isCi } from './ci-only.ts';
import { PAGES, ROOT } from './docs/markdown.ts';

/** MiniSearch's part for the search test; VitePress includes the package. */
interface MiniSearchClass {
  loadJSON(
    json: string,
    options: {
      readonly fields: readonly string[];
      readonly tokenize: (text: string) => readonly string[];
      readonly searchOptions: typeof RANKING;
    },
  ): { search(question: string): readonly { readonly id: string }[] };
}

/** A subdirectory, so that links without the base fail. */
const BASE = '/tools/plimsoll/';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

test('every page of docs, every rule and the changelog is in the site', () => {
  const sources = new Set(siteParts(ROOT).flatMap(({ pages }) => pages.map(({ source }) => source)));
  const wanted = [
    ...PAGES.map(({ path }) => path).filter((path) => path !== 'editors/vscode/README.md'),
    ...RULES.map(({ id }) => `src/rules/${id}/page.md`),
  ];
  expect(wanted.filter((path) => !sources.has(path))).toEqual([]);
});

describe.runIf(isCi)('the site (built in CI, and with PLIMSOLL_CI=1)', () => {
  const target = mkdtempSync(join(tmpdir(), 'plimsoll-site-'));
  let server: Server;
  let origin = '';

  beforeAll(async () => {
    await buildSite({ target, base: BASE });
    server = createServer((request, response) => {
      const [path = ''] = (request.url ?? '').split('?');
      const below = path.startsWith(BASE) ? path.slice(BASE.length) : undefined;
      const named = below === undefined ? undefined : join(target, decodeURIComponent(below));
      const file = named !== undefined && isFolder(named) ? join(named, 'index.html') : named;
      if (file === undefined || !existsSync(file)) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'text/plain' }).end(readFileSync(file));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    origin = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
  }, 300_000);

  afterAll(() => {
    server.close();
    rmSync(target, { recursive: true });
  });

  function isFolder(path: string): boolean {
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  }

  describe('the search ranks the answer first', () => {
    test.each([
      ['disable a rule', 'suppressing.html#disable-a-rule'],
      ['suppress a finding', 'suppressing.html#'],
      ['ignore a finding', 'suppressing.html#'],
      ['false positive', 'troubleshooting.html#'],
      ['baseline', 'suppressing.html#create-a-baseline'],
      ['fix automatically', 'fixing.html#'],
      ['docker-socket-mount', 'rules/docker-socket-mount.html#'],
      ['exit codes', 'command-line.html#exit-codes'],
      ['github actions', 'integrations.html#github-actions'],
      ['pre-commit', 'integrations.html#pre-commit'],
      ['variable unknown', 'troubleshooting.html#a-variable-is-unknown'],
      ['custom rules', 'own-rules.html#'],
      ['pull request new findings', 'adopting.html#or-count-only-new-findings-in-a-pull-request'],
      ['vs code', 'editors.html#vs-code'],
    ])('%s', async (question, answer) => {
      expect((await search(question))[0]).toContain(`/${answer}`);
    });
  });

  test('the search leaves out the pages for contributors', async () => {
    expect((await search('adding an input')).filter((id) => id.includes('/contributing/'))).toEqual([]);
  });

  /** The search results for a question, best first. */
  async function search(question: string): Promise<readonly string[]> {
    const chunks = join(target, 'assets/chunks');
    const name = readdirSync(chunks).find((each) => each.startsWith('@localSearchIndexroot')) ?? '';
    const index = (await import(pathToFileURL(join(chunks, name)).href)) as { readonly default: string };
    const program = join(findTools('vitepress') ?? '', 'node_modules/minisearch/dist/es/index.js');
    const { default: MiniSearch } = (await import(pathToFileURL(program).href)) as {
      readonly default: MiniSearchClass;
    };
    const loaded = MiniSearch.loadJSON(index.default, {
      fields: ['title', 'titles', 'text'],
      tokenize: (text) => text.toLowerCase().split(new RegExp(SEPARATOR, 'u')).filter(Boolean),
      searchOptions: RANKING,
    });
    return loaded.search(question).map(({ id }) => id);
  }

  test('every link and anchor of every page leads to something', () => {
    const texts = new Map(
      readdirSync(target, { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.html') && !path.startsWith('playground'))
        .map((path) => [path, readFileSync(join(target, path), 'utf8')]),
    );
    const dead = new Set<string>();
    for (const [path, text] of texts)
      for (const [, link = ''] of text.matchAll(/<a [^>]*href="([^"]*)"/g)) {
        if (/^(?:https?|mailto|data):/.test(link)) continue;
        const url = new URL(link.replaceAll('&amp;', '&'), `http://site${BASE}${path}`);
        const below = decodeURIComponent(url.pathname.slice(BASE.length)) || 'index.html';
        const file = below.endsWith('/') ? `${below}index.html` : below;
        const anchor = decodeURIComponent(url.hash.slice(1));
        const isThere = url.pathname.startsWith(BASE) && existsSync(join(target, file));
        if (!isThere || (anchor !== '' && texts.get(file)?.includes(`id="${anchor}"`) !== true))
          dead.add(`${path}: ${link}`);
      }
    expect([...dead]).toEqual([]);
    expect(texts.size).toBeGreaterThan(100);
  });

  test.each(redirects().filter(([path]) => path.endsWith('.31') || path.endsWith('.32')))(
    '%s leads to %s',
    (path, id) => {
      expect(readFileSync(join(target, path, 'index.html'), 'utf8')).toContain(`url=${BASE}rules/${id}.html`);
    },
  );

  describe.skipIf(findChromium() === undefined)('in a real browser', () => {
    let browser: Browser;
    beforeAll(() => {
      browser = new Browser(findChromium() ?? '');
    });
    afterAll(() => browser.close());

    async function open(path: string, width = 1280, scheme: 'light' | 'dark' = 'light'): Promise<Page> {
      const page = await browser.open(`${origin}${BASE}${path}`, { width, height: 800, scheme });
      await soon(page, 'document.readyState').toBe('complete');
      return page;
    }

    function soon(page: Page, expression: string): ReturnType<typeof expect.poll> {
      return expect.poll(() => page.evaluate(expression), { timeout: 20_000, interval: 50 });
    }

    /** A page's external requests and script errors. */
    function faults({ problems }: Page): readonly string[] {
      return problems.filter((problem) => !problem.startsWith(`${origin}${BASE}`) && !problem.startsWith('data:'));
    }

    const READ = [
      '',
      'start.html',
      'symptoms.html',
      'rules.html',
      'configuration.html',
      'rules/docker-socket-mount.html',
    ];

    test.each(READ)('%s has no error, asks for nothing from elsewhere, and is not wider than a phone', async (path) => {
      const page = await open(path, 390);
      await soon(page, 'document.querySelector("h1") !== null').toBe(true);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
      expect(faults(page)).toEqual([]);
    });

    test.each([
      ['5.31', 'docker-socket-mount'],
      ['Read-only file system', 'symptoms'],
      ['permission denied docker daemon socket', 'symptoms.html#permission-denied-while-trying'],
    ])('the search for “%s” leads to %s, by the keyboard alone', async (words, wanted) => {
      const page = await open('start.html');
      await soon(page, 'document.querySelector("#local-search button, .DocSearch-Button") !== null').toBe(true);
      await page.press('k', { hasControl: true });
      await soon(page, 'document.activeElement?.id ?? ""').toContain('localsearch');
      await page.type(words);
      await soon(page, '[...document.querySelectorAll(".result")].slice(0, 5).map((a) => a.href).join(" ")').toContain(
        wanted,
      );
      await page.press('Enter');
      await soon(page, 'location.pathname').not.toBe(`${BASE}start.html`);
      expect(faults(page)).toEqual([]);
    });

    test.each(
      [...READ, 'comparison.html', 'playground/index.html'].flatMap((path) => [
        [path, 'light'] as const,
        [path, 'dark'] as const,
      ]),
    )('%s in %s colours has the contrast, names and order that WCAG AA asks for', async (path, scheme) => {
      const page = await open(path, 1280, scheme);
      await soon(page, 'document.querySelector("h1") !== null').toBe(true);
      expect(await brokenRules(page, findTools('vitepress') ?? '')).toEqual([]);
    });

    test('follows a reader who wants it dark', async () => {
      const page = await open('rules.html', 1280, 'dark');
      await soon(page, 'document.documentElement.className').toContain('dark');
    });

    test('a number of the benchmark is an address', async () => {
      const page = await open('cis/1.8/5.32/');
      await soon(page, 'location.pathname').toBe(`${BASE}rules/docker-socket-mount.html`);
    });

    test('the playground inside it lints', async () => {
      const page = await open('playground/index.html');
      await soon(page, 'document.querySelector("#summary")?.textContent ?? ""').toContain('request');
    });
  });
});
