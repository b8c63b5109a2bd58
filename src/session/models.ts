import { createElementWriter, type ModelElement } from '../engine-json/model-element.ts';
import { parseInput } from '../parsers/index.ts';
import { withDeployed } from '../projects/deployed.ts';
import { contextOf } from '../projects/input.ts';
import type { Location } from '../text/location.ts';
import type { LintRequest, Session } from './session.ts';

/** A container, exec or build of a request, and where it is named: its service's key, `docker run`. */
export interface LocatedModel {
  readonly location: Location;
  readonly element: ModelElement;
}

/** What the engine would be asked to create for what a request names, its values masked, in the order of the inputs. */
export async function modelsOf(
  { find, context, files }: Session,
  request: LintRequest,
): Promise<readonly LocatedModel[]> {
  const models: LocatedModel[] = [];
  const found = find(request);
  const inputs = [...found.inputs];
  const { kept, deployed } = await withDeployed(inputs, context, { files, walked: found.walked });
  for (const input of [...kept, ...deployed.map(({ project }) => project.input)]) {
    const parsed = await parseInput(input.kind, input.files, contextOf(input, context));
    const toElement = createElementWriter(parsed, {
      workingDirectory: context.workingDirectory ?? '/',
      showsValues: false,
    });
    for (const subject of parsed.subjects) {
      const element = toElement(subject);
      if (element !== undefined) models.push({ location: subject.place.location, element });
    }
  }
  return models;
}
