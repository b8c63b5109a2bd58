import { commands, window } from 'vscode';
import type { Client } from './client.ts';

/** One way to ignore something, as the server offers it; `data` go back to it. */
interface Choice {
  readonly title: string;
  readonly data: unknown;
}

/**
 * Asks what to ignore, where there is a choice, and why; then the server has the comment written.
 * By itself, as a command of the palette, it is about the finding at the cursor.
 */
export async function ignore(client: Pick<Client, 'execute'>, given?: unknown): Promise<void> {
  if (given === undefined) {
    await commands.executeCommand('editor.action.codeAction', { kind: 'quickfix.plimsoll.ignore', apply: 'first' });
    return;
  }
  const choices = readChoices(given);
  const items = choices.map((choice) => ({ label: choice.title, choice }));
  const chosen =
    items.length === 1 ? items[0] : await window.showQuickPick(items, { title: 'Suppress which finding?' });
  if (chosen === undefined) return;
  const reason = await window.showInputBox({
    title: chosen.choice.title,
    prompt: 'Why is this acceptable? (Added to the comment)',
    validateInput: (text) => (text.trim() === '' ? 'Enter a reason.' : undefined),
  });
  if (reason === undefined) return;
  const problem = await client.execute('plimsoll.server.ignore', chosen.choice.data, reason);
  if (typeof problem === 'string') void window.showWarningMessage(problem);
}

function readChoices(given: unknown): readonly Choice[] {
  const items: readonly unknown[] = Array.isArray(given) ? given : [];
  return items.flatMap((item) => {
    const { title, data }: { title?: unknown; data?: unknown } = typeof item === 'object' && item !== null ? item : {};
    return typeof title === 'string' ? [{ title, data }] : [];
  });
}
