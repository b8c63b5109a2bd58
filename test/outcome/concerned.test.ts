import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resultOf } from '../../src/lint/local-linter.ts';
import type { Fix } from '../../src/model/change.ts';
import { within } from '../../src/outcome/parts.ts';
import { toReported } from '../../src/outcome/run-inputs.ts';
import type { Input } from '../../src/projects/input.ts';
import type { ReportedInput } from '../../src/report/report.ts';
import { createSession } from '../../src/session/session.ts';
import { createMemoryFiles } from '../memory-io.ts';
import { includedProject } from '../projects/included-project.ts';
import '../seed.ts';

// A project parsed for one of its files isn't read completely, but must report the same for that
// file, whatever its services depend on.

/** Without the numbers that identify containers within one parse. */
function plain({ findings, ...rest }: ReportedInput): unknown {
  const withoutSubject = ({ subject: _, ...change }: Fix['changes'][number]): Omit<typeof change, 'subject'> => change;
  return {
    ...rest,
    subjects: rest.subjects.map((subject) => ({ ...subject, verdicts: [...subject.verdicts] })),
    findings: findings.map(({ fixes, ...finding }) => ({
      ...finding,
      fixes: fixes?.map((fix) => ({ ...fix, changes: fix.changes.map(withoutSubject) })),
    })),
  };
}

test('a project that is parsed for one of its files says of it what the whole project says', async () => {
  let compared = 0;
  let left = 0;
  await fc.assert(
    fc.asyncProperty(includedProject, async (tree) => {
      const session = createSession({ files: createMemoryFiles(tree), today: '2026-11-24' });
      const settings = await session.settings.forFile('compose.yaml');
      const source: Input = { kind: 'compose', files: [{ path: 'compose.yaml', text: tree['compose.yaml'] ?? '' }] };
      const whole = await resultOf(source, settings, session.context);
      if ('internalError' in whole) throw new Error(whole.internalError);
      for (const path of Object.keys(tree).filter((each) => each.endsWith('/compose.yaml'))) {
        const part = await resultOf({ ...source, reportedFor: [path] }, settings, session.context);
        if ('internalError' in part) throw new Error(part.internalError);
        const scope = { named: [path], has: (other: string) => other === path };
        const expected = within(toReported(whole), scope);
        expect(plain(within(toReported(part), scope))).toEqual(plain(expected));
        for (const { location, related } of expected.findings)
          for (const { path: named } of [location, ...related.map((other) => other.location)])
            expect(part.texts.get(named)).toBe(whole.texts.get(named));
        compared += expected.findings.length;
        left += whole.subjects.length - part.subjects.length;
      }
    }),
    { numRuns: 150 },
  );
  expect(compared).toBeGreaterThan(1_000);
  expect(left).toBeGreaterThan(300);
}, 120_000);
