import type { Problem } from '../../../model/finding.ts';
import { type ProblemDetail, problem } from '../../contract/problem.ts';
import { isScalar, isTime, placeOf, printedText, type Ref, textPlace } from '../../yaml/tree.ts';
import { keysOfMapping } from './known-keys.ts';
import type { SchemaError } from './validator.generated.js';

export type TypeName = 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string';

/** A value of the wrong type under a name such as `services.web.ports[0]`. */
export function wrongType(value: Ref, name: string, types: readonly TypeName[], detail: ProblemDetail): Problem {
  return mismatch(value, `\`${name}\``, types, detail);
}

/** Like {@link wrongType}, with the name as in the message. */
export function mismatch(value: Ref, name: string, types: readonly string[], detail: ProblemDetail): Problem {
  const place = isScalar(value) ? textPlace(value) : placeOf(value);
  return problem('syntax/wrong-type', place, `${name} must be ${oneOf(types.map(typeName))}, not ${kindOf(value)}.`, {
    ...detail,
    ...(formRemedy(value, name, types) ?? quoteRemedy(value, types)),
  });
}

/** The requirement, as the rest of a sentence. */
export function mismatchText(error: SchemaError, value: Ref): string {
  switch (error.keyword) {
    case 'enum':
      return `must be ${oneOf(error.params.allowedValues.map((allowed) => `\`${String(allowed)}\``))}`;
    case 'const':
      return `must be \`${String(error.params.allowedValue)}\``;
    case 'pattern':
      return isScalar(value)
        ? `can't be ${shownOrEmpty(printedText(value).shown)}: it must match \`${error.params.pattern}\``
        : `must match \`${error.params.pattern}\``;
    case 'minimum':
      return `must be at least ${error.params.limit}`;
    case 'maximum':
      return `must be at most ${error.params.limit}`;
    case 'exclusiveMinimum':
      return `must be greater than ${error.params.limit}`;
    case 'exclusiveMaximum':
      return `must be less than ${error.params.limit}`;
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return error.params.limit === 1 ? 'must not be empty' : `must have at least ${error.params.limit} items`;
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return `must have at most ${error.params.limit} items`;
    case 'type':
    case 'required':
    case 'additionalProperties':
    case 'uniqueItems':
      return 'is invalid';
  }
}

function shownOrEmpty(text: string): string {
  return text === '' ? 'empty' : `\`${text}\``;
}

function typeName(type: string): string {
  switch (type) {
    case 'object':
      return 'a mapping';
    case 'array':
      return 'a list';
    case 'string':
      return 'a string';
    case 'integer':
      return 'a whole number';
    case 'null':
      return 'empty';
    default:
      return `a ${type}`;
  }
}

function kindOf(value: Ref): string {
  const { node } = value;
  if (node.kind === 'mapping') return 'a mapping';
  if (node.kind === 'sequence') return 'a list';
  if (node.text !== undefined) return 'a string';
  if (isTime(node)) return 'a date';
  switch (typeof node.value) {
    case 'number':
      return 'a number';
    case 'boolean':
      return 'a boolean';
    default:
      return node.value === null ? 'empty' : 'a string';
  }
}

const SERVICE_KEY = /^(?:image|build|command|container_name|extends|ports|restart):/;

const MAKE_LIST = 'Make it a list: start each item with `- `.';

/** Items of lists that may be mappings too. */
const PAIRS = /\.(?:annotations|args|environment|extra_hosts|labels|sysctls)\[\d+\]`$/;
const DURATION = /(?:interval|timeout|period|delay|window|monitor)`$/;

/** The remedy for a common mistake; `undefined` if several forms are possible. */
function formRemedy({ node }: Ref, name: string, types: readonly string[]): { readonly remedy: string } | undefined {
  const written = node.kind === 'scalar' && typeof node.value === 'string' ? node.string : undefined;
  const takesList = types.includes('array');
  if (types.includes('object')) {
    const isService = /^`services\.[^.]+`$/.test(name);
    if (written !== undefined && !takesList && (isService ? SERVICE_KEY : /^[\w.-]+:[^\s/]/).test(written))
      return { remedy: 'A space is missing after a colon: write `key: value`.' };
    if (isService)
      return node.kind === 'sequence'
        ? { remedy: 'Put it under the name of a service, without dashes.' }
        : { remedy: 'Put `image: NAME` in an indented line below the name of the service.' };
    if (node.kind === 'sequence' && !takesList) return { remedy: 'Remove the dashes, and write `key: value` lines.' };
    if (written !== undefined && /^[\w.-]+=/.test(written))
      return { remedy: takesList ? 'Start the line with `- `, or write `key: value`.' : 'Write `key: value`.' };
    if (written !== undefined && takesList) return { remedy: MAKE_LIST };
    if (node.kind === 'scalar' && !takesList) return { remedy: mappingRemedy(keysOfMapping(name.replaceAll('`', ''))) };
  }
  if (node.kind === 'mapping' && !takesList && types.includes('string'))
    return { remedy: PAIRS.test(name) ? 'Write `- key=value`, or remove the dashes.' : 'Put it in quotes.' };
  if (node.kind === 'scalar' && typeof node.value === 'number' && DURATION.test(name))
    return { remedy: `Add a unit: \`${node.string}s\`.` };
  if (node.kind === 'scalar' && node.value === true && name.endsWith('.restart`'))
    return { remedy: 'Write `always`, `unless-stopped` or `on-failure`.' };
  if (!takesList || types.includes('object') || (types.includes('string') && node.kind !== 'mapping')) return undefined;
  if (written !== undefined && /^-\S/.test(written))
    return { remedy: 'A space is missing after the dash: write `- `.' };
  const isEmpty = node.kind === 'scalar' && node.string.trim() === '';
  return node.kind === 'sequence' || isEmpty ? undefined : { remedy: MAKE_LIST };
}

/** So many keys are listed. */
const MAX_KEYS = 7;

function mappingRemedy(keys: readonly string[]): string {
  const shown = keys.slice(0, MAX_KEYS).map((key) => `\`${key}\``);
  return shown.length === 0
    ? 'Write indented `key: value` lines below it.'
    : `Write indented lines below it, with keys such as ${oneOf(shown)}.`;
}

/** A string in place of a number or boolean is parsed as one, so quoting changes nothing. */
function quoteRemedy(value: Ref, types: readonly string[]): { readonly remedy?: string } {
  const isPlain =
    isScalar(value) &&
    value.node.text === undefined &&
    (typeof value.node.value === 'number' || typeof value.node.value === 'boolean' || isTime(value.node));
  const isFreeText = types.includes('string') && !types.some((type) => ['boolean', 'integer', 'number'].includes(type));
  return isPlain && isFreeText ? { remedy: `Quote it: \`"${value.node.string}"\`.` } : {};
}

function oneOf(alternatives: readonly string[]): string {
  const last = alternatives.at(-1) ?? '';
  return alternatives.length < 2 ? last : `${alternatives.slice(0, -1).join(', ')} or ${last}`;
}
