import type { Container } from '../../../model/container.ts';
import { parseSize } from '../../../parsers/syntax/size.ts';
import type { Setting } from '../../../text/setting.ts';
import { UNKNOWN_CHARACTER } from '../../../text/text.ts';
import { skeletonOf } from '../image/image-name.ts';

/** A limit of memory that holds with what else a container asks for, or why none is known. */
export type MemoryLimit =
  | { readonly bytes: number /** What it is more than usual for. */; readonly for?: string }
  | { readonly withheld: string };

const MEBIBYTE = 1024 ** 2;

/**
 * The usual limit, or more where the container says that it needs more: what it reserves, the shared memory that it
 * asks for, the heap or the cache of its
 * program. The engine refuses a limit below the reservation, and kills what outgrows it.
 */
export function memoryLimit(container: Container, usual: number): MemoryLimit {
  const { memoryReservation, shmSize, memorySwap, deviceRequests = [] } = container.hostConfig;
  if (deviceRequests.length > 0) return { withheld: "A GPU program's memory needs are unknown." };
  let least: MemoryLimit & { readonly bytes: number } = { bytes: usual };
  const raise = (bytes: number, reason: string): void => {
    if (bytes > least.bytes) least = { bytes: Math.ceil(bytes / MEBIBYTE) * MEBIBYTE, for: reason };
  };
  if (memoryReservation?.known === false)
    return { withheld: 'Its reservation is unknown, and the limit must not be lower.' };
  if (memoryReservation !== undefined) raise(2 * memoryReservation.value, 'twice its reservation');
  if (shmSize?.known === false) return { withheld: 'Its shared memory size is unknown and counts toward the limit.' };
  for (const need of programNeeds(container)) {
    if (need.bytes === undefined) return { withheld: `The memory that \`${need.name}\` gives its program is unknown.` };
    raise(1.5 * need.bytes + usual / 2, `1.5 times what \`${need.name}\` gives its program`);
  }
  if (shmSize !== undefined) raise(shmSize.value + usual, 'its shared memory plus the usual amount');
  if (memorySwap === undefined || (memorySwap.known && memorySwap.value <= 0)) return least;
  return memorySwap.known && memorySwap.value >= least.bytes
    ? least
    : { withheld: 'Its memory-plus-swap limit may be lower, which the engine rejects.' };
}

interface ProgramNeed {
  /** The option or the variable. */
  readonly name: string;
  /** Left out where the size is not known. */
  readonly bytes: number | undefined;
}

/**
 * What gives a program memory: the heap of Java and Node.js, the caches of databases, and variables of images that say
 * it.
 */
const NEEDS: readonly { readonly pattern: RegExp; readonly unit?: string }[] = [
  { pattern: /(-Xmx)([^\s"',;]*)/g },
  { pattern: /(--max[-_]old[-_]space[-_]size)[= ]([^\s"',;]*)/g, unit: 'm' },
  { pattern: /(--?(?:maxmemory|memory-limit))[= ]([^\s"',;]*)/g },
  { pattern: /(shared_buffers|innodb[-_]buffer[-_]pool[-_]size|wiredTigerCacheSizeGB)(?: ?= ?| )([^\s"',;]*)/g },
  { pattern: /^((?:[A-Z\d]+_)*(?:MAX_)?(?:MEMORY|HEAP(?:_SIZE)?|MAXMEMORY))=(.*)$/g },
];

/** Any of these: nearly no text has one, and it is asked of each variable of each container. */
const ANY_NEED = new RegExp(NEEDS.map(({ pattern }) => pattern.source).join('|'));

function programNeeds({ config: { cmd = [], env = [] } }: Container): readonly ProgramNeed[] {
  const texts = [cmd.map(textOf).join(' '), ...env.map(textOf)];
  const those = texts.filter((text) => ANY_NEED.test(text));
  return those.flatMap((text) =>
    NEEDS.flatMap(({ pattern, unit = '' }) =>
      Array.from(text.matchAll(pattern), ([, name = '', value = '']): ProgramNeed | undefined => {
        if (value.includes(UNKNOWN_CHARACTER)) return { name, bytes: undefined };
        const number = name.startsWith('wired') ? `${value}g` : value;
        const bytes = parseSize(/^\d+$/.test(number) ? number + unit : number);
        // What is no size, such as 80 %, is nothing that can be added up.
        return bytes === undefined || bytes < MEBIBYTE ? undefined : { name, bytes };
      }).filter((need) => need !== undefined),
    ),
  );
}

function textOf(setting: Setting<string>): string {
  return setting.known ? setting.value : skeletonOf(setting.pattern);
}
