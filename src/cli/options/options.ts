import parse from 'yargs-parser';
import { wrap } from '../../terminal/style.ts';
import { groupBy } from '../../util/maps.ts';
import { nearestWord } from '../../util/nearest-word.ts';
import { type Io, UsageError } from '../io.ts';
import { answerTo, OPTIONS_OF_OTHERS, VALUES_OF_OTHERS } from './others.ts';

export interface OptionSpec {
  /** The placeholder for the value; absent for a switch. */
  readonly value?: string;
  readonly isRepeatable?: boolean;
  /** The allowed values, if there are only a few. */
  readonly choices?: readonly string[];
  /** The order of the choices, in words, if it needs an explanation. */
  readonly order?: string;
  /** Values for shell completion; others are allowed too. */
  readonly suggestions?: readonly string[];
  /** True if the value `-` means standard input. */
  readonly takesStdin?: true;
  readonly alias?: string;
  readonly help: string;
}

export type OptionTable = Readonly<Record<string, OptionSpec>>;

export const BASELINE_OPTIONS = {
  baseline: {
    value: 'FILE',
    help: "baseline of known findings that don't count (default: .plimsoll-baseline.json next to the configuration, if present)",
  },
} as const satisfies OptionTable;

/** The parsed options. The last value wins, except for repeatable options and file names. */
export interface ParsedOptions {
  readonly operands: readonly string[];
  /** The operands after `--`: literal names. */
  readonly literals: readonly string[];
  has(name: string): boolean;
  value(name: string): string | undefined;
  values(name: string): readonly string[];
}

/**
 * Parses `argv` by a table of options. Throws a UsageError for unknown options, and for missing or
 * invalid values.
 */
export function parseOptions(argv: readonly string[], table: OptionTable): ParsedOptions {
  const names = Object.keys(table);
  const isSwitch = (name: string): boolean => table[name]?.value === undefined;
  const result = parse.detailed(withStdinValues(argv, table).map(attachedValues(argv, table)), {
    alias: Object.fromEntries(
      names.flatMap((name) => (table[name]?.alias === undefined ? [] : [[name, [table[name].alias]]])),
    ),
    boolean: names.filter(isSwitch),
    string: names.filter((name) => !isSwitch(name)),
    configuration: {
      'boolean-negation': false,
      'camel-case-expansion': false,
      'dot-notation': false,
      'duplicate-arguments-array': true,
      'greedy-arrays': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
      'populate--': true,
      'short-option-groups': true,
      'strip-aliased': true,
    },
  });
  if (result.error !== null) throw new UsageError(result.error.message);

  const given = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(result.argv)) {
    if (name === '_' || name === '--') continue;
    const spec = Object.hasOwn(table, name) ? table[name] : undefined;
    if (spec === undefined) throw new UsageError(unknownOption(name, names));
    if (spec.value === undefined) {
      if (argv.some((word) => word.startsWith(`--${name}=`) && !/=(?:true|false)$/.test(word)))
        throw new UsageError(
          `--${name} takes no value.${name === 'env' ? ' To read variable values from a file, use --dotenv FILE.' : ''}`,
        );
      if (value === true || (Array.isArray(value) && value.at(-1) === true)) given.set(name, []);
      continue;
    }
    const values = (Array.isArray(value) ? value : [value]).map((item: unknown) => checkValue(name, spec, item));
    const [first, other] = new Set(values);
    // For other options the last value wins, so that users can override wrapper scripts.
    if (spec.value === 'FILE' && spec.isRepeatable !== true && other !== undefined)
      throw new UsageError(`--${name} accepts one file, but got two: ${first} and ${other}.`);
    given.set(name, values);
  }
  const literals = (result.argv['--'] ?? []).map(String);
  return {
    operands: [...result.argv._.map(String), ...literals],
    literals,
    has: (name) => given.has(name),
    value: (name) => given.get(name)?.at(-1),
    values: (name) => given.get(name) ?? [],
  };
}

/** Joins `--stats` and `-` into one word; otherwise the parser takes `-` for a path. */
function withStdinValues(argv: readonly string[], table: OptionTable): readonly string[] {
  const at = argv.findIndex((word, index) => {
    const spec = word.startsWith('--') ? table[word.slice(2)] : undefined;
    return spec?.takesStdin === true && argv[index + 1] === '-';
  });
  return at < 0 ? argv : [...argv.slice(0, at), `${argv[at] ?? ''}=-`, ...argv.slice(at + 2)];
}

/** Suggests the `=` for `-fjson` and `-qfjson`, which the parser splits into single letters. */
function attachedValues(argv: readonly string[], table: OptionTable): (word: string, index: number) => string {
  const literals = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const takesValue = (letter: string): boolean | undefined => {
    const spec = Object.values(table).find(({ alias }) => alias === letter);
    return spec === undefined ? undefined : spec.value !== undefined;
  };
  return (word, index) => {
    if (index > literals || !/^-[a-zA-Z]/.test(word)) return word;
    const long = /^-([a-z-]{2,})(?:=|$)/.exec(word)?.[1];
    if (long !== undefined && Object.hasOwn(table, long))
      throw new UsageError(`Unknown option -${long}. Did you mean --${long}?`);
    let at = 1;
    while (takesValue(word.charAt(at)) === false) at += 1;
    // Otherwise the digit would become the value of the switch before it.
    if (/\d/.test(word.charAt(at))) throw new UsageError(unknownOption(word.charAt(at), Object.keys(table)));
    const rest = word.slice(at + 1);
    return takesValue(word.charAt(at)) === true && rest !== '' && !rest.startsWith('=')
      ? `${word.slice(0, at + 1)}=${rest}`
      : word;
  };
}

function checkValue(name: string, spec: OptionSpec, value: unknown): string {
  if (typeof value !== 'string' || value === '')
    throw new UsageError(
      `--${name} requires a value: --${name}=${spec.value ?? 'VALUE'}.${spec.choices === undefined ? '' : ` Valid values: ${spec.choices.join(', ')}.`}`,
    );
  if (spec.choices !== undefined && !spec.choices.includes(value)) {
    const { choices } = spec;
    if (value.includes(',') && value.split(',').every((each) => choices.includes(each)))
      throw new UsageError(`--${name} takes one value, not a list: ${JSON.stringify(value)}.`);
    throw new UsageError(
      `Invalid value for --${name}: ${JSON.stringify(value)}. ${choiceHint(value, choices)}Valid values${spec.order === undefined ? '' : `, ${spec.order}`}: ${choices.join(', ')}.`,
    );
  }
  return value;
}

/**
 * `Use error. ` for another linter's value, `Did you mean error? ` for a misspelled one; otherwise
 * empty. Numbers get no hint.
 */
export function choiceHint(value: string, choices: readonly string[]): string {
  const answer = answerTo(value.toLowerCase(), VALUES_OF_OTHERS, (meant) => choices.includes(meant));
  if (answer !== undefined) return `Use ${answer}. `;
  const nearest = /^\d/.test(value) ? undefined : nearestWord(value, choices);
  return nearest === undefined ? '' : `Did you mean ${nearest}? `;
}

function unknownOption(name: string, names: readonly string[]): string {
  const dashes = name.length === 1 ? '-' : '--';
  const nearest = nearestWord(name, names);
  // Skip advice that names options this command lacks.
  const answer = answerTo(name, OPTIONS_OF_OTHERS, (sentence) =>
    Array.from(sentence.replace(/plimsoll [^;.]*/g, '').matchAll(/--([a-z-]+)/g)).every(([, own = '']) =>
      names.includes(own),
    ),
  );
  const hint =
    answer ??
    (nearest !== undefined
      ? `Did you mean --${nearest}?`
      : names.length > MANY
        ? undefined
        : `Valid options: ${names.map((each) => `--${each}`).join(', ')}.`);
  return `Unknown option ${dashes}${name}.${hint === undefined ? '' : ` ${hint}`}`;
}

const MANY = 8;

/** The width of help texts, in columns. */
export function textWidth({ isTerminal, columns = 0 }: Io['stdout']): number {
  return isTerminal && columns > 0 ? Math.min(Math.max(columns, 40), 100) : 80;
}

/** Topics for options that several commands share; help lists the other options first. */
const TOPICS: readonly (readonly [topic: string, names: string])[] = [
  ['Rules', 'config no-config policy preset rule only benchmark'],
  ['Exit code and known findings', 'fail-on baseline since no-ignore'],
  ['Input', 'project dotenv env allow-empty confine stdin-filename untrusted strict'],
  ['Report', 'format output missing fixes min-severity max-findings quiet hide-suppressed verbose statistics color'],
  ['Speed', 'cache cache-location concurrency'],
  ['Other', 'help version'],
];

export function optionHelp(table: OptionTable, columns: number): string {
  const topicOf = (name: string): string =>
    TOPICS.find(([, names]) => names.split(' ').includes(name))?.[0] ?? 'Options';
  const groups = groupBy(Object.entries(table), ([name]) => topicOf(name));
  const titles = ['Options', ...TOPICS.map(([topic]) => topic)].filter((topic) => groups.has(topic));
  const isSplit = titles.length > 2;
  const width = Math.max(...Object.entries(table).map(([name, spec]) => optionHead(name, spec).length));
  const rowsOf = (topic: string): readonly (readonly [string, string])[] =>
    (groups.get(topic) ?? []).map(([name, spec]) => [optionHead(name, spec).padEnd(width), spec.help] as const);
  return isSplit
    ? titles.map((topic) => `${topic}\n${helpRows(rowsOf(topic), columns)}`).join('\n\n')
    : `Options\n${helpRows(titles.flatMap(rowsOf), columns)}`;
}

/** `  -f, --format FORMAT`. */
export function optionHead(name: string, { value, alias }: Pick<OptionSpec, 'value' | 'alias'>): string {
  const short = alias === undefined ? '    ' : `-${alias}, `;
  return `  ${short}--${name}${value === undefined ? '' : ` ${value}`}`;
}

/**
 * Terms and meanings in two columns. If the second would be too narrow, each meaning goes below its
 * term.
 */
export function helpRows(rows: readonly (readonly [string, string])[], columns: number): string {
  const width = Math.max(...rows.map(([head]) => head.length)) + 2;
  const indent = ' '.repeat(columns - width < MIN_MEANING ? INDENT : width);
  return rows
    .map(([head, text]) => {
      const meaning = wrap(text, columns - indent.length).join(`\n${indent}`);
      if (indent.length === width) return head.padEnd(width) + meaning;
      const term = wrap(head.trimStart(), columns - 4).join('\n    ');
      return `${/^ */.exec(head)?.[0].slice(0, 2) ?? ''}${term}\n${indent}${meaning}`;
    })
    .join('\n');
}

/** In columns. */
const MIN_MEANING = 30;
const INDENT = 6;

export function helpText(text: string, columns: number): string {
  return wrap(text, columns).join('\n');
}

export type HelpExample = readonly [command: string, meaning: string];

export function exampleHelp(examples: readonly HelpExample[], columns: number): string {
  return `Examples\n${helpRows(
    examples.map(([command, meaning]) => [`  ${command}`, meaning] as const),
    columns,
  )}`;
}

export function commandHelp(
  {
    usage,
    text,
    examples,
  }: { readonly usage: string; readonly text: string; readonly examples: readonly HelpExample[] },
  table: OptionTable,
  columns: number,
): string {
  const call = wrap(`Usage: plimsoll ${usage}`, columns - 2).join('\n  ');
  return `${[call, helpText(text, columns), exampleHelp(examples, columns), optionHelp(table, columns)].join('\n\n')}\n`;
}
