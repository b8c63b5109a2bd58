import { configSchema } from '../../scripts/schema/config-schema.ts';
import { PRESET_SUMMARIES, PRESETS, presetSetting } from '../../src/config/rule-settings.ts';
import type { FixMeta } from '../../src/model/change.ts';
import { INPUT_FIXES } from '../../src/model/input-fix.ts';
import { type Example, REASONS } from '../../src/parsers/mentions/reasons.ts';
import { RULES } from '../../src/rules/index.ts';
import { cisItemOf, numberIn } from '../../src/rules/references.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { commandRows, settingRows } from './extension.ts';

/**
 * The parts of the pages that are made from the code, by the name in `<!-- generated: NAME -->`.
 */
const GENERATED: Readonly<Record<string, () => readonly string[]>> = {
  rules: () => [
    ...table(
      ['CIS 1.13', 'CIS 1.6', 'Rule', 'What it finds', 'Level', 'Severity'],
      RULES.flatMap((rule) => {
        const cis = cisItemOf(rule);
        return cis === undefined
          ? []
          : [
              [
                numberIn('1.13', rule) ?? '',
                numberIn('1.6', rule) ?? '',
                linkTo(rule),
                rule.title,
                String(cis.level),
                rule.severity,
              ],
            ];
      }),
    ),
    ...hardening(),
  ],
  silence: () =>
    table(
      ['Not a command', 'Example, not reported', 'Similar, but reported'],
      REASONS.map(({ what, silent, loud }) => [what, shownExample(silent), shownExample(loud)]),
    ),
  presets: () =>
    table(
      ['Preset', 'What it turns on'],
      PRESETS.map((preset) => [`\`${preset}\``, PRESET_SUMMARIES[preset]]),
    ),
  off: () =>
    table(
      ['Rule', 'What it finds', 'Severity once it is on'],
      RULES.filter((rule) => presetSetting('recommended', rule).severity === 'off').map((rule) => [
        linkTo(rule),
        rule.title,
        rule.severity,
      ]),
    ),
  options: () =>
    table(
      ['Rule', 'Option', 'Default', 'What it does'],
      RULES.flatMap((rule) =>
        Object.entries(rule.optionSchemas).map(([name, schema]) => [
          `[\`${rule.id}\`](../src/rules/${rule.id}/page.md)`,
          `\`${name}\``,
          shortValue(Object.entries(rule.options).find(([key]) => key === name)?.[1]),
          textOf(schema, 'description'),
        ]),
      ),
    ),
  fixes: () =>
    table(
      ['Rule', 'Fix', 'Risk', 'What may break'],
      [
        ...RULES.flatMap(({ id, fixes }) => fixes.map((fix) => fixRow(`[\`${id}\`](../src/rules/${id}/page.md)`, fix))),
        ...Object.entries(INPUT_FIXES).map(([id, fix]) => fixRow(`\`${id}\``, fix)),
      ],
    ),
  keys: () => table(['Key', 'Value', 'Meaning'], keysOf(configSchema())),
  settings: () => table(['Setting', 'Values', 'What it does'], settingRows()),
  commands: () => table(['Command', ''], commandRows()),
};

function fixRow(rule: string, fix: FixMeta): readonly string[] {
  return [rule, fix.title, fix.risk, fix.risk === 'safe' ? '' : fix.breaks];
}

/** The rules beside the benchmark, in a table of their own. */
function hardening(): readonly string[] {
  const rules = RULES.filter((rule) => cisItemOf(rule) === undefined);
  if (rules.length === 0) return [];
  return [
    '',
    'Beyond the benchmark:',
    '',
    ...table(
      ['Rule', 'What it finds', 'Severity'],
      rules.map((rule) => [linkTo(rule), rule.title, rule.severity]),
    ),
  ];
}

function linkTo({ id }: Rule): string {
  return `[\`${id}\`](../src/rules/${id}/page.md)`;
}

const REGION = /^<!-- generated: (\S+) -->$/;
const END = '<!-- end of generated -->';

/** Regenerates the generated parts of a page. Throws for an unknown name, or a part without end. */
export function regenerate(lines: readonly string[]): readonly string[] {
  const result: string[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    result.push(line);
    const name = REGION.exec(line)?.[1];
    if (name === undefined) continue;
    const make = GENERATED[name];
    const end = lines.indexOf(END, at);
    if (make === undefined || end < 0) throw new Error(`“${line}” has no maker, or no “${END}”.`);
    result.push('', ...make(), '', END);
    at = end;
  }
  return result;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(row)];
}

const MAX_DEFAULT_LENGTH = 24;

function shortValue(value: unknown): string {
  if (value === undefined) return 'none';
  const text = JSON.stringify(value);
  return text.length <= MAX_DEFAULT_LENGTH ? `\`${text}\`` : 'see its page';
}

/** An example in one line. */
function shownExample({ path, text }: Example): string {
  const line = text.trim().replaceAll(/\s*\n\s*/g, ' ');
  const ticks = line.includes('`') ? '``' : '`';
  return `${path}: ${ticks}${ticks === '`' ? '' : ' '}${line.replaceAll('|', '\\|')}${ticks === '`' ? '' : ' '}${ticks}`;
}

/** The keys of a configuration, those of a list's items below it. */
function keysOf(schema: object, prefix = ''): readonly (readonly string[])[] {
  return Object.entries(recordIn(schema, 'properties')).flatMap(([name, value]) => {
    const property = isRecord(value) ? value : {};
    const items = recordIn(property, 'items');
    const own =
      property['$ref'] === '#/definitions/rules' ? recordIn(recordIn(schema, 'definitions'), 'rules') : property;
    const required = 'required' in schema && Array.isArray(schema.required) ? schema.required : [];
    const key = `\`${prefix}${name}\`${required.includes(name) ? ' (required)' : ''}`;
    return [
      [key, valueText(property), textOf(own, 'description') || 'As in `rules`.'],
      ...keysOf(property, `${prefix}${name}.`),
      ...keysOf(items, `${name}[].`),
    ];
  });
}

const TYPE_WORDS: Readonly<Record<string, string>> = { array: 'list', object: 'mapping' };

function valueText(property: Readonly<Record<string, unknown>>): string {
  const { enum: choices, type, $ref: reference } = property;
  if (reference === '#/definitions/globs') return 'list of globs';
  if (reference === '#/definitions/rules') return 'mapping';
  if (Array.isArray(choices)) return [...new Set(choices.map((choice) => `\`${String(choice)}\``))].join(', ');
  if (Array.isArray(type)) return type.map((one) => TYPE_WORDS[String(one)] ?? String(one)).join(' or ');
  if (type === 'array') return 'list';
  if (type === 'object') return 'mapping';
  if (type === 'number' || type === 'integer') return 'number';
  if (type === 'boolean') return '`true`, `false`';
  return String(property['pattern']).includes('{4}') ? 'date' : 'string';
}

function recordIn(value: object, key: string): Readonly<Record<string, unknown>> {
  const found: unknown = Object.entries(value).find(([name]) => name === key)?.[1];
  return isRecord(found) ? found : {};
}

function textOf(value: object, key: string): string {
  const found: unknown = Object.entries(value).find(([name]) => name === key)?.[1];
  return typeof found === 'string' ? found : '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
