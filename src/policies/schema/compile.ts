import { nearestWord } from '../../util/nearest-word.ts';
import type { Spec } from '../request/spec.ts';
import {
  isSchema,
  type KeywordCheck,
  type Keywords,
  KINDS_OF_FIELDS,
  type Schema,
  type SchemaPath,
  type SchemaReader,
} from './keyword.ts';
import { LIST_KEYWORDS } from './list-keywords.ts';
import { LOGIC_KEYWORDS } from './logic-keywords.ts';
import { OBJECT_KEYWORDS } from './object-keywords.ts';
import { every, failAt, PASS } from './result.ts';
import { NUMBER_KEYWORDS, TEXT_KEYWORDS, VALUE_KEYWORDS } from './scalar-keywords.ts';

/**
 * The supported keywords: those of JSON Schema 2020-12 that assert something. `about` lists the
 * kinds of fields that they can be used for.
 */
const GROUPS: readonly (readonly [keywords: Keywords, about?: readonly Spec['kind'][]])[] = [
  [VALUE_KEYWORDS],
  [NUMBER_KEYWORDS, ['number']],
  [TEXT_KEYWORDS, ['string']],
  [LIST_KEYWORDS, ['list']],
  [OBJECT_KEYWORDS, ['map', 'record']],
  [LOGIC_KEYWORDS],
];
const KEYWORDS = new Map(
  GROUPS.flatMap(([keywords, about]) => Object.entries(keywords).map(([name, read]) => [name, { read, about }])),
);

/** Keywords that only inform people and editors. */
const ANNOTATIONS: readonly string[] = [
  '$schema',
  '$comment',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
];

const KNOWN: readonly string[] = [...KEYWORDS.keys(), ...ANNOTATIONS, '$defs', '$ref'];

/** The maximum depth of schemas; real ones are about a dozen levels deep. */
const MAX_DEPTH = 50;

/**
 * Compiles a JSON Schema (2020-12) for a request. Reports meaningless keywords, unknown fields and
 * values of the wrong type as faults, because such a schema would accept everything.
 */
export function compileSchema(root: unknown, spec: Spec | undefined, fault: SchemaReader['fault']): KeywordCheck {
  const references = new Map<string, Map<Spec | undefined, KeywordCheck>>();
  let depth = 0;
  const reader: SchemaReader = {
    fault,
    schema: (value, path, own) => {
      if (value === true) return () => PASS;
      if (value === false) return (node) => failAt(node);
      if (!isSchema(value)) {
        fault(path, 'A schema must be a mapping, `true` or `false`.');
        return () => PASS;
      }
      depth += 1;
      const checks = depth > MAX_DEPTH ? [] : keywordsOf(value, path, own);
      if (depth > MAX_DEPTH) fault(path, 'Schemas are nested too deeply.');
      depth -= 1;
      return (node, run) => run.nested(() => every(checks.map((check) => check(node, run))));
    },
  };

  const keywordsOf = (schema: Schema, path: SchemaPath, own: Spec | undefined): readonly KeywordCheck[] => {
    const checks: KeywordCheck[] = [];
    for (const [name, value] of Object.entries(schema)) {
      if (name === '$ref') checks.push(reference(value, [...path, name], own));
      const keyword = KEYWORDS.get(name);
      if (keyword === undefined) {
        if (!KNOWN.includes(name)) fault([...path, name], unknownKeyword(name, own));
        continue;
      }
      if (own !== undefined && keyword.about?.includes(own.kind) === false)
        fault([...path, name], `\`${name}\` has no effect here: this is ${KINDS_OF_FIELDS[own.kind]}.`);
      checks.push(keyword.read(value, { reader, schema, path: [...path, name], spec: own }));
    }
    return checks;
  };

  const reference = (value: unknown, path: SchemaPath, own: Spec | undefined): KeywordCheck => {
    const name = typeof value === 'string' ? /^#\/\$defs\/([^/]+)$/.exec(value)?.[1] : undefined;
    const defs = isSchema(root) ? root['$defs'] : undefined;
    const key = name?.replaceAll('~1', '/').replaceAll('~0', '~');
    if (key === undefined || !isSchema(defs) || !Object.hasOwn(defs, key)) {
      fault(path, '`$ref` must point to a schema under `$defs` in the same document, such as `#/$defs/name`.');
      return () => PASS;
    }
    const bySpec = references.get(key) ?? new Map<Spec | undefined, KeywordCheck>();
    references.set(key, bySpec);
    if (!bySpec.has(own)) {
      // Recursive references call this after it is set.
      let whole: KeywordCheck = () => PASS;
      bySpec.set(own, (node, run) => run.nested(() => whole(node, run)));
      whole = reader.schema(defs[key], ['$defs', key], own);
    }
    return bySpec.get(own) ?? (() => PASS);
  };

  return reader.schema(root, [], spec);
}

function unknownKeyword(name: string, spec: Spec | undefined): string {
  if (spec?.kind === 'record' && Object.hasOwn(spec.fields, name))
    return `\`${name}\` is a request field; put it under \`properties\`.`;
  const nearest = nearestWord(name, KNOWN);
  return `Unknown keyword \`${name}\`. ${nearest === undefined ? `Valid keywords: ${[...KEYWORDS.keys()].join(', ')}, $defs and $ref.` : `Did you mean \`${nearest}\`?`}`;
}
