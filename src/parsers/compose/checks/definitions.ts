import { problem } from '../../contract/problem.ts';
import { type Field, field, isScalar, itemsOf, textOf, textPlace } from '../../yaml/tree.ts';
import type { Resources, ServiceScope } from '../service/scope.ts';
import { get, isInStack } from '../service/scope.ts';
import { isExternal } from '../values/external.ts';

/** Reports used secrets and configs that only a swarm can provide (docker/compose `buildContainerSecretMounts`). */
export function checkSwarmFiles(scope: ServiceScope): void {
  if (isInStack(scope)) return;
  for (const kind of ['secrets', 'configs'] as const) {
    for (const item of itemsOf(get(scope, kind))) {
      const name = isScalar(item) ? item : field(item, 'source');
      const definition = isScalar(name) ? definitionOf(textOf(name).source, kind, scope.resources) : undefined;
      const why = definition && swarmOnly(definition);
      if (why === undefined || !isScalar(name)) continue;
      const what = `\`docker compose\` can't use ${kind === 'secrets' ? 'a secret' : 'a config'} that ${why}; only a swarm can.`;
      scope.report(problem('syntax/unsupported', textPlace(name), what, { severity: 'warning' }));
    }
  }
}

function definitionOf(name: string, kind: 'secrets' | 'configs', resources: Resources): Field | undefined {
  return resources[kind].get(name);
}

function swarmOnly(definition: Field): string | undefined {
  if (isExternal(definition)) return 'is external';
  if (field(definition, 'driver') !== undefined) return 'has a `driver`';
  return field(definition, 'template_driver') === undefined ? undefined : 'has a `template_driver`';
}
