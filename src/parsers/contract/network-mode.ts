import type { Problem } from '../../model/finding.ts';
import type { Setting } from '../../text/setting.ts';
import { nearestWord } from '../../util/nearest-word.ts';
import { problem } from './problem.ts';

const MODES = ['bridge', 'default', 'host', 'none'];

/** A name that is nearly a network mode. The engine takes it for a network that exists already. */
export function mistypedMode(name: Setting<string>): readonly Problem[] {
  // `bridge2` is a name on purpose.
  if (!name.known || MODES.includes(name.value) || /\d/.test(name.value)) return [];
  const nearest = nearestWord(name.value, MODES);
  if (nearest === undefined || Math.abs(nearest.length - name.value.length) > 1) return [];
  const what = `\`${name.place.shown ?? name.value}\` is not a network mode, so the engine needs a network of this name.`;
  const remedy = `Did you mean \`${nearest}\`?`;
  return [problem('syntax/undefined-reference', name.place, what, { remedy, severity: 'info' })];
}
