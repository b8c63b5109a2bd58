import { NOTES, type RecordSpec, SPECS, type Spec } from '../../src/policies/request/spec.ts';

/** The JSON Schema (2020-12) of `plimsoll model`, generated from the tables that print it. */
export function modelSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'The output of plimsoll model',
    description:
      'A list with one object per container, exec or build: its API request, with the names of the Engine API and without zero values. image and exposure only with --facts. Custom rules check one of these objects, without unknown and unresolvedOptions.',
    type: 'array',
    items: { oneOf: Object.keys(SPECS).map((kind) => ({ $ref: `#/$defs/${kind}` })) },
    $defs: Object.fromEntries(Object.entries(SPECS).map(([kind, spec]) => [kind, subjectSchema(kind, spec)])),
  };
}

function subjectSchema(kind: string, spec: RecordSpec): object {
  const whole = toSchema({ ...spec, fields: { ...spec.fields, ...NOTES } });
  const { properties } = whole as { readonly properties: object };
  return { ...whole, properties: { ...properties, kind: { const: kind } } };
}

function toSchema(spec: Spec): object {
  const { description } = spec;
  return { ...(description === undefined ? {} : { description }), ...ofKind(spec) };
}

function ofKind(spec: Spec): object {
  switch (spec.kind) {
    case 'string': {
      const { values, isUnknownPrinted = false } = spec;
      if (values === undefined) return { type: spec.isNullable === true ? ['string', 'null'] : 'string' };
      return { enum: isUnknownPrinted ? [...values, 'unknown'] : values };
    }
    case 'number':
    case 'boolean':
      return { type: spec.kind };
    case 'list':
      return { type: 'array', items: toSchema(spec.of) };
    case 'map':
      return { type: 'object', additionalProperties: toSchema(spec.of) };
    case 'record':
      return {
        type: 'object',
        properties: Object.fromEntries(Object.entries(spec.fields).map(([name, field]) => [name, toSchema(field)])),
        ...(spec.required === undefined ? {} : { required: spec.required }),
        additionalProperties: false,
      };
  }
}
