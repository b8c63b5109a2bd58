import { DEFAULT_EDITION, type Edition, isEdition } from '../../rules/editions.ts';
import { findRule, ruleById } from '../../rules/index.ts';
import { inputRuleById } from '../../rules/input/index.ts';
import { readPages } from '../../rules/pages.ts';
import { createStyle } from '../../terminal/style.ts';
import { createSettings } from '../../workspace/config/settings.ts';
import { type Io, UsageError } from '../io.ts';
import { type ParsedOptions } from '../options/options.ts';
import { noSuchRule, RULE_OPTIONS } from '../options/settings.ts';
import { pageText } from '../output/page-text.ts';
import { defineCommand, HELP_OPTION } from './command.ts';

/** `plimsoll explain`: a rule's page; its Markdown as it is where stdout is no terminal. */
export const { OPTIONS, run } = defineCommand({
  usage: 'explain [options] <id|number>',
  help: 'Prints what a rule checks, why, how to fix a finding, and when to make an exception.',
  options: {
    benchmark: RULE_OPTIONS.benchmark,
    ...HELP_OPTION,
  },
  async run(options, io) {
    const [wanted, ...rest] = options.operands;
    if (wanted === undefined || rest.length > 0)
      throw new UsageError('explain takes one rule: its id or its number, such as plimsoll explain 5.31.');
    const rule = ruleById(wanted) ?? inputRuleById(wanted) ?? findRule(wanted, await editionInForce(options, io));
    if (rule === undefined) throw new UsageError(noSuchRule(wanted));
    const page = (await readPages()).get(rule.id);
    if (page === undefined) throw new Error(`the rule ${rule.id} has no page`);
    const { NO_COLOR: noColor = '', TERM: term = '' } = io.environment;
    const hasColor = noColor === '' && term !== 'dumb';
    const { isTerminal, columns = DEFAULT_WIDTH } = io.stdout;
    io.stdout.write(
      isTerminal ? pageText(page.blocks, { hasColor, width: columns, style: createStyle(hasColor) }) : page.markdown,
    );
    return 0;
  },
});

const DEFAULT_WIDTH = 80;

/** The edition whose numbers count: that of the option, else of the configuration for the working folder. */
async function editionInForce(options: ParsedOptions, io: Io): Promise<Edition> {
  const given = options.value('benchmark');
  if (given !== undefined && isEdition(given)) return given;
  try {
    return (await createSettings({}, io.files).forWorkingDirectory()).edition;
  } catch (error) {
    // A folder that has been removed has no configuration.
    if (error instanceof UsageError) return DEFAULT_EDITION;
    throw error;
  }
}
