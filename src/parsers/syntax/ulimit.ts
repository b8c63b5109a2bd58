import type { Ulimit } from '../../model/host-config.ts';
import type { Text } from '../../text/text.ts';
import { words } from '../../util/words.ts';
import { parseInteger } from './number.ts';
import { failure, quoted, type Reading, readSetting, splitKeyValue, success } from './reading.ts';

/** The resources with limits (go-units `ulimitNameMapping`). */
const ULIMIT_NAMES: readonly string[] = words(
  'core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack',
);

const REMEDY = 'Write `name=soft[:hard]`, such as `nofile=1024:2048`.';

/**
 * A limit of `--ulimit`, `name=soft[:hard]`; -1 is unlimited, and the hard limit defaults to the
 * soft one.
 */
export function readUlimit(text: Text): Reading<Ulimit> {
  const { key, value } = splitKeyValue(text);
  if (value === undefined) {
    if (text.isKnown) return failure(text.place, `${quoted(text)} is not a valid ulimit.`, REMEDY);
    return success({ name: text.toStringSetting(), place: text.place });
  }
  const name = readSetting(
    key,
    (value) => (ULIMIT_NAMES.includes(value) ? value : undefined),
    'is not a valid ulimit name',
    `Use one of ${ULIMIT_NAMES.join(', ')}.`,
  );
  if (name.failure !== undefined) return name;
  const [softText = value, hardText = softText, rest] = value.split(':');
  if (rest !== undefined) return failure(value.place, `${quoted(value)} has more than two limits.`, REMEDY);
  const soft = readSetting(softText, (value) => parseInteger(value), 'is not a whole number', REMEDY);
  if (soft.failure !== undefined) return soft;
  const hard = readSetting(hardText, (value) => parseInteger(value), 'is not a whole number', REMEDY);
  if (hard.failure !== undefined) return hard;
  if (soft.value.known && hard.value.known && exceeds(soft.value.value, hard.value.value)) {
    return failure(
      value.place,
      `The soft limit ${soft.value.value} of \`${key.source}\` exceeds its hard limit ${hard.value.value}.`,
      'Raise the hard limit or lower the soft one.',
    );
  }
  return success({ name: name.value, soft: soft.value, hard: hard.value, place: text.place });
}

function exceeds(soft: number, hard: number): boolean {
  return hard !== -1 && (soft === -1 || soft > hard);
}
