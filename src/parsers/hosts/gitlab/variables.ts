import type { Location } from '../../../text/location.ts';
import { replaceParts } from '../../../text/parts.ts';
import { Text } from '../../../text/text.ts';
import { append } from '../../../util/maps.ts';
import {
  field,
  fieldsOf,
  isMapping,
  isScalar,
  itemsOf,
  type Node,
  placeOf,
  type Ref,
  textOf,
} from '../../yaml/tree.ts';
import type { Environment, JobVariables } from '../ci/environment.ts';
import { fillIn, oneOfMatrix } from '../ci/expressions.ts';

/** `$[[ inputs.NAME ]]`. */
const INPUTS = { open: '$[[', close: ']]' } as const;

/** Values nested more deeply are unknown. */
const MAX_DEPTH = 10;

/** The defaults of an included pipeline's inputs. */
export type Inputs = ReadonlyMap<string, Text>;

/** A scalar's text with inputs filled in; `undefined` for other values. */
export function textWith(ref: Ref | undefined, inputs: Inputs): Text | undefined {
  if (!isScalar(ref)) return undefined;
  return fillIn(
    textOf(ref),
    (expression, { source, place }) => {
      const [, name = ''] = /^inputs\.([\w-]+)$/.exec(expression) ?? [];
      return inputs.get(name)?.usedAs(source).via({ kind: 'default', location: place.location });
    },
    INPUTS,
  );
}

/** The variables of a mapping, as written; a value may be under `value`. */
export function readGitlabVariables(variables: Ref | undefined, inputs: Inputs): JobVariables {
  const read = new Map<string, Text | undefined>();
  for (const variable of fieldsOf(variables)) {
    const value = isMapping(variable) ? field(variable, 'value') : variable;
    const text = textWith(value, inputs);
    if (text === undefined) continue;
    const isExpanded = !isScalar(field(variable, 'expand')) || text.indexOf('$') < 0;
    read.set(variable.key.node.string, isExpanded ? text : undefined);
  }
  return read;
}

/** The variables of a matrix, each with a few possible values. */
export function readGitlabMatrix(matrix: Ref | undefined, inputs: Inputs): JobVariables {
  const values = new Map<string, Text[]>();
  for (const combination of itemsOf(matrix)) {
    for (const { key, ...list } of fieldsOf(combination)) {
      const texts = (isScalar(list) ? [list] : itemsOf(list)).flatMap((value) => textWith(value, inputs) ?? []);
      for (const text of texts) append(values, key.node.string, text);
    }
  }
  return new Map(
    [...values].map(([name, texts]): [string, Text | undefined] => {
      const [first] = texts;
      return [name, first && texts.length > 1 ? oneOfMatrix(texts, `$${name}`, first.whole) : first];
    }),
  );
}

/**
 * Fills in variables as GitLab does in `image` and in values of variables: `$NAME`, `${NAME}`,
 * `$$`. Unset ones are unknown.
 */
export function expandGitlab(text: Text, variables: Environment): Text {
  return fillInVariables(text, variables, { left: MAX_USES }, 0);
}

function fillInVariables(text: Text, variables: Environment, budget: { left: number }, depth: number): Text {
  return replaceParts(text, /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*)|\$)/g, ([written, braced, bare], use) => {
    const name = braced ?? bare;
    if (name === undefined) return Text.derived('$', use.place);
    budget.left -= 1;
    const value = variables.get(name);
    if (value === undefined) return unknownVariable(name, use);
    if (depth >= MAX_DEPTH || budget.left < 0) return Text.limited(use.source, use.place);
    return fillInVariables(value, variables, budget, depth + 1)
      .usedAs(written)
      .via({ kind: 'variable', location: use.place.location });
  });
}

/** The maximum number of variables in one value, including nested ones. */
const MAX_USES = 200;

function unknownVariable(name: string, { source, place }: Text): Text {
  const isOwnFolder = name === 'CI_PROJECT_DIR' ? ({ isOwnFolder: true } as const) : {};
  return new Text([{ kind: 'unknown', expression: source, place, candidates: [], ...isOwnFolder }], place);
}

export function placesOfVariables(root: Node): readonly Location[] {
  const places: Location[] = [];
  const seen = new Set<Node>();
  const left: Node[] = [root];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    if (node.kind === 'sequence') for (const { node: item } of node.items) left.push(item);
    if (node.kind !== 'mapping') continue;
    for (const [name, { node: value }] of node.entries) {
      left.push(value);
      if (name !== 'variables') continue;
      for (const variable of fieldsOf({ node: value, hops: [] })) {
        const scalar = isMapping(variable) ? field(variable, 'value') : variable;
        if (isScalar(scalar) && scalar.node.string !== '') places.push(placeOf(scalar).location);
      }
    }
  }
  return places;
}
