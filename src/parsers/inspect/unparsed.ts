import type { SourceFile } from '../../files/file-reader.ts';
import type { ModelField } from '../../model/field.ts';
import type { Problem } from '../../model/finding.ts';
import { HOST_CONFIG } from '../../model/host-config.ts';
import { placeAt } from '../../text/location.ts';
import { problem } from '../contract/problem.ts';
import type { JsonNode } from './json.ts';

/** Problems for fields of `HostConfig` with an unexpected type, which count as absent. */
export function wrongTypesIn({ path }: SourceFile, container: JsonNode): readonly Problem[] {
  const host = container.kind === 'object' ? container.members.get('HostConfig')?.value : undefined;
  if (host?.kind !== 'object') return [];
  return Object.values<ModelField>(HOST_CONFIG).flatMap(({ name, is }) => {
    const node = host.members.get(name)?.value;
    if (node === undefined || (is !== 'boolean' && is !== 'number')) return [];
    if (node.kind === 'scalar' && (node.value === null || typeof node.value === is)) return [];
    const what = `\`HostConfig.${name}\` must be ${is === 'boolean' ? 'true or false' : 'a number'}, as in \`docker inspect\` output, so it was not read.`;
    return [problem('syntax/wrong-type', placeAt(path, node.start, node.end), what)];
  });
}

/** Reports an element that isn't a container, volume or network. */
export function unparsedProblem({ path }: SourceFile, element: JsonNode): Problem {
  const [what, remedy] = holdsContainers(element)
    ? [
        'The containers are nested deeper than in `docker inspect` output, so they were not read.',
        'Put them in a single array.',
      ]
    : ['This is not a container from `docker inspect`.', 'Save the output of `docker inspect CONTAINER`.'];
  return problem('syntax/wrong-type', placeAt(path, element.start, element.start + 1), what, remedy);
}

/** True for an element that isn't a container, but contains something like one. */
export function holdsContainers(element: JsonNode): boolean {
  const left = childrenOf(element);
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (node.kind === 'object' && node.members.get('HostConfig')?.value.kind === 'object') return true;
    for (const child of childrenOf(node)) left.push(child);
  }
  return false;
}

function childrenOf(node: JsonNode): JsonNode[] {
  if (node.kind === 'array') return [...node.items];
  return node.kind === 'object' ? Array.from(node.members.values(), ({ value }) => value) : [];
}
