import type { RuleOptions } from '../config/policy.ts';
import { toEngineJson } from '../engine-json/to-engine-json.ts';
import { evaluate } from '../findings/evaluate.ts';
import type { Container, StoppedState, Trouble } from '../model/container.ts';
import { SEVERITIES, type Severity } from '../model/finding.ts';
import { NO_VALUES, type Parsed } from '../parsers/contract/parsed.ts';
import { MASK, occurrencesOf, withMasks } from '../sensitive/mask.ts';
import type { Location, Place } from '../text/location.ts';
import { valueOf } from '../text/setting.ts';
import { defined } from '../util/objects.ts';
import { differingCapabilities, ownPath } from './capabilities.ts';
import { compare, type LeafPair } from './compare.ts';
import { type CountDrift, connect, countDrift, type DeclaredContainer, stoppedState } from './connect.ts';
import type { InspectedImage } from './images.ts';
import { type Leaf, type Leaves, leavesOf } from './leaves.ts';

export interface FailingRule {
  readonly rule: string;
  readonly severity: Severity;
}

/** A differing field. Values are as in `plimsoll model`; those of variables are masked. */
export interface Difference {
  /** The Engine API name: `HostConfig.Memory`, `Config.Env.DEBUG`. */
  readonly field: string;
  /** Absent if the file doesn't set it. */
  readonly declared?: string;
  /** Absent if the running container lacks it. */
  readonly running?: string;
  /** True if the value is a list element, which a side has or lacks. */
  readonly isItem: boolean;
  /** The place of the setting in the file, else that of the container. */
  readonly location: Location;
  /** The rules that the running value violates, the most severe first. */
  readonly rules: readonly FailingRule[];
}

export interface ContainerDrift {
  readonly name: string;
  /** The container's name in the engine. */
  readonly container: string;
  readonly location: Location;
  /** The most severe first. */
  readonly differences: readonly Difference[];
  /**
   * Rules that the running container violates, but the file doesn't, without a differing field as
   * the cause.
   */
  readonly rules: readonly FailingRule[];
  /** The state of a container that should run but doesn't, or that ended with an error. */
  readonly stopped?: StoppedState;
  readonly trouble?: Trouble;
  readonly unknown: number;
  /** The number of values left out because the unknown image may have set them. */
  readonly ofImage: number;
}

export interface Stray {
  readonly container: string;
  readonly stopped?: StoppedState;
  readonly trouble?: Trouble;
  readonly rules: readonly FailingRule[];
}

export interface DriftReport {
  readonly containers: readonly ContainerDrift[];
  readonly notRunning: readonly { readonly name: string; readonly location: Location }[];
  readonly counts: readonly CountDrift[];
  readonly inNoFile: readonly Stray[];
  /** Names of containers from other systems or projects, whose files are not compared. */
  readonly ofOthers: readonly string[];
}

export interface DriftOptions {
  /** The services of containers, by container name. */
  readonly mapped: ReadonlyMap<string, string>;
  /** Fields that are not compared, together with those below them. */
  readonly ignored: readonly string[];
  readonly rules: RuleOptions;
  /** The inspected image of a container; `undefined` if unknown. */
  readonly imageOf: (container: Container) => InspectedImage | undefined;
}

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
  const { stopped, trouble } = container.engine ?? {};
  return { container: container.name, rules, ...defined({ stopped, trouble }) };
}

function driftOf(declared: DeclaredContainer, running: Container, options: DriftOptions): ContainerDrift {
  const { container, fromOutside, workingDirectory } = declared;
  const asked = requestOf(container, { fromOutside, ...defined({ workingDirectory }) });
  const seen = requestOf(running, { fromOutside });
  const isPodman = running.engine?.isPodman === true;
  const image = options.imageOf(running);
  const sides = { declared: asked.leaves, running: seen.leaves };
  const { differing, unknown, ofImage } = compare({
    ...(isPodman ? differingCapabilities(sides) : sides),
    isPodman,
    unknown: asked.unknown,
    isOpen: container.unresolvedOptions.length > 0 || container.unreadVariables !== undefined,
    ignored: options.ignored,
    ...defined({ image: image?.leaves }),
  });
  const { findings, failing } = judge(
    withoutHostFacts(isPodman && !differing.some(isCapability) ? withCapabilitiesOf(container, running) : running),
    options.rules,
  );
  const { passed } = judge(container, options.rules);
  const named = new Set<string>();
  const differences = differing.map((pair): Difference => {
    const { field, isItem } = pair.declared ?? pair.running;
    const place = pair.running && placeOf(pair.running, seen.places);
    const rules = findings.filter(({ location }) => place !== undefined && isOverlapping(location, place.location));
    for (const { rule } of rules) named.add(rule);
    return {
      // Hide values from outside: paths and label keys are part of field names.
      field: withMasks(field, occurrencesOf(fromOutside, field)),
      isItem,
      ...defined({
        declared: pair.declared && shownOf(pair.declared, asked),
        running: pair.running && shownOf(pair.running, seen),
      }),
      location: ((pair.declared && placeOf(pair.declared, asked.places)) ?? container.place).location,
      rules: distinctRules(rules).toSorted(bySeverity),
    };
  });
  const others = failing.filter(({ rule }) => !named.has(rule) && passed.has(rule));
  return {
    name: container.name,
    container: running.name,
    location: container.place.location,
    differences: [...differences, ...renewedImage(container, image)].sort(byWorst),
    rules: differences.length === 0 ? [] : others.toSorted(bySeverity),
    ...defined({ stopped: stoppedState(running, container), trouble: running.engine?.trouble }),
    unknown,
    ofImage,
  };
}

/** The difference for an image that was pulled or built again under the same name. */
function renewedImage({ config, place }: Container, image: InspectedImage | undefined): readonly Difference[] {
  if (image?.renewed === undefined) return [];
  const { reference, own, now } = image.renewed;
  const location = (config.image?.place ?? place).location;
  return [{ field: 'Image', declared: `${reference} (${now})`, running: own, isItem: false, location, rules: [] }];
}

function isCapability({ declared, running }: LeafPair): boolean {
  return /^HostConfig\.Cap(?:Add|Drop)$/.test((declared ?? running).field);
}

/** Replaces equal capabilities with the file's: rules would misread podman's form of them. */
function withCapabilitiesOf({ hostConfig: { capAdd, capDrop } }: Container, running: Container): Container {
  const { capAdd: _added, capDrop: _dropped, ...hostConfig } = running.hostConfig;
  return { ...running, hostConfig: { ...hostConfig, ...defined({ capAdd, capDrop }) } };
}

/** Removes the active AppArmor profile, which depends on the host. */
function withoutHostFacts(container: Container): Container {
  if (container.engine === undefined) return container;
  const { appArmorProfile: _, ...engine } = container.engine;
  return { ...container, engine };
}

interface Request {
  readonly leaves: Leaves;
  /** The values to show, by path. */
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
  return { leaves, shown, places, unknown: new Set(request.unknown) };
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
  const verdicts = [...(results.subjects[0]?.verdicts ?? [])];
  return {
    findings,
    failing: distinctRules(findings),
    passed: new Set(verdicts.flatMap(([rule, verdict]) => (verdict === 'pass' ? [rule] : []))),
  };
}

function distinctRules(rules: readonly FailingRule[]): readonly FailingRule[] {
  return [...new Map(rules.map(({ rule, severity }) => [rule, { rule, severity }])).values()];
}

/** A value as the report shows it. Values of variables are compared but never shown. */
function shownOf({ field, value, path }: Leaf, { shown }: Request): string {
  if (field.startsWith('Config.Env.')) return MASK;
  return shown.get(path) ?? (path === ownPath(field, value) ? value : MASK);
}

/** The place of a value, or of its nearest parent. */
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

/** The position of the worst rule's severity, from 1; 0 without rules. */
function rankOf(rules: readonly FailingRule[]): number {
  return Math.max(0, ...rules.map(({ severity }) => SEVERITIES.indexOf(severity) + 1));
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

function byWorst(a: Difference | ContainerDrift, b: Difference | ContainerDrift): number {
  return worstOf(b) - worstOf(a);
}
