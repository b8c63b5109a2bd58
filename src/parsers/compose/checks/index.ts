import { valueOf } from '../../../model/setting.ts';
import { problem, type Report } from '../problems.ts';
import type { Project } from '../project.ts';
import { normalizeProjectName } from '../project-name.ts';
import { validateProject } from '../schema/validate.ts';
import type { ServiceScope } from '../service/scope.ts';
import { get } from '../service/scope.ts';
import { readString } from '../values.ts';
import { checkConflicts } from './conflicts.ts';
import { checkCycles } from './cycles.ts';
import { checkDefinitions, checkSwarmFiles } from './definitions.ts';
import { checkReferences, serviceReferences } from './references.ts';

/**
 * Reports what `docker compose` refuses in a project that it could load: what does not fit the schema, what is not defined, what contradicts
 * itself, what goes in circles. A project of which a part is missing may refer to what that part defines.
 */
export function checkProject(project: Project, scopes: readonly ServiceScope[], report: Report): void {
  if (!project.isFirstFormat) validateProject(project.root, report);
  checkName(project, report);
  checkDefinitions(project.root, report);
  const isWhole = project.openings.length === 0 && scopes.every(isComplete);
  for (const scope of scopes) {
    checkConflicts(scope);
    checkSwarmFiles(scope);
    if (isWhole && !project.isFirstFormat) checkReferences(scope);
  }
  checkContainerNames(scopes);
  checkCycles(new Map(scopes.map((scope) => [scope.name, serviceReferences(scope)])), report);
}

/** False for a service that another file completes. */
function isComplete(scope: ServiceScope): boolean {
  const isNamed = ['image', 'build', 'provider'].some((key) => get(scope, key) !== undefined);
  return isNamed && (scope.service.node.openings ?? []).length === 0;
}

function checkName({ givenName }: Project, report: Report): void {
  const name = givenName?.value;
  if (givenName === undefined || name === undefined || name === normalizeProjectName(name)) return;
  const remedy = 'Use lower-case letters, digits, `-` and `_`, and begin with a letter or digit.';
  report(problem('syntax/invalid-value', givenName.place, `\`${name}\` can't be the name of a project.`, { remedy }));
}

function checkContainerNames(scopes: readonly ServiceScope[]): void {
  const owners = new Map<string, string>();
  for (const scope of scopes) {
    const name = readString(get(scope, 'container_name'));
    const value = valueOf(name);
    if (name === undefined || value === undefined) continue;
    const owner = owners.get(value);
    if (owner !== undefined) scope.report(problem('syntax/conflict', name.place, `The service \`${owner}\` has the container name \`${value}\` too.`, { remedy: 'Give each its own.' }));
    else owners.set(value, scope.name);
  }
}

