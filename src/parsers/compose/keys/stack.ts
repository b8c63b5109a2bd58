import { problem } from '../../contract/problem.ts';
import { field, fieldsOf, type Mapping, placeOf, type Ref } from '../../yaml/tree.ts';
import type { ServiceScope } from '../service/scope.ts';
import { SERVICE_KEYS } from './service-keys.ts';

// `docker stack deploy` reads Compose files by code of its own, after version 3 of the format (docker/cli
// `cli/compose`).

/** The service with the keys that have an effect in a stack. */
export function readInStack(service: Ref<Mapping>): Ref<Mapping> {
  const entries = Array.from(service.node.entries).filter(([name]) => SERVICE_KEYS.get(name)?.[2] === 'read');
  return { ...service, node: { ...service.node, entries: new Map(entries) } };
}

/** Reports the keys of a service for which `docker stack deploy` refuses the file. */
export function checkStackKeys({ written, report }: ServiceScope): void {
  for (const { key } of fieldsOf(written)) {
    const name = key.node.string;
    const inStack = SERVICE_KEYS.get(name)?.[2] ?? 'refused';
    if (inStack === 'read' || inStack === 'ignored' || name.startsWith('x-')) continue;
    const remedy =
      inStack === 'refused'
        ? 'Remove it, or use `docker compose` to deploy the file.'
        : `Set \`${inStack.limit}\` under \`deploy.resources.limits\`.`;
    report(
      problem('syntax/unknown-key', placeOf(key), `\`docker stack deploy\` rejects the service key \`${name}\`.`, {
        remedy,
      }),
    );
  }
}

/** True for a service that has a limit as a key of its own, and not under `deploy`, where a fix can set it as well. */
export function hasOwnLimits(service: Ref): boolean {
  return OWN_LIMITS.some((key) => field(service, key) !== undefined);
}

const OWN_LIMITS = [...SERVICE_KEYS].flatMap(([name, [, , inStack, , written]]) =>
  typeof inStack === 'object' && written !== 'never' ? [name] : [],
);
