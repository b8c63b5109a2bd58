import { toEngineJson } from '../engine-json/to-engine-json.ts';
import { evaluate } from '../findings/evaluate.ts';
import type { Container, StoppedState } from '../model/container.ts';
import { SEVERITIES, type Severity } from '../model/finding.ts';
import { NO_VALUES, type Parsed } from '../parsers/contract/parsed.ts';
import { MASK, occurrencesOf, withMasks } from '../sensitive/mask.ts';
import type { Location, Place } from '../text/location.ts';
import { valueOf } from '../text/setting.ts';
import { defined } from '../util/objects.ts';
import type { RuleOptions } from '../workspace/config/policy.ts';
import { differingCapabilities, ownPath } from './capabilities.ts';
import { compare, type LeafPair } from './compare.ts';
import { connect, type Declared } from './connect.ts';
import { type Leaf, type Leaves, leavesOf } from './leaves.ts';
import { type CountDrift, countDrift, isStopped } from './running.ts';

/** A container of a file, with what its request is made of. */
export interface DeclaredContainer extends Declared {
  /** The absolute folder against which the client resolves relative host paths; left out where nothing says. */
  readonly workingDirectory?: string;
  /** Values that are hidden wherever they are in another. */
  readonly fromOutside: readonly string[];
}

/** A rule that fails for what runs. */
export interface FailingRule {
  readonly rule: string;
  readonly severity: Severity;
}

/** One field that differs. Values are as `plimsoll model` prints them, those of variables are hidden. */
export interface Difference {
  /** The Engine API's name: `HostConfig.Memory`, `Config.Env.DEBUG`. */
  readonly field: string;
  /** Absent: the file does not set it. */
  readonly declared?: string;
  /** Absent: the container does not have it. */
  readonly running?: string;
  /** The value is one of a list's elements, which is there or not. */
  readonly isItem: boolean;
  /** Where the file sets it, or else the container in the file. */
  readonly location: Location;
  /** What reports the value that runs, the most severe first. */
  readonly rules: readonly FailingRule[];
}

/** A container that runs, and how it differs from what its file asks for. */
export interface ContainerDrift {
  readonly name: string;
  /** The engine's name of it. */
  readonly container: string;
  readonly location: Location;
  /** The worst first. */
  readonly differences: readonly Difference[];
  /** What fails for the container as it runs, not for the file, and is about no single value that runs. */
  readonly rules: readonly FailingRule[];
  /** The state of a container that does not run, though it should, or that ended with an error. */
  readonly stopped?: StoppedState;
  /** How many values of the file are not known. */
  readonly unknown: number;
  /** How many values may be its image's, of which nothing is known. */
  readonly ofImage: number;
}

/** A container that no file has. */
export interface Stray {
  /** The engine's name of it. */
  readonly container: string;
  readonly stopped?: StoppedState;
  /** What fails as an error for it as it runs. */
  readonly rules: readonly FailingRule[];
}

/** What runs against what files say. */
export interface DriftReport {
  readonly containers: readonly ContainerDrift[];
  readonly notRunning: readonly { readonly name: string; readonly location: Location }[];
  /** Services of which more or fewer containers run than their file says. */
  readonly counts: readonly CountDrift[];
  /** Containers that no file has. */
  readonly inNoFile: readonly Stray[];
  /** The engine's names of containers that others made, whose files are not compared. */
  readonly ofOthers: readonly string[];
}

export interface DriftOptions {
  /** The services of containers, by the engine's names of these. */
  readonly mapped: ReadonlyMap<string, string>;
  /** Names of fields that are not compared, with all below them. */
  readonly ignored: readonly string[];
  readonly rules: RuleOptions;
  /** What the image of a container brings; `undefined` where it is not known. */
  readonly imageOf: (container: Container) => Leaves | undefined;
}

/** Compares containers of files with those that an engine shows. */
export function findDrift(
  declared: readonly DeclaredContainer[],
  running: readonly Container[],
  options: DriftOptions,
): DriftReport {
  const { pairs, notRunning, inNoFile, ofOthers } = connect(declared, running, options.mapped);
  return {
    containers: pairs.map((pair) => driftOf(pair.declared, pair.running, options)).sort(byWorst),
    notRunning: notRunning.map(({ container: { name, place } }) => ({ name, location: place.location })),
    counts: countDrift(pairs),
    inNoFile: inNoFile.map((container) => strayOf(container, options.rules)),
    ofOthers: ofOthers.map(({ name }) => name),
  };
}

function strayOf(container: Container, options: RuleOptions): Stray {
  const rules = judge(container, options).failing.filter(({ severity }) => severity === 'error');
  const stopped = container.engine?.stopped;
  return { container: container.name, rules, ...(stopped === undefined ? {} : { stopped }) };
}

function driftOf(declared: DeclaredContainer, running: Container, options: DriftOptions): ContainerDrift {
  const { container, fromOutside, workingDirectory } = declared;
  const asked = requestOf(container, { fromOutside, ...(workingDirectory === undefined ? {} : { workingDirectory }) });
  const seen = requestOf(running, { fromOutside });
  const image = options.imageOf(running);
  const isPodman = running.engine?.isPodman === true;
  const sides = { declared: asked.leaves, running: seen.leaves };
  const { differing, unknown, ofImage } = compare({
    ...(isPodman ? differingCapabilities(sides) : sides),
    isPodman,
    unknown: asked.unknown,
    isOpen: container.unresolvedOptions.length > 0 || container.unreadVariables !== undefined,
    ignored: options.ignored,
    ...(image === undefined ? {} : { image }),
  });
  const { findings, failing } = judge(
    withoutHostFacts(isPodman && !differing.some(isCapability) ? withCapabilitiesOf(container, running) : running),
    options.rules,
  );
  const { passed } = judge(container, options.rules);
  const named = new Set<string>();
  const differences = differing.map((pair) => {
    const place = pair.running && placeOf(pair.running, seen.places);
    const rules = findings.filter(({ location }) => place !== undefined && isOverlapping(location, place.location));
    for (const { rule } of rules) named.add(rule);
    const hidden = (name: string): string => withMasks(name, occurrencesOf(fromOutside, name));
    return toDifference(pair, { asked, seen, container, rules, hidden });
  });
  return {
    name: container.name,
    container: running.name,
    location: container.place.location,
    differences: differences.sort(byWorst),
    rules:
      differences.length === 0
        ? []
        : failing.filter(({ rule }) => !named.has(rule) && passed.has(rule)).sort(bySeverity),
    ...(isStopped(running, container) ? { stopped: running.engine.stopped } : {}),
    unknown,
    ofImage,
  };
}

function isCapability({ declared, running }: LeafPair): boolean {
  return /^HostConfig\.Cap(?:Add|Drop)$/.test((declared ?? running)?.field ?? '');
}

/** What podman shows of the same capabilities has other words, of which rules would say what is not so. */
function withCapabilitiesOf({ hostConfig: { capAdd, capDrop } }: Container, running: Container): Container {
  const { capAdd: _added, capDrop: _dropped, ...hostConfig } = running.hostConfig;
  return { ...running, hostConfig: { ...hostConfig, ...defined({ capAdd, capDrop }) } };
}

/** Which profile is in force is the host's: it is so for every container, whether the container differs or not. */
function withoutHostFacts(container: Container): Container {
  if (container.engine === undefined) return container;
  const { appArmorProfile: _, ...engine } = container.engine;
  return { ...container, engine };
}

interface Request {
  readonly leaves: Leaves;
  /** What is shown of a value, by its path. */
  readonly shown: ReadonlyMap<string, string>;
  readonly places: ReadonlyMap<string, Place>;
  readonly unknown: ReadonlySet<string>;
}

const NETWORKS = 'NetworkSettings.Networks';

function requestOf(
  container: Container,
  options: { readonly workingDirectory?: string; readonly fromOutside: readonly string[] },
): Request {
  const places = new Map<string, Place>();
  const request = toEngineJson(container, { ...options, onPlace: (path, place) => places.set(path, place) });
  const masked = leavesOf(toEngineJson(container, { ...options, hidesValues: true }));
  const leaves = new Map(leavesOf(request));
  const shown = new Map([...masked.values()].map(({ path, value }) => [path, value]));
  for (const { name } of container.networks) {
    const text = valueOf(name);
    if (text === undefined) continue;
    const path = `${NETWORKS}.${text}`;
    leaves.set(path, { field: NETWORKS, value: text, path, isItem: true });
    shown.set(path, name.place.shown === undefined ? withMasks(text, occurrencesOf(options.fromOutside, text)) : MASK);
    places.set(path, name.place);
  }
  return {
    leaves,
    shown,
    places,
    unknown: new Set(request.unknown),
  };
}

interface Judged {
  readonly findings: readonly (FailingRule & { readonly location: Location })[];
  readonly failing: readonly FailingRule[];
  readonly passed: ReadonlySet<string>;
}

function judge(container: Container, rules: RuleOptions): Judged {
  const parsed: Parsed = { subjects: [container], problems: [], texts: new Map(), values: NO_VALUES };
  const results = evaluate(parsed, { ...rules, ignoresSuppressions: true });
  const findings = results.findings.map(({ rule, severity, location }) => ({ rule, severity, location }));
  const failing = new Map(findings.map(({ rule, severity }) => [rule, { rule, severity }]));
  const verdicts = [...(results.subjects[0]?.verdicts ?? [])];
  return {
    findings,
    failing: [...failing.values()],
    passed: new Set(verdicts.flatMap(([rule, verdict]) => (verdict === 'pass' ? [rule] : []))),
  };
}

interface DifferenceContext {
  readonly asked: Request;
  readonly seen: Request;
  readonly container: Container;
  readonly rules: readonly FailingRule[];
  /** A field's name, which may hold a path or a key of a label, without values from outside. */
  readonly hidden: (name: string) => string;
}

function toDifference(
  { declared, running }: LeafPair,
  { asked, seen, container, rules, hidden }: DifferenceContext,
): Difference {
  const place = (declared && placeOf(declared, asked.places)) ?? container.place;
  const unique = new Map(rules.map(({ rule, severity }) => [rule, { rule, severity }]));
  return {
    field: hidden((declared ?? running)?.field ?? ''),
    isItem: (declared ?? running)?.isItem === true,
    ...(declared === undefined ? {} : { declared: shownOf(declared, asked) }),
    ...(running === undefined ? {} : { running: shownOf(running, seen) }),
    location: place.location,
    rules: [...unique.values()].sort(bySeverity),
  };
}

/** A variable's value is compared and never shown; elsewhere what may be a secret is hidden as everywhere. */
function shownOf({ field, value, path }: Leaf, { shown }: Request): string {
  if (field.startsWith('Config.Env.')) return MASK;
  return shown.get(path) ?? (path === ownPath(field, value) ? value : MASK);
}

/** The place of a value, or of the nearest of what it is a part of. */
function placeOf({ path }: Leaf, places: ReadonlyMap<string, Place>): Place | undefined {
  for (let at = path; at !== ''; at = at.replace(/(?:^|\.|\[)[^.[]*$/, '')) {
    const place = places.get(at) ?? places.get(`${at}[0]`);
    if (place !== undefined) return place;
  }
  return undefined;
}

function isOverlapping(a: Location, b: Location): boolean {
  return a.path === b.path && a.span.start < b.span.end && b.span.start < a.span.end;
}

const RANKS: ReadonlyMap<Severity, number> = new Map(SEVERITIES.map((severity, rank) => [severity, rank + 1]));

function rankOf(rules: readonly FailingRule[]): number {
  return Math.max(0, ...rules.map(({ severity }) => RANKS.get(severity) ?? 0));
}

function bySeverity(a: FailingRule, b: FailingRule): number {
  return rankOf([b]) - rankOf([a]);
}

function worstOf(one: Difference | ContainerDrift): number {
  const own = rankOf(one.rules);
  return 'differences' in one
    ? Math.max(own, one.differences.length > 0 ? 0.5 : 0, ...one.differences.map(worstOf))
    : own;
}

/** The worst first, else as they were. */
function byWorst(a: Difference | ContainerDrift, b: Difference | ContainerDrift): number {
  return worstOf(b) - worstOf(a);
}
