import type { FixValues } from '../model/change.ts';
import { parseSize } from '../parsers/syntax/size.ts';

/**
 * The name of a value in prompts, an example, and its parser, which returns `undefined` for invalid
 * text.
 */
interface ValueForm {
  readonly what: string;
  readonly example: string;
  readonly read: (text: string) => FixValues | undefined;
}

export const VALUE_FORMS: Readonly<Record<keyof FixValues, ValueForm>> = {
  memory: {
    what: 'memory limit',
    example: '512m',
    read: (text) => {
      const memory = /^\d+[bkmg]?$/i.test(text) ? parseSize(text) : undefined;
      return memory === undefined || memory < MIN_MEMORY ? undefined : { memory };
    },
  },
  cpus: { what: 'CPU limit', example: '1.5', read: (text) => numberIn(text, (cpus) => ({ cpus })) },
  pids: {
    what: 'process limit',
    example: '1000',
    read: (text) => numberIn(text, (pids) => (Number.isInteger(pids) ? { pids } : undefined)),
  },
  address: {
    what: 'host address for its ports',
    example: '192.168.1.10',
    read: (address) => (/^(?:\d{1,3}\.){3}\d{1,3}$/.test(address) ? { address } : undefined),
  },
};

/** In bytes: the engine rejects less (moby daemon/daemon_unix.go, `linuxMinMemory`). */
const MIN_MEMORY = 6 * 1024 ** 2;

function numberIn(text: string, to: (number: number) => FixValues | undefined): FixValues | undefined {
  const number = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : 0;
  return number > 0 ? to(number) : undefined;
}

/** True for the name of such a value. */
export function isValueName(key: string): key is keyof FixValues {
  return Object.hasOwn(VALUE_FORMS, key);
}
