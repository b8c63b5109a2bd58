import type { Report } from '../problems.ts';
import { validateProject } from '../schema/validate.ts';
import { replacedVolumes } from '../service/volume-folding.ts';
import type { Mapping, Node } from '../tree.ts';

/** Reports what does not fit the schema, but for what is replaced before the client looks at it (compose-go `override.EnforceUnicity` comes before `schema.Validate`). */
export function checkSchema(root: Mapping, report: Report): void {
  let replaced: readonly Node[] | undefined;
  validateProject(root, (problem) => {
    replaced ??= replacedIn(root);
    const { path, span } = problem.place.location;
    const isReplaced = replaced.some(({ origin, start, end }) => origin.path === path && start <= span.start && span.end <= end);
    if (!isReplaced) report(problem);
  });
}

function replacedIn(root: Mapping): readonly Node[] {
  const services = root.entries.get('services')?.node;
  if (services?.kind !== 'mapping') return [];
  return [...services.entries.values()].flatMap(({ node: service }) => {
    const volumes = service.kind === 'mapping' ? service.entries.get('volumes')?.node : undefined;
    return volumes?.kind === 'sequence' ? replacedVolumes(volumes.items).map(({ node }) => node) : [];
  });
}
