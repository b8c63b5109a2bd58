import { createHash } from 'node:crypto';
import { Script } from 'node:vm';
import fc from 'fast-check';
import { type DefaultTreeAdapterTypes, parse } from 'parse5';
import { describe, expect, it, test } from 'vitest';
import { reportHtml } from '../../src/reporters/html/index.ts';
import { frame, renderMessage } from '../../src/reporters/html/item.ts';
import { LineIndex } from '../../src/text/line-index.ts';
import { anyReport } from './made-report.ts';
import { HOSTILE, HOSTILE_TEXT, MIXED, onlyRules, report, type Tree } from './run.ts';

type Element = DefaultTreeAdapterTypes.Element;
type Node = DefaultTreeAdapterTypes.Node;

function isElement(node: Node): node is Element {
  return 'tagName' in node;
}

function isText(node: Node): node is DefaultTreeAdapterTypes.TextNode {
  return node.nodeName === '#text';
}

/** The page's elements in order. Throws on invalid HTML. */
function parsePage(text: string): readonly Element[] {
  const errors: string[] = [];
  const document = parse(text, { onParseError: ({ code, startLine }) => errors.push(`line ${startLine}: ${code}`) });
  expect(errors).toEqual([]);
  return elementsOf(document);
}

function elementsOf(node: DefaultTreeAdapterTypes.ParentNode): readonly Element[] {
  return node.childNodes.filter(isElement).flatMap((element) => [element, ...elementsOf(element)]);
}

function attribute(element: Element | undefined, name: string): string | undefined {
  return element?.attrs.find((one) => one.name === name)?.value;
}

function hasClass(element: Element, name: string): boolean {
  return attribute(element, 'class')?.split(' ').includes(name) ?? false;
}

function textOf(node: Node | undefined): string {
  if (node === undefined) return '';
  if (isText(node)) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

/** Options for an artificial report. */
const made = { provenance: { version: '1.2.3' }, isQuiet: false, exit: { fails: () => false } };

/** Sixty containers in two files; every third fails. */
const MANY: Tree = Object.fromEntries(
  ['a', 'b'].map((folder) => [
    `${folder}/compose.yaml`,
    `services:\n${Array.from({ length: 30 }, (_, index) => `  web${index}: { image: nginx, privileged: ${index % 3 === 0} }\n`).join('')}`,
  ]),
);

const trees: Readonly<Record<string, Tree>> = {
  'a little of everything': MIXED,
  'hostile names': HOSTILE,
  'sixty containers': MANY,
  'nothing to find': { 'compose.yaml': 'services: {}\n' },
};

describe('the page', () => {
  it.each(Object.entries(trees))(
    'of %s is whole: every link leads somewhere, and no two places share a name',
    async (_name, tree) => {
      const elements = parsePage(await report('html', tree));
      const ids = elements.flatMap((element) => attribute(element, 'id') ?? []);
      expect(ids).toEqual([...new Set(ids)]);
      const targets = elements
        .flatMap((element) => [attribute(element, 'href'), attribute(element, 'aria-labelledby')])
        .flatMap((target) => (target === undefined || target.startsWith('https:') ? [] : [target.replace('#', '')]));
      expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
    },
  );

  it.each(Object.entries(trees))(
    'of %s has nothing of the elements and attributes that could act',
    async (_name, tree) => {
      const elements = parsePage(await report('html', tree));
      expect(
        elements.filter(({ tagName }) =>
          ['img', 'iframe', 'object', 'embed', 'link', 'base', 'audio', 'video', 'template', 'math'].includes(tagName),
        ),
      ).toEqual([]);
      expect(
        elements.filter(({ tagName }) => tagName === 'script' || tagName === 'style').map(({ tagName }) => tagName),
      ).toEqual(['style', 'script']);
      const names = elements.flatMap(({ attrs }) => attrs.map(({ name }) => name));
      expect(names.filter((name) => /^on|^style$|^src|^action$|^formaction$/.test(name))).toEqual([]);
      const links = elements.flatMap((element) => attribute(element, 'href') ?? []);
      expect(links.filter((link) => !/^(?:#[\w-]+|https:\/\/[\w./#()-]+)$/.test(link))).toEqual([]);
    },
  );

  it('is well-formed and without strange elements, of whatever a report is made', () => {
    const expected = new Set(
      parsePage(reportHtml({ inputs: [], texts: new Map(), notes: [], edition: '1.13' }, made)).map(
        ({ tagName }) => tagName,
      ),
    );
    for (const own of [
      'article',
      'details',
      'summary',
      'ul',
      'li',
      'div',
      'b',
      'pre',
      'h3',
      'h4',
      'table',
      'thead',
      'tbody',
      'tr',
      'th',
      'td',
      'small',
      'span',
      'svg',
      'rect',
      'form',
      'fieldset',
      'legend',
      'label',
      'input',
      'button',
      'output',
      'mark',
      's',
      'code',
    ])
      expected.add(own);
    fc.assert(
      fc.property(anyReport, (any) => {
        const elements = parsePage(reportHtml(any, made));
        expect(elements.filter(({ tagName }) => !expected.has(tagName)).map(({ tagName }) => tagName)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('allows its own style and script alone', async () => {
    const elements = parsePage(await report('html', MIXED));
    const policy = attribute(
      elements.find((element) => attribute(element, 'http-equiv') === 'Content-Security-Policy'),
      'content',
    );
    const hashOf = (name: string): string =>
      createHash('sha256')
        .update(textOf(elements.find(({ tagName }) => tagName === name)))
        .digest('base64');
    expect(policy).toBe(
      `default-src 'none'; style-src 'sha256-${hashOf('style')}'; script-src 'sha256-${hashOf('script')}'; base-uri 'none'; form-action 'none'`,
    );
  });

  it('has a script that can be read, and that puts no text into the page as markup', async () => {
    const script = textOf(parsePage(await report('html', MIXED)).find(({ tagName }) => tagName === 'script'));
    expect(() => new Script(script)).not.toThrow();
    expect(script).not.toMatch(
      /innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval|Function\(|fetch|XMLHttpRequest|import/,
    );
  });

  it('shows a hostile name as it is written', async () => {
    const elements = parsePage(await report('html', HOSTILE));
    const shown = elements.filter(({ tagName }) => tagName === 'h4' || tagName === 'b').map(textOf);
    const places = elements.filter(({ tagName }) => tagName === 'small').map(textOf);
    expect(places).toContain('a<b>&"\'|`%0A,:c.compose.yaml:4');
    expect(places).toContain('<img src=x onerror=hacked()>.sh:1');
    expect(shown).toContain('</script><script>hacked()</script>');
    // Invisible and reordering characters are escaped.
    expect(shown).toContain(
      HOSTILE_TEXT.replace('\u202E', '\\u{202e}')
        .replace('\u202C', '\\u{202c}')
        .replace('\u001B', '\\u{1b}')
        .replace('\u0007', '\\u{7}')
        .replace('\uFFFE', '\uFFFD')
        .replace('\uD83D', '\\u{d83d}'),
    );
  });
});

/** The page's text from its headings on, as lines. */
async function linesOf(tree: Tree, argv: readonly string[] = []): Promise<readonly string[]> {
  const elements = parsePage(await report('html', tree, argv));
  return elements
    .filter(({ tagName }) => ['h2', 'h3', 'li', 'summary'].includes(tagName))
    .map((element) => textOf(element).trim());
}

const NO_FAULT = 'services: { a: { image: "nginx:1.27" } }\n';

describe('the order of the page', () => {
  it('begins with what to do first, by container, then the rules, then who meets what', async () => {
    const lines = await linesOf(
      {
        'compose.yaml':
          'services:\n  a: { image: "nginx:1.27", privileged: true, pid: host }\n  b: { image: "nginx:1.27", privileged: true }\n',
      },
      onlyRules('privileged-container', 'host-pid-namespace', 'unpinned-image'),
    );
    expect(lines).toEqual([
      '3 errors',
      '0 warnings',
      '0 info',
      '0 undecided',
      '0 suppressed',
      'Fix first',
      "a privileged, the host's PID namespace compose.yaml:2",
      'b privileged compose.yaml:3',
      'By rule',
      'error 2 findings privileged-container CIS 5.4 fixable',
      'Affected: a, b',
      'error host-pid-namespace CIS 5.15 fixable',
      'Affected: a',
      'Recommendations by container',
      '✓ pass',
      '✗ fail (error)',
      '✗ fail (warning)',
      '✗ fail (info)',
      '~ fail (suppressed)',
      '? undecided',
      '– not applicable',
      '1 rule passed by every applicable container',
      '5.27 The image is pinned to a version unpinned-image',
    ]);
  });

  it('folds what is more than twelve containers, six names or six questions', async () => {
    const services = Array.from(
      { length: 20 },
      (_, index) => `  s${index}: { image: "nginx:\${V${index}}", privileged: true }\n`,
    );
    const lines = await linesOf(
      { 'compose.yaml': `services:\n${services.join('')}` },
      onlyRules('privileged-container', 'unpinned-image'),
    );
    expect(lines).toContain('and 8 more');
    expect(lines).toContain('Affected: s0, s1, s2, s3, s4, s5 and 14 more');
    expect(lines).toContain('and 14 more');
  });

  it('leaves out what is accepted or undecided with --min-severity, and every link leads somewhere still', async () => {
    expect(await linesOf(MIXED)).toEqual(
      expect.arrayContaining(['1 suppressed', expect.stringMatching(/^3 undecided:/)]),
    );
    const lines = await linesOf(MIXED, ['--min-severity', 'info']);
    expect(lines.filter((line) => /^(?:\d+ undecided:|[1-9]\d* suppressed)/.test(line))).toEqual(['1 suppressed']);
    const page = await report('html', MIXED, ['--min-severity', 'info']);
    const ids = new Set(Array.from(page.matchAll(/ id="([^"]+)"/g), ([, id]) => id));
    expect(Array.from(page.matchAll(/href="#([^"]+)"/g), ([, id]) => id).filter((id) => !ids.has(id))).toEqual([]);
    expect(page).not.toContain('shares a queue');
  });

  it('has one card for all that containers lack, with what to write for each part', async () => {
    const lines = await linesOf({
      'compose.yaml': NO_FAULT,
      'run.sh': 'docker run -d --memory 1g --network n nginx:1.27\n',
    });
    expect(lines.filter((line) => line.startsWith('info'))).toEqual(['info 2 findings missing-hardening fixable']);
    expect(lines).toContain(
      'unlimited-memory (1) Limit its memory with mem_limit. Measure its peak with docker stats.',
    );
    // Each remedy once, with its containers.
    expect(lines).toContainEqual(expect.stringMatching(/^nginx:1\.27: .*--pids-limit/));
  });

  it('says in a card once what all of its findings say, and with each what only that says', async () => {
    const elements = parsePage(
      await report(
        'html',
        {
          'compose.yaml':
            'services: { a: { image: nginx }, b: { image: redis }, c: { image: "x:1", ports: ["80:80"] } }\n',
        },
        onlyRules('unpinned-image'),
      ),
    );
    const remedies = elements.filter((element) => hasClass(element, 'remedy')).map(textOf);
    expect(remedies[0]).toMatch(/^For example, for a: .*nginx:VERSION/);
    expect(remedies.slice(1).map((remedy) => /\w+:VERSION/.exec(remedy)?.[0])).toEqual([
      'nginx:VERSION',
      'redis:VERSION',
    ]);
  });

  it('leads to the page of a rule, or says which command shows it', () => {
    const made1 = { path: 'run.sh', span: { start: 0, end: 4 } };
    const finding = {
      rule: 'host-network',
      severity: 'warning',
      message: { what: 'What.' },
      location: made1,
      related: [],
      subjects: [],
    } as const;
    const one = {
      inputs: [{ kind: 'shell', paths: ['run.sh'], subjects: [], findings: [finding], undecided: [] }],
      texts: new Map([['run.sh', 'text']]),
      notes: [],
      edition: '1.13',
    } as const;
    expect(reportHtml(one, made)).toContain('<code>plimsoll explain host-network</code>');
    const address = 'https://example.org/plimsoll/rules/host-network.html';
    const page = reportHtml(one, { ...made, homepage: 'https://example.org/plimsoll' });
    expect(page).toContain(`<a href="${address}">host-network</a>`);
    expect(page).not.toContain('plimsoll explain');
  });
});

/** The matrix as rows of `class: anchor`. */
function matrixOf(elements: readonly Element[]): readonly (readonly string[])[] {
  const table = elements.find((element) => hasClass(element, 'matrix'));
  const rows = table === undefined ? [] : elementsOf(table).filter(({ tagName }) => tagName === 'tr');
  return rows
    .map((row) =>
      elementsOf(row)
        .filter(({ tagName }) => tagName === 'td')
        .map((cell) => attribute(cell, 'class') ?? ''),
    )
    .filter((cells) => cells.length > 0);
}

describe('the matrix', () => {
  it('of a few containers has the recommendations as rows', async () => {
    const elements = parsePage(
      await report(
        'html',
        MIXED,
        onlyRules('host-pid-namespace', 'host-ipc-namespace', 'unpinned-image', 'default-bridge-network', 'exec-user'),
      ),
    );
    expect(matrixOf(elements)).toEqual([
      ['error', 'error', 'pass', 'pass', 'pass', 'error', 'na'],
      ['suppressed', 'suppressed', 'pass', 'pass', 'pass', 'undecided', 'na'],
      ['na', 'na', 'na', 'na', 'na', 'na', 'warning'],
      ['undecided', 'undecided', 'pass', 'pass', 'pass', 'pass', 'na'],
      ['pass', 'pass', 'pass', 'pass', 'info', 'undecided', 'na'],
    ]);
  });

  it('of many containers has the containers as rows', async () => {
    const rows = matrixOf(
      parsePage(await report('html', MANY, onlyRules('privileged-container', 'unpinned-image', 'privileged-exec'))),
    );
    expect(rows.length).toBe(60);
    expect(rows[0]).toEqual(['error', 'warning']);
    expect(rows[1]).toEqual(['pass', 'warning']);
  });

  it('leads from each container to its own finding', async () => {
    const elements = parsePage(
      await report(
        'html',
        { 'run.sh': 'docker run --privileged nginx\ndocker run nginx\ndocker run --privileged nginx\n' },
        onlyRules('privileged-container'),
      ),
    );
    const links = elements.filter(
      (element) =>
        element.tagName === 'a' && !hasClass(element, 'to-rule') && attribute(element, 'title') !== undefined,
    );
    expect(links.map((link) => attribute(link, 'title'))).toEqual([
      'nginx (line 1): 5.4 privileged-container fail (error)',
      'nginx (line 3): 5.4 privileged-container fail (error)',
    ]);
    const targets = links.map((link) =>
      elements.find((element) => `#${attribute(element, 'id') ?? ''}` === attribute(link, 'href')),
    );
    expect(targets.map((target) => /run\.sh:(\d+)\n/.exec(textOf(target))?.[1])).toEqual(['1', '3']);
  });

  it('shows each verdict by a sign and a word, not by its colour alone', async () => {
    const elements = parsePage(await report('html', { ...MIXED, 'latest.sh': 'docker run nginx\n' }));
    const cells = elements
      .filter((element) => element.tagName === 'td' && attribute(element, 'class') !== undefined)
      .flatMap((cell) =>
        elementsOf(cell)
          .slice(0, 1)
          .map((sign) => ({
            kind: attribute(cell, 'class') ?? '',
            sign: textOf(sign),
            label: attribute(sign, 'aria-label') ?? '',
          })),
      );
    const signs = new Map(cells.map(({ kind, sign }) => [kind, sign]));
    expect(Object.fromEntries(signs)).toEqual({
      pass: '✓',
      error: '✗',
      warning: '✗',
      info: '✗',
      suppressed: '~',
      undecided: '?',
      na: '–',
    });
    expect(
      cells.filter(
        ({ label }) => !/(?:pass|fail \((?:error|warning|info|suppressed)\)|undecided|not applicable)$/.test(label),
      ),
    ).toEqual([]);
  });
});

test('in a message only code is code', () => {
  expect(renderMessage('Set `a: <b>` **now**, see [x](https://a.test)').markup).toBe(
    'Set <code>a: &lt;b&gt;</code> **now**, see [x](https://a.test)',
  );
});

describe('the code of a finding', () => {
  const shown = (text: string, start: number, end: number): string =>
    frame(text, new LineIndex(text), { start, end }).markup;

  it.each([
    ['a word', 'pid: host # x', 5, 9, '<span class="line">1</span> pid: <mark>host</mark> # x\n'],
    [
      'several lines, without their indentation',
      'a: |\n  b\n  c\n',
      3,
      12,
      '<span class="line">1</span> a: <mark>|</mark>\n<span class="line">2</span>   <mark>b</mark>\n<span class="line">3</span>   <mark>c</mark>\n',
    ],
    ['the end of the text', 'ab', 2, 2, '<span class="line">1</span> ab\n'],
    ['text of a file as text', '<b>&', 0, 3, '<span class="line">1</span> <mark>&lt;b&gt;</mark>&amp;\n'],
  ])('marks %s', (_name, text, start, end, lines) => {
    expect(shown(text, start, end)).toBe(`<pre class="frame">${lines}</pre>\n`);
  });

  it('is cut where a line is a whole file, and after six lines', () => {
    const line = `${'x'.repeat(100_000)}HERE${'y'.repeat(100_000)}`;
    expect(shown(line, 100_000, 100_004)).toMatch(/ …x{120}<mark>HERE<\/mark>y{120}…\n/);
    expect(shown('a\n'.repeat(9), 0, 17)).toMatch(
      /6<\/span> <mark>a<\/mark>\n<span class="more">… to line 9<\/span>\n<\/pre>/,
    );
  });
});
