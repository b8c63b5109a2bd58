import fc from 'fast-check';
import { OPTIONS } from '../../../src/cli/commands/lint.ts';
import { FORMATS } from '../../../src/reporters/index.ts';
import { name, value } from './values.ts';

const option = fc.oneof(
  fc.constantFrom(...Object.keys(OPTIONS), 'update', '__proto__', 'constructor', 'hasOwnProperty', '_', ''),
  name,
);
const argument = fc.oneof(
  value,
  fc.constantFrom(
    ...FORMATS,
    'auto',
    'always',
    'never',
    'error',
    'compose.yaml',
    'run.sh',
    'inspect.json',
    '.',
    '-',
    '..',
    '/',
    '!run.sh',
    '*.yaml',
    '**',
    '{a,b',
    '[',
    '.env',
    'privileged-container=off',
    '1.6',
    '5.31',
    'json=out.json',
    'read-only/x',
    'missing.yaml',
    'a\\b',
  ),
);
const word = fc.oneof(
  { weight: 4, arbitrary: argument },
  { weight: 3, arbitrary: option.map((each) => `--${each}`) },
  { weight: 3, arbitrary: fc.tuple(option, argument).map(([each, given]) => `--${each}=${given}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('-q', '-f', '-fjson', '-qo', '-o', '-h', '-V', '-x', '--', '-qq', '--no-quiet'),
  },
);

/** Arguments of `plimsoll`. */
export const argv: fc.Arbitrary<readonly string[]> = fc
  .tuple(
    fc.option(
      fc.constantFrom(
        'lint',
        'model',
        'baseline',
        'explain',
        'rules',
        'init',
        'help',
        '__proto__',
        'constructor',
        'toString',
      ),
      { nil: undefined },
    ),
    fc.array(word, { maxLength: 6 }),
  )
  .map(([command, words]) => (command === undefined ? words : [command, ...words]));
