import type { RestartPolicy } from '../../../../model/host-config.ts';
import { type Known, type Setting, unknown } from '../../../../text/setting.ts';
import type { Text } from '../../../../text/text.ts';
import { isOtherNumber, parseNanoCpus } from '../../../syntax/nano-cpus.ts';
import { type IntegerType, parseBoolean, parseGoInteger, parseInteger } from '../../../syntax/number.ts';
import { isPlatform } from '../../../syntax/platform.ts';
import {
  failure,
  quoted,
  type Reading,
  readSetting,
  splitKeyValue,
  success,
  unknownSetting,
} from '../../../syntax/reading.ts';
import { stringBy, stringThat, type ValueReader } from './value-reader.ts';

export function readBooleanFlag(text: Text): Reading<Setting<boolean>> {
  return readSetting(
    text,
    parseBoolean,
    'is not a boolean',
    'Use `true` or `false`, or remove the `=` and the value to mean true.',
  );
}

/** An integer in pflag's syntax, including `0x1f`, `017`, `1_000`. */
export function integerOf(type: IntegerType, range = ''): ValueReader<Setting<number>> {
  return (text) =>
    readSetting(
      text,
      (value) => parseGoInteger(value, type),
      `is not a whole number${range}`,
      `Write a whole number${range}.`,
    );
}

export function readCpusFlag(text: Text): Reading<Setting<number>> {
  if (text.value !== undefined && isOtherNumber(text.value)) return success(unknownSetting(text));
  return readSetting(text, parseNanoCpus, 'is not a CPU count', 'Write a number such as `1.5`.');
}

/**
 * `name[:count]` with any name (docker/cli `opts.ParseRestartPolicy`); `undefined` for an empty
 * text.
 */
export function readRestartFlag(text: Text): Reading<RestartPolicy | undefined> {
  if (text.length === 0) return success(undefined);
  if (!text.isKnown && text.indexOf(':') < 0) return success(possiblePolicy(text));
  const { key, value } = splitKeyValue(text, ':');
  const name = key.toStringSetting();
  if (value === undefined || value.length === 0) {
    if (key.length === 0) return failure(text.place, `${quoted(text)} is not a restart policy.`, RESTART_REMEDY);
    return success({ name, place: text.place });
  }
  if (key.length === 0)
    return failure(text.place, `${quoted(text)} has no restart policy before the colon.`, RESTART_REMEDY);
  const count = readSetting(value, (text) => parseInteger(text), 'is not a retry count', RESTART_REMEDY);
  return count.failure === undefined ? success({ name, maximumRetryCount: count.value, place: text.place }) : count;
}

/** A policy whose word isn't fully known. */
function possiblePolicy(text: Text): RestartPolicy {
  const parts = text.alternatives().map((alternative) => splitKeyValue(alternative, ':'));
  const names = parts.flatMap(({ key }) => toKnown(key, (value) => value));
  const counts = parts.flatMap(({ value }) =>
    value === undefined ? [] : toKnown(value, (count) => parseInteger(count)),
  );
  const isOpen = names.length > 0 && !text.isOneOfFew;
  return {
    name: unknown(text.pattern, text.place, names, isOpen),
    maximumRetryCount: unknown(text.pattern, text.place, counts, isOpen),
    place: text.place,
  };
}

function toKnown<T>(text: Text, read: (value: string) => T | undefined): readonly Known<T>[] {
  const setting = text.toSetting(read);
  return setting?.known === true ? [setting] : [];
}

const RESTART_REMEDY = 'Use `no`, `on-failure:5`, `unless-stopped` or `always`.';

const isContainerMode = (value: string): boolean =>
  value.startsWith('container:') && value.length > 'container:'.length;

/** Valid modes in moby `api/types/container/hostconfig.go`; the engine checks `--ipc` itself. */
export const readPidMode = stringThat(
  (value) => value === '' || value === 'host' || isContainerMode(value),
  'is not a PID mode',
  'Use `host` or `container:NAME`, or remove the flag.',
);
export const readUtsMode = oneOf(['', 'host'], 'a UTS mode', 'Use `host`, or remove the flag.');
export const readUsernsMode = oneOf(['', 'host'], 'a user namespace mode', 'Use `host`, or remove the flag.');
export const readCgroupnsMode = oneOf(['', 'host', 'private'], 'a cgroup namespace mode', 'Use `private` or `host`.');
export const readPullPolicy = oneOf(
  ['', 'always', 'missing', 'never'],
  'a pull policy',
  'Use `always`, `missing` or `never`.',
);

function oneOf(allowed: readonly string[], what: string, remedy: string): ValueReader<Setting<string>> {
  return stringThat((value) => allowed.includes(value), `is not ${what}`, remedy);
}

export const readAttachStream = stringBy(
  (value) => (['stdin', 'stdout', 'stderr'].includes(value.toLowerCase()) ? value.toLowerCase() : undefined),
  'is not a stream',
  'Use `stdin`, `stdout` or `stderr`.',
);

/** A platform; empty for the engine's default. */
export const readPlatform = stringThat(
  isPlatform,
  'is not a platform',
  'Use a platform such as `linux/amd64` or `linux/arm64`.',
);
