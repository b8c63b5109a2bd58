import { findRule, RULES } from '../rules/index.ts';
import { readPage } from '../rules/pages.ts';
import { createStyle, type Style } from '../terminal/style.ts';
import { nearestWord } from '../util/nearest-word.ts';
import { type ExitCode, type Io, UsageError } from './io.ts';
import { type OptionTable, optionHelp, parseOptions } from './options.ts';
import { RULE_OPTIONS } from './settings.ts';

export const OPTIONS: OptionTable = {
  benchmark: RULE_OPTIONS.benchmark,
  help: { alias: 'h', help: 'print this help' },
};

/** `plimsoll explain`: a rule's page; its Markdown as it is where stdout is no terminal. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const options = parseOptions(argv, OPTIONS);
  const [wanted, ...rest] = options.operands;
  if (options.has('help')) {
    io.stdout.write(
      `Usage: plimsoll explain [options] <id|number>\n\nPrints what a rule checks, why, how to mend a finding, and when to make an exception.\n\n${optionHelp(OPTIONS)}\n`,
    );
    return 0;
  }
  if (wanted === undefined || rest.length > 0)
    throw new UsageError('explain takes one rule: its id or its number, such as plimsoll explain 5.31.');
  const rule = findRule(wanted, options.value('benchmark') === '1.6' ? '1.6' : '1.13');
  if (rule === undefined) {
    const nearest = nearestWord(
      wanted,
      RULES.map(({ id }) => id),
    );
    throw new UsageError(
      `There is no rule ${JSON.stringify(wanted)}. ${nearest === undefined ? 'plimsoll rules lists them.' : `Did you mean ${nearest}?`}`,
    );
  }
  const page = await readPage(rule.id);
  const { NO_COLOR: noColor = '', TERM: term = '' } = io.environment;
  io.stdout.write(io.stdout.isTerminal ? renderMarkdown(page, createStyle(noColor === '' && term !== 'dumb')) : page);
  return 0;
}

/** Our pages' Markdown for a terminal: headings and `code` stand out, fences give way to an indent. */
function renderMarkdown(page: string, style: Style): string {
  let isCode = false;
  const lines = page.split('\n').flatMap((line) => {
    const fence = /^```(\w*)(?: (\w*))?$/.exec(line);
    if (fence !== null) {
      isCode = !isCode;
      const [, language = '', kind = ''] = fence;
      if (!isCode || kind === '') return [];
      return [
        `    ${style(kind === 'bad' ? 'error' : 'remedy', `${kind} (${language === 'sh' ? 'docker run' : 'Compose'})`)}`,
      ];
    }
    if (isCode) return [`    ${line}`.trimEnd()];
    const heading = /^#+ (.*)$/.exec(line)?.[1];
    if (heading !== undefined) return [style('heading', heading)];
    return [
      line
        .replace(/`([^`]+)`/g, (_, code: string) => style('strong', code))
        .replace(/\*\*([^*]+)\*\*/g, (_, bold: string) => style('strong', bold)),
    ];
  });
  return lines.join('\n');
}
