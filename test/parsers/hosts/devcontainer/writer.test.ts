import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSamePlain, toPlainModel } from '../../../../src/fixes/plain-model.ts';
import type { Parsed } from '../../../../src/parsers/contract/parsed.ts';
import { parseDevcontainer } from '../../../../src/parsers/hosts/devcontainer/index.ts';
import { commentsIn } from '../../../../src/parsers/hosts/devcontainer/json.ts';
import { devcontainerWriter } from '../../../../src/parsers/hosts/devcontainer/writer/index.ts';
import { applyEdits } from '../../../../src/text/edit.ts';
import { possibleChanges } from '../../shell/writer/model-changes.ts';

const PATH = '.devcontainer/devcontainer.json';

function parse(text: string): Parsed {
  return parseDevcontainer(
    { path: PATH, text },
    { files: { read: () => ({ failure: 'missing' }) }, environment: new Map<string, string>() },
  );
}

const ARGUMENTS: readonly (readonly string[])[] = [
  ...[['--tty'], ['--pid=host'], ['--pid', 'host'], ['--uts=host'], ['-itP'], ['-P'], ['-m', '1g'], ['--memory=0']],
  ...[['-dp', '80:80'], ['-p81:81/udp'], ['--publish', '[::]:82:82'], ['-v/a:/b'], ['--volume', '/c:/d:rw,z']],
  ...[['--device=/dev/x'], ['--device', '/dev/y:/dev/z:rwm'], ['--cap-add', 'ALL'], ['--ulimit', 'nofile=9']],
  ...[['--pids-limit', '-1'], ['--restart=always'], ['--mount', 'type=bind,src=/f,dst=/g'], ['--label', 'a=b\\"c']],
];
/** JSON values by property. */
const PROPERTIES: readonly (readonly [name: string, ...values: readonly string[]])[] = [
  ['privileged', 'true'],
  ['init', 'true'],
  ['containerUser', '"root"'],
  ['capAdd', '"SYS_ADMIN"', '"NET_RAW"', '"ALL"'],
  ['securityOpt', '"seccomp=unconfined"', '"no-new-privileges:false"', '"label=disable"'],
  ['mounts', '"type=bind,source=/etc,target=/x"', '{"type": "volume", "source": "v", "target": "/y"}'],
  ['appPort', '3000', '"8080:80"', '"127.0.0.1:1:1"'],
  ['runArgs'],
];
const LISTS: ReadonlySet<string> = new Set(['capAdd', 'securityOpt', 'mounts', 'appPort', 'runArgs']);

interface Layout {
  readonly eol: string;
  readonly indent: string;
  readonly hasTrailingComma: boolean;
  readonly isInline: boolean;
  /** A comment per element. */
  readonly comments: readonly string[];
}

const layouts: fc.Arbitrary<Layout> = fc.record({
  eol: fc.constantFrom('\n', '\r\n'),
  indent: fc.constantFrom('  ', '\t', '    '),
  hasTrailingComma: fc.boolean(),
  isInline: fc.boolean(),
  comments: fc.array(fc.constantFrom('', '', '// a, "b"', '/* c, d */'), { maxLength: 8 }),
});

const properties = fc.shuffledSubarray([...PROPERTIES], { maxLength: 5 }).chain((chosen) =>
  fc.tuple(
    ...chosen.map(([name, ...values]) =>
      fc.record({
        name: fc.constant(name),
        values:
          name === 'runArgs'
            ? fc
                .shuffledSubarray([...ARGUMENTS], { maxLength: 4 })
                .map((words) => words.flat().map((word) => `"${word}"`))
            : fc.shuffledSubarray(values, { minLength: 1 }),
      }),
    ),
  ),
);

/** A typical hand-written configuration. */
const configurations = fc
  .tuple(properties, layouts, layouts)
  .map(([chosen, outer, inner]) =>
    listed(
      '{}',
      [
        '"image": "debian:12"',
        ...chosen.map(({ name, values: [first = '', ...others] }) =>
          LISTS.has(name)
            ? `"${name}": ${listed('[]', first === '' ? [] : [first, ...others], { ...inner, eol: outer.eol }, outer.isInline ? '' : outer.indent)}`
            : `"${name}": ${first}`,
        ),
      ],
      outer,
      '',
    ),
  );

function listed(
  [open = '', close = '']: string,
  elements: readonly string[],
  { eol, indent, hasTrailingComma, isInline, comments }: Layout,
  base: string,
): string {
  const lines = elements.map((element, index) => {
    const comma = index < elements.length - 1 || hasTrailingComma ? ',' : '';
    const comment = comments[index] ?? '';
    const isShown = comment !== '' && (!isInline || comment.startsWith('/*'));
    return `${element}${comma}${isShown ? ` ${comment}` : ''}`;
  });
  if (isInline || lines.length === 0) return `${open}${lines.join(' ')}${close}`;
  return `${open}${lines.map((line) => `${eol}${base}${indent}${line}`).join('')}${eol}${base}${close}`;
}

function comments(text: string): readonly string[] {
  return commentsIn(text).map(({ start, end }) => text.slice(start, end));
}

test('a change makes the model that was asked for, and nothing else of the text', { timeout: 120_000 }, () => {
  const counts = { tried: 0, made: 0 };
  fc.assert(
    fc.property(configurations, fc.nat(), (text, pick) => {
      const parsed = parse(text);
      const changes = possibleChanges(parsed);
      const asked = changes[pick % Math.max(1, changes.length)];
      const subject = parsed.subjects[asked?.subject ?? 0];
      if (asked === undefined || subject === undefined) return;
      counts.tried += 1;
      const written = devcontainerWriter.write(asked.change, subject, parsed.texts);
      if (written.refusal !== undefined) return;
      counts.made += 1;
      const after = applyEdits(text, written.edits);
      const { problems, subjects } = parse(after);
      const [found] = subjects;
      expect({ after, broken: problems.filter(({ id }) => id === 'syntax/invalid-json') }).toEqual({
        after,
        broken: [],
      });
      expect(comments(after)).toEqual(comments(text));
      expect(after.includes('\r\n') && /(?<!\r)\n/.test(after)).toBe(false);
      const isSame = found !== undefined && isSamePlain(toPlainModel(subject, [asked.change]), toPlainModel(found));
      // Duplicated values, and those another option also sets, are left to verification.
      if (!isSame) counts.made -= 1;
      expect({ after, change: asked.change, isSame: isSame || hasTwice(text) }).toMatchObject({ isSame: true });
    }),
    { numRuns: 400 },
  );
  expect(counts.made).toBeGreaterThan(counts.tried * 0.85);
});

/** True if an option appears twice, so removing one restores the other. */
function hasTwice(text: string): boolean {
  return ['pid', 'memory', 'publish', '"-m"'].some((name) => text.split(name).length > 2) || text.includes('-itP');
}
