import type { Config, Healthcheck } from '../../../model/config.ts';
import { known, mapSetting, type Setting, valueOf } from '../../../text/setting.ts';
import { Text } from '../../../text/text.ts';
import { defined } from '../../../util/objects.ts';
import { problem } from '../../contract/problem.ts';
import { toEntry } from '../../syntax/reading.ts';
import { field, isMapping, isScalar, placeOf, stringSetting, textPlace } from '../../yaml/tree.ts';
import {
  keyOfPair,
  readBoolean,
  readDuration,
  readEntries,
  readInteger,
  readString,
  readTexts,
  toStrings,
  unique,
} from '../values/values.ts';
import { readCommand } from './command-line.ts';
import { readEnvironment, readLabelFiles } from './environment.ts';
import { get, joined, type ServiceScope } from './scope.ts';

const SECOND = 1_000_000_000;

/** What is in `Config` besides ports (docker/compose `getCreateConfigs`). */
export function readConfig(scope: ServiceScope): Config {
  const { report } = scope;
  const { place } = scope;
  const mode = readString(get(scope, 'network_mode'));
  return defined({
    hostname: readString(get(scope, 'hostname')),
    domainname: readString(get(scope, 'domainname')),
    user: readString(get(scope, 'user')),
    attachStdout: known(true, place),
    attachStderr: known(true, place),
    tty: readBoolean(get(scope, 'tty'), report),
    openStdin: readBoolean(get(scope, 'stdin_open'), report),
    env: readEnvironment(scope),
    cmd: readCommand(get(scope, 'command'), scope),
    entrypoint: readCommand(get(scope, 'entrypoint'), scope),
    healthcheck: readHealthcheck(scope),
    image: readImage(scope),
    workingDir: readString(get(scope, 'working_dir')),
    networkDisabled: valueOf(mode) === 'disabled' && mode !== undefined ? known(true, mode.place) : undefined,
    labels: readLabels(scope),
    stopSignal: readString(get(scope, 'stop_signal')),
    stopTimeout: toSeconds(readDuration(get(scope, 'stop_grace_period'), report)),
  });
}

/** The image's name; that of a service which is only built is made of the project's and its own. */
function readImage(scope: ServiceScope): Setting<string> | undefined {
  const image = get(scope, 'image');
  if (isScalar(image)) return stringSetting(image);
  if (get(scope, 'build') === undefined) return undefined;
  const { place } = scope;
  return joined([scope.resources.name(place), Text.derived(`-${scope.name}`, place)]);
}

function readLabels(scope: ServiceScope): Config['labels'] {
  const own = readEntries(get(scope, 'labels'));
  if (get(scope, 'label_file') === undefined) return own;
  const names = new Set(own?.map(({ key }) => valueOf(key)));
  const inherited = unique(readLabelFiles(scope), keyOfPair).map((text) => toEntry(text));
  return [...inherited.filter(({ key }) => !names.has(valueOf(key))), ...(own ?? [])];
}

function toSeconds(duration: Setting<number> | undefined): Setting<number> | undefined {
  return duration && mapSetting(duration, (nanoseconds) => Math.trunc(nanoseconds / SECOND));
}

/** `healthcheck` (docker/compose `ToMobyHealthCheck`): `disable` wins over what else is set. */
function readHealthcheck(scope: ServiceScope): Healthcheck | undefined {
  const { report } = scope;
  const check = get(scope, 'healthcheck');
  if (!isMapping(check)) return undefined;
  const disable = readBoolean(field(check, 'disable'), report);
  const none = disable !== undefined && valueOf(disable) === true ? [known('NONE', disable.place)] : undefined;
  return defined({
    test: none ?? readTest(scope),
    isKept: disable && mapSetting(disable, (isOff) => !isOff),
    interval: readDuration(field(check, 'interval'), report),
    timeout: readDuration(field(check, 'timeout'), report),
    startPeriod: readDuration(field(check, 'start_period'), report),
    startInterval: readDuration(field(check, 'start_interval'), report),
    retries: readInteger(field(check, 'retries'), report),
    place: placeOf(check.key),
  });
}

function readTest(scope: ServiceScope): readonly Setting<string>[] | undefined {
  const test = field(get(scope, 'healthcheck'), 'test');
  if (test === undefined) return undefined;
  if (isScalar(test)) return [known('CMD-SHELL', textPlace(test)), stringSetting(test)];
  const words = readTexts(test);
  const [first] = words;
  if (first?.value !== undefined && !['CMD', 'CMD-SHELL', 'NONE'].includes(first.value)) {
    const remedy = 'Put `CMD` (to run it directly) or `CMD-SHELL` (in a shell) before it.';
    scope.report(
      problem(
        'syntax/invalid-value',
        first.place,
        'The list of a health check starts with `CMD`, `CMD-SHELL` or `NONE`.',
        { remedy },
      ),
    );
  }
  return toStrings(words);
}
