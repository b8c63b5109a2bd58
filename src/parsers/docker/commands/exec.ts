import { type Exec, type Origin, subjectName } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import type { Place } from '../../../text/location.ts';
import { known, mapSetting, type Setting } from '../../../text/setting.ts';
import { UNKNOWN_CHARACTER } from '../../../text/text.ts';
import { present } from '../../../util/objects.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import { readFlagValues, refusedValue } from '../grammar/flag-values.ts';
import { COMPOSE_EXEC_FLAGS } from '../grammar/flags/client.ts';
import { EXEC_FLAGS } from '../grammar/flags/container.ts';
import { variables } from '../grammar/values/entries.ts';
import { expansionIn, wordPlace, wordSetting, wordSource, wordValue } from '../grammar/words.ts';
import { lateOption } from './late-options.ts';

export interface ExecCommand {
  readonly origin: Origin;
  readonly command: string;
  readonly place: Place;
  readonly line: FlagLine;
  readonly isStrict: boolean;
}

interface ExecResult {
  readonly subject: Exec;
  readonly problems: readonly Problem[];
}

/** The client's exec request (docker/cli `cli/command/container/exec.go`, `parseExec`). */
export function readExec(command: ExecCommand): ExecResult {
  const { line, place, isStrict } = command;
  const { values, problems } = readFlagValues(EXEC_FLAGS, line.uses, isStrict);
  const detach = values.last('detach') ?? known(false, place);
  const isAttached = mapSetting(detach, (value) => !value);
  const isInteractive = values.last('interactive') ?? known(false, place);
  return toResult(command, 'a container', problems, {
    ...values.fields('exec'),
    attachStdout: isAttached,
    attachStderr: isAttached,
    attachStdin: both(isAttached, isInteractive),
    ...present('env', variables(values.all('env-file'), values.all('env'), 'all')),
  });
}

/** Compose's exec: stdin is attached by default (docker/compose `cmd/compose/exec.go`). */
export function readComposeExec(command: ExecCommand): ExecResult {
  const { line, place, isStrict } = command;
  const { values, problems } = readFlagValues(COMPOSE_EXEC_FLAGS, line.uses, isStrict);
  const detach = values.last('detach') ?? known(false, place);
  const isAttached = mapSetting(detach, (value) => !value);
  return toResult(command, 'a service', problems, {
    ...values.fields('exec'),
    attachStdout: isAttached,
    attachStderr: isAttached,
    attachStdin: both(isAttached, values.last('interactive') ?? known(true, place)),
    ...present('env', variables([], values.all('env'), 'all')),
  });
}

function toResult(
  { origin, command, place, line, isStrict }: ExecCommand,
  target: string,
  problems: readonly Problem[],
  fields: Partial<Exec>,
): ExecResult {
  const named = namedByFlag(line);
  const container = named === undefined ? line.positionals[0] : undefined;
  const args = line.positionals.slice(named === undefined ? 1 : 0);
  const name = subjectName(named ?? (container === undefined ? command : wordSource(container)));
  // Missing words may be in an expansion that was read as a flag's value.
  const before = args.length === 0 ? [...line.unresolvedOptions, ...line.taken] : line.unresolvedOptions;
  // If the whole container is an expansion, it may contain options; one at the end of the name,
  // only later words.
  const expansion = container?.kind === 'word' ? expansionIn(container.text) : container?.unresolved;
  const isWhole =
    container?.kind === 'unknown-words' ||
    (container?.kind === 'word' && container.text.skeleton === UNKNOWN_CHARACTER);
  const unresolvedOptions = isWhole && expansion !== undefined ? [...before, expansion] : before;
  const mayHoldCommand = expansion !== undefined;
  const subject: Exec = {
    ...fields,
    kind: 'exec',
    origin,
    name,
    place,
    ...present('cmd', args.map(wordSetting)),
    unresolvedOptions,
  };
  const missing = container === undefined && named === undefined ? `${target} and a command` : 'a command';
  // An unquoted expansion may contain the missing words.
  const isIncomplete = args.length === 0 && unresolvedOptions.length === 0 && !mayHoldCommand;
  const what = `\`${command}\` requires ${missing}.`;
  const incomplete = isIncomplete
    ? [refusedValue('syntax/missing-command', place, what, 'Add it after the options.')]
    : [];
  // The engine allows slashes before a name.
  const nameless =
    container !== undefined && /^\/*$/.test(wordValue(container) ?? '?')
      ? [refusedValue('syntax/invalid-value', wordPlace(container), `The name of ${target} is empty.`)]
      : [];
  const late = isStrict ? lateOption(args, command) : [];
  return { subject, problems: [...line.problems, ...problems, ...incomplete, ...nameless, ...late] };
}

/**
 * podman flags that replace the container argument (containers/podman
 * `cmd/podman/containers/exec.go`).
 */
function namedByFlag({ uses }: FlagLine): string | undefined {
  const use = uses.findLast(
    ({ flag, value }) => flag.name === 'cidfile' || (flag.name === 'latest' && value.value !== 'false'),
  );
  return use && (use.flag.name === 'latest' ? '--latest' : use.value.source);
}

function both(a: Setting<boolean>, b: Setting<boolean>): Setting<boolean> {
  if (a.known) return a.value ? b : a;
  return b.known && !b.value ? b : a;
}
