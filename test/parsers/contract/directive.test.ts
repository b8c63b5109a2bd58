import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDirective, parseDirective } from '../../../src/parsers/contract/directive.ts';

/** The rules in a comment as written, then the reason. */
function read(comment: string): readonly (string | undefined)[] {
  const directive = parseDirective(comment);
  if (directive.kind === 'malformed') return ['malformed', directive.meant];
  return [directive.kind, ...directive.rules.map(({ start, end }) => comment.slice(start, end)), directive.reason];
}

test.each([
  ['# plimsoll: ignore[exec-user] -- why', ['ignore', 'exec-user', 'why']],
  ['#plimsoll:ignore[exec-user,host-network]--why', ['ignore', 'exec-user', 'host-network', 'why']],
  ['# plimsoll: ignore-file [syntax/limit]', ['ignore-file', 'syntax/limit', undefined]],
  ['## plimsoll: ignore[exec-user] -- why', ['ignore', 'exec-user', 'why']],
  ['# yamllint disable-line # plimsoll: ignore[exec-user] -- why', ['ignore', 'exec-user', 'why']],
  ['# because # plimsoll: ignore[exec-user]', ['ignore', 'exec-user', undefined]],
])('%s is read', (comment, expected) => {
  expect(isDirective(comment)).toBe(true);
  expect(read(comment)).toEqual(expected);
});

test.each([
  ['why (ticket: OPS-12)', 'why', 'OPS-12'],
  ['why (Ticket:https://example.org/12)', 'why', 'https://example.org/12'],
  ['(ticket: OPS-12)', undefined, 'OPS-12'],
  ['why (see ticket: OPS-12)', 'why (see ticket: OPS-12)', undefined],
  ['why (ticket: OPS-12) and more', 'why (ticket: OPS-12) and more', undefined],
  ['why (ticket: )', 'why (ticket: )', undefined],
])('the reason %s', (text, reason, ticket) => {
  expect(parseDirective(`# plimsoll: ignore[exec-user] -- ${text}`)).toMatchObject({
    kind: 'ignore',
    reason,
    ...(ticket === undefined ? {} : { ticket }),
  });
});

test.each([
  ['# plimsoll ignore[exec-user] -- why', '# plimsoll: ignore[exec-user]'],
  ['# Plimsoll: ignore[exec-user] -- why', '# plimsoll: ignore[exec-user]'],
  ['# PLIMSOLL:IGNORE[exec-user]', '# plimsoll: ignore[exec-user]'],
  ['# plimsoll: Ignore[exec-user, host-network]', '# plimsoll: ignore[exec-user, host-network]'],
  ['# plimsoll-ignore[exec-user]', '# plimsoll: ignore[exec-user]'],
  ['# plimsoll ignore-file(exec-user)', '# plimsoll: ignore-file[exec-user]'],
  ['# plimsoll: ignore_file[exec-user]', '# plimsoll: ignore-file[exec-user]'],
  ['# plimsoll disable[exec-user]', '# plimsoll: ignore[exec-user]'],
  ['# because plimsoll: ignore[exec-user] -- why', '# plimsoll: ignore[exec-user]'],
  ['# plimsoll: ignore[exec-user] why', '# plimsoll: ignore[exec-user]'],
  ['# plimsoll: ignore[exec-user] -- why # plimsoll: ignore[host-network] -- why', '# plimsoll: ignore[exec-user]'],
  ['# plimsoll: ignore[]', undefined],
  ['# plimsoll: ignore exec-user', '# plimsoll: ignore[exec-user]'],
  ['# Plimsoll: ignore exec-user', '# plimsoll: ignore[exec-user]'],
  ['# plimsoll ignore: exec-user', '# plimsoll: ignore[exec-user]'],
  ['# plimsoll: what is this', undefined],
])('%s is meant for plimsoll and of no form that it reads', (comment, meant) => {
  expect(isDirective(comment)).toBe(true);
  expect(read(comment)).toEqual(['malformed', meant]);
});

describe('a comment that only mentions plimsoll is not meant for it', () => {
  test.each([
    '# checked by plimsoll',
    '# plimsoll ignores this file',
    '# plimsoll ignore list',
    '# Plimsoll: a line on the hull of a ship',
    '# Let plimsoll skip it.',
    '# see .plimsoll.yaml (ignores)',
    '# write "plimsoll: ignore[rule] -- reason" to suppress a finding',
    '# use `plimsoll: ignore[rule]`',
    '# write "# plimsoll: ignore[rule] -- reason" above it',
    '# `# plimsoll ignore[rule]` does nothing',
    '# myplimsoll: ignore[rule]',
    '# https://example.com/plimsoll?ignore=[a]',
    '# run plimsoll --no-ignore (it counts everything)',
  ])('%s', (comment) => {
    expect(isDirective(comment)).toBe(false);
  });
});

test('any comment is read without an error, and its rules are where it says', () => {
  const word = fc.constantFrom(
    '#',
    ' ',
    'plimsoll',
    ':',
    'ignore',
    'file',
    '[',
    ']',
    'exec-user',
    ',',
    ' -- ',
    'x',
    '`',
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 20 }), (words) => {
      const comment = `#${words.join('')}`;
      const directive = parseDirective(comment);
      if (directive.kind === 'malformed') return;
      for (const { id, start, end } of directive.rules) expect(comment.slice(start, end)).toBe(id);
    }),
  );
});
