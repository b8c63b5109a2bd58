import { wrap } from '../../terminal/style.ts';
import { append } from '../../util/maps.ts';
import { nearestWord } from '../../util/nearest-word.ts';
import { type Io, UsageError } from '../io.ts';
import { answerTo, OPTIONS_OF_OTHERS, VALUES_OF_OTHERS } from './others.ts';

/** One option of a subcommand. */
export interface OptionSpec {
  /** Absent for a switch. */
  readonly value?: string;
  readonly isRepeatable?: boolean;
  /** The allowed values, if few. */
  readonly choices?: readonly string[];
  /** Values that a shell offers among others. */
  readonly suggestions?: readonly string[];
  readonly alias?: string;
  readonly help: string;
}

export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** The option of commands that use baselines. */
export const BASELINE_OPTIONS = {
  baseline: {
    value: 'FILE',
    help: "baseline of known findings that don't count (default: .plimsoll-baseline.json next to the configuration, if present)",
  },
} as const satisfies OptionTable;

/** The parsed options: the last value wins, except for repeatable options and file names. */
export interface ParsedOptions {
  readonly operands: readonly string[];
  /** The last operands, after `--`: literal names. */
  readonly literals: readonly string[];
  has(name: string): boolean;
  value(name: string): string | undefined;
  values(name: string): readonly string[];
}

/** Parses `argv` by a table. Throws a UsageError for an unknown option, or a missing or invalid value. */
export function parseOptions(argv: readonly string[], table: OptionTable): ParsedOptions {
  const names = Object.keys(table);
  const { operands, literals, found } = readWords(argv, table);
  const given = new Map<string, readonly string[]>();
  for (const [name, all] of found) {
    const spec = specOf(table, name);
    if (spec === undefined) throw new UsageError(unknownOption(name, names));
    if (spec.value === undefined) {
      if (argv.some((word) => word.startsWith(`--${name}=`) && !/=(?:true|false)$/.test(word)))
        throw new UsageError(
          `--${name} takes no value.${name === 'env' ? ' To read variable values from a file, use --dotenv FILE.' : ''}`,
        );
      if (['', 'true'].includes(all.at(-1) ?? '')) given.set(name, []);
      continue;
    }
    const values = all.map((item) => checkValue(name, spec, item));
    const [first, other] = new Set(values);
    // For other options the last value wins, so that wrappers can be overridden.
    if (spec.value === 'FILE' && spec.isRepeatable !== true && other !== undefined)
      throw new UsageError(`--${name} accepts one file, but got two: ${first} and ${other}.`);
    given.set(name, values);
  }
  return {
    operands: [...operands, ...literals],
    literals,
    has: (name) => given.has(name),
    value: (name) => given.get(name)?.at(-1),
    values: (name) => given.get(name) ?? [],
  };
}

function specOf(table: OptionTable, name: string): OptionSpec | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The words of a command line by meaning. */
interface Words {
  readonly operands: readonly string[];
  readonly literals: readonly string[];
  /** The values of each option by its long name; an empty text without one. */
  readonly found: ReadonlyMap<string, readonly string[]>;
}

const LONG = /^--(?!-+(?:=|$)|$)([^][^=]*)(?:=([^]*))?$/;
const NUMBER = /^-(?:\d+(?:\.\d+)?|\.\d+)$/;

/**
 * Reads `--name value`, `--name=value`, `-n value`, `-nvalue`, `-n=value`, and groups of switches (`-qv`). Switches take
 * only `true` and `false` as values. Values don't begin with a dash, except for negative numbers.
 */
function readWords(argv: readonly string[], table: OptionTable): Words {
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const operands: string[] = [];
  const found = new Map<string, string[]>();
  const names = new Map(Object.entries(table).map(([name, { alias }]) => [alias, name]));
  const takesValue = (name: string): boolean => specOf(table, name)?.value !== undefined;
  let at = 0;
  const addWithNext = (name: string): void => {
    const next = at + 1 < end ? (argv[at + 1] ?? '') : '-';
    const isValue = takesValue(name) ? !next.startsWith('-') || NUMBER.test(next) : /^(?:true|false)$/.test(next);
    append(found, name, isValue ? next : '');
    if (isValue) at += 1;
  };
  for (; at < end; at += 1) {
    const word = argv[at] ?? '';
    const [, long, value] = LONG.exec(word) ?? [];
    if (long !== undefined) {
      if (value === undefined) addWithNext(long);
      else append(found, long, value);
    } else if (/^-[^-]/.test(word) && !NUMBER.test(word)) {
      for (let letter = 1; letter < word.length; letter += 1) {
        const name = names.get(word.charAt(letter)) ?? word.charAt(letter);
        const rest = word.slice(letter + 1);
        if (rest === '') addWithNext(name);
        else append(found, name, takesValue(name) || rest.startsWith('=') ? rest.replace(/^=/, '') : '');
        if (takesValue(name) || rest.startsWith('=')) break;
      }
    } else operands.push(word);
  }
  return { operands, literals: argv.slice(end + 1), found };
}

function checkValue(name: string, spec: OptionSpec, value: string): string {
  if (value === '') throw new UsageError(`--${name} requires a value: --${name}=${spec.value ?? 'VALUE'}.`);
  if (spec.choices !== undefined && !spec.choices.includes(value)) {
    const { choices } = spec;
    if (value.includes(',') && value.split(',').every((each) => choices.includes(each)))
      throw new UsageError(`--${name} takes one value, not a list: ${JSON.stringify(value)}.`);
    const nearest = nearestChoice(value, choices);
    const hint =
      nearest === undefined
        ? `Valid values: ${spec.choices.join(', ')}.`
        : `Did you mean ${nearest}? Valid values: ${spec.choices.join(', ')}.`;
    throw new UsageError(`Invalid value for --${name}: ${JSON.stringify(value)}. ${hint}`);
  }
  return value;
}

/** The choice that a value probably means. Numbers have none. */
export function nearestChoice(value: string, choices: readonly string[]): string | undefined {
  const answer = answerTo(value.toLowerCase(), VALUES_OF_OTHERS, (meant) => choices.includes(meant));
  if (answer !== undefined) return answer;
  return /^\d/.test(value) ? undefined : nearestWord(value, choices);
}

function unknownOption(name: string, names: readonly string[]): string {
  const dashes = name.length === 1 ? '-' : '--';
  const nearest = nearestWord(name, names);
  // What it says of an option that this command lacks is of no use.
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

/** So many options are not listed. */
const MANY = 8;

/** The columns for text: the terminal's, within useful limits. */
export function textWidth({ isTerminal, columns = 0 }: Io['stdout']): number {
  return isTerminal && columns > 0 ? Math.min(Math.max(columns, 40), 100) : 80;
}

/** The options as lines of a help text. */
export function optionHelp(table: OptionTable, columns: number): string {
  const rows = Object.entries(table).map(([name, { value, alias, help }]) => {
    const short = alias === undefined ? '    ' : `-${alias}, `;
    return [`  ${short}--${name}${value === undefined ? '' : ` ${value}`}`, help] as const;
  });
  return helpRows(rows, columns);
}

/** Terms and meanings in two columns; if the second is too narrow, each meaning is below its term. */
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

/** A paragraph of a help text. */
export function helpText(text: string, columns: number): string {
  return wrap(text, columns).join('\n');
}

/** A command's help: usage, description, options. */
export function commandHelp(usage: string, text: string, table: OptionTable, columns: number): string {
  const call = wrap(`Usage: plimsoll ${usage}`, columns - 2).join('\n  ');
  return `${call}\n\n${helpText(text, columns)}\n\n${optionHelp(table, columns)}\n`;
}
