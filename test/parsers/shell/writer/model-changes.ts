import { isSamePlain, toPlainModel } from '../../../../src/fixes/plain-model.ts';
import type { Change, ChangedField } from '../../../../src/model/change.ts';
import type { Container, Exec, Subject } from '../../../../src/model/container.ts';
import type { Parsed } from '../../../../src/parsers/contract/parsed.ts';
import type { RefusalReason } from '../../../../src/parsers/contract/writer.ts';
import { parseShell } from '../../../../src/parsers/shell/index.ts';
import { shellWriter } from '../../../../src/parsers/shell/writer/index.ts';
import { applyEdits, type FileEdit, isOverlapping } from '../../../../src/text/edit.ts';
import { isCertain, isSameLocation, type Place } from '../../../../src/text/location.ts';
import type { Setting } from '../../../../src/text/setting.ts';

export const PATH = 'script.sh';

/** A script's model, without other files or environment. */
export function parse(text: string): Parsed {
  return parseShell(
    { path: PATH, text },
    { files: { read: () => ({ failure: 'missing' }) }, environment: new Map<string, string>() },
  );
}

/** A change to one subject. */
export interface Asked {
  readonly subject: number;
  readonly change: Change;
}

/** Every effective change that a rule could request. */
export function possibleChanges({ subjects }: Parsed): readonly Asked[] {
  return subjects.flatMap((subject, index) =>
    changesOf(subject).map((change) => ({
      subject: index,
      change,
    })),
  );
}

function changesOf(subject: Subject): readonly Change[] {
  switch (subject.kind) {
    case 'container':
      return containerChanges(subject);
    case 'exec':
      return execChanges(subject);
    case 'build':
      return [];
  }
}

function execChanges({ user, privileged }: Exec): readonly Change[] {
  return [...removals('user', user), ...removals('privileged', privileged)];
}

function removals(field: ChangedField, setting: Setting<unknown> | undefined): readonly Change[] {
  return setting?.known === true && isCertain(setting.place) && setting.value !== false
    ? [{ kind: 'remove', field, place: setting.place }]
    : [];
}

function removed(field: ChangedField, ...places: readonly Place[]): readonly Change[] {
  return places.filter(isCertain).map((place) => ({ kind: 'remove', field, place }));
}

function containerChanges({ hostConfig: host }: Container): readonly Change[] {
  const at = (setting: { readonly place: Place } | undefined): { readonly place?: Place } =>
    setting === undefined ? {} : { place: setting.place };
  const isSettable = (setting: Setting<unknown> | undefined): boolean =>
    setting === undefined || (setting.known && isCertain(setting.place));
  const options = (host.securityOpt ?? []).filter((option) => option.known && isCertain(option.place));
  const changes: readonly (Change | false)[] = [
    isSettable(host.readonlyRootfs) &&
      (host.readonlyRootfs?.known !== true || !host.readonlyRootfs.value) && {
        kind: 'set',
        field: 'readonlyRootfs',
        value: true,
        ...at(host.readonlyRootfs),
      },
    isSettable(host.memory) && { kind: 'set', field: 'memory', value: 768 * 1024 * 1024, ...at(host.memory) },
    isSettable(host.nanoCpus) && { kind: 'set', field: 'nanoCpus', value: 1.5e9, ...at(host.nanoCpus) },
    isSettable(host.pidsLimit) && { kind: 'set', field: 'pidsLimit', value: 201, ...at(host.pidsLimit) },
    isSettable(host.restartPolicy?.name) && {
      kind: 'set',
      field: 'restartPolicy',
      value: { name: 'on-failure', maximumRetryCount: 7 },
      ...at(host.restartPolicy),
    },
    { kind: 'add', field: 'securityOpt', values: ['no-new-privileges:true'] },
    { kind: 'add', field: 'capDrop', values: ['CHOWN'] },
    { kind: 'add', field: 'tmpfs', values: ['/tmp/new'] },
    ...(host.portBindings ?? [])
      .filter(({ place, hostIp, hostPort }) => isCertain(place) && (hostIp?.known ?? true) && (hostPort?.known ?? true))
      .map(
        ({ place }): Change => ({ kind: 'set-in', field: 'portBindings', place, member: 'hostIp', value: '127.0.0.9' }),
      ),
    ...(host.binds ?? [])
      .filter(
        ({ place, options: own, source }) =>
          isCertain(place) && source.place !== place && !own.some((option) => !option.known || option.value === 'ro'),
      )
      .map(({ place }): Change => ({ kind: 'set-in', field: 'binds', place, member: 'readOnly', value: true })),
    ...(host.mounts ?? [])
      .filter(({ place, readOnly }) => isCertain(place) && readOnly === undefined)
      .map(({ place }): Change => ({ kind: 'set-in', field: 'mounts', place, member: 'readOnly', value: true })),
    ...(host.devices ?? [])
      .filter(({ place, cgroupPermissions }) => isCertain(place) && cgroupPermissions?.known !== false)
      .map(
        ({ place }): Change => ({ kind: 'set-in', field: 'devices', place, member: 'cgroupPermissions', value: 'r' }),
      ),
    ...(host.tmpfs ?? []).flatMap(({ value: own }): readonly Change[] =>
      own.known && isCertain(own.place) && /(?:^|,)exec(?:,|$)/.test(own.value)
        ? [{ kind: 'set-in', field: 'tmpfs', place: own.place, member: 'exec', value: false }]
        : [],
    ),
    ...removals('privileged', host.privileged),
    ...removals('pidMode', host.pidMode),
    ...removals('ipcMode', host.ipcMode),
    ...removals('utsMode', host.utsMode),
    ...removals('usernsMode', host.usernsMode),
    ...removals('cgroupParent', host.cgroupParent),
    ...removals('publishAllPorts', host.publishAllPorts),
    ...removals('cpuShares', host.cpuShares),
    ...(host.networkMode?.known === true && host.networkMode.value === 'host'
      ? removals('networkMode', host.networkMode)
      : []),
    ...(host.capAdd ?? []).flatMap((capability) => removals('capAdd', capability)),
    ...removed('ulimits', ...(host.ulimits ?? []).map(({ place }) => place)),
    ...removed('devices', ...(host.devices ?? []).map(({ place }) => place)),
    ...(host.binds ?? []).flatMap(({ options: own }) => own.flatMap((option) => removals('binds', option))),
    ...options.flatMap((option): readonly Change[] => [
      ...removals('securityOpt', option),
      { kind: 'replace', field: 'securityOpt', place: option.place, value: 'no-new-privileges:true' },
    ]),
  ];
  return changes.filter((change) => change !== false);
}

export type Tried =
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly message: string }
  /** The model is not what was asked for: of this subject, or of another one. */
  | { readonly kind: 'wrong' | 'shared'; readonly text: string }
  | { readonly kind: 'holds'; readonly text: string; readonly edits: readonly FileEdit[] };

/** Applies one change and parses the result. */
export function tryChange(parsed: Parsed, text: string, { subject: index, change }: Asked): Tried {
  const subject = parsed.subjects[index];
  if (subject === undefined) throw new Error('no such subject');
  const written = shellWriter.write(change, subject, parsed.texts);
  if (written.refusal !== undefined) return { kind: 'refused', ...written.refusal };
  const after = applyEdits(text, written.edits);
  const others = difference(parsed, after, [{ subject: index, change }]);
  if (others !== undefined) return { kind: others, text: after };
  return { kind: 'holds', text: after, edits: written.edits };
}

/**
 * How the result differs from the requested changes, in these or other subjects; `undefined` if it
 * doesn't.
 */
export function difference(before: Parsed, after: string, asked: readonly Asked[]): 'wrong' | 'shared' | undefined {
  const { subjects } = parse(after);
  if (subjects.length !== before.subjects.length) return 'wrong';
  const changed = new Set(asked.map(({ subject }) => subject));
  const wrong = before.subjects.flatMap((subject: Subject, index): readonly number[] => {
    const own = asked.filter((each) => each.subject === index).map(({ change }) => change);
    const found = subjects[index];
    return found !== undefined && isSamePlain(toPlainModel(subject, own), toPlainModel(found)) ? [] : [index];
  });
  if (wrong.length === 0) return undefined;
  return wrong.some((index) => changed.has(index)) ? 'wrong' : 'shared';
}

/** True if two different edits overlap. */
export function isInTheWay(a: FileEdit, b: FileEdit): boolean {
  return !isSameEdit(a, b) && isOverlapping(a, b);
}

export function isSameEdit(a: FileEdit, b: FileEdit): boolean {
  return isSameLocation(a, b) && a.newText === b.newText;
}
