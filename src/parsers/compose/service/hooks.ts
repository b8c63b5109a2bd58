import type { Container, Exec, Subject } from '../../../model/container.ts';
import { known, type Setting, valueOf } from '../../../text/setting.ts';
import { defined } from '../../../util/objects.ts';
import { problem } from '../../contract/problem.ts';
import { field, isMapping, itemsOf, type Mapping, placeOf, type Ref } from '../../yaml/tree.ts';
import { readBoolean, readString, unique } from '../values/values.ts';
import { readCommand } from './command-line.ts';
import { readVariables } from './environment.ts';
import { containerNameOf } from './names.ts';
import { get, type ServiceScope } from './scope.ts';

/**
 * `pre_start` hooks are containers (docker/compose `createPreStartContainer`), others are execs
 * (`runHook`, `handleWatchBatch`).
 */
export function readHooks(scope: ServiceScope, container: Container): readonly Subject[] {
  const hooksOf = (key: string): readonly Ref<Mapping>[] => itemsOf(get(scope, key)).filter(isMapping);
  return [
    ...hooksOf('pre_start').map((hook) => readPreStart(hook, scope, container)),
    ...[...hooksOf('post_start'), ...hooksOf('pre_stop'), ...watchHooks(scope)].map((hook) => readHook(hook, scope)),
  ];
}

function watchHooks(scope: ServiceScope): readonly Ref<Mapping>[] {
  return itemsOf(field(get(scope, 'develop'), 'watch')).flatMap((rule) => {
    const action = readString(field(rule, 'action'));
    const hook = field(rule, 'exec');
    return isMapping(hook) && (action === undefined || !action.known || action.value === 'sync+exec') ? [hook] : [];
  });
}

/** The hook's container inherits only the service's volumes and networks. */
function readPreStart(hook: Ref<Mapping>, scope: ServiceScope, { config, hostConfig, networks }: Container): Container {
  const { name, resources, report } = scope;
  const place = placeOf(hook);
  const perReplica = readBoolean(field(hook, 'per_replica'), report);
  if (perReplica !== undefined && valueOf(perReplica) === true) {
    const what = '`docker compose` runs each `pre_start` container only once.';
    const remedy = 'Remove `per_replica`.';
    report(problem('syntax/unsupported', perReplica.place, what, { remedy, severity: 'warning' }));
  }
  const { privileged, env, ...own } = readCommon(hook, scope);
  return {
    kind: 'container',
    origin: 'compose pre_start',
    name,
    place,
    config: defined({
      image: readString(field(hook, 'image')) ?? config.image,
      ...own,
      env: env === undefined ? config.env : [...(config.env ?? []), ...env],
    }),
    hostConfig: defined({
      autoRemove: known(true, place),
      privileged,
      volumesFrom: [{ ...containerNameOf(name, resources, place), place }],
      networkMode: hostConfig.networkMode,
    }),
    networks,
    unresolvedOptions: [],
    runBy: 'job',
  };
}

function readHook(hook: Ref<Mapping>, scope: ServiceScope): Exec {
  const place = placeOf(hook);
  const attached = known(true, place);
  return {
    kind: 'exec',
    origin: 'compose hook',
    name: scope.name,
    place,
    unresolvedOptions: [],
    ...defined({ attachStdout: attached, attachStderr: attached, ...readCommon(hook, scope) }),
  };
}

type Common = Record<'user' | 'workingDir', Setting<string> | undefined> &
  Record<'cmd' | 'env', readonly Setting<string>[] | undefined> & { privileged: Setting<boolean> | undefined };

function readCommon(hook: Ref<Mapping>, scope: ServiceScope): Common {
  return {
    cmd: readCommand(field(hook, 'command'), scope),
    user: readString(field(hook, 'user')),
    workingDir: readString(field(hook, 'working_dir')),
    env: readHookVariables(hook),
    privileged: readBoolean(field(hook, 'privileged'), scope.report),
  };
}

/** A name without a value isn't looked up here (compose-go `WithServicesEnvironmentResolved`). */
function readHookVariables(hook: Ref<Mapping>): readonly Setting<string>[] | undefined {
  const environment = field(hook, 'environment');
  if (environment === undefined) return undefined;
  const variables = readVariables(environment, () => undefined);
  return unique(variables, ({ name }) => name).map(({ setting }) => setting);
}
