import type { StoppedState, Trouble } from '../model/container.ts';
import { countOf } from '../report/report.ts';
import type { Paint } from '../terminal/style.ts';
import { createLineIndices } from '../text/line-index.ts';
import type { Location } from '../text/location.ts';
import { printable, printableJson } from '../text/printable.ts';
import type { CountDrift } from './connect.ts';
import type { ContainerDrift, Difference, DriftReport, FailingRule } from './drift.ts';

export const DRIFT_FORMATS = ['pretty', 'text', 'json'] as const;
export type DriftFormat = (typeof DRIFT_FORMATS)[number];

export interface DriftWriterOptions {
  readonly texts: ReadonlyMap<string, string>;
  readonly style: Paint;
}

/** True if running containers differ from the files. */
export function hasDrift({ containers, notRunning, counts, inNoFile }: DriftReport): boolean {
  return (
    notRunning.length + counts.length + inNoFile.length > 0 ||
    containers.some(
      ({ differences, stopped, trouble }) => differences.length > 0 || stopped !== undefined || trouble !== undefined,
    )
  );
}

export function* writeDrift(format: DriftFormat, report: DriftReport, options: DriftWriterOptions): Generator<string> {
  switch (format) {
    case 'json':
      yield `${printableJson(JSON.stringify(toJson(report, options), undefined, 2))}\n`;
      return;
    case 'text':
      yield* writeText(report, options);
      return;
    case 'pretty':
      yield* writePretty(report, options);
  }
}

/** One difference per line, for grep. Names the container as in the file, or as in the engine. */
function* writeText(report: DriftReport, { texts }: DriftWriterOptions): Generator<string> {
  const at = placeWriter(texts);
  for (const drift of report.containers)
    if (drift.stopped !== undefined)
      yield `${at(drift.location)}: ${title(drift)}: Not running: ${stateOf(drift.stopped)}.\n`;
    else if (drift.trouble !== undefined)
      yield `${at(drift.location)}: ${title(drift)}: Not working: ${troubleOf(drift.trouble)}.\n`;
  for (const drift of report.containers) {
    for (const difference of drift.differences)
      yield `${at(difference.location)}: ${worst(difference.rules)}${title(drift)}: ${sentence(difference)}${ruleNames(difference.rules)}\n`;
    if (drift.rules.length > 0)
      yield `${at(drift.location)}: ${worst(drift.rules)}${title(drift)}: The container fails ${namesOf(drift.rules)}, the file doesn't.\n`;
  }
  for (const { name, location } of report.notRunning)
    yield `${at(location)}: ${printable(name)}: Defined in the file but not running.\n`;
  for (const one of report.counts) yield `${at(one.location)}: ${printable(one.name)}: ${counted(one)}\n`;
  for (const { container, rules, stopped, trouble } of report.inNoFile)
    yield `${worst(rules)}${printable(container)}: ${stopped === undefined ? `Running${stateNote(stopped, trouble)}` : `Not running${stateNote(stopped, trouble)}`} but not defined in any file.${ruleNames(rules)}\n`;
}

function* writePretty(report: DriftReport, { texts, style }: DriftWriterOptions): Generator<string> {
  const at = placeWriter(texts);
  const section = (head: string, lines: readonly string[]): string =>
    lines.length === 0 ? '' : `${[head, ...lines].join('\n')}\n\n`;
  const placed = (text: string, location: Location): string => `${text}  ${style('faint', at(location))}`;
  yield section(
    style('strong', 'Not running'),
    report.containers.flatMap((drift) =>
      drift.stopped === undefined ? [] : placed(`  ${title(drift)}: ${stateOf(drift.stopped)}`, drift.location),
    ),
  );
  yield section(
    style('strong', 'Not working'),
    report.containers.flatMap((drift) =>
      drift.trouble === undefined ? [] : placed(`  ${title(drift)}: ${troubleOf(drift.trouble)}`, drift.location),
    ),
  );
  for (const drift of report.containers) {
    const { rules } = drift;
    const lines = drift.differences.map((difference) => {
      const [first] = difference.rules;
      const text = `  ${sentence(difference)}${ruleNames(difference.rules)}`;
      return first === undefined ? text : style(first.severity, text);
    });
    if (lines.length > 0 && rules.length > 0)
      lines.push(`  ${style('faint', `The container fails ${namesOf(rules)}, the file doesn't.`)}`);
    yield section(placed(style('strong', title(drift)), drift.location), lines);
  }
  yield section(
    style('strong', 'Defined but not running'),
    report.notRunning.map(({ name, location }) => placed(`  ${printable(name)}`, location)),
  );
  yield section(
    style('strong', 'Different number of containers'),
    report.counts.map((one) => placed(`  ${printable(one.name)}: ${counted(one)}`, one.location)),
  );
  yield section(
    style('strong', 'Running but not defined'),
    report.inNoFile.map(({ container, rules, stopped, trouble }) => {
      const text = `  ${printable(container)}${stateNote(stopped, trouble)}${ruleNames(rules)}`;
      return rules.length === 0 ? text : style('error', text);
    }),
  );
  yield* summary(report);
}

function* summary({ containers, notRunning, counts, inNoFile, ofOthers }: DriftReport): Generator<string> {
  const differing = containers.filter(({ differences }) => differences.length > 0);
  const fields = differing.reduce((count, { differences }) => count + differences.length, 0);
  const missing = notRunning.length + containers.filter(({ stopped }) => stopped !== undefined).length;
  const troubled = containers.filter(({ trouble }) => trouble !== undefined).length;
  const parts = [
    `${countOf(containers.length, 'container')} compared`,
    differing.length === 0
      ? 'no differences'
      : `${differing.length} ${differing.length === 1 ? 'differs' : 'differ'} in ${countOf(fields, 'value')}`,
    ...(missing > 0 ? [`${missing} not running`] : []),
    ...(troubled > 0 ? [`${troubled} not working`] : []),
    ...(counts.length > 0 ? [`${countOf(counts.length, 'service')} with a different number of containers`] : []),
    ...(inNoFile.length > 0 ? [`${inNoFile.length} not defined`] : []),
  ];
  yield `${parts.join(', ')}.\n`;
  const unknown = sumOf(containers, (one) => one.unknown);
  if (unknown > 0)
    yield `${countOf(unknown, 'value')} could not be compared because of unresolved variables. To set ${unknown === 1 ? 'it' : 'them'}, use --dotenv or --env.\n`;
  const ofImage = sumOf(containers, (one) => one.ofImage);
  if (ofImage > 0)
    yield `${countOf(ofImage, 'value')} may come from images. To compare ${ofImage === 1 ? 'it' : 'them'}, pass docker image inspect output too.\n`;
  if (ofOthers.length > 0)
    yield `${countOf(ofOthers.length, 'container')} from other projects ${ofOthers.length === 1 ? 'was' : 'were'} not compared: ${ofOthers.map(printable).join(', ')}.\n`;
}

function sumOf(containers: readonly ContainerDrift[], count: (one: ContainerDrift) => number): number {
  return containers.reduce((sum, one) => sum + count(one), 0);
}

function placeWriter(texts: ReadonlyMap<string, string>): (location: Location) => string {
  const indexOf = createLineIndices(texts);
  return ({ path, span }) => `${printable(path)}:${indexOf(path).positionOf(span.start).line}`;
}

function title({ name, container }: ContainerDrift): string {
  return printable(name === container ? name : `${name} (${container})`);
}

function stateOf({ state, exitCode }: StoppedState): string {
  return `${printable(state)}${exitCode === 0 ? '' : ` with code ${exitCode}`}`;
}

function troubleOf({ state, exitCode, restarts = 0 }: Trouble): string {
  if (state === 'paused') return 'paused';
  if (state === 'unhealthy') return 'its health check fails';
  const again = restarts === 0 ? 'restarting' : `restarting, so far ${countOf(restarts, 'time')}`;
  return exitCode === undefined ? again : `${again}, after exit code ${exitCode}`;
}

function stateNote(stopped: StoppedState | undefined, trouble: Trouble | undefined): string {
  const state = stopped === undefined ? trouble && troubleOf(trouble) : stateOf(stopped);
  return state === undefined ? '' : ` (${state})`;
}

function counted({ running, declared }: CountDrift): string {
  return `${countOf(running, 'container')} ${running === 1 ? 'is' : 'are'} running, but the file has ${declared}.`;
}

function sentence({ field, declared, running, isItem }: Difference): string {
  const code = (text: string): string => `\`${printable(readable(field, text))}\``;
  if (field === 'Image')
    return `Its image ${code(running ?? '')} is no longer ${code(declared ?? '')}: recreate the container.`;
  if (field.startsWith('Config.Env.')) {
    if (declared === undefined) return `${code(field)} is set only in the container.`;
    return `${code(field)} ${running === undefined ? 'is set only in the file.' : 'differs from the file.'}`;
  }
  if (isItem)
    return declared === undefined
      ? `${code(field)} contains ${code(running ?? '')}, which the file doesn't.`
      : `${code(field)} lacks ${code(declared)} from the file.`;
  if (declared === undefined) return `${code(field)} is ${code(running ?? '')} but not set in the file.`;
  if (running === undefined) return `${code(field)} is not set; the file has ${code(declared)}.`;
  return `${code(field)} is ${code(running)}; the file has ${code(declared)}.`;
}

function worst([first]: readonly FailingRule[]): string {
  return first === undefined ? '' : `${first.severity} `;
}

function ruleNames(rules: readonly FailingRule[]): string {
  return rules.length === 0 ? '' : ` [${namesOf(rules)}]`;
}

function namesOf(rules: readonly FailingRule[]): string {
  return rules.map(({ rule }) => rule).join(', ');
}

function toJson(
  { containers, notRunning, counts, inNoFile, ofOthers }: DriftReport,
  { texts }: DriftWriterOptions,
): object {
  const indexOf = createLineIndices(texts);
  const place = ({ path, span }: Location): object => ({ file: path, line: indexOf(path).positionOf(span.start).line });
  return {
    containers: containers.map(({ location, differences, ...drift }) => ({
      ...place(location),
      ...drift,
      differences: differences.map(({ location: where, ...difference }) => ({ ...place(where), ...difference })),
    })),
    notRunning: notRunning.map(({ location, name }) => ({ ...place(location), name })),
    counts: counts.map(({ location, ...count }) => ({ ...place(location), ...count })),
    inNoFile,
    ofOthers,
  };
}

type Units = readonly (readonly [unit: string, size: number])[];

const BYTES: Units = [
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
  ['bytes', 1],
];
const TIME: Units = [
  ['s', 1e9],
  ['ms', 1e6],
  ['ns', 1],
];

const UNITS: ReadonlyMap<string, Units> = new Map([
  ['HostConfig.Memory', BYTES],
  ['HostConfig.MemoryReservation', BYTES],
  ['HostConfig.MemorySwap', BYTES],
  ['HostConfig.ShmSize', BYTES],
  ['HostConfig.NanoCpus', [['CPUs', 1e9]]],
  ['Config.Healthcheck.Interval', TIME],
  ['Config.Healthcheck.StartInterval', TIME],
  ['Config.Healthcheck.StartPeriod', TIME],
  ['Config.Healthcheck.Timeout', TIME],
]);

/** A value in the largest unit with at most two decimals: `64 MiB`, `1.5 CPUs`. */
function readable(field: string, text: string): string {
  const [value, units] = [Number(text), UNITS.get(field) ?? []];
  const unit = units.find(([, size]) => (value >= size || units.length === 1) && (value * 100) % size === 0);
  return value > 0 && unit !== undefined ? `${value / unit[1]} ${unit[0]}` : text;
}
