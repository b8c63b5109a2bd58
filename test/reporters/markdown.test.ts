import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportMarkdown } from '../../src/reporters/markdown/index.ts';
import { anyReport } from './made-report.ts';
import { HOSTILE, MIXED, onlyRules, report } from './run.ts';

/** A line without code, whose content Markdown ignores. */
function outsideCode(line: string): string {
  return line.replace(/<code>[^<>`|]*<\/code>|`[^`|]+`/g, 'CODE');
}

/** The report's own markup. */
const OWN_MARKS = new RegExp(
  [
    /^- \*\*CODE\*\* /,
    /^(?:- )?\*\*(?:warning|error|CODE(?: [\d.]+)?)\*\*(?= )/,
    /^\*\*\d+ errors?, \d+ warnings?, \d+ info\*\*/,
    /^\*\*Not fully audited:\*\*/,
    /\| \*\*FAIL\*\* \|/,
    /\| \*undecided\* \|/,
    /^<details><summary>\d+ [a-z ]+<\/summary>$/,
    /^<\/details>$/,
    /^\*(?:and \d+ more \w+, omitted for length|For the full list, use another format\.)\*$/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

function expectOnlyOwnMarks(text: string): void {
  let columns = 0;
  for (const line of text.split('\n')) {
    const plain = outsideCode(line);
    expect(plain.replace(OWN_MARKS, ''), line).not.toMatch(
      /[<>`*~[\]\\]|:\/\/|www\.|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/,
    );
    const cells = plain.split('|').length;
    if (line.startsWith('|') && columns > 0) expect(cells, line).toBe(columns);
    else if (!line.startsWith('|')) expect(cells, line).toBe(1);
    columns = line.startsWith('|') ? cells : 0;
  }
}

describe('text of a file cannot become markup', () => {
  it.each([
    ['a little of everything', MIXED],
    ['hostile names', HOSTILE],
  ])('%s', async (_name, tree) => {
    expectOnlyOwnMarks(await report('markdown', tree));
  });

  it('of whatever a report is made', () => {
    fc.assert(
      fc.property(anyReport, (made) => {
        expectOnlyOwnMarks(reportMarkdown(made, { isQuiet: false, exit: { fails: () => true } }));
      }),
    );
  });

  it.each([
    ['a|b', '<code>a&#124;b</code>'],
    ['a`b', '<code>a&#96;b</code>'],
    ['<b>', '<code>&#60;b&#62;</code>'],
    ['a\\', '<code>a&#92;</code>'],
    [' a', '<code> a</code>'],
    ['__a__', '`__a__`'],
    ['[a](b)', '`[a](b)`'],
  ])('a file named %s', async (name, code) => {
    expect(
      await report('markdown', {
        [`${name}/compose.yaml`]: 'services: { web: { image: "nginx:1.27", privileged: true } }\n',
      }),
    ).toContain(`(${code.replace(/<\/code>$|`$/, '/compose.yaml:1$&')})`);
  });
});

it('a recommendation that fails only by what is accepted says so', async () => {
  const text = await report('markdown', MIXED, onlyRules('host-ipc-namespace', 'host-pid-namespace'));
  expect(text).toContain('| 5.15 | Processes are separate from the host | **FAIL** | 3 | 3 | 0 | 1 |');
  expect(text).toContain('| 5.16 | IPC is separate from the host | suppressed | 3 | 2 | 1 | 1 |');
});

it('what is undecided or accepted is left out with --min-severity', async () => {
  expect(await report('markdown', MIXED)).toMatch(/\d undecided<[^]*\d suppressed</);
  expect(await report('markdown', MIXED, ['--min-severity', 'info'])).not.toMatch(/(?:undecided|suppressed)</);
});

it('has what to do first and the errors in sight, and folds the rest', async () => {
  const folded = (await report('markdown', MIXED)).replace(
    /<details><summary>([^<]*)<\/summary>[^]*?<\/details>/g,
    '[$1]',
  );
  expect(folded.match(/^(?:#+ .*|\[.*\])$/gm)).toEqual([
    '## CIS Docker Benchmark, section 5',
    '### Fix first',
    '### 4 errors',
    '[1 warning]',
    '[5 info]',
    '[3 undecided]',
    '[1 suppressed]',
    '[31 recommendations in the benchmark]',
  ]);
});

it('says once what several findings have in common, and of each what is its own', async () => {
  const text = await report(
    'markdown',
    {
      'compose.yaml':
        'services: { a: { image: "x:1", pid: host }, b: { image: "x:1", pid: host }, c: { image: x }, d: { image: y } }\n',
    },
    onlyRules('host-pid-namespace', 'unpinned-image'),
  );
  expect(text).toContain(
    `2 services share the host&#39;s PID namespace.

Remove \`pid: host\`. To debug another service, write \`pid: service:NAME\`. If it must see the host's processes, suppress this finding with a reason.

- \`a\` \`compose.yaml:1\`
- \`b\` \`compose.yaml:1\`
`.replace('&#39;', "'"),
  );
  expect(text).toContain('- `c` `compose.yaml:1`: Specify the version you tested: `x:VERSION`.\n');
});

it('names of rules lead to their pages where these have an address, and else a command is named', () => {
  const location = { path: 'a.sh', span: { start: 0, end: 1 } };
  const base = { location, related: [], subjects: [] } as const;
  const finding = { ...base, rule: 'host-network', severity: 'error', message: { what: 'What.' } } as const;
  const one = {
    inputs: [{ kind: 'shell', paths: ['a.sh'], subjects: [], findings: [finding], undecided: [] }],
    texts: new Map([['a.sh', 'x']]),
    notes: [],
    edition: '1.13',
  } as const;
  const options = { isQuiet: false, exit: { fails: () => true } };
  expect(reportMarkdown(one, options)).toMatch(/`plimsoll explain RULE`/);
  const linked = reportMarkdown(one, { ...options, homepage: 'https://example.org' });
  expect(linked).toContain('**[`host-network`](https://example.org/rules/host-network.html) 5.9** What.');
  expect(linked).not.toContain('plimsoll explain');
});

describe.each([
  ['few rules and many files', 900, 1, []],
  ['many rules, each by itself', 400, 3, ['--missing', 'each', '--preset', 'all']],
  ['long names', 300, 60, ['--missing', 'each']],
] as const)('a report of thousands of findings, %s', (_name, count, length, argv) => {
  const services = Array.from(
    { length: count },
    (_, index) =>
      `  ${'service-'.repeat(length)}${index}: { image: "nginx\${V${index}}", privileged: true, pid: host, ports: ["${index + 1000}:80"], environment: { A_PASSWORD: hunter${index} } }\n`,
  ).join('');
  const text = report('markdown', { 'compose.yaml': `services:\n${services}` }, argv);

  it('fits into a comment', async () => {
    expect((await text).length).toBeGreaterThan(5_000);
    expect(Buffer.byteLength(await text)).toBeLessThan(65_536);
  });

  it('is whole', async () => {
    expectOnlyOwnMarks(await text);
    expect((await text).match(/^<details>/gm)).toHaveLength((await text).match(/^<\/details>/gm)?.length ?? 0);
    expect(await text).toContain('<details><summary>31 recommendations in the benchmark</summary>');
  });
});
