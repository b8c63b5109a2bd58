import { document } from '../references.ts';
import { defineContainerRule } from '../rule.ts';
import { setTo } from '../shared/changes.ts';
import { ask, couldEqual } from '../shared/demand.ts';
import { clientOf } from '../shared/voice.ts';

const DEFAULT_DRIVER = 'json-file';
/** Drivers that write one growing file; in podman, `json-file` means `k8s-file`. */
const FILE_DRIVERS: readonly string[] = [DEFAULT_DRIVER, 'k8s-file', ''];
const MAX_SIZE = 'max-size';

export default defineContainerRule({
  id: 'unbounded-logs',
  references: [
    document(
      'Docker documentation, JSON File logging driver',
      'https://docs.docker.com/engine/logging/drivers/json-file/',
    ),
  ],
  severity: 'info',
  securitySeverity: 2.9,
  title: 'Container has unlimited or discarded logs',
  brief: 'unlimited logs',
  lacks: 'no log limit',
  recommendation: 'Logs are kept and size-limited',
  fixes: {
    local: {
      risk: 'medium',
      title: 'Switch to the `local` logging driver, which rotates logs',
      breaks:
        "Deletes older lines, and breaks programs that read `json-file` logs or rely on the engine's default driver, such as log collectors.",
    },
  },
  messages: {
    unbounded: (voice) => ({
      what: `${voice.name} ${voice.does('writes', 'write')} logs without a size limit, which can fill the host's disk.`,
      compose:
        'Set the options `max-size` and `max-file` under `logging`, or use the driver `local`, which rotates logs.',
      docker: 'Add `--log-opt max-size=10m --log-opt max-file=3`, or use `--log-driver=local`, which rotates logs.',
      quadlet:
        "Write `LogOpt=max-size=10m` under `[Container]`, or `LogDriver=journald`, which uses the host's journal limits.",
    }),
    none: (voice) => ({
      what: `${voice.name} ${voice.does('discards', 'discard')} its logs, so incidents leave no trace.`,
      compose: 'Use the `local` driver, or one that sends logs elsewhere.',
      docker: 'Use `--log-driver=local`, or a driver that sends logs elsewhere.',
      quadlet: 'Write `LogDriver=journald`, or use a driver that sends logs elsewhere.',
    }),
  },
  check(container, { fail, missing, unknownValue }) {
    const { type, config = [] } = container.hostConfig.logConfig ?? {};
    const none = ask(
      type,
      (driver) => driver === 'none',
      (pattern) => couldEqual(pattern, 'none') || couldEqual(pattern, DEFAULT_DRIVER),
    );
    if (none.kind === 'yes') return fail(none, 'none', {}, { severity: 'warning' });
    // An unknown option may be the size.
    const sizes = config.filter(({ key }) => !key.known || key.value === MAX_SIZE);
    const limited = sizes.map(({ value }) => ask(value, (size) => size !== '' && size !== '-1'));
    if (limited.some(({ kind }) => kind === 'yes')) return undefined;
    if (none.kind === 'undecided') return unknownValue('The logging driver', none.setting);
    const rotates =
      type === undefined
        ? container.origin === 'quadlet' // With systemd, podman's default is journald.
        : ask(type, (driver) => FILE_DRIVERS.includes(driver)).kind === 'no';
    if (rotates) return undefined;
    const open = limited.find(({ kind }) => kind === 'undecided');
    if (open?.kind === 'undecided') return unknownValue('The log size limit', open.setting);
    // Another driver may not support the options of `json-file`.
    const isPlain = config.length === 0 && type?.known !== false && clientOf(container.origin) === 'docker';
    const change = setTo('logConfig', { type: 'local' }, type?.place);
    return missing('unbounded', {}, { fixes: () => (isPlain ? [{ id: 'local', changes: [change] }] : []) });
  },
});
