import type { Problem } from '../../../model/finding.ts';
import { getOrInsert } from '../../../util/maps.ts';
import { problem, type Report } from '../../contract/problem.ts';
import { isWholeNumber } from '../../yaml/scalar-value.ts';
import {
  type Field,
  fieldsOf,
  isMapping,
  isNull,
  isScalar,
  isString,
  type Mapping,
  placeOf,
  printedText,
  type Ref,
  toRef,
} from '../../yaml/tree.ts';
import { invalidValue } from '../files/problems.ts';
import { type TypeName, wrongType } from '../schema/mismatch.ts';
import { DEFINITIONS, PROJECT } from './project-keys.ts';
import { SERVICE } from './service-keys.ts';
import { type Holds, lookAt, type Shape, shapeUnder } from './shape.ts';

/** Of a shape what leads to a shape with one of these columns, so that a walk over values looks at no others. */
function only(shape: Shape, ...columns: readonly (keyof Shape)[]): Shape | undefined {
  const { keys = {}, entries, items, ...own } = shape;
  const below = Object.entries(keys).flatMap(([key, value]) => {
    const kept = only(value, ...columns);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  const [entry, item] = [entries && only(entries, ...columns), items && only(items, ...columns)];
  const hasOwn = columns.some((column) => column in own);
  if (!hasOwn && below.length === 0 && entry === undefined && item === undefined) return undefined;
  return {
    ...own,
    ...(below.length === 0 ? {} : { keys: Object.fromEntries(below) }),
    ...(entry === undefined ? {} : { entries: entry }),
    ...(item === undefined ? {} : { items: item }),
  };
}

/** What of a service has one of these columns, made at the first use: no run but one over Compose files needs any. */
function lookedAt(...columns: readonly (keyof Shape)[]): () => Shape {
  let shape: Shape | undefined;
  return () => {
    shape ??= only(SERVICE, ...columns) ?? {};
    return shape;
  };
}

const casts = lookedAt('cast');
const decoded = lookedAt('decode');
const shortForms = lookedAt('short');
const kindsAndNeeds = lookedAt('kinds', 'needs');

/**
 * Reports text that can't be cast, anywhere in one document: the client reads each of them whole, so that this refuses
 * what another file overrides and what no service extends as well.
 */
export function checkCasts(document: Mapping, report: Report): void {
  const top = toRef(document);
  for (const service of fieldsOf(fieldsOf(top).find(({ key }) => key.node.string === 'services'))) {
    const { subject } = of(service);
    const reportHere: Report = (found) => {
      report({ ...found, subject });
    };
    lookAt(service, casts(), '', (value, { cast }) => cast?.(value, reportHere));
  }
  lookAt(top, DEFINITIONS, '', (value, { cast }) => cast?.(value, report));
}

/**
 * Reports what can't be decoded in a service of the project; unlike text that can't be cast, another file can correct
 * it.
 */
export function checkDecoded(service: Ref, report: Report): void {
  lookAt(service, decoded(), '', (value, { decode }) => decode?.(value, report));
}

/**
 * Reports values of a kind that the client can't work with in the services of a file that another extends. These are
 * not checked against the schema, but all are read, those as well that nothing extends.
 */
export function checkKinds(services: Mapping, report: Report): void {
  for (const service of fieldsOf(toRef(services))) {
    const { subject } = of(service);
    lookAt(service, kindsAndNeeds(), `services.${subject.name}`, (value, { kinds, needs }, name) => {
      if (kinds?.includes(kindOf(value)) === false) report(wrongType(value, name, kinds, { subject }));
      if (needs === undefined || !isMapping(value) || value.node.entries.has(needs)) return;
      const what = `\`${name}\` requires \`${needs}\`.`;
      report(problem('syntax/missing-key', placeOf(value), what, { subject }));
    });
  }
}

function of({ key }: Field) {
  return { subject: { kind: 'container', name: key.node.string } } as const;
}

function kindOf({ node }: Ref): TypeName {
  switch (node.kind) {
    case 'mapping':
      return 'object';
    case 'sequence':
      return 'array';
    case 'scalar':
      if (isString(node)) return 'string';
      if (typeof node.value === 'number') return isWholeNumber(node.string) ? 'integer' : 'number';
      return typeof node.value === 'boolean' ? 'boolean' : 'null';
  }
}

/** Reports short forms that can't be read: the client reads them in each file, what another one replaces as well. */
export function checkShortForms(services: Mapping, report: Report): void {
  for (const problem of getOrInsert(known, services, () => readShortForms(services))) report(problem);
}

/** Services that are read again can be the same ones. */
const known = new WeakMap<Mapping, readonly Problem[]>();

function readShortForms(services: Mapping): readonly Problem[] {
  const problems: Problem[] = [];
  for (const service of fieldsOf(toRef(services))) {
    lookAt(service, shortForms(), '', (value, { short }) => {
      if (short === undefined || !isScalar(value) || isNull(value)) return;
      const { failure } = short(printedText(value));
      if (failure !== undefined) problems.push(invalidValue(failure, of(service).subject));
    });
  }
  return problems;
}

/**
 * True for a list at a path of keys in which a later element replaces an earlier one before the client looks at the
 * schema (compose-go `override/uncity.go`).
 */
export function isFolded(path: readonly string[]): boolean {
  return path.reduce<Shape | undefined>((shape, key) => shape && shapeUnder(shape, key), PROJECT)?.isFolded === true;
}

/** Gives the names of the keys, wherever they are, whose values are one of these; found at the first use. */
export function keysThatHold(...holds: readonly Holds[]): () => ReadonlySet<string> {
  let names: ReadonlySet<string> | undefined;
  return () => {
    names ??= findKeys(holds);
    return names;
  };
}

function findKeys(holds: readonly Holds[]): ReadonlySet<string> {
  const names = new Set<string>();
  const add = ({ keys = {}, entries, items }: Shape): void => {
    for (const [name, shape] of Object.entries(keys)) {
      if (shape.holds !== undefined && holds.includes(shape.holds)) names.add(name);
      add(shape);
    }
    for (const shape of [entries, items]) if (shape !== undefined) add(shape);
  };
  add(PROJECT);
  return names;
}
