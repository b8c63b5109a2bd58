import type { Container } from '../../model/container.ts';
import { type Setting, valueOf } from '../../text/setting.ts';
import { nearestWord } from '../../util/nearest-word.ts';
import { words } from '../../util/words.ts';
import { quote } from '../shared/wording.ts';
import { type EngineCheck, NO_REFUSALS, type Row, toRefusal, value } from './check.ts';

/** The engine's default, unless configured otherwise. */
const DEFAULT_DRIVER = 'json-file';
const COMMON = 'env env-regex labels labels-regex tag mode max-buffer-size';
const OF_FILES = `${COMMON} max-size max-file compress`;

/** The log options of the engine's drivers in all versions (moby `daemon/logger`). */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  'json-file': words(OF_FILES),
  local: words(OF_FILES),
  journald: words(COMMON),
  syslog: words(
    `${COMMON} syslog-address syslog-facility syslog-format syslog-tls-ca-cert syslog-tls-cert syslog-tls-key
    syslog-tls-skip-verify`,
  ),
  gelf: words(
    `${COMMON} gelf-address gelf-compression-level gelf-compression-type gelf-tcp-max-reconnect
    gelf-tcp-reconnect-delay`,
  ),
  fluentd: words(
    `${COMMON} fluentd-address fluentd-async fluentd-async-connect fluentd-async-reconnect-interval
    fluentd-buffer-limit fluentd-max-retries fluentd-read-timeout fluentd-request-ack fluentd-retry-wait
    fluentd-sub-second-precision fluentd-write-timeout`,
  ),
};

const DRIVERS = [...Object.keys(OPTIONS), 'awslogs', 'etwlogs', 'gcplogs', 'none', 'splunk'];

const VALUES: readonly (Row & { readonly option: string; readonly isRefused: (value: string) => boolean })[] = [
  {
    option: 'max-size',
    // go-units `FromHumanSize`.
    isRefused: (size) => !/^(?:\d+(?:\.\d*)?|\.\d+)(?:e\d+)? ?(?:b|[kmgtp](?:i?b)?)?$/i.test(size),
    says: "invalid size: '{}'",
    remedy: 'Write a number with a unit, such as `10m`.',
    when: 'start',
  },
  {
    option: 'max-file',
    isRefused: (count) => !/^\+?0*[1-9]\d*$/.test(count),
    says: 'max-file cannot be less than 1',
    remedy: 'Use 1 or more.',
    when: 'start',
  },
  {
    option: 'mode',
    isRefused: (mode) => !['', 'blocking', 'non-blocking'].includes(mode),
    says: 'logger: logging mode not supported: {}',
    remedy: 'Use `blocking` or `non-blocking`.',
  },
];

export const LOGGING: readonly EngineCheck[] = [
  ...VALUES.map(({ option, ...row }) =>
    value({
      ...row,
      what: `log option \`${option}\` with`,
      of: (container) => optionOf(container, option),
      // A plugin driver may parse it differently.
      except: ({ hostConfig }) => !['', 'json-file', 'local'].includes(driverOf(hostConfig.logConfig?.type)),
    }),
  ),
  value({
    what: 'log option `max-buffer-size` with',
    of: (container) => optionOf(container, 'max-buffer-size'),
    except: (container) => {
      const mode = optionOf(container, 'mode');
      return mode !== undefined && valueOf(mode) !== 'blocking';
    },
    isRefused: () => true,
    says: "logger: max-buffer-size option is only supported with 'mode=non-blocking'",
    remedy: 'Set the option `mode` to `non-blocking` too, or remove this one.',
    lacks: true,
  }),
  value({
    what: 'log option `compress` with',
    of: (container) => optionOf(container, 'compress'),
    except: (container) =>
      driverOf(container.hostConfig.logConfig?.type) !== DEFAULT_DRIVER ||
      (optionOf(container, 'max-size') !== undefined && optionOf(container, 'max-file') !== undefined),
    isRefused: (text) => /^(?:1|t|true)$/i.test(text),
    says: 'compress cannot be true when max-file is less than 2 or max-size is not set',
    remedy: 'Set the options `max-size` and `max-file` too, or remove this one.',
    when: 'start',
    lacks: true,
  }),
  misspeltDriver,
  unknownOptions,
];

/** Any other name may be a plugin's. */
function misspeltDriver({ hostConfig: { logConfig } }: Container): ReturnType<EngineCheck> {
  const type = logConfig?.type;
  const driver = type?.known === true ? type.value : '';
  const meant = driver.length < MIN_DRIVER || DRIVERS.includes(driver) ? undefined : nearestWord(driver, DRIVERS);
  if (meant === undefined || type?.known !== true || Math.abs(meant.length - driver.length) > 1) return NO_REFUSALS;
  const row: Row = { says: 'error looking up logging plugin {}', remedy: `Did you mean \`${meant}\`?` };
  return [toRefusal(row, type, `log driver \`${quote(type)}\``, quote(type))];
}

/** Shorter names are near each other: the plugin `loki` is not `local`. */
const MIN_DRIVER = 5;

function unknownOptions({ hostConfig: { logConfig } }: Container): ReturnType<EngineCheck> {
  const driver = driverOf(logConfig?.type);
  const options = OPTIONS[driver || DEFAULT_DRIVER];
  if (options === undefined) return NO_REFUSALS;
  const says = `unknown log opt '{}' for ${driver} log driver`;
  const remedy = `Use one of ${options.join(', ')}.`;
  return (logConfig?.config ?? []).flatMap(({ key }): ReturnType<EngineCheck> => {
    if (!key.known || options.includes(key.value)) return [];
    const option = `log option \`${quote(key)}\``;
    if (driver !== '') return [toRefusal({ says, remedy }, key, option, quote(key))];
    const reason = `Whether the engine accepts ${option} depends on its default log driver.`;
    return [{ doubt: { place: key.place, reason, variables: [] } }];
  });
}

/** Empty for the engine's default; a name without options if unknown. */
function driverOf(type: Setting<string> | undefined): string {
  return type === undefined ? '' : (valueOf(type) ?? 'unknown');
}

function optionOf({ hostConfig }: Container, name: string): Setting<string> | undefined {
  return hostConfig.logConfig?.config?.find(({ key }) => valueOf(key) === name)?.value;
}
