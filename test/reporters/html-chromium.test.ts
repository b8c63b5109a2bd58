import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser, findChromium, type Page, type PageOptions } from '../chromium.ts';
import { HOSTILE, MIXED, report, type Tree } from './run.ts';

const program = findChromium();
const WIDE: PageOptions = { width: 1400, height: 900 };
const NARROW: PageOptions = { width: 360, height: 700 };
/** A realistic project with sixty services in four files, never linted before. */
const GROWN: Tree = Object.fromEntries(
  ['web', 'data', 'ops', 'lab'].map((folder, at) => [
    `${folder}/compose.yaml`,
    `services:\n${Array.from(
      { length: 15 },
      (_, index) =>
        `  ${folder}-service-${index}:\n    image: ${index % 4 === 0 ? `registry.example.org/team/${folder}-${index}` : `nginx:\${V${index}}`}\n    restart: always\n${
          [
            '    volumes: ["/var/run/docker.sock:/var/run/docker.sock", "/etc:/host/etc"]\n',
            `    ports: ["${8000 + index + 20 * at}:80", "22:22"]\n    environment: { POSTGRES_PASSWORD: hunter2 }\n`,
            '    privileged: true\n    pid: host\n    network_mode: host\n',
            '    cap_add: [SYS_ADMIN]\n    security_opt: ["seccomp:unconfined", "apparmor=unconfined"]\n    ipc: host\n    devices: ["/dev/sda"]\n',
            '    userns_mode: host\n    uts: host\n    cgroup: host\n    ulimits: { nofile: 9 }\n    logging: { driver: json-file }\n',
          ][(index + at) % 5]
        }`,
    ).join('')}`,
  ]),
);

/** More containers than columns. */
const MANY: Tree = {
  'compose.yaml': `services:\n${Array.from({ length: 60 }, (_, index) => `  web${index}: { image: nginx, privileged: ${index % 3 === 0} }\n`).join('')}`,
};

describe.skipIf(program === undefined)('the page in a real browser (skipped where there is no Chromium)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-html-'));
  let browser: Browser;

  beforeAll(() => {
    browser = new Browser(program ?? '');
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  async function open(tree: Tree, options: PageOptions = WIDE): Promise<Page> {
    const path = join(folder, 'report.html');
    writeFileSync(path, await report('html', tree));
    return browser.open(pathToFileURL(path).href, options);
  }

  /** Waits for a value, because browsers handle clicks asynchronously. */
  function soon(page: Page, expression: string): ReturnType<typeof expect.poll> {
    return expect.poll(() => page.evaluate(expression), { timeout: 5_000, interval: 20 });
  }

  const shownItems = 'document.querySelectorAll(".item").values().filter((item) => item.checkVisibility()).toArray()';

  it.each([
    ['a little of everything', MIXED],
    ['hostile names', HOSTILE],
    ['sixty containers', MANY],
  ])('of %s asks nothing of the network, runs nothing of the text, and has no fault', async (_name, tree) => {
    const page = await open(tree);
    await soon(
      page,
      '[...document.scripts].length + document.querySelectorAll("img, svg [onload], [onerror]").length',
    ).toBe(1);
    await soon(page, 'performance.getEntriesByType("resource").length').toBe(0);
    expect(page.problems).toEqual([]);
  });

  it('would not run a script that got past the escapes', async () => {
    const page = await open(MIXED);
    await page.evaluate(
      'document.body.insertAdjacentHTML("beforeend", "<img src=x onerror=\'window.hacked = 1\'>"); new Promise((resolve) => setTimeout(resolve, 200))',
    );
    await soon(page, 'window.hacked ?? 0').toBe(0);
    expect(page.problems.filter((problem) => problem.includes('Content Security Policy'))).not.toEqual([]);
  });

  it('leads from the matrix to the finding, with its code', async () => {
    const page = await open(MIXED);
    await page.click('[title^="web: 5.15"]');
    const item = 'document.querySelector(".item:has(h4:focus)")';
    await soon(page, `${item}.closest("details").open`).toBe(true);
    await soon(page, `${item}.querySelector("mark").textContent`).toBe('host');
    await soon(page, `(({ top, bottom }) => top > 0 && bottom < innerHeight)(${item}.getBoundingClientRect())`).toBe(
      true,
    );
    await page.click('[title^="web: 5.16"]');
    await soon(page, `${item}.querySelector("p").textContent`).toMatch(/IPC namespace/);
  });

  it('leads from what is first to the finding', async () => {
    const page = await open(GROWN);
    await page.click('.first li a');
    await soon(page, 'document.querySelector(":target mark").checkVisibility()').toBe(true);
  });

  it('filters by severity and by words, and says how much is left', async () => {
    const page = await open(MIXED);
    const all = Number(await page.evaluate('document.querySelectorAll(".item").length'));
    await soon(page, 'document.querySelector("output").value').toBe(`${all} of ${all} shown`);
    await page.click('input[value=info]');
    await soon(
      page,
      'document.querySelectorAll(".item:not([hidden])").values().some((item) => item.dataset.level === "info")',
    ).toBe(false);
    const write = (words: string): Promise<unknown> =>
      page.evaluate(
        `(() => { const field = document.querySelector("[name=words]"); field.value = ${JSON.stringify(words)}; field.dispatchEvent(new Event("input", { bubbles: true })); })()`,
      );
    await write('agent exec-user');
    await soon(page, `${shownItems}.map((item) => item.querySelector("h4").textContent)`).toEqual([
      'exec in agent ops/a b.sh:4',
    ]);
    await soon(page, '[...document.querySelectorAll(".card")].filter((card) => card.checkVisibility()).length').toBe(1);
    await write('no such words');
    await soon(
      page,
      'document.querySelector("#none").checkVisibility() && document.querySelector("output").value',
    ).toBe(`0 of ${all} shown`);
    // Following a link shows a finding that the filter hides.
    await page.click('[title^="web: 5.28"]');
    await soon(page, 'document.querySelectorAll(".item:not([hidden])").length').toBe(all);
  });

  it.each([
    ['of 1280 x 800', { width: 1280, height: 800 }, 6],
    ['of a telephone', { width: 390, height: 844 }, 14],
  ])('of sixty services with a little of everything is short on a screen %s', async (_name, size, screens) => {
    const page = await open(GROWN, size);
    const count = async (expression: string): Promise<number> => Number(await page.evaluate(expression));
    expect(await count('document.querySelectorAll(".by-subject tbody tr:not(.file)").length')).toBe(60);
    expect(await count('document.querySelectorAll(".findings .card").length')).toBeGreaterThan(20);
    expect(await count('document.documentElement.scrollHeight')).toBeLessThanOrEqual(screens * size.height);
    expect(await count('document.documentElement.scrollWidth')).toBe(size.width);
    // The first screen has the most urgent findings.
    expect(await count('document.querySelector(".first li").getBoundingClientRect().bottom')).toBeLessThan(size.height);
  });

  it('can be used by keyboard alone', async () => {
    const page = await open(MIXED);
    await page.press('Tab');
    await soon(page, 'document.activeElement.textContent').toBe('Skip to findings');
    await page.evaluate('document.querySelector(".matrix td a").focus()');
    const here = 'document.activeElement.title';
    await soon(page, here).toBe('web: 5.3 added-capability fail (info)');
    await page.press('ArrowRight');
    await soon(page, here).toBe('api: 5.3 added-capability fail (info)');
    await page.press('ArrowDown');
    await soon(page, here).toMatch(/^api: 5\.\d+/);
    await page.press('ArrowLeft');
    await soon(page, here).toMatch(/^web: 5\.\d+/);
    // The table is one tab stop.
    await soon(page, 'document.querySelectorAll(".matrix td a:not([tabindex=\'-1\'])").length').toBe(1);
    await page.press('Enter');
    await soon(page, 'document.activeElement.closest("details")?.open').toBe(true);
    await page.evaluate('document.activeElement.closest("details").querySelector("summary").focus()');
    await page.press('Enter');
    await soon(page, 'document.activeElement.closest("details")?.open').toBe(false);
  });

  it('can be read without scripts', async () => {
    const page = await open(MIXED, { ...WIDE, hasScripts: false });
    await soon(page, 'document.querySelector("#filter").checkVisibility()').toBe(false);
    await page.click('[title^="web: 5.15"]');
    await soon(page, 'document.querySelector(":target mark")?.checkVisibility()').toBe(true);
  });

  it.each([
    [
      'one container',
      {
        'compose.yaml':
          'services: { web: { image: "a-registry.example.org/with/a/long/name/that/goes/on/and/on:1.2.3", privileged: true } }\n',
      },
    ],
    ['a little of everything', MIXED],
    ['hostile names', HOSTILE],
    ['sixty containers', MANY],
    ['sixty containers with a little of everything', GROWN],
  ])('of %s is never wider than a narrow window: only tables and code scroll', async (_name, tree) => {
    const page = await open(tree, NARROW);
    await page.evaluate(
      'document.querySelectorAll("details").forEach((details) => { details.removeAttribute("name"); details.open = true; })',
    );
    await soon(page, 'document.documentElement.scrollWidth').toBe(NARROW.width);
  });

  it('keeps the heads of a long table in sight', async () => {
    const page = await open(MANY);
    await soon(
      page,
      '(() => { const table = document.querySelector(".scroll"); table.scrollTop = 600; const [head, box] = [table.querySelector("thead th:nth-child(3)"), table].map((element) => element.getBoundingClientRect()); return Math.round(head.top - box.top); })()',
    ).toBe(0);
  });

  it.each(['light', 'dark'] as const)('has enough contrast in %s', async (scheme) => {
    const page = await open(MIXED, { ...WIDE, scheme });
    await page.evaluate('document.querySelectorAll("details").forEach((details) => { details.open = true; })');
    await soon(page, FAINT_TEXTS).toEqual([]);
    const back = String(await page.evaluate('getComputedStyle(document.body).backgroundColor'));
    expect(Number(/\d+/.exec(back)?.[0]) > 128).toBe(scheme === 'light');
  });

  it('prints every finding with its code, and not the filter', async () => {
    const page = await open(MIXED, { ...WIDE, hasScripts: false, media: 'print', scheme: 'dark' });
    await soon(
      page,
      '[...document.querySelectorAll(".item mark")].every((mark) => mark.checkVisibility({ contentVisibilityAuto: true }) && mark.getBoundingClientRect().height > 0)',
    ).toBe(true);
    await soon(
      page,
      '[...document.querySelectorAll("form")].filter((element) => element.checkVisibility()).length',
    ).toBe(0);
    await soon(page, 'getComputedStyle(document.body).backgroundColor').toBe('rgb(255, 255, 255)');
    expect((await page.pdf()).subarray(0, 5).toString()).toBe('%PDF-');
  });
});

/** Texts with a contrast below 4.5 to 1 (WCAG 2.2, 1.4.3). */
const FAINT_TEXTS = `(() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => [r, g, b].map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)).reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const groundOf = (element) => { for (let at = element; at !== null; at = at.parentElement) { const color = parse(getComputedStyle(at).backgroundColor); if (color.length === 3) return color; } return [255, 255, 255]; };
  const faint = new Set();
  for (const element of document.querySelectorAll('body *')) {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '') || !element.checkVisibility()) continue;
    const [text, ground] = [luminance(parse(getComputedStyle(element).color)), luminance(groundOf(element))];
    const ratio = (Math.max(text, ground) + 0.05) / (Math.min(text, ground) + 0.05);
    if (ratio < 4.5) faint.add(element.tagName + '.' + element.className + ' ' + ratio.toFixed(2));
  }
  return [...faint];
})()`;
