import { problem, type Report } from '../../contract/problem.ts';
import {
  type Field,
  field,
  fieldsOf,
  isMapping,
  isScalar,
  itemsOf,
  type Mapping,
  placeOf,
  textOf,
  textPlace,
  toRef,
} from '../../yaml/tree.ts';
import type { Resources, ServiceScope } from '../service/scope.ts';
import { get, isInStack } from '../service/scope.ts';
import { isExternal } from '../values/external.ts';
import { readString } from '../values/values.ts';

/** Reports contradictory or incomplete top-level definitions (compose-go `validation`). */
export function checkDefinitions(root: Mapping, report: Report): void {
  const top = toRef(root);
  for (const volume of fieldsOf(field(top, 'volumes'))) checkExternal(volume, report);
  for (const kind of ['volumes', 'networks', 'secrets', 'configs'])
    for (const definition of fieldsOf(field(top, kind))) checkExternalName(definition, report);
  for (const secret of fieldsOf(field(top, 'secrets'))) checkSources(secret, ['file', 'environment'], report);
  for (const config of fieldsOf(field(top, 'configs')))
    checkSources(config, ['file', 'environment', 'content'], report);
}

function checkExternal(volume: Field, report: Report): void {
  if (!isExternal(volume)) return;
  const extra = fieldsOf(volume).find(
    ({ key }) => !['name', 'external'].includes(key.node.string) && !key.node.string.startsWith('x-'),
  );
  if (extra === undefined) return;
  const what = `An external volume can't set \`${extra.key.node.string}\`.`;
  report(problem('syntax/conflict', placeOf(extra.key), what, { remedy: 'Remove it, or remove `external`.' }));
}

function checkExternalName(definition: Field, report: Report): void {
  const external = field(definition, 'external');
  const [own, old] = [readString(field(definition, 'name')), readString(field(external, 'name'))];
  if (own?.known === true && old?.known === true && own.value !== old.value) {
    report(
      problem('syntax/conflict', old.place, '`name` and `external.name` differ.', {
        remedy: 'Set `external: true` and use `name` for the name.',
      }),
    );
  }
}

function checkSources(definition: Field, sources: readonly string[], report: Report): void {
  if (!isMapping(definition)) return;
  const isConfig = sources.includes('content');
  const [first, second] = sources.flatMap((key) => field(definition, key) ?? []);
  const names = sources.map((key) => `\`${key}\``).join(', ');
  if (second !== undefined)
    report(
      problem('syntax/conflict', placeOf(second.key), `${names} are mutually exclusive.`, {
        remedy: 'Remove all but one.',
      }),
    );
  const isElsewhere =
    field(definition, 'external') !== undefined || (isConfig && field(definition, 'driver') !== undefined);
  if (first === undefined && !isElsewhere) {
    report(
      problem(
        'syntax/missing-key',
        placeOf(definition.key),
        `\`${definition.key.node.string}\` must set one of ${names}.`,
      ),
    );
  }
}

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
