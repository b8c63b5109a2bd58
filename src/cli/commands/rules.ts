import { ruleSettingOf, severitySource } from '../../config/policy.ts';
import { type ConfigurableRule, type RuleSetting, severityIn } from '../../config/rule-settings.ts';
import { createSettings } from '../../config/settings.ts';
import type { Severity } from '../../model/finding.ts';
import { countOf } from '../../report/report.ts';
import { uncheckedIn } from '../../rules/editions.ts';
import { rulesWith } from '../../rules/index.ts';
import { INPUT_RULES } from '../../rules/input/index.ts';
import { assessmentOf, cisItemOf, numberIn } from '../../rules/references.ts';
import type { Rule } from '../../rules/rule.ts';
import { alignColumns, cutEnd } from '../../terminal/columns.ts';
import { printable } from '../../text/printable.ts';
import { type Io, UsageError } from '../io.ts';
import { RULE_OPTIONS, readSettings } from '../options/settings.ts';
import { defineCommand, HELP_OPTION } from './command.ts';

/** Shown for rules outside the benchmark. */
const NONE = '-';

/** `plimsoll rules`: lists all rules with their settings, the benchmark's first. */
export const { OPTIONS, run } = defineCommand({
  help: 'Lists all rules, then the input errors. The columns: number in the CIS Docker Benchmark, level, assessment, severity or off, ID, what set the severity, title. The assessment is scored or not, or since version 1.3, automated or manual. Narrow terminals get abbreviations and omit defaults.',
  examples: [['plimsoll rules --preset hardened', 'list the rules and severities of a preset']],
  options: {
    format: { value: 'FORMAT', choices: ['text', 'json'], alias: 'f', help: 'text (default) or json' },
    ...RULE_OPTIONS,
    ...HELP_OPTION,
  },
  async run(options, io) {
    const [first] = options.operands;
    if (first !== undefined)
      throw new UsageError(
        `rules takes no arguments: it lists all rules. To print one page, run plimsoll explain ${/[./]\w+$/.test(first) ? 'ID' : first}.`,
      );
    const { config, floor, ruleOptions, edition } = await createSettings(
      readSettings(options, io),
      io.files,
    ).forWorkingDirectory();
    const originOf = (rule: ConfigurableRule): string =>
      ({
        option: '--rule',
        only: '--only',
        policy: `policy ${printable(floor?.path ?? '')}`,
        config: printable(ruleOptions.origins?.get(rule.id) ?? config?.path ?? ''),
        preset: `preset ${ruleOptions.preset ?? 'recommended'}`,
        edition: `benchmark ${edition}`,
        default: printable(rule.own?.source ?? 'default'),
      })[severitySource(rule, ruleOptions)];
    const listed: readonly ListedRule[] = [
      ...rulesWith(ruleOptions.ownRules).map((rule) => ({
        id: rule.id,
        number: numberIn(edition, rule) ?? null,
        level: cisItemOf(rule)?.level ?? null,
        assessment: assessmentOf(edition, rule) ?? null,
        severity: shownSeverity(rule, ruleSettingOf(rule, ruleOptions)),
        setBy: originOf(rule),
        title: rule.title,
      })),
      ...INPUT_RULES.map((rule) => ({
        id: rule.id,
        number: null,
        level: null,
        assessment: null,
        severity: severityIn(ruleSettingOf(rule, ruleOptions), rule.severities[0]),
        setBy: originOf(rule),
        title: rule.title,
      })),
    ];
    const unchecked = uncheckedIn(edition).map(({ number, level, assessment, title, why }) => ({
      id: null,
      number,
      level,
      assessment,
      severity: 'off',
      setBy: 'not checked',
      title: `${title}: ${why}`,
    }));
    io.stdout.write(
      options.value('format') === 'json'
        ? `${JSON.stringify([...unchecked, ...listed], undefined, 2)}\n`
        : `${toLines([...unchecked, ...listed], io.stdout).join('\n')}\n`,
    );
    const count = ruleOptions.overrides?.length ?? 0;
    if (count > 0)
      io.stderr.write(
        `${printable(config?.path ?? '')} has ${countOf(count, 'override')} for specific files or services, not shown here.\n`,
      );
    return 0;
  },
});

/** The severity in effect: the group's for a rule that only checks for a missing setting. */
function shownSeverity({ severity, lacks }: Rule, setting: RuleSetting): Severity | 'off' {
  const isPart = lacks !== undefined && severity === 'info';
  return (isPart ? setting.missing : undefined) ?? severityIn(setting, severity);
}

interface ListedRule {
  /** Null for a recommendation that no rule checks. */
  readonly id: string | null;
  /** Null for a rule outside the benchmark, like the following fields. */
  readonly number: string | null;
  readonly level: number | null;
  readonly assessment: string | null;
  readonly severity: string;
  readonly setBy: string;
  readonly title: string;
}

/** One line per rule. Narrow terminals get no defaults, short assessments and truncated titles. */
function toLines(listed: readonly ListedRule[], { isTerminal, columns = MIN_WIDTH }: Io['stdout']): readonly string[] {
  const full = alignColumns(
    listed.map(({ number, level, assessment, severity, id, setBy, title }) => [
      number ?? NONE,
      level === null ? NONE : `level ${level}`,
      assessment ?? NONE,
      ...[severity, id ?? NONE, setBy, title],
    ]),
  );
  const width = Math.max(columns, MIN_WIDTH);
  if (!isTerminal || full.every((line) => line.length <= width)) return full;
  return alignColumns(
    listed.map(({ number, level, assessment, severity, id, setBy, title }) => [
      number ?? NONE,
      level === null || assessment === null ? NONE : `L${level} ${assessment.charAt(0).toUpperCase()}`,
      ...[severity, id ?? NONE, setBy === 'default' ? shortTitle(title) : `(${setBy}) ${shortTitle(title)}`],
    ]),
  ).map((line) => cutEnd(line, width));
}

const MIN_WIDTH = 80;

/** Removes the first word, which nearly all titles share. */
function shortTitle(title: string): string {
  return title.replace(/^Container (\w)/, (_, letter: string) => letter.toUpperCase());
}
