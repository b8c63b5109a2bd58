import { createElementWriter, type ModelElement } from '../engine-json/model-element.ts';
import { factsText } from '../images/facts-text.ts';
import { knownImage } from '../images/known-image.ts';
import { IMAGE_TABLE } from '../images/table.ts';
import { parseInput } from '../parsers/index.ts';
import { withDeployed } from '../projects/deployed.ts';
import { contextOf } from '../projects/input.ts';
import type { Location } from '../text/location.ts';
import type { LintRequest, Session } from './session.ts';

/** A container, exec or build of a request, and where it is named: its service's key, `docker run`. */
export interface LocatedModel {
  readonly location: Location;
  readonly element: ModelElement;
  /** What is known of a container's image, on one line; left out where nothing is. */
  readonly image?: string;
}

/** What the engine would be asked to create for what a request names, its values masked, in the order of the inputs. */
export async function modelsOf(
  { find, context, files, settings }: Session,
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
    const { imageLock: lock } = (await settings.forFile(input.files[0]?.path ?? '')).ruleOptions;
    for (const subject of parsed.subjects) {
      const element = toElement(subject);
      const image =
        subject.kind === 'container' ? factsText(knownImage(subject, { lock, table: IMAGE_TABLE })) : undefined;
      if (element !== undefined)
        models.push({ location: subject.place.location, element, ...(image === undefined ? {} : { image }) });
    }
  }
  return models;
}
