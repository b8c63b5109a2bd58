import type { FixValueSet, FixValues } from '../../model/change.ts';
import { parseSize } from '../../parsers/syntax/size.ts';
import { nearestWord } from '../../util/nearest-word.ts';
import { createGlob } from '../../workspace/config/glob.ts';
import { UsageError } from '../io.ts';

/** What is asked for a value, an example of it, and how it is read; `undefined` for a text that is none. */
interface ValueForm {
  readonly what: string;
  readonly example: string;
  readonly read: (text: string) => FixValues | undefined;
}

/** The values that only a user knows. */
export const VALUE_FORMS: Readonly<Record<keyof FixValues, ValueForm>> = {
  memory: {
    what: 'memory limit',
    example: '512m',
    read: (text) => {
      const memory = /^\d+[bkmg]?$/i.test(text) ? parseSize(text) : undefined;
      return memory === undefined || memory === 0 ? undefined : { memory };
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

function numberIn(text: string, to: (number: number) => FixValues | undefined): FixValues | undefined {
  const number = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : 0;
  return number > 0 ? to(number) : undefined;
}

/** The values of `--set memory=512m` and `--set db.memory=2g`, where the name can be a glob. */
export function readFixValues(given: readonly string[]): FixValueSet {
  return given.map((text) => {
    const [, name, key = '', value = ''] = /^(?:(.+)\.)?([^.=]*)=(.*)$/.exec(text) ?? [];
    const form = isValueName(key) ? VALUE_FORMS[key] : undefined;
    if (form === undefined) {
      const near = nearestWord(key, Object.keys(VALUE_FORMS));
      const hint = near === undefined ? 'such as memory=512m or db.memory=2g' : `did you mean ${near}?`;
      throw new UsageError(`--set requires NAME=VALUE with ${Object.keys(VALUE_FORMS).join(', ')}: ${hint}.`);
    }
    const values = form.read(value);
    if (values === undefined) throw new UsageError(`Invalid --set ${key}: write it like ${key}=${form.example}.`);
    return name === undefined ? { values } : { isForName: createGlob(name), values };
  });
}

function isValueName(key: string): key is keyof FixValues {
  return Object.hasOwn(VALUE_FORMS, key);
}
