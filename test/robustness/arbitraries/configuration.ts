import fc from 'fast-check';
import schema from '../../../schemas/config.schema.json' with { type: 'json' };
import { starterConfig } from '../../../src/cli/commands/init.ts';
import { mutation } from './mutation.ts';
import { value } from './values.ts';

const RULES = Object.keys(schema.definitions.rules.properties);
const text = fc.oneof(
  value,
  fc.constantFrom(
    'off',
    'error',
    'warning',
    'info',
    'never',
    'recommended',
    'hardened',
    'cis-level-2',
    '1.6',
    '**',
    '!a',
    '[',
    '{a,b',
    '**/**/**',
    '(((',
    '2026-11-24',
    '2026-13-45',
    '2027-02-30',
    '*',
  ),
);
const flow: fc.Arbitrary<string> = fc.letrec<{ readonly node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    text,
    text.map((each) => JSON.stringify(each)),
    fc.array(tie('node'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc
      .array(
        fc.tuple(
          fc.oneof(
            fc.constantFrom(
              ...RULES,
              'severity',
              'files',
              'services',
              'service',
              'rule',
              'rules',
              'reason',
              'expires',
              'allow',
              'maxRange',
            ),
            text,
          ),
          tie('node'),
        ),
        { maxLength: 4 },
      )
      .map((entries) => `{${entries.map(([key, inner]) => `${key}: ${inner}`).join(', ')}}`),
  ),
})).node;

const written = fc
  .array(fc.tuple(fc.constantFrom(...Object.keys(schema.properties)), flow), { maxLength: 5 })
  .map((entries) => entries.map(([key, inner]) => `${key}: ${inner}\n`).join(''));

/** The file of `plimsoll init` with all examples enabled. */
const everything = starterConfig()
  .replaceAll(/^( *)# (?=[- ]*[\w-]+:)/gm, '$1')
  .replaceAll(/: (?:\{\}|\[\])$/gm, ':');

const glob = fc
  .array(fc.constantFrom('*', '**', '/', '?', '[a-', ']', '{a,', '}', '!(', '+(', ')', '|', '\\', 'a', '..', '.'), {
    maxLength: 12,
  })
  .map((parts) => parts.join(''));
const globs = fc
  .array(glob, { minLength: 1, maxLength: 3 })
  .map(
    (each) =>
      `ignores: ${JSON.stringify(each)}\noverrides: [{files: ${JSON.stringify(each)}, services: ${JSON.stringify(each)}, rules: {host-pid-namespace: off}}]\n`,
  );

/** A configuration, usually invalid. */
export const configuration: fc.Arbitrary<string> = fc.oneof(
  written,
  fc.tuple(fc.constantFrom(everything, starterConfig()), mutation).map(([base, change]) => change(base)),
  globs,
  flow,
);
