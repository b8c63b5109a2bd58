import fc from 'fast-check';
import { CREATE_FLAGS, EXEC_FLAGS, RUN_FLAGS } from '../../src/parsers/docker/grammar/flags/container.ts';
import type { Flag, FlagTable } from '../../src/parsers/docker/grammar/flags/flag.ts';
import { COMMANDS, FLAG_VALUES, IMAGES, UNCHECKED_VALUES } from './docker-values.ts';
import { nearly, oneOf } from './edits.ts';

/** One use of a flag. */
export interface Use {
  readonly flag: string;
  readonly value: string;
  /** Its words: `--env=A=1`, or `-e` and `A=1`. */
  readonly words: readonly string[];
}

export interface DockerLine {
  /** From `docker` to the subcommand. */
  readonly head: readonly string[];
  readonly uses: readonly Use[];
  /** The image or container, and the command. */
  readonly rest: readonly string[];
}

/**
 * Flags that the client accepts only for Windows engines, for which it also parses `--device`
 * differently.
 */
const WINDOWS_FLAGS: ReadonlySet<string> = new Set(['cpu-count', 'cpu-percent', 'io-maxbandwidth', 'io-maxiops']);

/**
 * Flags that can't be compared: missing in Debian's client, sending nothing, or contacting a
 * signature server.
 */
const LEFT_OUT: ReadonlySet<string> = new Set(['use-api-socket', 'help', 'disable-content-trust']);

/** Related flags. Others appear together by chance. */
const FAMILIES: readonly (readonly string[])[] = [
  [
    'network',
    'network-alias',
    'ip',
    'ip6',
    'link-local-ip',
    'mac-address',
    'link',
    'publish',
    'expose',
    'dns',
    'add-host',
  ],
  [
    'health-cmd',
    'health-interval',
    'health-retries',
    'health-timeout',
    'health-start-period',
    'health-start-interval',
    'no-healthcheck',
  ],
  ['volume', 'mount', 'tmpfs', 'volumes-from', 'volume-driver', 'read-only'],
  ['rm', 'restart', 'detach', 'attach', 'interactive', 'tty', 'sig-proxy', 'detach-keys'],
  ['log-driver', 'log-opt', 'label', 'env', 'env-file', 'label-file', 'annotation'],
  ['publish', 'expose', 'publish-all'],
  ['security-opt', 'privileged', 'cap-add', 'cap-drop', 'device', 'device-cgroup-rule', 'gpus', 'ulimit', 'sysctl'],
  [
    'memory',
    'memory-swap',
    'memory-reservation',
    'memory-swappiness',
    'cpus',
    'cpu-period',
    'cpu-quota',
    'cpu-shares',
    'blkio-weight',
    'shm-size',
    'pids-limit',
  ],
  [
    'device-read-bps',
    'device-write-iops',
    'blkio-weight-device',
    'device-read-iops',
    'device-write-bps',
    'storage-opt',
  ],
];

type Quality = 'valid' | 'one near miss' | 'anything';

export function isForWindows({ uses }: DockerLine): boolean {
  return uses.some(({ flag }) => WINDOWS_FLAGS.has(flag));
}

export function wordsOf({ head, uses, rest }: DockerLine): readonly string[] {
  return [...head, ...uses.flatMap(({ words }) => words), ...rest];
}

/** The line for a shell. */
export function toShell(line: DockerLine): string {
  return [
    'docker',
    ...wordsOf(line).map((word) =>
      /^[\w@%+=:,./-]+$/.test(word) && !/^\w+=/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`,
    ),
  ].join(' ');
}

function valuesOf(flag: Flag): fc.Arbitrary<string> {
  if (flag.name === 'label-file') return oneOf('labels.txt');
  if (flag.name === 'env-file') return oneOf('vars.env', './vars.env');
  // The client requires that this file does not exist.
  if (flag.name === 'cidfile') return oneOf('cid', './cid', 'x.cid');
  return UNCHECKED_VALUES[flag.name] ?? FLAG_VALUES[flag.type];
}

function use(flag: Flag, isNear: boolean): fc.Arbitrary<Use> {
  const isFixed = flag.type === 'file' || flag.name === 'cidfile';
  const values = isNear && !isFixed ? nearly(valuesOf(flag)) : valuesOf(flag);
  const spellings = [flag.name, ...(flag.spellings ?? [])].map((name) => `--${name}`);
  return fc
    .tuple(values, fc.constantFrom(...spellings), fc.constantFrom('=', ' ', 'short', 'short=', 'short '))
    .map(([value, spelling, form]) => {
      const { shorthand } = flag;
      const words =
        shorthand === undefined || form === '=' || form === ' '
          ? inWords(spelling, value, form.endsWith(' ') ? ' ' : '=', flag)
          : inWords(`-${shorthand}`, value, form.slice('short'.length), flag);
      return { flag: flag.name, value, words };
    });
}

/** A boolean's value is attached or omitted; an empty value can't be attached to a letter. */
function inWords(spelling: string, value: string, separator: string, { type }: Flag): readonly string[] {
  if (type === 'boolean') return value === 'true' ? [spelling] : [`${spelling}=${value}`];
  return separator === ' ' || (separator === '' && value === '')
    ? [spelling, value]
    : [`${spelling}${separator}${value}`];
}

/** Combined short flags, the last one with its value: `-itv/:/x`. */
function bundle(flags: FlagTable, isNear: boolean): fc.Arbitrary<readonly Use[]> {
  const letters = flags.filter(({ shorthand, type }) => shorthand !== undefined && type === 'boolean');
  const last = flags.filter(({ shorthand, type }) => shorthand !== undefined && type !== 'boolean');
  if (letters.length === 0 || last.length === 0) return fc.constant([]);
  return fc
    .tuple(
      fc.subarray([...letters], { minLength: 1 }),
      fc.option(
        fc
          .constantFrom(...last)
          .chain((flag) => use(flag, isNear).map((each) => ({ ...each, letter: flag.shorthand ?? '' }))),
        { nil: undefined, freq: 3 },
      ),
      fc.boolean(),
    )
    .map(([bundled, valued, isGlued]) => {
      const booleans = bundled.map(({ name, shorthand = '' }) => ({ flag: name, value: 'true', letter: shorthand }));
      const text = `-${booleans.map(({ letter }) => letter).join('')}${valued?.letter ?? ''}`;
      const isOneWord = valued === undefined || (isGlued && valued.value !== '');
      const words = valued === undefined ? [text] : isOneWord ? [`${text}${valued.value}`] : [text, valued.value];
      const [first, ...others] = [...booleans, ...(valued === undefined ? [] : [valued])];
      return first === undefined ? [] : [{ ...first, words }, ...others.map((each) => ({ ...each, words: [] }))];
    });
}

const stray = fc
  .constantFrom(
    '--privilegd',
    '--memry=1g',
    '-x',
    '-z1',
    '--no-such',
    '-',
    '--=x',
    '---rm',
    '--Rm',
    '-rm',
    '--rm true',
    '--env',
  )
  .map((word): Use => ({ flag: word.replace('--', ''), value: '', words: word.split(' ') }));

function usesOf(flags: FlagTable, quality: Quality): fc.Arbitrary<readonly Use[]> {
  const isNear = quality === 'anything';
  const single = fc.constantFrom(...flags).chain((flag) => use(flag, isNear).map((each): readonly Use[] => [each]));
  const ordinary = fc.oneof({ weight: 8, arbitrary: single }, { weight: 1, arbitrary: bundle(flags, isNear) });
  const some = fc.array(ordinary, { maxLength: 6 });
  switch (quality) {
    case 'valid':
      return some.map((uses) => uses.flat());
    case 'one near miss':
      return fc
        .tuple(
          some,
          fc.constantFrom(...flags).chain((flag) => use(flag, true)),
          some,
        )
        .map(([before, near, after]) => [...before.flat(), near, ...after.flat()]);
    case 'anything':
      return fc
        .array(fc.oneof({ weight: 6, arbitrary: ordinary }, { weight: 1, arbitrary: stray.map((each) => [each]) }), {
          maxLength: 6,
        })
        .map((uses) => uses.flat());
  }
}

/** Flags of one command: one family, the Windows flags, or any. */
function flagsOf(table: FlagTable): fc.Arbitrary<FlagTable> {
  const known = table.filter(({ name }) => !LEFT_OUT.has(name));
  const families = FAMILIES.map((names) => known.filter(({ name }) => names.includes(name))).filter(
    (flags) => flags.length > 0,
  );
  const windows = known.filter(
    ({ name, type }) => type !== 'device' && (WINDOWS_FLAGS.has(name) || name.startsWith('cpu')),
  );
  const others = known.filter(({ name }) => !WINDOWS_FLAGS.has(name));
  return fc.oneof(
    { weight: 10, arbitrary: fc.constantFrom(...families) },
    { weight: 10, arbitrary: fc.constant(others) },
    { weight: windows.length > 0 ? 1 : 0, arbitrary: fc.constant(windows) },
  );
}

const quality = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Quality>('valid') },
  { weight: 4, arbitrary: fc.constant<Quality>('one near miss') },
  { weight: 1, arbitrary: fc.constant<Quality>('anything') },
);
const globals = fc.oneof(
  { weight: 12, arbitrary: fc.constant<readonly string[]>([]) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(['-D'], ['--log-level', 'info'], ['-lerror'], ['--debug=false'], ['-l=debug']),
  },
);
const isSeldom = (times: number): fc.Arbitrary<boolean> =>
  fc.integer({ min: 1, max: times }).map((each) => each === times);

function lines(
  subcommand: string,
  table: FlagTable,
  target: fc.Arbitrary<string>,
  command: fc.Arbitrary<readonly string[]>,
): fc.Arbitrary<DockerLine> {
  const uses = fc.tuple(flagsOf(table), quality).chain(([flags, kind]) => usesOf(flags, kind));
  const rest = fc
    .tuple(isSeldom(8), target, command, isSeldom(40))
    .map(([isMarked, image, words, isMissing]) => [
      ...(isMarked ? ['--'] : []),
      ...(isMissing ? [] : [image, ...words]),
    ]);
  return fc.tuple(globals, isSeldom(6), uses, rest).map(([options, isLong, given, words]) => ({
    head: [...options, ...(isLong ? ['container'] : []), subcommand],
    uses: given,
    rest: words,
  }));
}

const images = fc.oneof({ weight: 12, arbitrary: IMAGES }, { weight: 1, arbitrary: nearly(IMAGES) });

/**
 * Command lines of `docker run`, `create` and `exec` from the flag tables: half valid, the others
 * nearly.
 */
export const dockerLines: fc.Arbitrary<DockerLine> = fc.oneof(
  { weight: 4, arbitrary: lines('run', RUN_FLAGS, images, COMMANDS) },
  { weight: 4, arbitrary: lines('create', CREATE_FLAGS, images, COMMANDS) },
  {
    weight: 1,
    arbitrary: lines(
      'exec',
      EXEC_FLAGS,
      oneOf('web', 'a_b', '0123456789ab'),
      COMMANDS.map((words) => (words.length === 0 ? ['ls'] : words)),
    ),
  },
);
