import type { Container } from '../../../model/container.ts';
import { parseSize, sizeText } from '../../../parsers/syntax/size.ts';
import { UNKNOWN_CHARACTER } from '../../../text/text.ts';
import { skeletonOf } from '../image/image-name.ts';

/** The memory limit to write, or why there is none: not given, or possibly too low. */
export type MemoryLimit = { readonly bytes: number } | { readonly why: string; readonly isWithheld: boolean };

const MEBIBYTE = 1024 ** 2;

/**
 * The user's limit, unless the container may need more: the engine rejects a limit below the
 * reservation, and the kernel kills programs that exceed it.
 */
export function memoryLimit(container: Container, supplied: number | undefined): MemoryLimit {
  const { memoryReservation, shmSize, memorySwap, deviceRequests = [] } = container.hostConfig;
  const needs = programNeeds(container);
  if (supplied === undefined) {
    const [need] = needs;
    const least =
      need === undefined ? '' : `; the limit must exceed the memory that \`${need.name}\` gives its program`;
    return { why: `Measure its peak with \`docker stats\`${least}.`, isWithheld: false };
  }
  const withheld = (why: string): MemoryLimit => ({ why, isWithheld: true });
  const least = `The given limit, ${sizeText(supplied)}, is less than`;
  if (deviceRequests.length > 0) return withheld("A GPU program's memory needs are unknown.");
  if (memoryReservation?.known === false)
    return withheld('Its reservation is unknown, and the limit must not be lower.');
  if (memoryReservation !== undefined && memoryReservation.value > supplied) return withheld(`${least} it reserves.`);
  if (shmSize?.known === false) return withheld('Its shared memory size is unknown and counts toward the limit.');
  if (shmSize !== undefined && shmSize.value >= supplied) return withheld(`${least} its shared memory.`);
  for (const { name, bytes } of needs) {
    if (bytes === undefined) return withheld(`The memory that \`${name}\` gives its program is unknown.`);
    if (bytes >= supplied) return withheld(`${least} \`${name}\` gives its program.`);
  }
  if (memorySwap === undefined || (memorySwap.known && memorySwap.value <= 0)) return { bytes: supplied };
  return memorySwap.known && memorySwap.value >= supplied
    ? { bytes: supplied }
    : withheld('Its memory-plus-swap limit may be lower, which the engine rejects.');
}

interface ProgramNeed {
  readonly name: string;
  /** Absent if unknown. */
  readonly bytes: number | undefined;
}

/**
 * Settings for the memory of programs: heaps of Java and Node.js, caches of databases, variables of
 * images.
 */
const NEEDS: readonly { readonly pattern: RegExp; readonly unit?: string }[] = [
  { pattern: /(-Xmx)([^\s"',;]*)/g },
  { pattern: /(--max[-_]old[-_]space[-_]size)[= ]([^\s"',;]*)/g, unit: 'm' },
  { pattern: /(--?(?:maxmemory|memory-limit))[= ]([^\s"',;]*)/g },
  { pattern: /(shared_buffers|innodb[-_]buffer[-_]pool[-_]size|wiredTigerCacheSizeGB)(?: ?= ?| )([^\s"',;]*)/g },
  { pattern: /^((?:[A-Z\d]+_)*(?:MAX_)?(?:MEMORY|HEAP(?:_SIZE)?|MAXMEMORY))=(.*)$/g },
];

/** A quick test, since this runs for each variable of each container. */
const ANY_NEED = new RegExp(NEEDS.map(({ pattern }) => pattern.source).join('|'));

function programNeeds({ config: { cmd = [], env = [] } }: Container): readonly ProgramNeed[] {
  const texts = [cmd.map(skeletonOf).join(' '), ...env.map(skeletonOf)];
  const those = texts.filter((text) => ANY_NEED.test(text));
  return those.flatMap((text) =>
    NEEDS.flatMap(({ pattern, unit = '' }) =>
      Array.from(text.matchAll(pattern), ([, name = '', value = '']): ProgramNeed | undefined => {
        if (value.includes(UNKNOWN_CHARACTER)) return { name, bytes: undefined };
        const number = name.startsWith('wired') ? `${value}g` : value;
        const bytes = parseSize(/^\d+$/.test(number) ? number + unit : number);
        // Not a size, such as 80 %.
        return bytes === undefined || bytes < MEBIBYTE ? undefined : { name, bytes };
      }).filter((need) => need !== undefined),
    ),
  );
}
