import type { Healthcheck } from '../../../model/config.ts';
import type { Entry } from '../../../model/entry.ts';
import type { LogConfig, Ulimit } from '../../../model/host-config.ts';
import { mapSetting, type Setting } from '../../../text/setting.ts';
import { UINT64 } from '../../syntax/number.ts';
import { readPortBinding } from '../../syntax/port.ts';
import { readVolumeSpec } from '../../syntax/volume-spec.ts';
import { isNull, isScalar } from '../../yaml/tree.ts';
import { readCommand } from '../service/command-line.ts';
import { readHealthcheck } from '../service/healthcheck.ts';
import { nonZero, readCpus, readLogging, readPercent, readUlimits } from '../service/limits.ts';
import { readTmpfs, readVolumesFrom } from '../service/mounts.ts';
import { readExtraHosts, readServers } from '../service/networks.ts';
import { readNamespace } from '../service/security.ts';
import {
  readBoolean,
  readBytes,
  readDuration,
  readEntries,
  readFileMode,
  readInteger,
  readNumber,
  readStrictInteger,
  readString,
  readStrings,
  readUniqueStrings,
} from '../values/values.ts';
import type { Kind, Shape } from './shape.ts';

type Cast = NonNullable<Shape['cast']>;

/** Casts only strings. */
function inText(cast: Cast): Cast {
  return (value, report) => {
    if (isScalar(value) && typeof value.node.value === 'string') cast(value, report);
  };
}

/** Casts any scalar as written. */
function written(cast: Cast): Cast {
  return (value, report) => {
    if (isScalar(value) && !isNull(value)) cast(value, report);
  };
}

export const text: Kind<Setting<string>> = { read: readString };
export const boolean: Kind<Setting<boolean>> = { read: readBoolean, cast: inText(readBoolean) };
export const integer: Kind<Setting<number>> = {
  read: (value, report) => readInteger(value, report),
  cast: inText(readInteger),
};
export const limit: Kind<Setting<number>> = {
  ...integer,
  read: (value, report) => nonZero(readInteger(value, report)),
};
export const cpus: Kind<Setting<number>> = { read: readCpus, cast: inText(readNumber) };
export const percent: Kind<Setting<number>> = { read: readPercent, cast: inText(readNumber) };
export const bytes: Kind<Setting<number>> = { read: readBytes };
export const someBytes: Kind<Setting<number>> = { read: (value, report) => nonZero(readBytes(value, report)) };
export const command: Kind<readonly Setting<string>[]> = {
  read: (value, report, { loader }) => readCommand(value, { report, loader }),
};
/** An empty list of strings is sent as one. */
export const strings: Kind<readonly Setting<string>[]> = { read: readStrings };

const SECOND = 1_000_000_000;

export const seconds: Kind<Setting<number>> = {
  read: (value, report) => {
    const duration = readDuration(value, report);
    return duration && mapSetting(duration, (nanoseconds) => Math.trunc(nanoseconds / SECOND));
  },
};

/** A list of unique strings. */
export const texts: Kind<readonly Setting<string>[]> = {
  read: readUniqueStrings,
  isFolded: true,
  items: { kinds: ['string'] },
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

/** Nonnegative, also as a number (compose-go `types.UpdateConfig`, `types.RestartPolicy`, `types.HealthCheckConfig`). */
const unsigned: Shape = {
  cast: inText(readInteger),
  decode: written((value, report) => readInteger(value, report, UINT64)),
};
const duration: Shape = { decode: written(readDuration) };
const whole: Shape = { cast: inText(readInteger) };
const fraction: Shape = { cast: inText(readNumber) };

export const healthcheck: Kind<Healthcheck> = {
  read: (value, report, { loader }) => readHealthcheck(value, report, loader.commandBudget),
  keys: { disable: boolean, retries: unsigned, test: { merge: 'replace', holds: 'command' } },
};

export const ulimits: Kind<readonly Ulimit[]> = {
  read: readUlimits,
  entries: {
    merge: 'replace',
    kinds: ['integer', 'string', 'object'],
    // Without a fraction or exponent, also as a number (compose-go `UlimitsConfig.DecodeMapstructure`).
    cast: written(readStrictInteger),
    keys: { hard: whole, soft: whole },
  },
};

/** Elements as string (short form) or mapping (long form). */
function elements(element: Shape): Shape {
  const each: Shape = { kinds: ['string', 'object'], ...element };
  return { items: each, entries: each };
}

export const volumes: Shape = {
  ...elements({
    short: readVolumeSpec,
    needs: 'target',
    keys: { read_only: boolean, volume: { keys: { nocopy: boolean } } },
  }),
  isFolded: true,
};
export const devices: Shape = { ...elements({ needs: 'target' }), isFolded: true };
const files = elements({ keys: { mode: { decode: written(readFileMode) } } });
export const grants: Shape = { ...files, isFolded: true };
export const ports: Shape = {
  kinds: ['array'],
  isFolded: true,
  items: {
    kinds: ['string', 'integer', 'object'],
    short: readPortBinding,
    needs: 'target',
    keys: { target: whole },
  },
};
export const exposed: Shape = { isFolded: true, items: { kinds: ['string', 'integer'] } };
export const envFiles: Shape = { kinds: ['string', 'array'], isFolded: true, items: { needs: 'path' } };
export const requests: Shape = { kinds: ['string', 'array'] };
export const networks: Shape = { entries: { keys: { aliases: texts, link_local_ips: texts } } };
export const dependencies: Shape = {
  kinds: ['array', 'object'],
  entries: { kinds: ['object'], keys: { required: boolean, restart: boolean } },
};

const sequence: Shape = { ...texts, merge: 'sequence' };

export const build: Shape = {
  kinds: ['string', 'object'],
  keys: {
    additional_contexts: sequence,
    args: { ...sequence, holds: 'variables' },
    extra_hosts: { merge: 'union', holds: 'free' },
    labels: { ...sequence, holds: 'free' },
    secrets: files,
    tags: texts,
  },
};

const rollout: Shape = {
  keys: { parallelism: unsigned, max_failure_ratio: fraction, delay: duration, monitor: duration },
};

export const deploy: Shape = {
  keys: {
    labels: sequence,
    placement: { keys: { max_replicas_per_node: unsigned } },
    replicas: whole,
    resources: {
      keys: {
        reservations: {
          keys: {
            cpus: { decode: written(readNumber) },
            generic_resources: {
              items: { keys: { discrete_resource_spec: { keys: { value: { decode: written(readInteger) } } } } },
            },
          },
        },
      },
    },
    restart_policy: { keys: { max_attempts: unsigned, delay: duration, window: duration } },
    rollback_config: rollout,
    update_config: rollout,
  },
};
