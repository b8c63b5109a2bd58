import type { Change, ExtensibleField, SettableFields } from '../../../model/change.ts';
import type { CommandLine, WrittenOption } from '../../../model/command-line.ts';
import { dialectOf, type Origin, type Subject } from '../../../model/container.ts';
import { isSameLocation, type Place } from '../../../text/location.ts';
import { sizeText } from '../../syntax/size.ts';
import type { DockerCommand } from '../grammar/command.ts';
import type { Flag } from '../grammar/flags/flag.ts';
import { flagsOf } from '../grammar/flags/tables.ts';
import { type LineEdit, type LineEdits, refusedLine } from './line-edit.ts';
import { removePart, setMember, tmpfsOptions } from './values.ts';

export type { LineEdit, LineEdits } from './line-edit.ts';

/** The command line edits for a change of the model; finds options by their places. */
export function editLine(change: Change, subject: Subject, line: CommandLine): LineEdits {
  switch (change.kind) {
    case 'add':
      return all(change.values.map((value) => addOption(subject, ADDED[change.field], value)));
    case 'set':
      return set(change, subject, line);
    case 'replace':
      return withOption(line, change.place, (option) => ({
        edits: [{ kind: 'replace', option, part: option.value, newText: change.value }],
      }));
    case 'move':
      return refusedLine('form', "Command lines don't use the env file.");
    case 'proxy':
      return refusedLine('form', 'A command line starts only one container.');
    case 'set-in':
      return setIn(line, change);
    case 'remove':
      return remove(subject, line, change.place);
  }
}

const ADDED: Readonly<Record<ExtensibleField, string>> = {
  securityOpt: 'security-opt',
  capAdd: 'cap-add',
  capDrop: 'cap-drop',
  tmpfs: 'tmpfs',
};

/** The option for each field; other fields exist only in other syntaxes. */
const SET: Readonly<Partial<Record<keyof SettableFields, string>>> = {
  readonlyRootfs: 'read-only',
  memory: 'memory',
  nanoCpus: 'cpus',
  cpuShares: 'cpu-shares',
  healthcheck: 'health-cmd',
  pidsLimit: 'pids-limit',
  restartPolicy: 'restart',
  logConfig: 'log-driver',
  user: 'user',
};

/** Like {@link SET}, for services: their restart policy has several options. */
const SET_IN_SERVICE: typeof SET = {
  readonlyRootfs: 'read-only',
  memory: 'limit-memory',
  nanoCpus: 'limit-cpu',
  pidsLimit: 'limit-pids',
  logConfig: 'log-driver',
  user: 'user',
};

function set(change: Extract<Change, { kind: 'set' }>, subject: Subject, line: CommandLine): LineEdits {
  const name = (dialectOf(subject.origin) === 'service' ? SET_IN_SERVICE : SET)[change.field];
  if (name === undefined) return refusedLine('form', `\`${subject.origin}\` has no single option for it.`);
  const value = textOf(change);
  // The command's place means a default of the client.
  if (change.place === undefined || isSameLocation(change.place.location, subject.place.location))
    return addOption(subject, name, value === 'true' ? undefined : value);
  return withOption(line, change.place, (option) => ({
    edits: [{ kind: 'replace', option, part: option.value, newText: value }],
  }));
}

function textOf(change: Extract<Change, { kind: 'set' }>): string {
  switch (change.field) {
    case 'memory':
      return sizeText(change.value);
    case 'nanoCpus':
      return String(change.value / 1e9);
    case 'healthcheck':
      return change.value.test[1];
    case 'restartPolicy':
      return `${change.value.name}:${change.value.maximumRetryCount}`;
    case 'logConfig':
      return change.value.type;
    default:
      return plainText(change.value);
  }
}

function plainText(value: string | number | boolean): string {
  return String(value);
}

function addOption(subject: Subject, name: string, value?: string): LineEdits {
  if (flagNamed(subject, name) === undefined)
    return refusedLine('form', `\`${subject.origin}\` has no \`--${name}\` option.`);
  return { edits: [{ kind: 'add', name, ...(value === undefined ? {} : { value }) }] };
}

function flagNamed({ origin }: Subject, name: string): Flag | undefined {
  const command = COMMANDS.get(origin);
  const [program] = origin.split(' ');
  const known = program === 'podman' || program === 'nerdctl' ? program : 'docker';
  return command === undefined ? undefined : flagsOf(known, command).byName.get(name);
}

const COMMANDS: ReadonlyMap<Origin, DockerCommand> = new Map<Origin, DockerCommand>([
  ['docker run', 'run'],
  ['docker create', 'create'],
  ['docker exec', 'exec'],
  ['docker update', 'update'],
  ['podman update', 'update'],
  ['nerdctl update', 'update'],
  ['docker service create', 'service create'],
  ['docker service update', 'service update'],
  ['docker compose run', 'compose run'],
  ['docker compose exec', 'compose exec'],
  ['podman run', 'run'],
  ['podman create', 'create'],
  ['podman exec', 'exec'],
  ['podman pod create', 'pod create'],
  ['nerdctl run', 'run'],
  ['nerdctl create', 'create'],
  ['nerdctl exec', 'exec'],
  ['workflow job', 'create'],
  ['workflow service', 'create'],
]);

function setIn(line: CommandLine, change: Extract<Change, { kind: 'set-in' }>): LineEdits {
  if (change.field !== 'tmpfs') return withOption(line, change.place, (option) => setMember(option, change));
  return all(
    line.options
      .filter((option) => {
        const own = tmpfsOptions(option);
        return own !== undefined && isSameLocation(own.place.location, change.place.location);
      })
      .map((option) => setMember(option, change)),
  );
}

const NOT_AN_OPTION = refusedLine('form', 'It is not the value of a single option.');

/**
 * Edits every option whose value has this place: if a variable is used several times, there are
 * several.
 */
function withOption(line: CommandLine, { location }: Place, edit: (option: WrittenOption) => LineEdits): LineEdits {
  return all(line.options.filter(({ value }) => isSameLocation(value.place.location, location)).map(edit));
}

function all(results: readonly LineEdits[]): LineEdits {
  const edits: LineEdit[] = [];
  for (const result of results) {
    if (result.refusal !== undefined) return result;
    for (const edit of result.edits) edits.push(edit);
  }
  return results.length === 0 ? NOT_AN_OPTION : { edits };
}

/**
 * Removes options, or part of a value, at a place. Unless the option is a list, removes its other
 * uses too, since one would take effect.
 */
function remove(subject: Subject, line: CommandLine, { location }: Place): LineEdits {
  const found = line.options.filter(({ value }) => isSameLocation(value.place.location, location));
  const single = new Set(
    found.map(({ name }) => name).filter((name) => flagNamed(subject, name)?.repeats === undefined),
  );
  const removed = line.options.filter((option) => found.includes(option) || single.has(option.name));
  if (removed.length > 0) return { edits: removed.map((option) => ({ kind: 'remove', option })) };
  return all(
    line.options.flatMap((option) => {
      const edits = removePart(option, location);
      return edits === undefined ? [] : [edits];
    }),
  );
}
