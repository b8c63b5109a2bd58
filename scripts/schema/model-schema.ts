import { NOTES, type RecordSpec, SPECS, type Spec } from '../../src/policies/request/spec.ts';

/** The JSON Schema (2020-12) of what `plimsoll model` prints, made from the tables by which it is printed. */
export function modelSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'What plimsoll model prints',
    description:
      'A list with an object for each container, exec or build: what the engine would be asked for, in the names of the Engine API, with zero values left out. image and exposure are there with --facts. Rules of your own are about one of these objects, without unknown and unresolvedOptions.',
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
