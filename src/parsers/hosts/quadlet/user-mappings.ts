import { joinTexts } from '../../../text/parts.ts';
import { type CommandWords, withPrefix } from './command-words.ts';
import type { QuadletUnit } from './quadlet-unit.ts';

/** The keys that replace the older `RemapUsers=`. */
export const MAPPING_KEYS: readonly string[] = ['UserNS', 'UIDMap', 'GIDMap', 'SubUIDMap', 'SubGIDMap'];

/**
 * `RemapUsers=` with `RemapUid=`, `RemapGid=` and `RemapUidSize=`, unless newer keys are used
 * (`handleUserRemap`).
 */
export function addUserMappings(unit: QuadletUnit, section: string, words: CommandWords): void {
  if (MAPPING_KEYS.some((key) => unit.filled(section, key) !== undefined)) return;
  const remap = unit.last(section, 'RemapUsers');
  const uids = unit.list(section, 'RemapUid');
  const gids = unit.list(section, 'RemapGid');
  const mode = remap?.text.skeleton;
  if (mode === 'manual') {
    for (const uid of uids) words.flag('uidmap', uid);
    for (const gid of gids) words.flag('gidmap', gid);
  }
  if (remap === undefined || (mode !== 'auto' && mode !== 'keep-id')) return;
  const isAuto = mode === 'auto';
  const size = unit.filled(section, 'RemapUidSize')?.text;
  const [uid, gid] = isAuto ? ['uidmapping=', 'gidmapping='] : ['uid=', 'gid='];
  const options = [
    ...(isAuto ? uids : uids.slice(0, 1)).map(({ text }) => withPrefix(uid, text)),
    ...(isAuto ? gids : gids.slice(0, 1)).map(({ text }) => withPrefix(gid, text)),
    ...(isAuto && size !== undefined && /^[1-9]\d*$/.test(size.skeleton) ? [withPrefix('size=', size)] : []),
  ];
  // `--userns auto:uidmapping=…,size=…`.
  const whole = remap.text.whole;
  const parts = options.length === 0 ? [remap.text] : [remap.text, joinTexts(options, ',', whole)];
  words.flag('userns', { key: remap.key, text: joinTexts(parts, ':', whole) });
}
