import type { Location } from '../../../text/location.ts';
import { joinTexts } from '../../../text/parts.ts';
import type { Text } from '../../../text/text.ts';
import { problem } from '../../contract/problem.ts';
import type { DockerResult } from '../../docker/index.ts';
import { field, fieldsOf, isMapping, isScalar, itemsOf, placeOf, type Ref, textOf } from '../../yaml/tree.ts';
import { createContainer, type JobContainer, NO_CONTAINERS } from '../ci/containers.ts';
import { splitOptions } from '../ci/options.ts';
import { textIn, type WorkflowScope } from './scope.ts';

/** A container that the runner creates for a job or a step. */
export interface RunnerContainer extends JobContainer {
  /**
   * An image, or a mapping with `image`, `options`, `env`, `ports`, `volumes`, `entrypoint` and
   * `command`.
   */
  readonly settings: Ref;
}

/**
 * The runner's `docker create` request (actions/runner, `DockerCommandManager.DockerCreate`),
 * without its own mounts, entrypoint, names and labels.
 */
export function readRunnerContainer(asked: RunnerContainer, scope: WorkflowScope): DockerResult {
  const { settings } = asked;
  const image = textIn(isMapping(settings) ? field(settings, 'image') : settings, scope);
  // If an expression gives an empty image, there is no container.
  if (image?.value === '') return NO_CONTAINERS;
  if (image === undefined) return isMapping(settings) ? withoutImage(asked) : NO_CONTAINERS;
  const options = textIn(field(settings, 'options'), scope);
  const command = textIn(field(settings, 'command'), scope);
  return createContainer(asked, {
    image: withoutScheme(image),
    options: options === undefined ? [] : splitOptions(options),
    ports: textsIn(field(settings, 'ports'), scope),
    env: fieldsOf(field(settings, 'env')).flatMap((each) => {
      const value = textIn(each, scope);
      const name = textOf(each.key);
      return value === undefined ? [] : [joinTexts([name, value], '=', name.place)];
    }),
    volumes: textsIn(field(settings, 'volumes'), scope),
    entrypoint: textIn(field(settings, 'entrypoint'), scope),
    command: command === undefined ? [] : splitOptions(command),
  });
}

/** The places of `credentials`, which reports must not show. */
export function registryCredentials(settings: Ref): readonly Location[] {
  return fieldsOf(field(settings, 'credentials'))
    .filter((value) => isScalar(value))
    .map((value) => placeOf(value).location);
}

function textsIn(list: Ref | undefined, scope: WorkflowScope): readonly Text[] {
  return itemsOf(list).flatMap((item) => textIn(item, scope) ?? []);
}

/** Removes `docker://` before an image. */
function withoutScheme(image: Text): Text {
  return image.skeleton.toLowerCase().startsWith(SCHEME) ? image.slice(SCHEME.length) : image;
}

export const SCHEME = 'docker://';

function withoutImage({ origin, name, place }: RunnerContainer): DockerResult {
  const what =
    origin === 'workflow service'
      ? `Service \`${name}\` has no image.`
      : `The container of job \`${name}\` has no image.`;
  const detail = { remedy: 'Add `image`.', subject: { kind: 'container', name } } as const;
  return { ...NO_CONTAINERS, problems: [problem('syntax/missing-image', place, what, detail)] };
}
