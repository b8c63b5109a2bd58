import type { Bind } from '../../../../model/values.ts';
import type { Setting } from '../../../../text/setting.ts';
import type { Text } from '../../../../text/text.ts';
import { type Reading, success } from '../../../syntax/reading.ts';
import { readVolumeSpec, toBind } from '../../../syntax/volume-spec.ts';

/** `-v`: a bind of a path or a volume's name, or an anonymous volume at a container path. */
export type VolumeValue =
  | { readonly kind: 'bind'; readonly bind: Bind }
  | { readonly kind: 'anonymous'; readonly target: Setting<string> };

export function readVolume(text: Text): Reading<VolumeValue> {
  const reading = readVolumeSpec(text);
  if (reading.failure !== undefined) return reading;
  const { source } = reading.value;
  return success(
    source === undefined
      ? { kind: 'anonymous', target: text.toStringSetting() }
      : { kind: 'bind', bind: toBind({ ...reading.value, source }) },
  );
}
