import type { Problem } from '../../../model/finding.ts';
import { inputFix } from '../../../model/input-fix.ts';
import type { InputRuleId, SyntaxId } from '../../../model/input-rule.ts';
import type { Place } from '../../../text/location.ts';
import { nearestWord } from '../../../util/nearest-word.ts';
import { OTHER_QUADLET_KEYS, QUADLET_KEYS } from '../../programs/quadlet-keys.ts';
import { readCsv } from '../../syntax/csv.ts';
import type { UnitEntry } from '../units/unit-file.ts';
import { QUADLET_ARGUMENTS, QUADLET_LIST, splitWords } from '../units/words.ts';
import { OTHER_POD_KEYS, POD_KEYS } from './pod-keys.ts';
import type { QuadletUnit } from './quadlet-unit.ts';

const CONTAINER = 'Container';
const CONTAINER_KEYS: ReadonlySet<string> = new Set([...QUADLET_KEYS.map(({ key }) => key), ...OTHER_QUADLET_KEYS]);
const POD_UNIT_KEYS: ReadonlySet<string> = new Set([...POD_KEYS, ...OTHER_POD_KEYS]);
/** Of the section `[Quadlet]`. */
const QUADLET_SECTION_KEYS: ReadonlySet<string> = new Set(['DefaultDependencies']);

/** The problems that Quadlet rejects in a `.container` unit; `isPart` for drop-ins of an unknown unit (containers/podman `pkg/systemd/quadlet/quadlet.go`). */
export function checkContainerUnit(unit: QuadletUnit, header: Place, isPart: boolean): readonly Problem[] {
  return [
    ...checkLines(unit),
    ...checkKeys(unit, CONTAINER, CONTAINER_KEYS),
    ...checkKeys(unit, 'Quadlet', QUADLET_SECTION_KEYS),
    ...checkSplitting(unit),
    ...(isPart ? [] : checkImage(unit, header)),
    ...checkValues(unit),
    ...checkMappings(unit),
  ];
}

/** The problems that Quadlet rejects in a `.pod` unit. */
export function checkPodUnit(unit: QuadletUnit): readonly Problem[] {
  return [
    ...checkLines(unit),
    ...checkKeys(unit, 'Pod', POD_UNIT_KEYS),
    ...checkKeys(unit, 'Quadlet', QUADLET_SECTION_KEYS),
  ];
}

function problem(id: SyntaxId, place: Place, what: string, remedy: string): Problem {
  return { id, severity: 'error', message: { what, remedy }, place };
}

/** Problems for unrecognized lines. */
export function checkLines({ files }: QuadletUnit): readonly Problem[] {
  return files
    .flatMap(({ malformed }) => malformed)
    .map((place) =>
      problem(
        'syntax/invalid-unit',
        place,
        'This line is not a section, a `Key=value` pair or a comment, so Quadlet rejects the file.',
        'Fix it, or comment it out with `#`; a trailing backslash continues a value on the next line.',
      ),
    );
}

function checkKeys(unit: QuadletUnit, section: string, known: ReadonlySet<string>): readonly Problem[] {
  return unit.entries(section).flatMap(({ key, keyPlace }): readonly Problem[] => {
    if (known.has(key)) return [];
    const meant = nearestWord(key, known);
    const remedy =
      meant === undefined ? 'For valid keys, see `man podman-systemd.unit`.' : `Did you mean \`${meant}\`?`;
    return [
      {
        ...problem('syntax/unknown-key', keyPlace, `Unknown key \`${key}\` in \`[${section}]\`.`, remedy),
        ...(meant === undefined || unit.has(section, meant)
          ? {}
          : { fixes: inputFix(UNKNOWN_KEY, { kind: 'edit', ...keyPlace.location, newText: meant }) }),
      },
    ];
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

/** Values that Quadlet silently drops. */
function checkSplitting(unit: QuadletUnit): readonly Problem[] {
  return unit.entries(CONTAINER).flatMap(({ key, value }: UnitEntry): readonly Problem[] => {
    const rules = SPLIT.get(key);
    if (rules === undefined || splitWords(value, rules) !== undefined) return [];
    const remedy =
      rules === QUADLET_LIST
        ? 'Close the quotes.'
        : 'Escape literal backslashes as `\\\\`; `\\n`, `\\t`, `\\s` and `\\x20` are escapes.';
    const what = `Quadlet ignores the value of \`${key}\` because it can't be split into words.`;
    return [{ ...problem('syntax/invalid-value', value.place, what, remedy), severity: 'warning' }];
  });
}

function checkImage(unit: QuadletUnit, header: Place): readonly Problem[] {
  const image = unit.filled(CONTAINER, 'Image');
  const rootfs = unit.filled(CONTAINER, 'Rootfs');
  if (image === undefined && rootfs === undefined)
    return [
      problem(
        'syntax/missing-image',
        header,
        'The unit sets neither `Image` nor `Rootfs`.',
        'Add `Image=` under `[Container]`.',
      ),
    ];
  if (image === undefined || rootfs === undefined) return [];
  return [
    problem(
      'syntax/conflict',
      rootfs.text.place,
      '`Image` and `Rootfs` are mutually exclusive.',
      "Remove the one you don't want to run.",
    ),
  ];
}

const KILL_MODES: readonly string[] = ['mixed', 'control-group'];
const TYPES: readonly string[] = ['notify', 'oneshot'];

function checkValues(unit: QuadletUnit): readonly Problem[] {
  const problems: Problem[] = [];
  const report = (place: Place, what: string, remedy: string, id: SyntaxId = 'syntax/invalid-value'): void => {
    problems.push(problem(id, place, what, remedy));
  };
  const killMode = unit.last('Service', 'KillMode')?.text;
  if (killMode !== undefined && !KILL_MODES.includes(killMode.skeleton))
    report(killMode.place, "Quadlet doesn't support this `KillMode`.", 'Use `mixed` or `control-group`.');
  const type = unit.last('Service', 'Type')?.text;
  if (type !== undefined && !TYPES.includes(type.skeleton))
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
  return problems;
}

const REMAP_KEYS: readonly string[] = ['RemapUid', 'RemapGid', 'RemapUsers'];
const MAPPING_KEYS: readonly string[] = ['UserNS', 'UIDMap', 'GIDMap', 'SubUIDMap', 'SubGIDMap'];

function checkMappings(unit: QuadletUnit): readonly Problem[] {
  const remap = REMAP_KEYS.flatMap((key) => unit.last(CONTAINER, key) ?? []);
  const [first] = remap;
  if (first === undefined) return [];
  if (MAPPING_KEYS.some((key) => unit.filled(CONTAINER, key) !== undefined))
    return [
      problem(
        'syntax/conflict',
        first.key,
        'The deprecated user-mapping keys exclude the newer ones.',
        'Remove the keys that begin with `Remap`.',
      ),
    ];
  const users = unit.last(CONTAINER, 'RemapUsers')?.text;
  if (users === undefined || users.length === 0)
    return [
      problem(
        'syntax/missing-key',
        first.key,
        'The ID mapping requires `RemapUsers`.',
        'Write `UIDMap=` and `GIDMap=` instead of the deprecated keys.',
      ),
    ];
  if (['manual', 'auto', 'keep-id'].includes(users.skeleton)) return [];
  return [
    problem(
      'syntax/invalid-value',
      users.place,
      `\`${users.shown}\` is not a user-mapping mode.`,
      'Use `manual`, `auto` or `keep-id`, or set `UserNS=` instead.',
    ),
  ];
}
