import { isReadableYaml, readFastPath } from './fast-path/reader.ts';
import { isFastPathOn } from './fast-path/switch.ts';
import type { RecoveredYaml } from './library.ts';
import { hasErrorsUnrepaired, parseWithRepairs } from './repairs.ts';
import { lengthLimit } from './syntax.ts';

/**
 * The readable documents of a YAML file. Blanks a broken line, such as one being typed, if that
 * leaves fewer errors. Places stay the same.
 */
export function parseWithRecovery(text: string): RecoveredYaml {
  const isFast = isFastPathOn();
  const key = isFast ? text : `\0${text}`;
  const known = recent.get(key);
  if (known !== undefined) return known;
  const parsed = parseAnew(text, isFast);
  for (const [oldest] of recent) {
    if (recent.size < MAX_RECENT && recentLength + text.length <= MAX_RECENT_LENGTH) break;
    recent.delete(oldest);
    recentLength -= oldest.length;
  }
  recent.set(key, parsed);
  recentLength += key.length;
  return parsed;
}

/**
 * Remembers this many texts and characters, and always the last text: each is parsed for detection
 * and for linting.
 */
const MAX_RECENT = 32;
const MAX_RECENT_LENGTH = 200_000;
const recent = new Map<string, RecoveredYaml>();
let recentLength = 0;

/** Whether a YAML file has errors, without repairs. False beyond a limit. */
export function hasErrors(text: string): boolean {
  if (lengthLimit(text) !== undefined) return false;
  const isPlain = isFastPathOn() ? isReadableYaml(text) : undefined;
  return isPlain === undefined ? hasErrorsUnrepaired(text) : !isPlain;
}

function parseAnew(text: string, isFast: boolean): RecoveredYaml {
  const limit = lengthLimit(text);
  if (limit !== undefined) return { documents: [], errors: [], limit };
  let stop: number | undefined;
  const content = isFast ? readFastPath(text, (at) => (stop = at)) : undefined;
  if (content !== undefined) return { documents: [content], errors: [] };
  return parseWithRepairs(text, stop);
}
