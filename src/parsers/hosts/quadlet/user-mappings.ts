import { Text } from '../../../text/text.ts';
import { type CommandWords, withPrefix } from './command-words.ts';
import type { QuadletUnit, WrittenUnitValue } from './quadlet-unit.ts';

/** The keys that replace the older `RemapUsers=`. */
const MAPPINGS: readonly string[] = ['UserNS', 'UIDMap', 'GIDMap', 'SubUIDMap', 'SubGIDMap'];

/** `RemapUsers=` with `RemapUid=`, `RemapGid=` and `RemapUidSize=`, unless newer keys are used (`handleUserRemap`). */
export function addUserMappings(unit: QuadletUnit, section: string, words: CommandWords): void {
  if (MAPPINGS.some((key) => unit.filled(section, key) !== undefined)) return;
  const remap = unit.last(section, 'RemapUsers');
  const uids = unit.list(section, 'RemapUid');
  const gids = unit.list(section, 'RemapGid');
  switch (remap?.text.skeleton) {
    case 'manual':
      for (const uid of uids) words.flag('uidmap', uid);
      for (const gid of gids) words.flag('gidmap', gid);
      return;
    case 'auto':
      addMode(words, remap, [
        ...uids.map(({ text }) => withPrefix('uidmapping=', text)),
        ...gids.map(({ text }) => withPrefix('gidmapping=', text)),
        ...sizeOf(unit, section),
      ]);
      return;
    case 'keep-id':
      addMode(words, remap, [
        ...uids.slice(0, 1).map(({ text }) => withPrefix('uid=', text)),
        ...gids.slice(0, 1).map(({ text }) => withPrefix('gid=', text)),
      ]);
      return;
    default:
  }
}

function sizeOf(unit: QuadletUnit, section: string): readonly Text[] {
  const size = unit.filled(section, 'RemapUidSize')?.text;
  return size === undefined || !/^[1-9]\d*$/.test(size.skeleton) ? [] : [withPrefix('size=', size)];
}

/** `--userns auto:uidmapping=…,size=…`. */
function addMode(words: CommandWords, mode: WrittenUnitValue, options: readonly Text[]): void {
  const { place } = mode.text;
  const parts = options.flatMap((option, index) => [Text.derived(index === 0 ? ':' : ',', place), option]);
  words.flag('userns', { key: mode.key, text: Text.concat([mode.text, ...parts], mode.text.whole) });
}
