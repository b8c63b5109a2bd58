import type { Healthcheck } from '../../../model/config.ts';
import type { Entry } from '../../../model/entry.ts';
import type { LogConfig, Ulimit } from '../../../model/host-config.ts';
import { mapSetting, type Setting } from '../../../text/setting.ts';
import { readCommand } from '../service/command-line.ts';
import { readHealthcheck } from '../service/healthcheck.ts';
import { nonZero, readCpus, readLogging, readPercent, readUlimits } from '../service/limits.ts';
import { readTmpfs, readVolumesFrom } from '../service/mounts.ts';
import { readExtraHosts, readServers } from '../service/networks.ts';
import { readNamespace } from '../service/security.ts';
import {
  readBoolean,
  readBytes,
  readDurationValue,
  readEntries,
  readInteger,
  readString,
  readStrings,
  readUniqueStrings,
} from '../values/values.ts';
import type { Kind, Shape } from './shape.ts';

export const text: Kind<Setting<string>> = { read: readString };
export const boolean: Kind<Setting<boolean>> = { read: readBoolean };
export const integer: Kind<Setting<number>> = { read: readInteger };
export const limit: Kind<Setting<number>> = {
  ...integer,
  read: (value, report) => nonZero(readInteger(value, report)),
};
export const cpus: Kind<Setting<number>> = { read: readCpus };
export const percent: Kind<Setting<number>> = { read: readPercent };
export const bytes: Kind<Setting<number>> = { read: readBytes };
export const someBytes: Kind<Setting<number>> = { read: (value, report) => nonZero(readBytes(value, report)) };
export const command: Kind<readonly Setting<string>[]> = {
  read: (value, report, { loader }) => readCommand(value, { report, loader }),
};
/** A list of strings, even if empty. */
export const strings: Kind<readonly Setting<string>[]> = { read: readStrings };

const SECOND = 1_000_000_000;

export const seconds: Kind<Setting<number>> = {
  read: (value, report) => {
    const duration = readDurationValue(value, report);
    return duration && mapSetting(duration, (nanoseconds) => Math.trunc(nanoseconds / SECOND));
  },
};

/** A list of unique strings. */
export const texts: Kind<readonly Setting<string>[]> = {
  read: readUniqueStrings,
  isFolded: true,
};
export const pairs: Kind<readonly Entry[]> = { ...texts, read: readEntries };
export const options: Kind<readonly Entry[]> = { read: readEntries };
export const servers: Kind<readonly Setting<string>[]> = { ...texts, read: readServers };
export const tmpfs: Kind<readonly Entry[]> = { ...texts, read: readTmpfs };
export const hosts: Kind<readonly Setting<string>[]> = { read: readExtraHosts };
export const containers: Kind<readonly Setting<string>[]> = {
  read: (value, _report, scope) => readVolumesFrom(value, scope),
};
export const namespace: Kind<Setting<string>> = { read: (value, _report, scope) => readNamespace(value, scope) };
export const logging: Kind<LogConfig> = { read: readLogging, keys: { options: { holds: 'free' } } };

export const healthcheck: Kind<Healthcheck> = {
  read: (value, report, { loader }) => readHealthcheck(value, report, loader.budgets.commands),
  keys: { test: { merge: 'replace', holds: 'command' } },
};

export const ulimits: Kind<readonly Ulimit[]> = {
  read: readUlimits,
  entries: {
    merge: 'replace',
  },
};

/** Lists in which a later element replaces an earlier equal one. */
export const folded: Shape = { isFolded: true };
export const networks: Shape = { entries: { keys: { aliases: texts, link_local_ips: texts } } };

const sequence: Shape = { ...texts, merge: 'sequence' };

export const build: Shape = {
  keys: {
    additional_contexts: sequence,
    args: { ...sequence, holds: 'variables' },
    extra_hosts: { merge: 'union', holds: 'free' },
    labels: { ...sequence, holds: 'free' },
    tags: texts,
  },
};

export const deploy: Shape = { keys: { labels: sequence } };
