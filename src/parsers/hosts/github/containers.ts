import type { Problem } from '../../../model/finding.ts';
import type { Location } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import type { DockerResult } from '../../docker/index.ts';
import { field, fieldsOf, isMapping, isScalar, itemsOf, placeOf, type Ref, textOf } from '../../yaml/tree.ts';
import { createContainer, type JobContainer, NO_CONTAINERS, variable } from '../ci/containers.ts';
import { splitOptions } from '../ci/options.ts';
import { textIn, type WorkflowScope } from './scope.ts';

/** A container that the runner creates for a job or a step. */
export interface RunnerContainer extends JobContainer {
  /** An image, or a mapping with `image`, `options`, `env`, `ports`, `volumes`, `entrypoint` and `command`. */
  readonly settings: Ref;
}

/** The runner's `docker create` request (actions/runner, `DockerCommandManager.DockerCreate`), without its own mounts, entrypoint, names and labels. */
export function readRunnerContainer(asked: RunnerContainer, scope: WorkflowScope): DockerResult {
  const { settings } = asked;
  const image = textIn(isMapping(settings) ? field(settings, 'image') : settings, scope);
  // An empty image from an expression means no container.
  if (image?.value === '' || (image === undefined && !isMapping(settings))) return NO_CONTAINERS;
  if (image === undefined) return { ...NO_CONTAINERS, problems: [withoutImage(asked)] };
  const options = textIn(field(settings, 'options'), scope);
  const command = textIn(field(settings, 'command'), scope);
  return createContainer(asked, {
    image: withoutScheme(image),
    options: options === undefined ? [] : splitOptions(options),
    ports: textsIn(field(settings, 'ports'), scope),
    env: fieldsOf(field(settings, 'env')).flatMap((each) => {
      const value = textIn(each, scope);
      return value === undefined ? [] : [variable(textOf(each.key), value)];
    }),
    volumes: textsIn(field(settings, 'volumes'), scope),
    entrypoint: textIn(field(settings, 'entrypoint'), scope),
    command: command === undefined ? [] : splitOptions(command),
  });
}

/** The places of `credentials`, which are never shown. */
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

function withoutImage({ origin, name, place }: RunnerContainer): Problem {
  const what =
    origin === 'workflow service'
      ? `Service \`${name}\` has no image.`
      : `The container of job \`${name}\` has no image.`;
  return {
    id: 'syntax/missing-image',
    severity: 'error',
    message: { what, remedy: 'Add `image`.' },
    place,
    subject: { kind: 'container', name },
  };
}
