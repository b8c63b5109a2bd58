import type { Problem } from '../../../model/finding.ts';
import type { Text } from '../../../text/text.ts';
import { getOrInsert } from '../../../util/maps.ts';
import { problem, type Report } from '../../contract/problem.ts';
import { readPortBinding } from '../../syntax/port.ts';
import { readVolumeSpec } from '../../syntax/volume-spec.ts';
import { isWholeNumber } from '../../yaml/scalar-value.ts';
import {
  fieldAt,
  fieldsOf,
  isMapping,
  isNull,
  isScalar,
  isString,
  itemsOf,
  type Mapping,
  placeOf,
  printedText,
  type Ref,
  toRef,
} from '../../yaml/tree.ts';
import { invalidValue } from '../project/problems.ts';
import { type TypeName, wrongType } from '../schema/mismatch.ts';
import { valuesAt } from './values-at.ts';

const TEXTS: readonly TypeName[] = ['string'];
const TEXT_OR_MAPPING: readonly TypeName[] = ['string', 'object'];

/** What Compose folds or brings into one form, whatever the schema says (compose-go `override/uncity.go` and `transform/canonical.go`). */
const KINDS: readonly (readonly [path: string, kinds: readonly TypeName[]])[] = [
  ...[
    'annotations',
    'build.additional_contexts',
    'build.args',
    'build.labels',
    'build.tags',
    'cap_add',
    'cap_drop',
    'deploy.labels',
    'dns',
    'dns_opt',
    'dns_search',
    'environment',
    'labels',
    'links',
    'networks.*.aliases',
    'networks.*.link_local_ips',
    'profiles',
    'sysctls',
    'tmpfs',
  ].map((path) => [`${path}.[]`, TEXTS] as const),
  ...['build.secrets.*', 'configs.*', 'devices.*', 'secrets.*', 'volumes.*'].map(
    (path) => [path, TEXT_OR_MAPPING] as const,
  ),
  ['build', TEXT_OR_MAPPING],
  ['depends_on', ['array', 'object']],
  ['depends_on.{}', ['object']],
  ['env_file', ['string', 'array']],
  ['expose.[]', ['string', 'integer']],
  ['gpus', ['string', 'array']],
  ['ports', ['array']],
  ['ports.*', ['string', 'integer', 'object']],
  ['ulimits.*', ['integer', 'string', 'object']],
];

/** What distinguishes an element in the long form from the others (compose-go `override/uncity.go`). */
const LONG_FORM_KEYS: readonly (readonly [path: string, key: string])[] = [
  ['devices.[]', 'target'],
  ['env_file.[]', 'path'],
  ['ports.[]', 'target'],
  ['volumes.[]', 'target'],
];

/**
 * Reports values of a kind that the client can't work with in the services of a file that another extends. These are not checked against the
 * schema, but all are read, those as well that nothing extends.
 */
export function checkKinds(services: Mapping, report: Report): void {
  for (const service of fieldsOf(toRef(services))) {
    const subject = { kind: 'container', name: service.key.node.string } as const;
    for (const [path, kinds] of KINDS) {
      for (const { name, value } of valuesAt(service, path, `services.${subject.name}`)) {
        if (!kinds.includes(kindOf(value))) report(wrongType(value, name, kinds, { subject }));
      }
    }
    for (const [path, key] of LONG_FORM_KEYS) {
      for (const { name, value } of valuesAt(service, path, `services.${subject.name}`)) {
        if (isMapping(value) && !value.node.entries.has(key))
          report(
            problem('syntax/missing-key', placeOf(value), `\`${name}\` has no \`${key}\`, which it must have.`, {
              subject,
            }),
          );
      }
    }
  }
}

function kindOf({ node }: Ref): TypeName {
  switch (node.kind) {
    case 'mapping':
      return 'object';
    case 'sequence':
      return 'array';
    case 'scalar':
      if (isString(node)) return 'string';
      return typeof node.value === 'number'
        ? isWholeNumber(node.string)
          ? 'integer'
          : 'number'
        : typeof node.value === 'boolean'
          ? 'boolean'
          : 'null';
  }
}

/** Reports short forms that can't be read: the client reads them in each file, what another one replaces as well. */
export function checkShortForms(services: Mapping, report: Report): void {
  for (const problem of getOrInsert(known, services, () => readShortForms(services))) report(problem);
}

/** Services that are read again can be the same ones. */
const known = new WeakMap<Mapping, readonly Problem[]>();

function readShortForms(services: Mapping): readonly Problem[] {
  return fieldsOf(toRef(services)).flatMap((service) => {
    const subject = { kind: 'container', name: service.key.node.string } as const;
    return [
      ...shortForms(service, 'ports').map(readPortBinding),
      ...shortForms(service, 'volumes').map(readVolumeSpec),
    ].flatMap(({ failure }) => (failure === undefined ? [] : [invalidValue(failure, subject)]));
  });
}

function shortForms(service: Ref, key: string): readonly Text[] {
  return itemsOf(fieldAt(service, key)).flatMap((item) => (isScalar(item) && !isNull(item) ? [printedText(item)] : []));
}
