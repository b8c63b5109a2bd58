import type { SourceFile } from '../../../files/file-reader.ts';
import { type Subject, subjectName, type UnresolvedOptions } from '../../../model/container.ts';
import { type Place, placeAt } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import { defined } from '../../../util/objects.ts';
import type { ParseContext, Parsed } from '../../contract/parsed.ts';
import { linkNetworks, linkVolumes, mistypedModes } from '../../docker/index.ts';
import { QUADLET_KEYS } from '../../programs/quadlet-keys.ts';
import { type ParsedScript, parseScript, stringScript } from '../../shell/index.ts';
import { execCommands } from '../systemd/exec-commands.ts';
import { withManager } from '../systemd/index.ts';
import { scriptOfCommands } from '../systemd/unit-script.ts';
import { unitOfDropIn } from '../units/drop-ins.ts';
import { environmentPlaces, serviceEnvironment, unparsedPlaces } from '../units/environment.ts';
import type { Specifiers } from '../units/expand.ts';
import { readUnitFile, type UnitEntry } from '../units/unit-file.ts';
import { nameSpecifiers, readUnitName, unitBase } from '../units/unit-name.ts';
import { checkContainerUnit, checkPodUnit } from './checks.ts';
import { CommandWords, readPodman } from './command-words.ts';
import { containerCommand } from './container-command.ts';
import { POD, readPodUnit } from './pod.ts';
import { QuadletUnit } from './quadlet-unit.ts';
import { readUnitResources } from './resources.ts';
import { UnitsBeside } from './units-beside.ts';

const CONTAINER = 'Container';
const KUBE = 'Kube';

/**
 * The container or pod of a unit and its drop-ins, in order of precedence, from Quadlet's `podman
 * run` or `podman pod create`. A `.kube` unit has neither. Never throws.
 */
export function parseQuadlet(sources: readonly SourceFile[], context: ParseContext): Parsed {
  const [main = { path: '', text: '' }] = sources;
  const unit = new QuadletUnit(sources.map(({ path, text }) => readUnitFile(path, text, 'quadlet')));
  const units = new UnitsBeside(main.path, context);
  const section = [CONTAINER, POD, KUBE].find((name) => unit.header(name) !== undefined);
  const parsed =
    section === POD
      ? parsePod(main, unit, units)
      : section === KUBE
        ? parseKube(unit)
        : parseContainer(main, unit, units, context);
  return { ...parsed, texts: new Map([...sources.map(({ path, text }) => [path, text] as const), ...units.texts]) };
}

function parsePod({ path }: SourceFile, unit: QuadletUnit, units: UnitsBeside): Omit<Parsed, 'texts'> {
  const { subjects, problems, values } = readPodUnit(unitOfDropIn(path)?.name ?? path, unit, units);
  return {
    subjects,
    problems: [...checkPodUnit(unit), ...problems],
    values: { environment: values, variables: [] },
  };
}

/** Reports the files that a `.kube` unit starts by `podman kube play`. */
function parseKube(unit: QuadletUnit): Omit<Parsed, 'texts'> {
  const problems = unit.all(KUBE, 'Yaml').flatMap(({ key, text }) => {
    const words = new CommandWords();
    words.own(key, 'kube', 'play');
    words.given([text]);
    return readPodman(key, words.expanded(new Map())).problems;
  });
  return { subjects: [], problems, values: { environment: [], variables: [] } };
}

function parseContainer(
  main: SourceFile,
  unit: QuadletUnit,
  units: UnitsBeside,
  context: ParseContext,
): Omit<Parsed, 'texts'> {
  const entries = unit.files.flatMap((file) => file.entries);
  const isPart = unitOfDropIn(main.path) !== undefined;
  const header = unit.header(CONTAINER) ?? placeAt(main.path, 0, Math.min(1, main.text.length));
  const base = baseOf(main.path);
  const name = unit.last(CONTAINER, 'ServiceName')?.text.skeleton ?? base;
  const specifiers = name === undefined ? new Map<string, string>() : nameSpecifiers(readUnitName(name));
  const environment = serviceEnvironment(entries, specifiers);
  const { words, before, build } = containerCommand(unit, header, units);
  const expanded = words.expanded(specifiers, environment);
  const whole = readPodman(header, [...before.expanded(specifiers, environment), ...expanded]);
  // If unknown global options hide the subcommand, drops them.
  const result = whole.subjects.length === 0 ? readPodman(header, expanded) : whole;
  const resources = readUnitResources(units);
  const service = readService(entries, specifiers, environment, context);
  const own = result.subjects.map((subject) => toQuadlet(subject, { header, base, isPart, build, unit }));
  const linked = linkNetworks(
    linkVolumes(
      own,
      resources.flatMap(({ volumes }) => volumes),
    ),
    resources.flatMap(({ networks }) => networks),
  );
  const written = environmentPlaces(entries);
  // Also checks the pod's unit: containers share its settings, but it may not be linted itself.
  const pods = units.found.filter(({ kind }) => kind === 'pod');
  return {
    subjects: [
      ...linked,
      ...service.subjects,
      ...pods.flatMap((pod) => readPodUnit(pod.path, pod.unit, units).subjects),
    ],
    sourced: new Set(pods.map(({ path }) => path)),
    problems: [
      ...checkContainerUnit(unit, header, isPart),
      ...result.problems.filter(({ id }) => id !== 'syntax/missing-image'),
      ...service.problems,
      ...mistypedModes(linked),
    ],
    ...defined({ read: service.read }),
    values: {
      environment: [...result.values, ...written.environment],
      variables: written.variables,
      unparsed: unit.files.flatMap(unparsedPlaces),
    },
  };
}

/**
 * The requests of other commands in `[Service]`: Quadlet writes `ExecStart=` and the stop commands
 * itself.
 */
function readService(
  entries: readonly UnitEntry[],
  specifiers: Specifiers,
  variables: ReadonlyMap<string, Text>,
  { environment }: ParseContext,
): ParsedScript {
  const own = entries.filter(({ key }) => key !== 'ExecStart');
  const place = entries[0]?.keyPlace ?? placeAt('', 0, 0);
  const script = stringScript(scriptOfCommands(execCommands(own, specifiers), place));
  const { subjects, ...parsed } = parseScript(script, { environment, variables });
  return { ...parsed, subjects: withManager(subjects, own) };
}

/** The unit's name without suffix; `undefined` for other files, such as standard input. */
function baseOf(path: string): string | undefined {
  const name = unitOfDropIn(path)?.name ?? path;
  return name.endsWith('.container') ? unitBase(name) : undefined;
}

interface Details {
  readonly header: Place;
  readonly base: string | undefined;
  /** True for drop-ins of an unknown unit. */
  readonly isPart: boolean;
  readonly build: Place | undefined;
  readonly unit: QuadletUnit;
}

function toQuadlet(subject: Subject, { header, base, isPart, build, unit }: Details): Subject {
  if (subject.kind !== 'container') return subject;
  const given = unit.filled(CONTAINER, 'ContainerName')?.text.skeleton;
  // The keys in use that older versions of podman don't have.
  const keys = QUADLET_KEYS.filter(({ key, isNew }) => isNew && unit.has(CONTAINER, key));
  return {
    ...subject,
    origin: 'quadlet',
    name: subjectName(given === undefined || given.includes('%') ? (base ?? subject.name) : given),
    place: header,
    ...defined({ build }),
    flagNames: new Map(keys.map(({ key }) => [key, key])),
    unresolvedOptions: subject.unresolvedOptions.map((options) => (isPart ? toPart(options, base) : options)),
  };
}

function toPart(options: UnresolvedOptions, base = '*'): UnresolvedOptions {
  return options.reason === 'broken' ? { ...options, reason: 'fragment', expression: base } : options;
}

export { findUnitComments, readUnitFile } from '../units/unit-file.ts';
