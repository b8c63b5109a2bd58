import { expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { type LintReport, unreadLines } from '../../src/report/report.ts';
import { DEFAULT_EDITION } from '../../src/rules/editions.ts';

function unread(start: number): Finding {
  return {
    rule: 'syntax/unread-command',
    severity: 'info',
    message: { what: 'A command.' },
    location: { path: 'a.sh', span: { start, end: start + 1 } },
    related: [],
    subjects: [],
  };
}

test('unread commands are counted, and the first three named, with one look at their file', () => {
  const text = 'a\nb\nc\nd\ne\n';
  let looks = 0;
  const texts = new Map([['a.sh', text]]);
  texts.get = () => {
    looks += 1;
    return text;
  };
  const findings = [0, 2, 4, 6, 8].map(unread);
  const report: LintReport = {
    inputs: [{ kind: 'shell', paths: ['a.sh'], subjects: [], findings, undecided: [] }],
    texts,
    notes: [],
    edition: DEFAULT_EDITION,
  };
  expect(unreadLines(report)).toEqual(['5 commands not read: a.sh:1, a.sh:2, a.sh:3 …']);
  expect(looks).toBe(1);
});
