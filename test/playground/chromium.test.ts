import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildPlayground } from '../../scripts/build/playground.ts';
import { Browser, findChromium, type Page, type PageOptions } from '../chromium.ts';

const program = findChromium();
const WIDE: PageOptions = { width: 1280, height: 800 };
const PHONE: PageOptions = { width: 390, height: 800 };

const MAX_BYTES = 1_000_000;

/** The editor's whole text. */
const TEXT = '[...document.querySelectorAll(".cm-line")].map((line) => line.textContent).join("\\n")';
const SUMMARY = 'document.querySelector("#summary").textContent';
function chooseRisk(risk: string): string {
  return `{ const choice = document.querySelector("#risk"); choice.value = "${risk}"; choice.dispatchEvent(new Event("change")); }`;
}

const FOCUS = 'document.activeElement.id';

describe.skipIf(program === undefined)('the playground in a real browser (skipped where there is no Chromium)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-playground-'));
  const path = join(folder, 'index.html');
  const address = pathToFileURL(path).href;
  let browser: Browser;

  beforeAll(async () => {
    const page = await buildPlayground({ version: '1.2.3', homepage: 'https://example.com/plimsoll' });
    writeFileSync(path, page);
    browser = new Browser(program ?? '');
  });

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** Waits for a value, because the page lints in a worker. */
  function soon(page: Page, expression: string): ReturnType<typeof expect.poll> {
    return expect.poll(() => page.evaluate(expression), { timeout: 20_000, interval: 50 });
  }

  async function open(options: PageOptions = WIDE, url = address): Promise<Page> {
    const page = await browser.open(url, options);
    await soon(page, SUMMARY).toContain('request');
    return page;
  }

  const shownIn = (panel: string): string => `document.querySelector("#${panel}").textContent`;

  /** Replaces the whole text by pasting. */
  async function paste(page: Page, text: string): Promise<void> {
    await page.evaluate('document.querySelector(".cm-content").focus()');
    await page.press('a', { hasControl: true });
    await page.evaluate(
      `{ const data = new DataTransfer(); data.setData("text/plain", ${JSON.stringify(text)}); document.querySelector(".cm-content").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }`,
    );
    await soon(page, TEXT).toBe(text);
  }

  /** Opens the page and types a text. */
  async function openWith(text: string, options: PageOptions = WIDE): Promise<Page> {
    const page = await open(options);
    await page.evaluate('document.querySelector(".cm-content").focus()');
    await page.press('a', { hasControl: true });
    await page.type(text);
    await soon(page, TEXT).toBe(text);
    await soon(page, 'document.querySelector("#tab-requests").textContent').toBe('Requests (1)');
    // Fixes appear later if verifying them takes long.
    await soon(page, 'document.querySelectorAll(".fix").length').toBeGreaterThan(0);
    return page;
  }

  it('is one page of less than a megabyte that asks for nothing', async () => {
    expect(gzipSync(await buildPlayground({ version: '1.2.3' })).length).toBeLessThan(MAX_BYTES);
    const page = await open();
    expect(await page.evaluate('document.querySelectorAll("link, script[src], img, iframe").length')).toBe(0);
    expect(page.problems).toEqual([]);
  });

  it('cannot send anything, whatever it would run', async () => {
    const page = await open();
    const send =
      'Promise.allSettled([fetch("http://127.0.0.1:9/"), new Promise((done, fail) => { const image = new Image(); image.onload = done; image.onerror = fail; image.src = "http://127.0.0.1:9/"; })])';
    expect(await page.evaluate(`${send}.then((all) => all.map(({ status }) => status))`)).toEqual([
      'rejected',
      'rejected',
    ]);
    for (const directive of ['connect-src', 'img-src'])
      expect(page.problems.filter((problem) => problem.includes(`'${directive}' was not`))).not.toEqual([]);
    const worker =
      'new Promise((done) => { const worker = new Worker(URL.createObjectURL(new Blob([`fetch("http://127.0.0.1:9/").then(() => postMessage("sent"), () => postMessage("refused"))`]))); worker.onmessage = ({ data }) => done(data); })';
    expect(await page.evaluate(worker)).toBe('refused');
  });

  it('lints what is typed: findings beside it, squiggles in it, and the request', async () => {
    const page = await openWith('docker run --privileged nginx:1.27');
    await soon(page, 'document.querySelector(".result.error h3").textContent').toBe(
      'error5.4 privileged-containerline 1',
    );
    await soon(page, 'document.querySelector(".cm-lintRange-error").textContent').toBe('--privileged');
    await page.click('#tab-requests');
    await soon(page, 'document.querySelector("#requests pre").textContent').toContain('"Privileged": true');
    await soon(page, 'document.querySelector("#findings").checkVisibility()').toBe(false);
    expect(page.problems).toEqual([]);
  });

  it('invites where there is no text, and gives an example again after it was changed', async () => {
    const page = await open();
    const shown = 'document.querySelector("#example").selectedOptions[0].textContent';
    expect(await page.evaluate(shown)).toBe('Compose file');
    await page.evaluate('document.querySelector(".cm-content").focus()');
    await page.press('a', { hasControl: true });
    await page.press('Delete');
    await soon(page, SUMMARY).toMatch(/^Type or paste/);
    await soon(page, 'document.querySelectorAll(".result, .cm-lintPoint").length').toBe(0);
    expect(await page.evaluate(shown)).toBe('Your own text');
    await page.evaluate(
      '{ const select = document.querySelector("#example"); select.value = "0"; select.dispatchEvent(new Event("change")); }',
    );
    await soon(page, SUMMARY).toContain('3 errors');
    expect(await page.evaluate(shown)).toBe('Compose file');
  });

  it.each([
    ['a command', '$ docker run --privileged nginx:1.27', 'privileged-container'],
    [
      'a workflow',
      'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: docker run --privileged nginx:1.27',
      'privileged-container',
    ],
    ['a unit', '[Service]\nExecStart=/usr/bin/docker run --privileged nginx:1.27', 'privileged-container'],
    ['a Quadlet', '[Container]\nImage=nginx:1.27\nPodmanArgs=--privileged', 'privileged-container'],
    [
      'what inspect shows',
      '[{"Id": "a", "Name": "/web", "Config": {}, "HostConfig": {"Privileged": true}}]',
      'privileged-container',
    ],
  ])('recognizes %s that is pasted over an example', async (_, text, rule) => {
    const page = await open();
    expect(await page.evaluate('document.querySelector("#name").value')).toBe('compose.yaml');
    await paste(page, text);
    await soon(page, shownIn('findings')).toContain(rule);
    await soon(page, 'document.querySelector("#tab-requests").textContent').toBe('Requests (1)');
    expect(await page.evaluate('document.querySelector("#name").value')).toBe('');
  });

  it('keeps a name that the user gave', async () => {
    const page = await open();
    await page.evaluate(
      '{ const name = document.querySelector("#name"); name.value = "deploy.sh"; name.dispatchEvent(new Event("input")); }',
    );
    await paste(page, '# services:\ndocker run --privileged nginx:1.27');
    await soon(page, SUMMARY).toContain('1 request');
    expect(await page.evaluate('document.querySelector("#name").value')).toBe('deploy.sh');
  });

  it('leads to the site that it is a part of', async () => {
    const page = await open(PHONE);
    expect(await page.evaluate('document.querySelector("nav a").href')).toBe('https://example.com/plimsoll');
    expect(await page.evaluate('document.querySelector("nav a").checkVisibility()')).toBe(true);
    expect(await buildPlayground({ version: '1.2.3' })).not.toContain('<nav>');
  });

  it('shows where the focus is, and moves what is wider than the page by keys', async () => {
    const page = await open(PHONE);
    await page.evaluate('document.querySelector(".cm-content").focus()');
    await soon(page, 'getComputedStyle(document.querySelector("#editor")).outlineStyle').toBe('solid');
    const wide =
      '[...document.querySelectorAll("body *")].filter((each) => each.scrollWidth > each.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(each).overflowX) && !each.matches(".cm-scroller"))';
    await page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true');
    await soon(page, `${wide}.length > 0 && ${wide}.every((each) => each.tabIndex === 0)`).toBe(true);
    for (const tab of ['fixes', 'requests']) {
      await page.click(`#tab-${tab}`);
      expect(await page.evaluate(`${wide}.filter((each) => each.tabIndex !== 0).length`)).toBe(0);
    }
  });

  it('has of a long text only what someone looks at', async () => {
    const services = Array.from({ length: 300 }, (_, index) => `  web${index}:\n    image: nginx:1.27\n`).join('');
    const page = await open(WIDE, `${address}#text=${deflateRawSync(`services:\n${services}`).toString('base64url')}`);
    await soon(page, 'document.querySelector("#tab-requests").textContent').toBe('Requests (300)');
    const count = (selector: string): Promise<unknown> =>
      page.evaluate(`document.querySelectorAll(${JSON.stringify(selector)}).length`);
    const all = Number(
      /\d+/.exec(String(await page.evaluate('document.querySelector("#tab-findings").textContent')))?.[0],
    );
    expect(all).toBeGreaterThanOrEqual(300);
    // Shared findings appear once, with folded places.
    expect(Number(await count('.result'))).toBeLessThan(10);
    expect(await page.evaluate('document.querySelector(".result").innerText')).toContain('300 places');
    expect([await count('.same'), await count('#fixes > *'), await count('#requests > *')]).toEqual([0, 0, 0]);
    await page.evaluate('document.querySelector("#findings details").open = true');
    await soon(page, 'document.querySelectorAll(".same").length').toBeGreaterThan(0);
    const before = Number(await count('.same'));
    expect(before).toBeLessThan(100);
    await page.evaluate('document.querySelector("#findings .more").scrollIntoView()');
    await soon(page, 'document.querySelectorAll(".same").length').toBeGreaterThan(before);
    await page.click('#tab-requests');
    await soon(page, 'document.querySelectorAll(".request").length').toBeGreaterThan(0);
    expect(await count('.request')).toBeLessThan(100);
    expect(Number(await count('*'))).toBeLessThan(10_000);
    expect(page.problems).toEqual([]);
  });

  it('makes one fix in the text, or all of them', async () => {
    const page = await openWith('docker run --privileged nginx:1.27');
    await page.click('.result.error .fix');
    await soon(page, TEXT).toBe('docker run nginx:1.27');
    await soon(page, FOCUS).toBe('findings');
    await soon(page, 'document.querySelectorAll(".result.error").length').toBe(0);
    await page.click('#tab-fixes');
    await page.evaluate(chooseRisk('high'));
    await soon(page, 'document.querySelector(".diff ins")?.textContent').toContain('--cap-drop ALL');
    await page.click('.fix-all');
    await soon(page, TEXT).toContain('--cap-drop ALL');
    await soon(page, 'document.querySelector("#tab-fixes").textContent').toBe('Fixes (0)');
  });

  async function openExample(page: Page, title: string): Promise<void> {
    await page.evaluate(
      `{ const select = document.querySelector("#example"); select.value = [...select.options].find(({ textContent }) => textContent === ${JSON.stringify(title)}).value; select.dispatchEvent(new Event("change")); }`,
    );
  }
  const FILES = '[...document.querySelectorAll("#files [role=tab]")].map((tab) => tab.textContent)';

  it('has several files as tabs, and goes to the one in which something was found', async () => {
    const page = await open();
    await openExample(page, 'Compose with override, .env and Dockerfile');
    await soon(page, FILES).toEqual(['compose.yaml', 'compose.override.yaml', '.env', 'web/Dockerfile']);
    await soon(page, shownIn('findings')).toContain('compose.override.yaml line 5');
    await page.evaluate(
      '[...document.querySelectorAll(".result.error .place")].find(({ textContent }) => textContent.startsWith("compose.override.yaml")).click()',
    );
    await soon(page, 'document.querySelector("#files [aria-selected=true]").textContent').toBe('compose.override.yaml');
    await soon(page, 'document.querySelector(".cm-lintRange-error").textContent').toBe('true');
    // Adds a file by name.
    await page.click('#add-file');
    await soon(page, FOCUS).toBe('name');
    await page.type('.plimsoll.yaml');
    await soon(page, FILES).toContain('.plimsoll.yaml');
    await page.evaluate('document.querySelector(".cm-content").focus()');
    await page.type('rules: { privileged-container: off }');
    await soon(page, shownIn('findings')).not.toContain('5.4 privileged-container');
    await page.click('#remove-file');
    await soon(page, shownIn('findings')).toContain('5.4 privileged-container');
    // The link contains all of them.
    await page.click('#share');
    await soon(page, 'document.querySelector("#shared a")?.href').toMatch(/^vscode:\/\/plimsoll\.plimsoll\/open\?/);
    const other = await open(WIDE, String(await page.evaluate('location.href')));
    await soon(other, FILES).toEqual(['compose.yaml', 'compose.override.yaml', '.env', 'web/Dockerfile']);
    expect([page.problems, other.problems]).toEqual([[], []]);
  });

  it('shows what runs against the file, and custom rules', async () => {
    const page = await open();
    expect(await page.evaluate('document.querySelector("#tab-drift").checkVisibility()')).toBe(false);
    await openExample(page, 'Drift: running containers and files');
    await soon(page, 'document.querySelector("#tab-drift").checkVisibility()').toBe(true);
    await page.click('#tab-drift');
    await soon(page, shownIn('drift')).toContain('HostConfig.Privileged: the file has not set, the container has true');
    await openExample(page, 'Custom rules');
    await soon(page, shownIn('findings')).toContain('acme/own-registry');
    await soon(page, 'document.querySelector("#tab-drift").checkVisibility()').toBe(false);
  });

  it('makes no fix in a text that has changed since', async () => {
    const page = await openWith('docker run --privileged nginx:1.27');
    await page.evaluate('document.querySelector(".cm-content").focus()');
    await page.evaluate(
      'document.execCommand("insertText", false, "x"); new Promise((resolve) => setTimeout(resolve, 20)).then(() => document.querySelector(".fix").click())',
    );
    await soon(page, TEXT).toBe('docker run --privileged nginx:1.27x');
  });

  it('makes fixes that can break a workload only where it is asked to, and keeps the focus', async () => {
    const page = await openWith('docker run --privileged nginx:1.27');
    await page.click('#tab-fixes');
    await soon(page, shownIn('fixes')).toContain('No fixes at this risk level.');
    // The count matches the findings' buttons.
    expect(await page.evaluate('document.querySelector("#tab-fixes").textContent')).not.toBe('Fixes (0)');
    await page.evaluate('document.querySelector("#risk").focus()');
    await page.evaluate(chooseRisk('high'));
    await soon(page, 'document.querySelector(".fix-all")?.textContent').toBe('Apply all');
    await soon(page, FOCUS).toBe('risk');
  });

  it('goes from a finding to its place, and from place to place', async () => {
    const page = await open();
    await page.click('.result.error .place');
    await soon(page, 'getSelection().toString()').toBe('true');
    await page.press('F8');
    await soon(page, 'getSelection().toString()').toBe('host');
  });

  it('has a link with the text, which a browser sends to nobody', async () => {
    const text = 'docker run --privileged -e NAME=Jörg nginx:1.27 # ✓';
    const page = await openWith(text);
    await page.click('#share');
    await soon(page, 'document.querySelector("#shared").textContent').toMatch(
      /^Link .* including any secrets\. Open in VS Code$/,
    );
    const link = String(await page.evaluate('location.href'));
    expect(link).toMatch(/^file:.*index\.html#preset=recommended&text=[\w-]+$/);
    const other = await open(WIDE, link);
    await soon(other, TEXT).toBe(text);
    await soon(other, 'document.querySelector(".result.error h3").textContent').toContain('privileged-container');
  });

  it.each(['#text=%00', '#text=AAAA', '#name=a', '#text='])(
    'opens as usual with the broken link %s',
    async (fragment) => {
      const page = await open(WIDE, address + fragment);
      expect(page.problems).toEqual([]);
      expect(await page.evaluate(SUMMARY)).toMatch(/^\d+ errors, /);
    },
  );

  it('shows text of the input as text', async () => {
    const hostile = 'docker run --name "<img src=x onerror=alert(1)>" --privileged "</script><b>x"';
    const page = await openWith(hostile);
    await soon(page, '[...document.querySelectorAll(".result p")].some((p) => p.textContent.includes("<img"))').toBe(
      true,
    );
    await page.click('#tab-requests');
    await soon(page, 'document.querySelector("#requests pre").textContent').toContain('</script><b>x');
    expect(await page.evaluate('document.querySelectorAll("img").length')).toBe(0);
    expect(page.problems).toEqual([]);
  });

  it('is used by keyboard alone', async () => {
    const page = await open();
    await page.evaluate('document.querySelector(".cm-content").focus()');
    await page.press('Tab');
    await soon(page, 'document.activeElement.closest("#editor") === null').toBe(true);
    await page.evaluate('document.querySelector("#tab-findings").focus()');
    for (const [key, id] of [
      ['ArrowRight', 'fixes'],
      ['ArrowRight', 'requests'],
      ['ArrowRight', 'findings'],
      ['ArrowLeft', 'requests'],
    ]) {
      await page.press(key ?? '');
      await soon(page, FOCUS).toBe(`tab-${id ?? ''}`);
      await soon(page, '[...document.querySelectorAll("[role=tabpanel]:not([hidden])")].map(({ id }) => id)').toEqual([
        id,
      ]);
    }
  });

  it('gives everything that can be used a name', async () => {
    const page = await open();
    const nameless =
      '[...document.querySelectorAll("input, select, button, [role=tabpanel], [role=textbox], section, pre[tabindex]")].filter((element) => !(element.textContent.trim() && element.matches("button")) && !element.labels?.length && !element.ariaLabel && ![...(element.getAttribute("aria-labelledby") ?? "").split(" ")].some((id) => document.getElementById(id)) && !element.matches("section.request")).map((element) => element.outerHTML.slice(0, 80))';
    expect(await page.evaluate(nameless)).toEqual([]);
    expect(await page.evaluate('document.querySelectorAll("[role=status]").length')).toBe(2);
  });

  it.each(['light', 'dark'] as const)(
    'has enough contrast in %s, and no line that is wider than a phone',
    async (scheme) => {
      const page = await open({ ...PHONE, scheme });
      for (const tab of ['findings', 'fixes', 'requests']) {
        await page.click(`#tab-${tab}`);
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(PHONE.width);
        expect(await page.evaluate(FAINT)).toEqual([]);
      }
    },
  );
});

/** Visible texts with a contrast below 4.5 to 1 (WCAG 1.4.3). */
const FAINT = `(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const over = (layers) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const layer of layers) { canvas.fillStyle = layer; canvas.fillRect(0, 0, 1, 1); }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((value) => value / 255).map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.data.trim() === '' || element.closest('script, style, noscript, .cm-announced') || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.unshift(getComputedStyle(at).backgroundColor);
    const [text, page] = [luminance(over([...layers, getComputedStyle(element).color])), luminance(over(layers))];
    const contrast = (Math.max(text, page) + 0.05) / (Math.min(text, page) + 0.05);
    if (contrast < 4.5) faint.add(node.data.trim().slice(0, 30) + ' in ' + element.tagName + '.' + element.className + ': ' + contrast.toFixed(2));
  }
  return [...faint];
})()`;
