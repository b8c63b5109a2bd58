import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reportMarkdown } from '../../src/reporters/markdown.ts';
import { anyReport } from './made-report.ts';
import { HOSTILE, MIXED, onlyRules, report } from './run.ts';

/** A line without what stands in code, whose text means nothing to a reader of Markdown. */
function outsideCode(line: string): string {
  return line.replace(/<code>[^<>`|]*<\/code>|`[^`|]+`/g, 'CODE');
}

/** The marks that the report itself makes. */
const OWN_MARKS =
  /^\*\*CODE\*\*$|^\*\*\d+ errors?, \d+ warnings?, \d+ infos?\*\*|^\*\*Not audited in full:\*\*|\| \*\*(?:FAIL|error)\*\* \||\| \*undecided\* \|/g;

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
        expectOnlyOwnMarks(reportMarkdown(made, { isQuiet: false }));
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
    ).toContain(`**${code.replace(/<\/code>$|`$/, '/compose.yaml$&')}**`);
  });
});

it('a recommendation that fails only by what is accepted says so', async () => {
  const text = await report('markdown', MIXED, onlyRules('host-ipc-namespace', 'host-pid-namespace'));
  expect(text).toContain('| 5.15 | Processes are separate from the host | **FAIL** | 3 | 3 | 0 | 1 |');
  expect(text).toContain('| 5.16 | IPC is separate from the host | accepted | 4 | 2 | 0 | 1 |');
});

it('what is undecided is left out with --min-severity', async () => {
  expect(await report('markdown', MIXED)).toContain('### Undecided');
  expect(await report('markdown', MIXED, ['--min-severity', 'info'])).not.toContain('### Undecided');
});

it('a large report is cut between rows, below what GitHub takes', async () => {
  const services = Array.from({ length: 900 }, (_, index) => `  service-${index}: { image: nginx }\n`).join('');
  const text = await report('markdown', { 'compose.yaml': `services:\n${services}` }, ['--missing', 'each']);
  expect(Buffer.byteLength(text)).toBeGreaterThan(900_000);
  expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024);
  expect(text.trimEnd().split('\n').slice(-3)).toEqual([
    expect.stringMatching(/^\|.*\|$/),
    '',
    expect.stringMatching(/There is more/),
  ]);
});
