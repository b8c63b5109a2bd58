import type { Problem } from '../../../model/finding.ts';
import { inputFix } from '../../../model/input-fix.ts';
import type { InputRuleId, SyntaxId } from '../../../model/input-rule.ts';
import type { Place } from '../../../text/location.ts';
import { nearestWord } from '../../../util/nearest-word.ts';
import { problem } from '../../contract/problem.ts';
import { OTHER_QUADLET_KEYS, QUADLET_KEYS } from '../../programs/quadlet-keys.ts';
import { readCsv } from '../../syntax/csv.ts';
import { QUADLET_ARGUMENTS, QUADLET_LIST, splitWords } from '../units/words.ts';
import { POD, POD_KEYS } from './pod.ts';
import type { QuadletUnit } from './quadlet-unit.ts';
import { MAPPING_KEYS } from './user-mappings.ts';

const CONTAINER = 'Container';
const CONTAINER_KEYS: ReadonlySet<string> = new Set([...QUADLET_KEYS.map(({ key }) => key), ...OTHER_QUADLET_KEYS]);
const QUADLET_SECTION_KEYS: ReadonlySet<string> = new Set(['DefaultDependencies']);

/**
 * The problems for which Quadlet rejects a `.container` unit; `isPart` if it is only a drop-in
 * (containers/podman `pkg/systemd/quadlet/quadlet.go`).
 */
export function checkContainerUnit(unit: QuadletUnit, header: Place, isPart: boolean): readonly Problem[] {
  const problems: Problem[] = [];
  const report: Report = (place, what, remedy, id = 'syntax/invalid-value') => {
    problems.push(problem(id, place, what, { remedy }));
  };
  if (!isPart) checkImage(unit, header, report);
  checkValues(unit, report);
  checkMappings(unit, report);
  return [
    ...checkLines(unit),
    ...checkKeys(unit, CONTAINER, CONTAINER_KEYS),
    ...checkKeys(unit, 'Quadlet', QUADLET_SECTION_KEYS),
    ...checkSplitting(unit),
    ...problems,
  ];
}

type Report = (place: Place, what: string, remedy: string, id?: SyntaxId) => void;

/** The problems for which Quadlet rejects a `.pod` unit. */
export function checkPodUnit(unit: QuadletUnit): readonly Problem[] {
  return [...checkLines(unit), ...checkKeys(unit, POD, POD_KEYS), ...checkKeys(unit, 'Quadlet', QUADLET_SECTION_KEYS)];
}

function checkLines({ files }: QuadletUnit): readonly Problem[] {
  const what = 'This line is not a section, a `Key=value` pair or a comment, so Quadlet rejects the file.';
  const remedy = 'Fix it, or comment it out with `#`; a trailing backslash continues a value on the next line.';
  return files
    .flatMap(({ malformed }) => malformed)
    .map((place) => problem('syntax/invalid-unit', place, what, { remedy }));
}

function checkKeys(unit: QuadletUnit, section: string, known: ReadonlySet<string>): readonly Problem[] {
  return unit.entries(section).flatMap(({ key, keyPlace }): readonly Problem[] => {
    if (known.has(key)) return [];
    const meant = nearestWord(key, known);
    const what = `Unknown key \`${key}\` in \`[${section}]\`.`;
    if (meant === undefined)
      return [problem(UNKNOWN_KEY, keyPlace, what, { remedy: 'For valid keys, see `man podman-systemd.unit`.' })];
    const fixes = inputFix(UNKNOWN_KEY, { kind: 'edit', ...keyPlace.location, newText: meant });
    const remedy = `Did you mean \`${meant}\`?`;
    return [problem(UNKNOWN_KEY, keyPlace, what, { remedy, ...(unit.has(section, meant) ? {} : { fixes }) })];
  });
}

const UNKNOWN_KEY = 'syntax/unknown-key' satisfies InputRuleId;

/** Keys with lists of words, by splitting rule. */
const SPLIT = new Map([
  ...QUADLET_KEYS.flatMap(({ key, form }) => {
    if (form === 'words' || form === 'devices') return [[key, QUADLET_LIST] as const];
    return form === 'arguments' || form === 'pairs' || form === 'mounts' ? [[key, QUADLET_ARGUMENTS] as const] : [];
  }),
  ...['Exec', 'GlobalArgs', 'PodmanArgs'].map((key) => [key, QUADLET_ARGUMENTS] as const),
]);

/** Reports values that Quadlet drops without a message. */
function checkSplitting(unit: QuadletUnit): readonly Problem[] {
  return unit.entries(CONTAINER).flatMap(({ key, value }): readonly Problem[] => {
    const rules = SPLIT.get(key);
    if (rules === undefined || splitWords(value, rules) !== undefined) return [];
    const remedy =
      rules === QUADLET_LIST
        ? 'Close the quotes.'
        : 'Escape literal backslashes as `\\\\`; `\\n`, `\\t`, `\\s` and `\\x20` are escapes.';
    const what = `Quadlet ignores the value of \`${key}\` because it can't be split into words.`;
    return [problem('syntax/invalid-value', value.place, what, { remedy, severity: 'warning' })];
  });
}

function checkImage(unit: QuadletUnit, header: Place, report: Report): void {
  const image = unit.filled(CONTAINER, 'Image');
  const rootfs = unit.filled(CONTAINER, 'Rootfs')?.text;
  if (image === undefined && rootfs === undefined) {
    const what = 'The unit sets neither `Image` nor `Rootfs`.';
    report(header, what, 'Add `Image=` under `[Container]`.', 'syntax/missing-image');
  } else if (image !== undefined && rootfs !== undefined) {
    const what = '`Image` and `Rootfs` are mutually exclusive.';
    report(rootfs.place, what, "Remove the one you don't want to run.", 'syntax/conflict');
  }
}

function checkValues(unit: QuadletUnit, report: Report): void {
  const killMode = unit.last('Service', 'KillMode')?.text;
  if (killMode !== undefined && !['mixed', 'control-group'].includes(killMode.skeleton))
    report(killMode.place, "Quadlet doesn't support this `KillMode`.", 'Use `mixed` or `control-group`.');
  const type = unit.last('Service', 'Type')?.text;
  if (type !== undefined && !['notify', 'oneshot'].includes(type.skeleton))
    report(type.place, "Quadlet doesn't support this `Type`.", 'Remove it, or use `notify` or `oneshot`.');
  const group = unit.filled(CONTAINER, 'Group');
  if (group !== undefined && unit.filled(CONTAINER, 'User') === undefined)
    report(group.key, '`Group` is set without `User`.', 'Add `User=` under `[Container]`.', 'syntax/missing-key');
  const pod = unit.filled(CONTAINER, 'Pod')?.text;
  if (pod !== undefined && !pod.skeleton.endsWith('.pod'))
    report(pod.place, "`Pod` doesn't name a `.pod` unit.", "Use the unit's file name, such as `web.pod`.");
  const reload = unit.filled(CONTAINER, 'ReloadSignal');
  if (reload !== undefined && unit.lastArguments(CONTAINER, 'ReloadCmd').length > 0)
    report(
      reload.key,
      '`ReloadCmd` and `ReloadSignal` are mutually exclusive.',
      'Remove one of them.',
      'syntax/conflict',
    );
  for (const { text } of unit.all(CONTAINER, 'ExposeHostPort'))
    if (!/\d(?:\/udp|\/tcp)?$/.test(text.skeleton))
      report(
        text.place,
        `\`${text.shown}\` is not a valid port.`,
        'Write a port or a range, such as `8080` or `8080-8090/udp`.',
      );
  for (const { text } of unit.all(CONTAINER, 'Network'))
    if (text.skeleton.includes('.container:'))
      report(text.place, "Another container's network takes no options.", 'Remove everything after the colon.');
  for (const { text } of unit.arguments(CONTAINER, 'Mount')) {
    const fields = readCsv(text);
    if (fields.failure === undefined && !fields.value.some(({ skeleton }) => skeleton.startsWith('type=')))
      report(text.place, 'The mount has no type.', 'Start it with `type=bind`, `type=volume` or another type.');
  }
}

function checkMappings(unit: QuadletUnit, report: Report): void {
  const [first] = ['RemapUid', 'RemapGid', 'RemapUsers'].flatMap((key) => unit.last(CONTAINER, key) ?? []);
  if (first === undefined) return;
  const users = unit.filled(CONTAINER, 'RemapUsers')?.text;
  if (MAPPING_KEYS.some((key) => unit.filled(CONTAINER, key) !== undefined)) {
    const what = 'The deprecated user-mapping keys exclude the newer ones.';
    report(first.key, what, 'Remove the keys that begin with `Remap`.', 'syntax/conflict');
  } else if (users === undefined) {
    const remedy = 'Write `UIDMap=` and `GIDMap=` instead of the deprecated keys.';
    report(first.key, 'The ID mapping requires `RemapUsers`.', remedy, 'syntax/missing-key');
  } else if (!['manual', 'auto', 'keep-id'].includes(users.skeleton)) {
    const remedy = 'Use `manual`, `auto` or `keep-id`, or set `UserNS=` instead.';
    report(users.place, `\`${users.shown}\` is not a user-mapping mode.`, remedy);
  }
}
