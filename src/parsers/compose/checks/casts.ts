import { UINT64 } from '../../syntax/number.ts';
import type { Report } from '../problems.ts';
import { fieldAt, fieldsOf, isNull, isScalar, toRef, type Mapping, type Ref } from '../tree.ts';
import { readBoolean, readInteger, readNumber, readStrictInteger } from '../values.ts';
import { valuesAt } from './values-at.ts';

type Cast = (ref: Ref, report: Report) => unknown;

/** What can't be negative, as a number either (compose-go `types.UpdateConfig`, `types.RestartPolicy`, `types.HealthCheckConfig`). */
const UNSIGNED: readonly string[] = ['deploy.update_config.parallelism', 'deploy.rollback_config.parallelism', 'deploy.restart_policy.max_attempts', 'healthcheck.retries'];
/** Where Compose casts text to another type, below a service or at the top (compose-go `loader/interpolate.go`); `*` is each entry or element. */
const SERVICE_CASTS: readonly (readonly [path: string, cast: Cast])[] = [
  ...['cpu_count', 'cpu_period', 'cpu_quota', 'cpu_rt_period', 'cpu_rt_runtime', 'cpu_shares', 'oom_score_adj', 'pids_limit', 'scale'].map((path) => [path, readInteger] as const),
  ['deploy.replicas', readInteger],
  ...UNSIGNED.map((path) => [path, readInteger] as const),
  ...['deploy.placement.max_replicas_per_node', 'ports.*.target', 'ulimits.*', 'ulimits.*.hard', 'ulimits.*.soft'].map((path) => [path, readInteger] as const),
  ...['cpu_percent', 'cpus', 'deploy.resources.limits.cpus', 'deploy.resources.reservations.cpus', 'deploy.update_config.max_failure_ratio', 'deploy.rollback_config.max_failure_ratio'].map((path) => [path, readNumber] as const),
  ...['init', 'oom_kill_disable', 'privileged', 'read_only', 'stdin_open', 'tty', 'healthcheck.disable'].map((path) => [path, readBoolean] as const),
  ...['depends_on.*.required', 'depends_on.*.restart', 'volumes.*.read_only', 'volumes.*.volume.nocopy'].map((path) => [path, readBoolean] as const),
];
const UNSIGNED_CASTS: typeof SERVICE_CASTS = UNSIGNED.map((path) => [path, (ref, report) => readInteger(ref, report, UINT64)]);
/** What can't have a fraction or an exponent, as a number either (compose-go `UlimitsConfig.DecodeMapstructure`). */
const WHOLE: readonly (readonly [path: string, cast: Cast])[] = [['ulimits.*', readStrictInteger]];
const TOP_CASTS: readonly (readonly [path: string, cast: Cast])[] = [
  ...['external', 'internal', 'attachable', 'enable_ipv4', 'enable_ipv6'].map((key) => [`networks.*.${key}`, readBoolean] as const),
  ...['volumes', 'secrets', 'configs'].map((kind) => [`${kind}.*.external`, readBoolean] as const),
];

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
    castAll(service, SERVICE_CASTS, isText, reportHere);
    castAll(service, WHOLE, isWritten, reportHere);
  }
  castAll(top, TOP_CASTS, isText, report);
}

/** Reports what can't be negative in a service of the project; unlike text that can't be cast, another file can mend it. */
export function checkUnsigned(service: Ref, report: Report): void {
  castAll(service, UNSIGNED_CASTS, isWritten, report);
}

function castAll(root: Ref, casts: typeof SERVICE_CASTS, isCast: (ref: Ref) => boolean, report: Report): void {
  for (const [path, cast] of casts) {
    for (const { value } of valuesAt(root, path)) {
      if (isCast(value)) cast(value, report);
    }
  }
}

function isText(ref: Ref): boolean {
  return isScalar(ref) && typeof ref.node.value === 'string';
}

function isWritten(ref: Ref): boolean {
  return isScalar(ref) && !isNull(ref);
}
