import { expect, test } from 'vitest';
import { lintText } from '../../src/lint/lint.ts';
import { applyEdits } from '../../src/text/edit.ts';

/** A script after the fixes of its unused suppressions. */
async function withoutUnused(text: string): Promise<string> {
  const { findings } = await lintText({ path: 'a.sh', text });
  const repairs = findings
    .filter(({ rule }) => rule === 'suppression/unused')
    .flatMap(({ fixes = [] }) => fixes.flatMap(({ repairs: own = [] }) => own));
  return applyEdits(
    text,
    repairs.flatMap((repair) => (repair.kind === 'edit' ? [repair] : [])),
  );
}

const RUN = 'docker run --rm --privileged nginx:1.27';

test.each([
  ['the only rule, with its comment', 'ignore[host-network] -- why', ''],
  ['the first rule', 'ignore[host-network, privileged-container] -- why', 'ignore[privileged-container] -- why'],
  ['the last rule', 'ignore[privileged-container, host-network] -- why', 'ignore[privileged-container] -- why'],
  [
    'a rule in the middle',
    'ignore[privileged-container, host-network, unpinned-image] -- why',
    'ignore[privileged-container, unpinned-image] -- why',
  ],
])('a fix removes %s', async (_, before, after) => {
  const image = before.includes('unpinned') ? RUN.replace(':1.27', '') : RUN;
  const left = after === '' ? '' : ` # plimsoll: ${after}`;
  expect(await withoutUnused(`${image} # plimsoll: ${before}\n`)).toBe(`${image}${left}\n`);
});

test('a comment is for the command below it, from its first character on, and not for the next', async () => {
  const comment = '# plimsoll: ignore[privileged-container] -- why\n';
  const { findings } = await lintText({ path: 'a.sh', text: `${comment}${RUN}\n${RUN}\n` });
  const privileged = findings.filter(({ rule }) => rule === 'privileged-container');
  expect(privileged.map(({ suppression }) => suppression?.kind)).toEqual(['comment', undefined]);
  expect(findings.filter(({ rule }) => rule === 'suppression/unused')).toEqual([]);
});
