import fc from 'fast-check';
import { type Finding, SEVERITIES, type Undecided } from '../../src/model/finding.ts';
import type { LintReport } from '../../src/report/report.ts';
import { RULES } from '../../src/rules/index.ts';
import { anyCharacters } from '../any-characters.ts';
import { HOSTILE_TEXT } from './run.ts';

/** Any text in files, names and messages, with many special characters of the formats. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  anyCharacters(),
  fc.string({
    unit: fc.constantFrom(
      ...Array.from(HOSTILE_TEXT),
      '\r',
      '\n',
      '\t',
      '%',
      ':',
      ',',
      ';',
      '{',
      '}',
      ' ',
      'a',
      '\uD83D',
      '\uDC33',
      '\u0000',
      '\u2028',
    ),
  }),
);

/** An artificial report with arbitrary texts, paths, names and messages. */
export const anyReport: fc.Arbitrary<LintReport> = fc
  .record({
    path: anyText,
    text: anyText,
    name: anyText,
    what: anyText,
    remedy: fc.option(anyText, { nil: undefined }),
    reason: anyText,
    rule: fc.constantFrom(...RULES.map(({ id }) => id), 'syntax/invalid-yaml', 'suppression/unused'),
    severity: fc.constantFrom(...SEVERITIES),
    isAccepted: fc.boolean(),
    start: fc.nat(30),
    length: fc.nat(30),
  })
  .map(({ path, text, name, what, remedy, reason, rule, severity, isAccepted, start, length }): LintReport => {
    const location = {
      path,
      span: { start: Math.min(start, text.length), end: Math.min(start + length, text.length) },
    };
    const base = {
      location,
      related: [{ location, message: 'used here' }],
      subjects: [{ kind: 'container', name }],
    } as const;
    const finding: Finding = {
      ...base,
      rule,
      severity,
      message: remedy === undefined ? { what } : { what, remedy },
      ...(isAccepted ? { suppression: { kind: 'comment', reason } } : {}),
    };
    const undecided: Undecided = { ...base, rule: RULES[0]?.id ?? '', reason, variables: [] };
    const verdicts = new Map([[rule, 'fail'] as const, [undecided.rule, 'undecided'] as const]);
    return {
      inputs: [
        {
          kind: 'shell',
          paths: [path],
          subjects: [{ kind: 'container', name, origin: 'docker run', location, verdicts }],
          findings: [finding],
          undecided: [undecided],
        },
      ],
      texts: new Map([[path, text]]),
      notes: [{ path: name, message: reason, severity: 'error' }],
      edition: '1.13',
    };
  });
