import type { Entry } from '../../../../model/entry.ts';
import { mapSetting, type Setting, unknown } from '../../../../text/setting.ts';
import type { Text } from '../../../../text/text.ts';
import { words } from '../../../../util/words.ts';
import { canonicalIpAddress, isIpAddress } from '../../../syntax/ip-address.ts';
import { failure, quoted, type Reading, splitKeyValue, success, toEntry } from '../../../syntax/reading.ts';
import { trimSpace } from '../../../syntax/space.ts';
import { stringBy } from './value-reader.ts';

export interface EnvVariable {
  /** The name, if known; a later variable with it wins. */
  readonly name: string | undefined;
  /** `NAME=value`; unknown for a name alone, which takes the client's value. */
  readonly setting: Setting<string>;
}

/** `NAME=value` or `NAME` (docker/cli `opts.ValidateEnv`). */
export function readEnv(text: Text): Reading<EnvVariable> {
  const { key, value } = splitKeyValue(text);
  if (key.length === 0) return failure(text.place, 'The environment variable has no name.', 'Write `NAME=value`.');
  const name = key.value;
  if (value === undefined && text.isKnown)
    return success({ name, setting: unknown([{ unknown: text.source }], text.place) });
  return success({ name, setting: text.toStringSetting() });
}

/**
 * The variables for `Env`: first those of files, whose content is unknown. Of equal names, `docker
 * run` keeps the `last`, `docker exec` keeps `all`.
 */
export function variables(
  files: readonly Text[],
  own: readonly EnvVariable[],
  kept: 'last' | 'all',
): readonly Setting<string>[] {
  const last = new Map(own.map((variable) => [variable.name, variable]));
  return [
    ...files.map((file) => unknown<string>([{ unknown: file.source }], file.place)),
    ...own
      .filter((variable) => kept === 'all' || variable.name === undefined || last.get(variable.name) === variable)
      .map(({ setting }) => setting),
  ];
}

/** `key[=value]` (docker/cli `opts.ValidateLabel`). */
export function readLabel(text: Text): Reading<Entry> {
  const { key } = splitKeyValue(text);
  const name = key.skeleton.replace(/^[ \t]+/, '');
  if (name === '') return failure(text.place, 'The label has no key.', 'Write `key=value`.');
  if (/[ \t]/.test(name))
    return failure(
      key.place,
      `Label key \`${key.source}\` contains a space.`,
      'Remove the space; quote the value, not the key.',
    );
  return success(toEntry(text));
}

export function readEntry(text: Text): Reading<Entry> {
  return success(toEntry(text));
}

/** `path[:options]`. */
export function readTmpfsFlag(text: Text): Reading<Entry> {
  return success(toEntry(text, ':'));
}

const NAMESPACED_SYSCTLS: ReadonlySet<string> = new Set(
  words(
    `kernel.msgmax kernel.msgmnb kernel.msgmni kernel.sem kernel.shmall kernel.shmmax kernel.shmmni
  kernel.shm_rmid_forced`,
  ),
);

/**
 * `name=value` of a kernel parameter that containers have separately (docker/cli
 * `opts.ValidateSysctl`).
 */
export function readSysctl(text: Text, isStrict: boolean): Reading<Entry> {
  const { key, value } = splitKeyValue(text);
  const name = key.value;
  if (isStrict && text.isKnown && (value === undefined || name === ''))
    return failure(text.place, `${quoted(text)} is not a sysctl with a value.`, 'Write `name=value`.');
  if (
    isStrict &&
    name !== undefined &&
    value !== undefined &&
    !NAMESPACED_SYSCTLS.has(name) &&
    !/^(?:net|fs\.mqueue)\./.test(name)
  ) {
    return failure(
      key.place,
      `Sysctl \`${name}\` is not namespaced, so it can't be set per container.`,
      'Set it on the host with `sysctl`, or remove it.',
    );
  }
  return success(toEntry(text));
}

/**
 * `name:ip`, `name=ip`, `name:host-gateway`; sent with a colon, without brackets
 * (`opts.ValidateExtraHost`).
 */
export const readExtraHost = stringBy(
  (value) => {
    const equals = value.indexOf('=');
    const at = equals < 0 ? value.indexOf(':') : equals;
    const name = value.slice(0, Math.max(at, 0));
    if (name === '' || name.includes(':')) return undefined;
    const address = value.slice(at + 1);
    if (address === 'host-gateway') return `${name}:${address}`;
    const bare = /^\[.+\]$/.test(address) ? address.slice(1, -1) : address;
    return isIpAddress(trimSpace(bare)) ? `${name}:${bare}` : undefined;
  },
  'is not a host and IP address',
  'Write `host:ip`, such as `db:10.0.0.5` or `host.docker.internal:host-gateway`.',
);

/** An address, in its canonical form (docker/cli `opts.ValidateIPAddress`). */
export const readDnsServer = stringBy(
  (value) => canonicalIpAddress(trimSpace(value)),
  'is not an IP address',
  'Write an address such as `8.8.8.8`.',
);

/** A domain, sent without surrounding spaces and final dot; `.` means none. */
export const readDnsDomain = (text: Text): Reading<Setting<string>> =>
  success(mapSetting(text.toStringSetting(), (value) => trimSpace(value).replace(/(?!^)\.$/, '')));
