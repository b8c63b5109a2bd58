import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyEdits, type FileEdit } from '../../../../src/text/edit.ts';
import { isLong } from '../../../long.ts';
import { type Asked, difference, isInTheWay, isSameEdit, parse, possibleChanges, tryChange } from './model-changes.ts';

const root = join(import.meta.dirname, '../../../fixtures');
const scripts = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.sh'));
/** One in this many changes per script is tried; with `PLIMSOLL_LONG=1`, all. */
const STEP = isLong ? 1 : 7;
/** The rest may be rejected or withdrawn: shared variables, and uncertain values. */
const MIN_SHARE = 0.95;

const bash = (text: string): string => spawnSync('bash', ['-n'], { input: text, encoding: 'utf8' }).stderr;

describe('changes of the scripts of the fixtures', () => {
  const counts = { tried: 0, made: 0 };

  test.each(scripts)('%s', (path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const parsed = parse(text);
    const made: { readonly asked: Asked; readonly edits: readonly FileEdit[] }[] = [];
    for (const [index, asked] of possibleChanges(parsed).entries()) {
      if (index % STEP !== path.length % STEP) continue;
      const tried = tryChange(parsed, text, asked);
      expect({ kind: tried.kind, text: tried.kind === 'wrong' ? tried.text : '' }).not.toMatchObject({ kind: 'wrong' });
      counts.tried += 1;
      if (tried.kind !== 'holds') continue;
      counts.made += 1;
      const isFree = made.every(
        ({ asked: other, edits }) =>
          !isSameTarget(asked, other) && edits.every((edit) => tried.edits.every((own) => !isInTheWay(edit, own))),
      );
      if (isFree) made.push({ asked, edits: tried.edits });
    }
    const edits = made.flatMap((each) => each.edits);
    const together = applyEdits(
      text,
      edits.filter((edit, index) => edits.findIndex((other) => isSameEdit(edit, other)) === index),
    );
    expect(
      difference(
        parsed,
        together,
        made.map(({ asked }) => asked),
      ),
    ).toBeUndefined();
    if (made.length > 0) expect(bash(together)).toBe(bash(text));
  });

  test(`at least ${MIN_SHARE * 100} % of them are made`, () => {
    expect(counts.made / counts.tried).toBeGreaterThanOrEqual(MIN_SHARE);
  });
});

/** True if both change the same value. */
function isSameTarget(a: Asked, b: Asked): boolean {
  return a.subject === b.subject && a.change.field === b.change.field && a.change.kind !== 'add';
}
