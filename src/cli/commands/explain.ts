import { createSettings, type FileSettings } from '../../config/settings.ts';
import { rulePage } from '../../reporters/shared/rule-page.ts';
import { DEFAULT_EDITION, uncheckedIn } from '../../rules/editions.ts';
import { findRule, ruleById } from '../../rules/index.ts';
import { ownPage } from '../../rules/own-page.ts';
import { readMarks, readPages } from '../../rules/pages.ts';
import { createStyle } from '../../terminal/style.ts';
import { printable } from '../../text/printable.ts';
import { HOMEPAGE } from '../../version.ts';
import { type Io, UsageError } from '../io.ts';
import { type ParsedOptions, textWidth } from '../options/options.ts';
import { noSuchRule, readSettings, someRuleOptions } from '../options/settings.ts';
import { defineCommand, HELP_OPTION } from './command.ts';

/** `plimsoll explain`: prints a rule's page, as Markdown if stdout is not a terminal. */
export const { OPTIONS, run } = defineCommand({
  help: 'Explains what a rule checks, why, how to fix findings, and when to make exceptions.',
  examples: [
    ['plimsoll explain docker-socket-mount', 'print a page by ID'],
    ['plimsoll explain 5.31', 'the same, by number'],
  ],
  options: {
    ...someRuleOptions('config', 'no-config', 'policy', 'benchmark'),
    web: { help: 'print the URL of the page instead of the page' },
    ...HELP_OPTION,
  },
  async run(options, io) {
    // Accept `CIS 5.31`, the form in reports.
    const [wanted, ...rest] = options.operands
      .map((word) => word.replace(/^cis(?:[ -]|$)/i, ''))
      .filter((word) => word !== '');
    if (rest.length > 0) throw new UsageError('explain prints one page at a time: name one rule.');
    if (wanted === undefined)
      throw new UsageError('explain requires a rule ID or number, such as plimsoll explain 5.31.');
    const pages = await readPages();
    const known = pages.get(wanted);
    const settings: Explained = known === undefined ? await settingsFor(options, io) : {};
    const { ownRules } = settings;
    const rule = known === undefined ? (ruleById(wanted, ownRules) ?? findRule(wanted, settings.edition)) : undefined;
    const id = known === undefined ? rule?.id : wanted;
    const unchecked = uncheckedIn(settings.edition ?? DEFAULT_EDITION).find(({ number }) => number === wanted);
    if (unchecked !== undefined) {
      io.stdout.write(
        `${wanted} ${unchecked.title}\n\nplimsoll doesn't check this recommendation: ${unchecked.why}. To check an engine, run docker info.\n`,
      );
      return 0;
    }
    if (id === undefined) throw new UsageError(noSuchRule(wanted, ownRules));
    if (options.has('web')) {
      const address = rulePage(id, HOMEPAGE, ownRules);
      if (address === undefined)
        throw new UsageError(`The page has no public URL. Run plimsoll explain ${id} to print it.`);
      io.stdout.write(`${address}\n`);
      return 0;
    }
    if (rule?.own !== undefined) {
      const lines = ownPage(rule).split('\n');
      io.stdout.write(lines.map(printable).join('\n'));
      return 0;
    }
    const page = known ?? pages.get(id);
    if (page === undefined) throw new Error(`rule ${id} has no page`);
    io.stdout.write(io.stdout.isTerminal ? await shownPage(id, page, io) : page);
    return 0;
  },
});

async function shownPage(id: string, page: string, { environment, stdout }: Io): Promise<string> {
  const { blocksOf, pageText } = await import('../output/page-blocks.ts');
  const { NO_COLOR: noColor = '', TERM: term = '' } = environment;
  const hasColor = noColor === '' && term !== 'dumb';
  const blocks = blocksOf(page, await readMarks(id));
  return pageText(blocks, { hasColor, width: textWidth(stdout), style: createStyle(hasColor) });
}

type Explained = Pick<FileSettings['ruleOptions'], 'edition' | 'ownRules'>;

/**
 * The benchmark version and custom rules: from options, else from the working directory's settings.
 */
async function settingsFor(options: ParsedOptions, io: Io): Promise<Explained> {
  try {
    return (await createSettings(readSettings(options, io), io.files).forWorkingDirectory()).ruleOptions;
  } catch (error) {
    // A removed directory has no configuration.
    if (error instanceof UsageError) return {};
    throw error;
  }
}
