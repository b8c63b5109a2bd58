import { isValueName, VALUE_FORMS } from '../../config/fix-values.ts';
import { createGlob } from '../../files/glob.ts';
import type { FixValueSet } from '../../model/change.ts';
import { nearestWord } from '../../util/nearest-word.ts';
import { UsageError } from '../io.ts';

/** Parses values such as `--set memory=512m` and `--set db.memory=2g`. The name can be a glob. */
export function readFixValues(given: readonly string[]): FixValueSet {
  return given.map((text) => {
    const [, name, key = '', value = ''] = /^(?:(.+)\.)?([^.=]*)=(.*)$/.exec(text) ?? [];
    const form = isValueName(key) ? VALUE_FORMS[key] : undefined;
    if (form === undefined) {
      const near = nearestWord(key, Object.keys(VALUE_FORMS));
      const hint = near === undefined ? 'For example: memory=512m or db.memory=2g.' : `Did you mean ${near}?`;
      throw new UsageError(`--set requires NAME=VALUE, where NAME is memory, cpus, pids or address. ${hint}`);
    }
    const values = form.read(value);
    if (values === undefined)
      throw new UsageError(`Invalid value for --set ${key}. Write it like ${key}=${form.example}.`);
    return name === undefined ? { values } : { isForName: createGlob(name), values };
  });
}
