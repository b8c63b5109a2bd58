import type { LogConfig, Ulimit } from '../../../model/host-config.ts';
import { mapSetting, type Setting, valueOf } from '../../../text/setting.ts';
import { defined } from '../../../util/objects.ts';
import { problem, type Report } from '../../contract/problem.ts';
import {
  type Field,
  field,
  fieldAt,
  fieldsOf,
  isMapping,
  isScalar,
  keySetting,
  placeOf,
  type Ref,
} from '../../yaml/tree.ts';
import { readBytes, readEntries, readInteger, readNumber, readStrictInteger, readString } from '../values/values.ts';
import { type Given, get, type ServiceScope } from './scope.ts';

export function hasDeployedLimits(service: Ref): boolean {
  return fieldAt(field(service, 'deploy'), 'resources', 'limits') !== undefined;
}

/**
 * `deploy.resources`: overrides the service's own keys, unless a limit is empty (docker/compose
 * `getDeployResources`).
 */
export function readDeployed(scope: ServiceScope): Given {
  const { report } = scope;
  const resources = fieldAt(get(scope, 'deploy'), 'resources');
  const [limits, reservations] = [field(resources, 'limits'), field(resources, 'reservations')];
  const pids = readInteger(field(limits, 'pids'), report);
  return {
    hostConfig: defined({
      memory: nonZero(readBytes(field(limits, 'memory'), report)),
      memoryReservation: nonZero(readBytes(field(reservations, 'memory'), report)),
      pidsLimit: (valueOf(pids) ?? 1) <= 0 ? undefined : pids,
      nanoCpus: nonZero(readCpus(field(limits, 'cpus'), report)),
    }),
  };
}

/** `undefined` for zero, which sets no limit. */
export function nonZero(setting: Setting<number> | undefined): Setting<number> | undefined {
  return valueOf(setting) === 0 ? undefined : setting;
}

/** CPUs in units of 10^-9, rounded to a 32-bit float as in Compose. */
export function readCpus(ref: Ref | undefined, report: Report): Setting<number> | undefined {
  return scaled(readNumber(ref, report), 1e9);
}

function scaled(setting: Setting<number> | undefined, factor: number): Setting<number> | undefined {
  return setting && mapSetting(setting, (value) => Math.trunc(Math.fround(Math.fround(value) * Math.fround(factor))));
}

/** Hundredths of a percent. Integers only, since the schema allows no other numbers. */
export function readPercent(ref: Ref, report: Report): Setting<number> | undefined {
  const percent = readNumber(ref, report);
  const isText = isScalar(ref) && typeof ref.node.value === 'string';
  const isWhole = (value: number): boolean => Number.isInteger(value) && value >= 0 && value <= 100;
  if (isText && percent?.known === true && !isWhole(percent.value)) {
    const { value, place } = percent;
    const what = `\`${place.shown ?? String(value)}\` must be a whole number from 0 to 100.`;
    report(problem('syntax/invalid-value', place, what, 'Use 0 to 100.'));
  }
  return scaled(percent, 100);
}

export function readUlimits(limits: Ref, report: Report): readonly Ulimit[] | undefined {
  return isMapping(limits) ? fieldsOf(limits).map((limit) => readUlimit(limit, report)) : undefined;
}

function readUlimit(limit: Field, report: Report): Ulimit {
  const [soft, hard] = isScalar(limit) ? [limit, limit] : [field(limit, 'soft'), field(limit, 'hard')];
  const read = { soft: readStrictInteger(soft, report), hard: readStrictInteger(hard, report) };
  return { name: keySetting(limit), ...defined(read), place: placeOf(limit.key) };
}

export function readLogging(logging: Field): LogConfig | undefined {
  if (!isMapping(logging)) return undefined;
  const [type, config] = [readString(field(logging, 'driver')), readEntries(field(logging, 'options'))];
  return { ...defined({ type, config }), place: placeOf(logging.key) };
}
