import { defined } from '../../util/objects.ts';
import { UsageError } from '../io.ts';
import { policyName, RULE_OPTIONS } from '../options/settings.ts';
import { defineCommand, HELP_OPTION } from './command.ts';

/**
 * `plimsoll lsp`: a language server that ends with its client. Exit code 0 after a shutdown
 * request, else 1.
 */
export const { OPTIONS, run } = defineCommand({
  help: 'Runs the language server for editors. Lints open documents, saved or not.',
  examples: [['plimsoll lsp --stdio', 'talk to an editor over standard streams']],
  options: {
    stdio: { help: 'use standard input and output, which plimsoll always does' },
    policy: RULE_OPTIONS.policy,
    clientProcessId: { value: 'ID', help: 'exit when this process exits, regardless of what the client reports' },
    ...HELP_OPTION,
  },
  async run(options, io) {
    if (options.operands.length > 0) throw new UsageError('lsp takes no path: the editor sends the documents.');
    const peer = io.peer?.();
    if (peer === undefined) throw new UsageError('Standard input and output are not available.');
    const { serveStreams } = await import('../../lsp/streams.ts');
    const { createNodeFileSystem } = await import('../../files/node-file-system.ts');
    const { KeptTexts } = await import('../../files/kept-texts.ts');
    const texts = new KeptTexts(io.now);
    const { threads, watchdog } = io;
    const id = Number(options.value('clientProcessId') ?? '');
    return serveStreams(peer, {
      openFolder: (folder) => createNodeFileSystem(folder, texts),
      today: io.today,
      now: io.now,
      ...(threads === undefined ? {} : { startThread: (options) => threads.start(options) }),
      ...(Number.isInteger(id) && id > 0 ? { client: id } : {}),
      ...defined({ policy: policyName(options, io), watchdog }),
    });
  },
});
