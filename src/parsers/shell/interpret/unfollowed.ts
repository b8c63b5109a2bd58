import { problem } from '../../contract/problem.ts';
import { findSubcommand } from '../../docker/commands/subcommand.ts';
import { newShell, type Scope, type ScriptSession } from '../state/scope.ts';
import { newState } from '../state/state.ts';
import { runString } from './nested.ts';

/** Without such a word, a text starts no container. */
const VERB = /\b(?:run|create|exec|up|deploy)\b/;
const STARTS = /^(?:(?:container|compose|service|stack) )?(?:run|create|exec|update|up|deploy)$/;

/**
 * Reports the commands of written files that the script itself doesn't run: another program may run
 * them.
 */
export function reportUnfollowed(scope: Scope): void {
  const { session } = scope;
  const texts = [...session.found.written.values()].filter(({ skeleton }) => VERB.test(skeleton));
  if (texts.length === 0) return;
  const probe: ScriptSession = {
    ...session,
    left: { ...session.left },
    found: {
      ...session.found,
      calls: new Map(),
      problems: new Map(),
      commands: new Set(),
      units: new Map(),
      written: new Map(),
      copied: new Set(),
      printedWords: [],
    },
  };
  for (const text of texts)
    runString({ ...scope, session: probe, shell: newShell(), state: newState() }, { text, runner: 'child' });
  for (const [key, found] of probe.found.problems)
    if (found.id === 'syntax/limit' || found.id === 'syntax/unread-command') session.found.problems.set(key, found);
  for (const [key, { reached, unreached }] of probe.found.calls) {
    const { invocation } = reached[0] ?? unreached[0] ?? {};
    const command = invocation && findSubcommand(invocation)?.command;
    if (session.found.calls.has(key) || invocation === undefined || !STARTS.test(command ?? '')) continue;
    // `docker-compose` already includes `compose`.
    const verb = invocation.program === 'docker-compose' ? command?.replace(/^compose /, '') : command;
    const what = `\`${invocation.program} ${verb}\` was not checked: plimsoll doesn't know which program runs the file that contains it.`;
    session.found.problems.set(
      `unfollowed ${key}`,
      problem('syntax/unread-command', invocation.programPlace, what, { severity: 'info' }),
    );
  }
}
