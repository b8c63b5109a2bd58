import type { Problem } from '../../model/finding.ts';
import type { Setting } from '../../text/setting.ts';
import { nearestWord } from '../../util/nearest-word.ts';
import { problem } from './problem.ts';

const MODES = ['bridge', 'default', 'host', 'none'];

/**
 * Reports a name that resembles a network mode: the engine would look for a network of that name.
 */
export function mistypedMode(name: Setting<string>): readonly Problem[] {
  // A name such as `bridge2` is intended.
  if (!name.known || MODES.includes(name.value) || /\d/.test(name.value)) return [];
  const nearest = nearestWord(name.value, MODES);
  if (nearest === undefined || Math.abs(nearest.length - name.value.length) > 1) return [];
  const what = `\`${name.place.shown ?? name.value}\` is not a network mode, so the engine needs a network of this name.`;
  const remedy = `Did you mean \`${nearest}\`?`;
  return [problem('syntax/undefined-reference', name.place, what, { remedy, severity: 'info' })];
}
