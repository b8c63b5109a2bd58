import type { Healthcheck } from '../../../model/config.ts';
import { known, mapSetting, type Setting, valueOf } from '../../../text/setting.ts';
import { defined } from '../../../util/objects.ts';
import { problem, type Report } from '../../contract/problem.ts';
import { type Field, field, isMapping, isScalar, placeOf, stringSetting, textPlace } from '../../yaml/tree.ts';
import { readBoolean, readDurationValue, readInteger, readTexts, toStrings } from '../values/values.ts';
import type { Budget } from '../variables/budget.ts';
import { lengthOf, unreadWord } from './command-line.ts';

/** `healthcheck` (docker/compose `ToMobyHealthCheck`): `disable` overrides other settings. */
export function readHealthcheck(check: Field, report: Report, budget: Budget): Healthcheck | undefined {
  if (!isMapping(check)) return undefined;
  const disable = readBoolean(field(check, 'disable'), report);
  const none = disable !== undefined && valueOf(disable) === true ? [known('NONE', disable.place)] : undefined;
  return defined({
    test: none ?? readTest(field(check, 'test'), report, budget),
    isKept: disable && mapSetting(disable, (isOff) => !isOff),
    interval: readDurationValue(field(check, 'interval'), report),
    timeout: readDurationValue(field(check, 'timeout'), report),
    startPeriod: readDurationValue(field(check, 'start_period'), report),
    startInterval: readDurationValue(field(check, 'start_interval'), report),
    retries: readInteger(field(check, 'retries'), report),
    place: placeOf(check.key),
  });
}

function readTest(test: Field | undefined, report: Report, budget: Budget): readonly Setting<string>[] | undefined {
  if (test === undefined) return undefined;
  if (!budget.allows(lengthOf(test), placeOf(test))) return [unreadWord(test)];
  if (isScalar(test)) return [known('CMD-SHELL', textPlace(test)), stringSetting(test)];
  const words = readTexts(test);
  const [first] = words;
  if (first?.value !== undefined && !['CMD', 'CMD-SHELL', 'NONE'].includes(first.value)) {
    const what = 'A health check list must start with `CMD`, `CMD-SHELL` or `NONE`.';
    const remedy = 'Start it with `CMD` (run directly) or `CMD-SHELL` (run in a shell).';
    report(problem('syntax/invalid-value', first.place, what, remedy));
  }
  return toStrings(words);
}
