import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requireProgram, run } from '../integrations/programs.ts';
import { ACTION, COMPOSE, createWorkspace, FIXED, MARKED, shownWith, type Workspace } from './workspace.ts';

let workspace: Workspace;
beforeAll(() => {
  workspace = createWorkspace('helix', {
    '.config/helix/languages.toml': shownWith('languages.toml', 'run = "onType"', 'missing = "off"'),
  });
});
afterAll(() => {
  tmux('kill-server');
  workspace.remove();
});

/** A separate tmux server with one window. */
function tmux(...argv: readonly string[]): string {
  const { cwd, env } = { cwd: workspace.path, env: { ...workspace.env, TMUX: undefined } };
  return run('tmux', ['-S', `${workspace.path}/tmux`, '-f', '/dev/null', ...argv], { cwd, env }).stdout;
}

async function screen(what: string, isWanted: (text: string) => boolean): Promise<string> {
  for (let tries = 0; tries < 400; tries += 1) {
    const text = tmux('capture-pane', '-p');
    if (isWanted(text)) return text;
    await sleep(50);
  }
  throw new Error(`Helix did not show ${what}:\n${tmux('capture-pane', '-p')}`);
}

/** The file's content; empty while Helix replaces it. */
function saved(): string {
  try {
    return workspace.read('compose.yaml');
  } catch {
    return '';
  }
}

/** Waits for this many diagnostics, then opens their list, which doesn't change while open. */
async function diagnostics(count: number): Promise<string> {
  for (let tries = 0; tries < 40; tries += 1) {
    tmux('send-keys', 'Space', 'd');
    const list = await screen('the list of diagnostics', (text) => text.includes('severity'));
    if (list.includes(` ${count}/${count} `)) return list;
    tmux('send-keys', 'Escape');
    await screen('the document', (text) => !text.includes('severity'));
    await sleep(100);
  }
  throw new Error(`Helix did not show ${count} diagnostics.`);
}

test('Helix: diagnostics, a setting, a code action', async (context) => {
  requireProgram('hx', context);
  requireProgram('tmux', context);
  tmux('new-session', '-d', '-x', '160', '-y', '40', 'hx compose.yaml');
  await screen('a diagnostic', (text) => text.includes('●'));
  const list = await diagnostics(MARKED.length);
  for (const [rule = ''] of MARKED) expect(list).toContain(rule);
  // The first diagnostic is the most severe: select it and open its actions.
  tmux('send-keys', 'Enter');
  await screen('the document', (text) => !text.includes('severity'));
  tmux('send-keys', 'Space', 'a');
  await screen('the code actions', (text) => text.includes(ACTION));
  tmux('send-keys', 'Enter', 'Enter');
  await screen('the edit', (text) => !text.includes('privileged'));
  // The unsaved text has one diagnostic left.
  const rest = await diagnostics(1);
  expect(rest).toContain(MARKED[0]?.[0]);
  tmux('send-keys', 'Escape');
  await screen('the document', (text) => !text.includes('severity'));
  tmux('send-keys', ':w', 'Enter');
  await screen('the saved file', () => !['', COMPOSE].includes(saved()));
  expect(workspace.read('compose.yaml')).toBe(FIXED);
});
