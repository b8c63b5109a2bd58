import type { SourceFile } from '../../../files/file-reader.ts';
import { type Subject, subjectName } from '../../../model/container.ts';
import { isWithin, placeAt } from '../../../text/location.ts';
import { patternText } from '../../../text/setting.ts';
import { Text } from '../../../text/text.ts';
import { defined } from '../../../util/objects.ts';
import type { ParseContext, Parsed } from '../../contract/parsed.ts';
import { parseScript, sourcesOf, stringScript } from '../../shell/index.ts';
import { unitOfDropIn } from '../units/drop-ins.ts';
import { environmentPlaces, serviceEnvironment } from '../units/environment.ts';
import { expandSpecifiers, type Specifiers } from '../units/expand.ts';
import { readUnitFile, type UnitEntry } from '../units/unit-file.ts';
import { nameSpecifiers, readUnitName, unitBase } from '../units/unit-name.ts';
import { environmentFiles } from './environment-files.ts';
import { execCommands, type UnitExecCommand } from './exec-commands.ts';
import { scriptOfCommands } from './unit-script.ts';

export { findUnitComments, readUnitFile } from '../units/unit-file.ts';

/**
 * The requests of the commands of a service and its drop-ins, in order of precedence. Never throws:
 * like systemd, it skips invalid lines.
 */
export function parseUnit(sources: readonly SourceFile[], context: ParseContext): Parsed {
  const [main = { path: '', text: '' }] = sources;
  const entries = sources.flatMap(({ path, text }) => readUnitFile(path, text, 'systemd').entries);
  const name = unitOfDropIn(main.path)?.name ?? main.path;
  const specifiers = name.endsWith('.service')
    ? nameSpecifiers(readUnitName(unitBase(name)))
    : new Map<string, string>();
  const commands = [...inDirectory(entries, specifiers, main), ...execCommands(entries, specifiers)];
  const script = stringScript(scriptOfCommands(commands, placeAt(main.path, 0, main.text.length)));
  const fromFiles = environmentFiles(entries, specifiers, context);
  const { subjects, problems, values, read } = parseScript(script, {
    environment: new Map([...context.environment, ...fromFiles]),
    sources: sourcesOf(main.path, context),
    variables: new Map([...serviceEnvironment(entries, specifiers)].filter(([variable]) => !fromFiles.has(variable))),
  });
  const written = environmentPlaces(entries);
  return {
    subjects: withManager(subjects, entries).map(withWrittenName),
    problems,
    texts: new Map(sources.map(({ path, text }) => [path, text])),
    ...defined({ read }),
    values: {
      ...values,
      environment: [...values.environment, ...written.environment],
      variables: [...values.variables, ...written.variables],
      fromOutside: [...fromFiles.values()].filter((value) => value !== ''),
    },
  };
}

/**
 * `cd` to the commands' directory on the machine: `WorkingDirectory=`, by default the root
 * directory.
 */
function inDirectory(
  entries: readonly UnitEntry[],
  specifiers: Specifiers,
  { path, text }: SourceFile,
): readonly UnitExecCommand[] {
  const written = entries.findLast(({ section, key }) => section === 'Service' && key === 'WorkingDirectory')?.value;
  const place = placeAt(path, 0, text.length);
  const name = written === undefined || written.length === 0 ? Text.derived('/', place) : written;
  const directory = name.skeleton.startsWith('-') ? name.slice(1) : name;
  return [{ words: [Text.derived('cd', place), expandSpecifiers(directory, specifiers)], hasVariables: false }];
}

/**
 * In a template unit, a container is named as written, such as `web-%i`, instead of after its
 * image.
 */
function withWrittenName(subject: Subject): Subject {
  if (subject.kind !== 'container' || subject.containerName === undefined || subject.containerName.known)
    return subject;
  const { pattern } = subject.containerName;
  const isNamed = pattern.some((part) => typeof part === 'string' && part !== '');
  return isNamed ? { ...subject, name: subjectName(patternText(pattern)) } : subject;
}

/**
 * A container that `ExecStart=` starts lives as long as the service. systemd waits for the commands
 * of other keys, and of a `oneshot` service.
 */
export function withManager(subjects: readonly Subject[], entries: readonly UnitEntry[]): readonly Subject[] {
  const own = entries.filter(({ section }) => section === 'Service');
  const isOneshot = own.findLast(({ key }) => key === 'Type')?.value.value === 'oneshot';
  const commands = own.filter(({ key }) => key.startsWith('Exec'));
  return subjects.map((subject): Subject => {
    if (subject.kind !== 'container') return subject;
    const { path, span } = subject.place.location;
    const key = commands.find(({ keyPlace, lines }) => keyPlace.location.path === path && isWithin(span, lines))?.key;
    if (key === undefined || (key === 'ExecStart' && isOneshot)) return subject;
    return { ...subject, runBy: key === 'ExecStart' ? 'service' : 'command' };
  });
}
