import { createElementWriter, type ModelElement } from '../engine-json/model-element.ts';
import { parseInput } from '../parsers/index.ts';
import type { Location } from '../text/location.ts';
import type { LintRequest, Session } from './session.ts';

/** A container, exec or build of a request, and where it is named: its service's key, `docker run`. */
export interface LocatedModel {
  readonly location: Location;
  readonly element: ModelElement;
}

/** What the engine would be asked to create for what a request names, its values masked, in the order of the inputs. */
export async function modelsOf({ find, context }: Session, request: LintRequest): Promise<readonly LocatedModel[]> {
  const models: LocatedModel[] = [];
  for (const { kind, files } of find(request).inputs) {
    const parsed = await parseInput(kind, files, context);
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
