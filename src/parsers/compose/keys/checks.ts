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

/** The part of a shape with these columns, so that walks skip the rest. */
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

/** Service keys by column. Lazy: only Compose input needs it. */
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

/** Reports text that can't be cast in a document: the client parses each file completely, including overridden values. */
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

/** Reports values that can't be decoded in the merged service; other files can correct these. */
export function checkDecoded(service: Ref, report: Report): void {
  lookAt(service, decoded(), '', (value, { decode }) => decode?.(value, report));
}

/** Reports values of an unusable kind in the services of an extended file: these aren't checked against the schema, but all are read. */
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

/** Reports invalid short forms: the client parses them in each file, including overridden ones. */
export function checkShortForms(services: Mapping, report: Report): void {
  for (const problem of getOrInsert(known, services, () => readShortForms(services))) report(problem);
}

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

/** True for a list in which later elements replace earlier ones before the schema check (compose-go `override/uncity.go`). */
export function isFolded(path: readonly string[]): boolean {
  return path.reduce<Shape | undefined>((shape, key) => shape && shapeUnder(shape, key), PROJECT)?.isFolded === true;
}

/** Keys with these kinds of values; computed on first use. */
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
