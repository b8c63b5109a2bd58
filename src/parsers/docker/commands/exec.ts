import { type Exec, subjectName } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import { known, mapSetting, type Setting } from '../../../text/setting.ts';
import { UNKNOWN_CHARACTER } from '../../../text/text.ts';
import { present } from '../../../util/objects.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import { readFlagValues, refusedValue } from '../grammar/flag-values.ts';
import { COMPOSE_EXEC_FLAGS } from '../grammar/flags/client.ts';
import { EXEC_FLAGS } from '../grammar/flags/container.ts';
import { variables } from '../grammar/values/entries.ts';
import { expansionIn, wordPlace, wordSetting, wordSource, wordValue } from '../grammar/words.ts';
import { and } from './attachment.ts';
import type { ReadSubject, SubjectCommand } from './container.ts';

/** The client's exec request (docker/cli `cli/command/container/exec.go`, `parseExec`). */
export function readExec(given: SubjectCommand): ReadSubject<Exec> {
  const { values, problems } = readFlagValues(EXEC_FLAGS, given.line.uses, given.isStrict);
  return toResult(given, 'a container', problems, {
    ...values.fields('exec'),
    ...attached(given, values.last('detach'), values.last('interactive') ?? known(false, given.place)),
    ...present('env', variables(values.all('env-file'), values.all('env'), 'all')),
  });
}

/** Compose's exec: stdin is attached by default (docker/compose `cmd/compose/exec.go`). */
export function readComposeExec(given: SubjectCommand): ReadSubject<Exec> {
  const { values, problems } = readFlagValues(COMPOSE_EXEC_FLAGS, given.line.uses, given.isStrict);
  return toResult(given, 'a service', problems, {
    ...values.fields('exec'),
    ...attached(given, values.last('detach'), values.last('interactive') ?? known(true, given.place)),
    ...present('env', variables([], values.all('env'), 'all')),
  });
}

function attached(
  { place }: SubjectCommand,
  detach: Setting<boolean> = known(false, place),
  isInteractive: Setting<boolean>,
): Pick<Exec, 'attachStdin' | 'attachStdout' | 'attachStderr'> {
  const isAttached = mapSetting(detach, (value) => !value);
  return { attachStdout: isAttached, attachStderr: isAttached, attachStdin: and(isAttached, isInteractive) };
}

function toResult(
  { origin, command, place, line }: SubjectCommand,
  target: string,
  problems: readonly Problem[],
  fields: Partial<Exec>,
): ReadSubject<Exec> {
  const named = namedByFlag(line);
  const container = named === undefined ? line.positionals[0] : undefined;
  const args = line.positionals.slice(named === undefined ? 1 : 0);
  // Missing words can be in an expansion that was taken for a flag's value.
  const before = args.length === 0 ? [...line.unresolvedOptions, ...line.taken] : line.unresolvedOptions;
  // An expansion in the container's place can contain options; one at the end of its name only what follows.
  const expansion = container?.kind === 'word' ? expansionIn(container.text) : container?.unresolved;
  const isWhole = container?.kind === 'unknown-words' || container?.text.skeleton === UNKNOWN_CHARACTER;
  const unresolvedOptions = isWhole && expansion !== undefined ? [...before, expansion] : before;
  const subject: Exec = {
    ...fields,
    kind: 'exec',
    origin,
    name: subjectName(named ?? (container === undefined ? command : wordSource(container))),
    place,
    ...present('cmd', args.map(wordSetting)),
    unresolvedOptions,
  };
  const missing = container === undefined && named === undefined ? `${target} and a command` : 'a command';
  const what = `\`${command}\` requires ${missing}.`;
  // An expansion of any number of words can contain the missing ones.
  const incomplete =
    args.length === 0 && unresolvedOptions.length === 0 && expansion === undefined
      ? [refusedValue('syntax/missing-command', place, what, 'Add it after the options.')]
      : [];
  // The engine allows slashes before a name.
  const nameless =
    container !== undefined && /^\/*$/.test(wordValue(container) ?? '?')
      ? [refusedValue('syntax/invalid-value', wordPlace(container), `The name of ${target} is empty.`)]
      : [];
  return { subject, problems: [...problems, ...incomplete, ...nameless] };
}

/** podman flags that replace the container's name (containers/podman `cmd/podman/containers/exec.go`). */
function namedByFlag({ uses }: FlagLine): string | undefined {
  const use = uses.findLast(
    ({ flag, value }) => flag.name === 'cidfile' || (flag.name === 'latest' && value.value !== 'false'),
  );
  return use && (use.flag.name === 'latest' ? '--latest' : use.value.source);
}
