import type { StoppedState } from '../model/container.ts';
import { countOf } from '../report/report.ts';
import type { Paint } from '../terminal/style.ts';
import { createLineIndices } from '../text/line-index.ts';
import type { Location } from '../text/location.ts';
import { printable, printableJson } from '../text/printable.ts';
import type { ContainerDrift, Difference, DriftReport, FailingRule } from './drift.ts';
import type { CountDrift } from './running.ts';
import { readable } from './units.ts';

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
    containers.some(({ differences, stopped }) => differences.length > 0 || stopped !== undefined)
  );
}

/** Writes the report in a format, in pieces. */
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

/** One difference per line, for grep: the file's container, or the engine's name. */
function* writeText(report: DriftReport, { texts }: DriftWriterOptions): Generator<string> {
  const at = placeWriter(texts);
  for (const drift of report.containers)
    if (drift.stopped !== undefined)
      yield `${at(drift.location)}: ${title(drift)}: Not running: ${stateOf(drift.stopped)}.\n`;
  for (const drift of report.containers) {
    for (const difference of drift.differences)
      yield `${at(difference.location)}: ${worst(difference.rules)}${title(drift)}: ${sentence(difference)}${ruleNames(difference.rules)}\n`;
    if (drift.rules.length > 0)
      yield `${at(drift.location)}: ${worst(drift.rules)}${title(drift)}: The container fails ${namesOf(drift.rules)}, the file doesn't.\n`;
  }
  for (const { name, location } of report.notRunning)
    yield `${at(location)}: ${printable(name)}: Defined in the file but not running.\n`;
  for (const one of report.counts) yield `${at(one.location)}: ${printable(one.name)}: ${counted(one)}\n`;
  for (const { container, rules, stopped } of report.inNoFile)
    yield `${worst(rules)}${printable(container)}: ${stopped === undefined ? 'Running' : `Not running (${stateOf(stopped)})`} but not defined in any file.${ruleNames(rules)}\n`;
}

function* writePretty(report: DriftReport, { texts, style }: DriftWriterOptions): Generator<string> {
  const at = placeWriter(texts);
  const stopped = report.containers.filter((drift) => drift.stopped !== undefined);
  if (stopped.length > 0) {
    yield `${style('strong', 'Not running')}\n`;
    for (const drift of stopped)
      yield `  ${title(drift)}: ${drift.stopped === undefined ? '' : stateOf(drift.stopped)}  ${style('faint', at(drift.location))}\n`;
    yield '\n';
  }
  for (const drift of report.containers.filter(({ differences }) => differences.length > 0)) {
    yield `${style('strong', title(drift))}  ${style('faint', at(drift.location))}\n`;
    for (const difference of drift.differences) {
      const [first] = difference.rules;
      const text = `  ${sentence(difference)}${ruleNames(difference.rules)}`;
      yield `${first === undefined ? text : style(first.severity, text)}\n`;
    }
    if (drift.rules.length > 0)
      yield `  ${style('faint', `The container fails ${namesOf(drift.rules)}, the file doesn't.`)}\n`;
    yield '\n';
  }
  if (report.notRunning.length > 0) {
    yield `${style('strong', 'Defined but not running')}\n`;
    for (const { name, location } of report.notRunning) yield `  ${printable(name)}  ${style('faint', at(location))}\n`;
    yield '\n';
  }
  if (report.counts.length > 0) {
    yield `${style('strong', 'Different number of containers')}\n`;
    for (const one of report.counts)
      yield `  ${printable(one.name)}: ${counted(one)}  ${style('faint', at(one.location))}\n`;
    yield '\n';
  }
  if (report.inNoFile.length > 0) {
    yield `${style('strong', 'Running but not defined')}\n`;
    for (const { container, rules, stopped: state } of report.inNoFile) {
      const text = `  ${printable(container)}${state === undefined ? '' : ` (${stateOf(state)})`}${ruleNames(rules)}`;
      yield `${rules.length === 0 ? text : style('error', text)}\n`;
    }
    yield '\n';
  }
  yield* summary(report);
}

function* summary({ containers, notRunning, counts, inNoFile, ofOthers }: DriftReport): Generator<string> {
  const differing = containers.filter(({ differences }) => differences.length > 0);
  const fields = differing.reduce((count, { differences }) => count + differences.length, 0);
  const missing = notRunning.length + containers.filter(({ stopped }) => stopped !== undefined).length;
  const parts = [
    `${countOf(containers.length, 'container')} compared`,
    differing.length === 0
      ? 'no differences'
      : `${differing.length} ${differing.length === 1 ? 'differs' : 'differ'} in ${countOf(fields, 'value')}`,
    ...(missing > 0 ? [`${missing} not running`] : []),
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

function counted({ running, declared }: CountDrift): string {
  return `${countOf(running, 'container')} ${running === 1 ? 'is' : 'are'} running, but the file has ${declared}.`;
}

function sentence({ field, declared, running, isItem }: Difference): string {
  const code = (text: string): string => `\`${printable(readable(field, text))}\``;
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
