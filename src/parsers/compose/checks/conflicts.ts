import { type Setting, valueOf } from '../../../text/setting.ts';
import { problem } from '../../contract/problem.ts';
import {
  type Field,
  field,
  fieldAt,
  fieldsOf,
  isMapping,
  isScalar,
  itemsOf,
  placeOf,
  type Ref,
  textOf,
  textPlace,
} from '../../yaml/tree.ts';
import { primaryNetwork } from '../service/networks.ts';
import { get, type ServiceScope } from '../service/scope.ts';
import { readBytes, readInteger, readNumber, readString, readTexts } from '../values/values.ts';

/** Reports mutually exclusive keys (compose-go `loader/validate.go`). */
export function checkConflicts(scope: ServiceScope): void {
  checkNetworkMode(scope);
  checkLimits(scope);
  checkScale(scope);
  checkBuild(scope);
  checkDevices(scope);
  checkMacAddress(scope);
  checkWatch(scope);
}

function checkNetworkMode(scope: ServiceScope): void {
  const [mode, networks] = [get(scope, 'network_mode'), get(scope, 'networks')];
  const count =
    networks === undefined ? 0 : isMapping(networks) ? networks.node.entries.size : itemsOf(networks).length;
  if (mode === undefined || count === 0 || valueOf(readString(mode)) === '') return;
  scope.report(
    problem('syntax/conflict', placeOf(mode.key), "A service can't set both `network_mode` and `networks`.", {
      remedy: 'Remove one of the two.',
    }),
  );
}

type Read = (ref: Ref | undefined, report: ServiceScope['report']) => Setting<number> | undefined;

/** `deploy.resources` and the service's own keys must agree, even if the former lacks the key. */
function checkLimits(scope: ServiceScope): void {
  compare(scope, 'cpus', ['limits', 'cpus'], (ref, report) => readNumber(ref, report));
  compare(scope, 'mem_limit', ['limits', 'memory'], readBytes);
  compare(scope, 'pids_limit', ['limits', 'pids'], (ref, report) => readInteger(ref, report));
  compare(scope, 'mem_reservation', ['reservations', 'memory'], readBytes);
}

function compare(scope: ServiceScope, key: string, [section, name]: readonly [string, string], read: Read): void {
  const own = get(scope, key);
  const resources = fieldAt(get(scope, 'deploy'), 'resources', section);
  const silent = (): void => undefined;
  const value = valueOf(read(own, silent));
  if (own === undefined || resources === undefined || value === undefined || value === 0) return;
  const deployed = field(resources, name);
  const other = read(deployed, silent);
  if (other?.known === false || value === (valueOf(other) ?? 0)) return;
  const path = `deploy.resources.${section}.${name}`;
  const what =
    deployed === undefined
      ? `\`${key}\` is set but \`${path}\` isn't, although its section exists.`
      : `\`${key}\` and \`${path}\` differ.`;
  scope.report(
    problem('syntax/conflict', placeOf(own.key), what, {
      remedy: `Set the limit in one place: remove \`${key}\`, or make both equal.`,
    }),
  );
}

function checkScale(scope: ServiceScope): void {
  const silent = (): void => undefined;
  const [scale, replicas] = [get(scope, 'scale'), fieldAt(get(scope, 'deploy'), 'replicas')];
  const [count, deployed] = [valueOf(readInteger(scale, silent)), valueOf(readInteger(replicas, silent))];
  if (scale !== undefined && count !== undefined && deployed !== undefined && count !== deployed) {
    scope.report(
      problem('syntax/conflict', placeOf(scale.key), '`scale` and `deploy.replicas` differ.', {
        remedy: 'Remove one of the two.',
      }),
    );
  }
  for (const [written, amount] of [[scale, count] as const, [replicas, deployed] as const])
    if (written !== undefined && amount !== undefined && amount < 0)
      scope.report(
        problem('syntax/invalid-value', placeOf(written), "A service can't have a negative number of containers.", {
          remedy: 'Write `0` for none.',
        }),
      );
  const name = get(scope, 'container_name');
  if (name !== undefined && (count ?? deployed ?? 1) > 1) {
    const what = "A service with several containers can't set `container_name`.";
    scope.report(
      problem('syntax/conflict', placeOf(name.key), what, {
        remedy: 'Remove `container_name`, or run a single container.',
      }),
    );
  }
}

function checkBuild(scope: ServiceScope): void {
  const build = get(scope, 'build');
  const inline = field(build, 'dockerfile_inline');
  if (inline !== undefined && field(build, 'dockerfile') !== undefined) {
    scope.report(
      problem('syntax/conflict', placeOf(inline.key), "A build can't set both `dockerfile` and `dockerfile_inline`.", {
        remedy: 'Remove one of the two.',
      }),
    );
  }
  const platform = readString(get(scope, 'platform'));
  const platforms = readTexts(field(build, 'platforms')).map(({ value }) => value);
  if (
    platform?.known === true &&
    platforms.length > 0 &&
    !platforms.includes(undefined) &&
    !platforms.includes(platform.value)
  ) {
    scope.report(
      problem(
        'syntax/conflict',
        platform.place,
        `\`build.platforms\` lacks the platform \`${platform.place.shown ?? platform.value}\`.`,
        { remedy: 'Add it to `build.platforms`.' },
      ),
    );
  }
}

/** Reports build contexts that name a service without a build. */
export function checkContexts(scope: ServiceScope): void {
  for (const context of fieldsOf(field(get(scope, 'build'), 'additional_contexts'))) checkContext(context, scope);
}

function checkContext(context: Field, { resources, report, loader }: ServiceScope): void {
  const value = isScalar(context) ? textOf(context).value : undefined;
  if (value?.startsWith('service:') !== true || !isScalar(context)) return;
  const name = value.slice('service:'.length);
  const service = resources.services.get(name);
  if (service !== undefined && field(service, 'build') !== undefined) return;
  const what =
    service === undefined
      ? `The project has no service \`${name}\`.`
      : `Service \`${name}\` has no build, so it can't be a build context.`;
  const isMissing = service === undefined;
  report(
    problem('syntax/undefined-reference', textPlace(context), what, {
      severity: isMissing && loader.context.mayBePart === true ? 'info' : 'error',
      ...(isMissing ? { missing: { section: 'services', name } } : {}),
    }),
  );
}

function checkDevices(scope: ServiceScope): void {
  const reserved = fieldAt(get(scope, 'deploy'), 'resources', 'reservations', 'devices');
  for (const device of [...itemsOf(reserved), ...itemsOf(get(scope, 'gpus'))]) {
    const ids = field(device, 'device_ids');
    if (ids === undefined || field(device, 'count') === undefined) continue;
    scope.report(
      problem('syntax/conflict', placeOf(ids.key), "A device request can't set both `count` and `device_ids`.", {
        remedy: 'Remove one of the two.',
      }),
    );
  }
}

function checkMacAddress(scope: ServiceScope): void {
  const own = readString(get(scope, 'mac_address'));
  const primary = primaryNetwork(scope);
  const other = primary === undefined ? undefined : readString(fieldAt(get(scope, 'networks'), primary, 'mac_address'));
  if (own?.known !== true || other?.known !== true || own.value === other.value) return;
  scope.reportCreation(
    problem('syntax/conflict', own.place, 'The service and its network set different `mac_address` values.', {
      remedy: 'Remove one of the two.',
    }),
  );
}

function checkWatch(scope: ServiceScope): void {
  for (const watch of itemsOf(field(get(scope, 'develop'), 'watch'))) {
    const action = readString(field(watch, 'action'));
    if (action?.known !== true || ['rebuild', 'restart'].includes(action.value) || field(watch, 'target') !== undefined)
      continue;
    scope.report(
      problem('syntax/missing-key', action.place, `A watch with action \`${action.value}\` requires a \`target\`.`),
    );
  }
}
