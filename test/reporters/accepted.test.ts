import { expect, it } from 'vitest';
import { acceptedText } from '../../src/report/wording.ts';
import { onlyRules, report, type Tree } from './run.ts';

/** Suppressed in each way: a comment, one with a ticket, an exception, one with an expiry date. */
const TREE: Tree = {
  '.plimsoll.yaml': `exceptions:
  - { rule: host-uts-namespace, reason: the name matters }
  - { rule: host-network, reason: NAT costs a third, ticket: OPS-12, expires: 2027-03-31 }
`,
  'compose.yaml': `services:
  web:
    image: nginx:1.27
    pid: host # plimsoll: ignore[host-pid-namespace] -- reads all processes
    ipc: host # plimsoll: ignore[host-ipc-namespace] -- shares a queue (ticket: OPS-9)
    network_mode: host
    uts: host
`,
};
const RULES = onlyRules('host-pid-namespace', 'host-ipc-namespace', 'host-network', 'host-uts-namespace');

it.each<[format: string, said: readonly string[]]>([
  [
    'json',
    [
      '"kind": "comment",\n        "reason": "reads all processes"\n',
      '"kind": "comment",\n        "reason": "shares a queue",\n        "ticket": "OPS-9"\n',
      '"kind": "exception",\n        "reason": "the name matters"\n',
      '"kind": "exception",\n        "reason": "NAT costs a third",\n        "ticket": "OPS-12",\n        "expires": "2027-03-31"\n',
    ],
  ],
  [
    'sarif',
    [
      '"justification": "reads all processes"\n',
      '"justification": "shares a queue (OPS-9)",\n              "properties": {\n                "ticket": "OPS-9"\n',
      '"justification": "the name matters"\n',
      '"justification": "NAT costs a third (OPS-12, until 2027-03-31)"',
      '"expires": "2027-03-31"',
    ],
  ],
  ...(['junit', 'html', 'markdown'] as const).map((format): [string, readonly string[]] => [
    format,
    [
      'uppressed by a comment: reads all processes',
      'uppressed by a comment: shares a queue (OPS-9)',
      'uppressed by an exception: the name matters',
      'uppressed by an exception: NAT costs a third (OPS-12, until 2027-03-31)',
    ],
  ]),
  [
    'cis',
    ['suppressed', 'reads all processes', 'shares a queue (OPS-9)', 'NAT costs a third (OPS-12, until 2027-03-31)'],
  ],
])('%s says why something is accepted, where that was decided and until when', async (format, said) => {
  const text = await report(format, TREE, RULES);
  const shown = format === 'cis' ? text.replace(/\s+/g, ' ') : text;
  for (const part of said) expect(shown).toContain(part);
});

it('a finding whose exception has expired names the ticket, and so does the note before', async () => {
  const [before, after] = ['2026-11-30', '2026-11-01'].map((expires) => ({
    ...TREE,
    '.plimsoll.yaml': `exceptions: [{ rule: host-network, reason: NAT, ticket: OPS-12, expires: ${expires} }]\n`,
  }));
  expect(await report('pretty', before ?? {}, RULES)).toContain('(NAT, OPS-12) expires on 2026-11-30');
  expect(await report('text', after ?? {}, RULES)).toContain('expired on 2026-11-01 (NAT, OPS-12).');
});

it.each([
  [{ kind: 'baseline' }, 'by the baseline'],
  [{ kind: 'baseline', reason: 'It already existed at main.' }, 'because it already existed at main'],
  [{ kind: 'comment', reason: 'lab' }, 'by a comment: lab'],
] as const)('%j is reported as what it is', (suppression, text) => {
  expect(acceptedText(suppression)).toBe(text);
});
