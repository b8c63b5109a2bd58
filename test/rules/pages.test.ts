import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { afterAll, describe, expect, test } from 'vitest';
import { checkRules, pagePath } from '../../scripts/pages/check.ts';
import { renderPage } from '../../scripts/pages/render.ts';
import { blocksOf, pageText } from '../../src/cli/output/page-blocks.ts';
import { RULE_NAMES } from '../../src/config/rule-names.ts';
import { readHtmlPages } from '../../src/rules/html-pages.ts';
import { RULES } from '../../src/rules/index.ts';
import { MISSING_HARDENING } from '../../src/rules/missing-hardening.ts';
import { MARKS } from '../../src/rules/pages.generated.js';
import { readMarks, readPage, readPages } from '../../src/rules/pages.ts';
import { columnsOf } from '../../src/terminal/columns.ts';
import { createStyle } from '../../src/terminal/style.ts';
import { HARDENING_RULE } from '../hardening-rule.ts';

type Element = DefaultTreeAdapterTypes.Element;

const SOURCE = join(import.meta.dirname, '../../src/rules');
const pages = await readPages();

function elementsIn(html: string): readonly Element[] {
  const inside = (node: DefaultTreeAdapterTypes.ParentNode): readonly Element[] =>
    node.childNodes.flatMap((child) => ('tagName' in child ? [child, ...inside(child)] : []));
  return inside(parseFragment(html));
}

function ownText({ childNodes }: Element): string {
  return childNodes.map((node) => ('value' in node ? node.value : '')).join('');
}

const htmlPages = await readHtmlPages();

test('every rule has a page, which is the one in its directory', () => {
  expect([...pages.keys()]).toEqual([...RULE_NAMES]);
  const rendered = [
    ...RULE_NAMES.slice(0, -1).map((id) => [id, renderPage(readSource(id))]),
    [MISSING_HARDENING, renderPage(readFileSync(join(SOURCE, `${MISSING_HARDENING}.md`), 'utf8'))],
  ];
  const whole = Array.from(pages, ([id, markdown]) => [id, { markdown, marks: MARKS[id], html: htmlPages.get(id) }]);
  expect(Object.fromEntries(whole)).toEqual(Object.fromEntries(rendered));
});

test('there is none for what is not a rule', async () => {
  await expect(readPage('constructor')).rejects.toThrow('Rule "constructor" has no page.');
});

describe.each([...pages])('the page of %s', (id, page) => {
  const source = readSource(id);

  test('has no mark of Markdown left in its HTML, and nothing that could act', () => {
    const elements = elementsIn(htmlPages.get(id) ?? '');
    const prose = elements.filter(({ tagName }) => ['p', 'li', 'td', 'th', 'h4'].includes(tagName)).map(ownText);
    expect(prose.filter((text) => /[`|]|\*\*|^#|^- |\]\(/.test(text))).toEqual([]);
    const count = (name: string): number => elements.filter(({ tagName }) => tagName === name).length;
    expect(count('figure')).toBe((source.match(/^```/gm) ?? []).length / 2);
    expect(count('a')).toBe((source.match(/\]\(https:/g) ?? []).length);
    expect(elements.filter(({ tagName }) => /^(?:h[1-3]|script|style|img)$/.test(tagName))).toEqual([]);
  });

  test('has no mark that only tests read in its Markdown', () => {
    expect(page.match(/^```.* .*$/gm)).toBeNull();
  });

  test('fits a terminal of 60 columns, but for examples and what has no blank', async () => {
    const text = pageText(blocksOf(page, await readMarks(id)), {
      hasColor: false,
      width: 60,
      style: createStyle(false),
    });
    const long = text.split('\n').filter((line) => columnsOf(line) > 60 && !line.startsWith('    '));
    expect(long.filter((line) => !/^(?:- | {2})?(?:\S+|`[^`]+`\S*)$/.test(line))).toEqual([]);
    expect(text).not.toMatch(/^```/m);
  });
});

const EXAMPLE = `# title

What it is.

## Part one

One \`a<b\` **two**
three [x(7)](https://a.test/x.7.html#b).

1. first
   goes on
2. second

| A | B |
| --- | --- |
| \`x\` | y |

\`\`\`yaml bad
a: <b>

c: 1
\`\`\`

\`\`\`console
$ ls
\`\`\`
`;

test('a page is rendered block by block, as HTML', () => {
  expect(renderPage(EXAMPLE).html).toBe(`<h4>Part one</h4>
<p>One <code>a&lt;b</code> <strong>two</strong>
three <a href="https://a.test/x.7.html#b" rel="noreferrer">x(7)</a>.</p>
<ol>
<li>first
goes on</li>
<li>second</li>
</ol>
<div class="scroll"><table><thead><tr><th scope="col">A</th><th scope="col">B</th></tr></thead><tbody><tr><td><code>x</code></td><td>y</td></tr></tbody></table></div>
<figure class="bad"><figcaption>Fails (Compose)</figcaption><pre>a: &lt;b&gt;

c: 1</pre></figure>
<figure class="plain"><pre>$ ls</pre></figure>
`);
});

test('and for a terminal', () => {
  const { markdown, marks } = renderPage(EXAMPLE);
  expect(pageText(blocksOf(markdown, marks), { hasColor: false, width: 20, style: createStyle(false) })).toBe(`title

What it is.

Part one

One \`a<b\` two three
x(7):
https://a.test/x.7.html#b.

1. first goes on
2. second

- \`x\`
  B: y

    Fails (Compose):
    a: <b>

    c: 1

    $ ls
`);
});

test.each([
  ['HTML', '# t\n\nTitle\n\n<script>x()</script>\n'],
  ['HTML in a line', '# t\n\nTitle\n\na <b>b</b>\n'],
  ['an image', '# t\n\nTitle\n\n![x](https://a.test/x.png)\n'],
  ['a link that is not https', '# t\n\nTitle\n\n[x](javascript:alert(1))\n'],
  ['a list in a list', '# t\n\nTitle\n\n- a\n  - b\n'],
  ['no title', '# t\n'],
])('a page with %s is not rendered', (_name, markdown) => {
  expect(() => renderPage(markdown)).toThrow('a page');
});

describe('the build rejects', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-rules-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const [rule] = RULES;
  if (rule === undefined) throw new Error('there is no rule');
  const head = readSource(rule.id);

  test.each([
    ['nothing of the rules that there are', undefined, [], head],
    ['a rule without a page', undefined, ['page.md is not there: every rule has a page.'], undefined],
    ['a page of another rule', undefined, ['page.md:1: the heading'], head.replace(rule.id, 'other')],
    ['a page with another title', undefined, ['page.md:3: the title'], head.replace(rule.title, 'Other')],
    ['a page with other facts', undefined, ['page.md:5: the line must begin with'], head.replace('Level 1', 'Level 2')],
    ['a rule that is not listed', 'unlisted', ['unlisted holds a rule that src/rules/all.ts does not list.'], head],
  ])('%s', (_name, unlisted, faults, page) => {
    if (unlisted !== undefined) {
      mkdirSync(join(folder, unlisted));
      writeFileSync(join(folder, unlisted, 'rule.ts'), '');
    }
    const found = checkRules(folder, [rule], () => page);
    expect(found.map((fault) => faults.some((part) => fault.includes(part)))).toEqual(faults.map(() => true));
  });

  test('nothing of a rule with no references whose page says so', () => {
    const { id, title } = HARDENING_RULE;
    const page = `# ${id}\n\n${title}\n\nNot in section 5 of the CIS Docker Benchmark · warning\n`;
    expect(
      checkRules(SOURCE, [...RULES, HARDENING_RULE], (wanted) => (wanted === id ? page : readSource(wanted))),
    ).toEqual([]);
  });
});

function readSource(id: string): string {
  return readFileSync(join(SOURCE, pagePath(id)), 'utf8');
}
