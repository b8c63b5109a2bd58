import type { Report } from '../../contract/problem.ts';
import { UINT64 } from '../../syntax/number.ts';
import {
  fieldAt,
  fieldsOf,
  type Item,
  isNull,
  isScalar,
  joinHops,
  type Mapping,
  type Ref,
  toRef,
} from '../../yaml/tree.ts';
import {
  readBoolean,
  readDuration,
  readFileMode,
  readInteger,
  readNumber,
  readStrictInteger,
} from '../values/values.ts';

type Cast = (ref: Ref, report: Report) => unknown;

/** What can't be negative, as a number either (compose-go `types.UpdateConfig`, `types.RestartPolicy`, `types.HealthCheckConfig`). */
const UNSIGNED: readonly string[] = [
  'deploy.update_config.parallelism',
  'deploy.rollback_config.parallelism',
  'deploy.restart_policy.max_attempts',
  'healthcheck.retries',
];
/** Where Compose casts text to another type, below a service or at the top (compose-go `loader/interpolate.go`); `*` is each entry or element. */
const SERVICE_CASTS: readonly (readonly [path: string, cast: Cast])[] = [
  ...[
    'cpu_count',
    'cpu_period',
    'cpu_quota',
    'cpu_rt_period',
    'cpu_rt_runtime',
    'cpu_shares',
    'oom_score_adj',
    'pids_limit',
    'scale',
  ].map((path) => [path, readInteger] as const),
  ['deploy.replicas', readInteger],
  ...UNSIGNED.map((path) => [path, readInteger] as const),
  ...['deploy.placement.max_replicas_per_node', 'ports.*.target', 'ulimits.*', 'ulimits.*.hard', 'ulimits.*.soft'].map(
    (path) => [path, readInteger] as const,
  ),
  ...['cpu_percent', 'cpus', 'deploy.update_config.max_failure_ratio', 'deploy.rollback_config.max_failure_ratio'].map(
    (path) => [path, readNumber] as const,
  ),
  ...['init', 'oom_kill_disable', 'privileged', 'read_only', 'stdin_open', 'tty', 'healthcheck.disable'].map(
    (path) => [path, readBoolean] as const,
  ),
  ...['depends_on.*.required', 'depends_on.*.restart', 'volumes.*.read_only', 'volumes.*.volume.nocopy'].map(
    (path) => [path, readBoolean] as const,
  ),
];
/** What is no setting of a container, and is refused where the whole project is decoded into compose-go's types. */
const DECODED: typeof SERVICE_CASTS = [
  ...[...UNSIGNED, 'deploy.placement.max_replicas_per_node'].map((path) => [path, readUnsigned] as const),
  ...['update_config', 'rollback_config'].flatMap((key) => [
    [`deploy.${key}.delay`, readDuration] as const,
    [`deploy.${key}.monitor`, readDuration] as const,
  ]),
  ...['delay', 'window'].map((key) => [`deploy.restart_policy.${key}`, readDuration] as const),
  ['deploy.resources.reservations.cpus', readNumber],
  ['deploy.resources.reservations.generic_resources.*.discrete_resource_spec.value', readInteger],
  ...['configs', 'secrets', 'build.secrets'].map((path) => [`${path}.*.mode`, readFileMode] as const),
];
/** What can't have a fraction or an exponent, as a number either (compose-go `UlimitsConfig.DecodeMapstructure`). */
const WHOLE: typeof SERVICE_CASTS = [['ulimits.*', readStrictInteger]];
const TOP_CASTS: typeof SERVICE_CASTS = [
  ...['external', 'internal', 'attachable', 'enable_ipv4', 'enable_ipv6'].map(
    (key) => [`networks.*.${key}`, readBoolean] as const,
  ),
  ...['volumes', 'secrets', 'configs'].map((kind) => [`${kind}.*.external`, readBoolean] as const),
];

/** A cast, its place among the others, and which values under its path it is for. */
interface PlacedCast {
  readonly order: number;
  readonly cast: Cast;
  readonly isFor: (ref: Ref) => boolean;
}

/** The casts whose paths lead to one point, and the steps that lead on from there: a walk over these looks at each value once. */
interface Step {
  readonly casts: PlacedCast[];
  readonly keys: Map<string, Step>;
  each: Step | undefined;
}

function toSteps(
  groups: readonly { readonly casts: typeof SERVICE_CASTS; readonly isFor: PlacedCast['isFor'] }[],
): Step {
  const root: Step = { casts: [], keys: new Map(), each: undefined };
  let order = 0;
  for (const { casts, isFor } of groups) {
    for (const [path, cast] of casts) {
      stepAt(root, path).casts.push({ order, cast, isFor });
      order += 1;
    }
  }
  return root;
}

function stepAt(root: Step, path: string): Step {
  let at = root;
  for (const name of path.split('.')) {
    let next = name === '*' ? at.each : at.keys.get(name);
    if (next === undefined) {
      next = { casts: [], keys: new Map(), each: undefined };
      if (name === '*') at.each = next;
      else at.keys.set(name, next);
    }
    at = next;
  }
  return at;
}

const SERVICE_STEPS = toSteps([
  { casts: SERVICE_CASTS, isFor: isText },
  { casts: WHOLE, isFor: isWritten },
]);
const DECODED_STEPS = toSteps([{ casts: DECODED, isFor: isWritten }]);
const TOP_STEPS = toSteps([{ casts: TOP_CASTS, isFor: isText }]);

/**
 * Reports text that can't be cast, anywhere in one document: the client reads each of them whole, so that this refuses what another file
 * overrides and what no service extends as well.
 */
export function checkCasts(document: Mapping, report: Report): void {
  const top = toRef(document);
  for (const service of fieldsOf(fieldAt(top, 'services'))) {
    const subject = { kind: 'container', name: service.key.node.string } as const;
    const reportHere: Report = (problem) => {
      report({ ...problem, subject });
    };
    castAll(service, SERVICE_STEPS, reportHere);
  }
  castAll(top, TOP_STEPS, report);
}

/** Reports what can't be decoded in a service of the project; unlike text that can't be cast, another file can correct it. */
export function checkDecoded(service: Ref, report: Report): void {
  castAll(service, DECODED_STEPS, report);
}

/** A number that is no text, below zero, is one that the type can't hold either. */
function readUnsigned(ref: Ref, report: Report): void {
  readInteger(ref, report, UINT64);
}

interface Due {
  readonly order: number;
  readonly cast: Cast;
  readonly ref: Ref;
}

function castAll(root: Ref, steps: Step, report: Report): void {
  const due: Due[] = [];
  collect(root, steps, due);
  if (due.length > 1) due.sort((a, b) => a.order - b.order);
  for (const { cast, ref } of due) cast(ref, report);
}

function collect(ref: Ref, step: Step, due: Due[]): void {
  for (const { order, cast, isFor } of step.casts) if (isFor(ref)) due.push({ order, cast, ref });
  const { node, hops } = ref;
  if (node.kind === 'mapping') {
    for (const [name, entry] of node.entries) {
      const next = step.keys.get(name);
      if (next !== undefined) collect(below(entry, hops), next, due);
      if (step.each !== undefined) collect(below(entry, hops), step.each, due);
    }
  } else if (node.kind === 'sequence' && step.each !== undefined) {
    for (const item of node.items) collect(below(item, hops), step.each, due);
  }
}

function below({ node, hops }: Item, parent: Ref['hops']): Ref {
  return { node, hops: joinHops(hops, parent) };
}

function isText(ref: Ref): boolean {
  return isScalar(ref) && typeof ref.node.value === 'string';
}

function isWritten(ref: Ref): boolean {
  return isScalar(ref) && !isNull(ref);
}
