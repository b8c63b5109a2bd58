import type { Place } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import { nearestWord } from '../../../util/nearest-word.ts';
import { problem } from '../project/problems.ts';
import type { ServiceScope } from '../service/scope.ts';
import { get } from '../service/scope.ts';
import {
  field,
  fieldsOf,
  isMapping,
  isScalar,
  isSequence,
  itemsOf,
  type Ref,
  textOf,
  textPlace,
} from '../tree/tree.ts';
import { readScalars } from '../tree/values.ts';

/** A service's mention of something by its name. */
export interface Reference {
  readonly name: string;
  readonly place: Place;
}

/** Reports what a service names and the project does not define (compose-go `loader/validate.go`). */
export function checkReferences(scope: ServiceScope): void {
  const { resources } = scope;
  check(scope, 'service', serviceReferences(scope), resources.services);
  check(
    scope,
    'network',
    namesIn(get(scope, 'networks')).filter(({ name }) => name !== 'default'),
    resources.networks,
  );
  check(scope, 'volume', volumeReferences(scope), resources.volumes);
  check(
    scope,
    'secret',
    [...fileReferences(get(scope, 'secrets')), ...fileReferences(field(get(scope, 'build'), 'secrets'))],
    resources.secrets,
  );
  check(scope, 'config', fileReferences(get(scope, 'configs')), resources.configs);
  check(scope, 'model', namesIn(get(scope, 'models')), resources.models);
}

/** The names of what is defined. */
type Names = Pick<ReadonlyMap<string, unknown>, 'has' | 'keys'>;

function check(scope: ServiceScope, kind: string, references: readonly Reference[], defined: Names): void {
  // The client refuses it only where one of them is active.
  const hasProfiles = itemsOf(get(scope, 'profiles')).length > 0;
  for (const { name, place } of references) {
    if (defined.has(name)) continue;
    const others = kind === 'service' ? [...defined.keys()].filter((one) => one !== scope.name) : defined.keys();
    const near = nearestWord(name, others);
    const remedy =
      near !== undefined
        ? `Did you mean \`${near}\`?`
        : kind === 'service'
          ? undefined
          : kind === 'volume' && name.includes('/')
            ? `Write \`./${place.shown ?? name}\` for a path beside the file.`
            : `Define it under \`${kind}s:\` at the top of the file.`;
    const known =
      name === '' ? `This names no ${kind}.` : `There is no ${kind} \`${place.shown ?? name}\` in the project.`;
    const what = hasProfiles ? `${known} The service cannot start once one of its profiles is active.` : known;
    scope.report(
      problem('syntax/undefined-reference', place, what, {
        ...(hasProfiles ? { severity: 'warning' } : {}),
        ...(remedy === undefined ? {} : { remedy }),
      }),
    );
  }
}

/** The services that must be there before this one (compose-go `loader/normalize.go`): by `depends_on`, links, shared namespaces and volumes. */
export function serviceReferences(scope: ServiceScope): readonly Reference[] {
  return [
    ...namesIn(get(scope, 'depends_on')),
    ...readScalars(get(scope, 'links')).flatMap((link) => toReference(textOf(link).split(':')[0])),
    ...['network_mode', 'ipc', 'pid', 'uts', 'cgroup'].flatMap((key) => namespaceReference(get(scope, key))),
    ...readScalars(get(scope, 'volumes_from')).flatMap((source) => {
      const [first] = textOf(source).split(':');
      return first?.value === 'container' ? [] : toReference(first);
    }),
  ];
}

const SERVICE = 'service:';

function namespaceReference(mode: Ref | undefined): readonly Reference[] {
  if (!isScalar(mode)) return [];
  const text = textOf(mode);
  return text.value?.startsWith(SERVICE) === true ? toReference(text.slice(SERVICE.length)) : [];
}

/** Keys of a mapping, elements of a list. */
function namesIn(ref: Ref | undefined): readonly Reference[] {
  if (isMapping(ref)) return fieldsOf(ref).flatMap(({ key }) => toReference(textOf(key)));
  return isSequence(ref) ? readScalars(ref).flatMap((item) => toReference(textOf(item))) : [];
}

function volumeReferences(scope: ServiceScope): readonly Reference[] {
  return scope.volumes.flatMap(({ type, source }) =>
    type === 'volume' && source?.value !== '' ? toReference(source) : [],
  );
}

function fileReferences(list: Ref | undefined): readonly Reference[] {
  return itemsOf(list).flatMap((item) => {
    const name = isScalar(item) ? item : field(item, 'source');
    return isScalar(name)
      ? [{ name: textOf(name).source, place: textPlace(name) }].filter(() => textOf(name).isKnown)
      : [];
  });
}

function toReference(text: Text | undefined): readonly Reference[] {
  const name = text?.value;
  return text === undefined || name === undefined ? [] : [{ name, place: text.place }];
}
