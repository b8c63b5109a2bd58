import type { Problem } from '../../../model/finding.ts';
import type { Place } from '../../../text/location.ts';
import { defined } from '../../../util/objects.ts';
import { type ProblemDetail, problem } from '../../contract/problem.ts';
import { isScalar, isString, isTime, placeOf, printedText, type Ref, textPlace } from '../../yaml/tree.ts';
import { keysOfMapping } from './known-keys.ts';
import type { SchemaError } from './validator.generated.js';

/**
 * The problem of a value with the wrong type; `name` is, for example, `services.web.ports[0]` in
 * backticks.
 */
export function mismatch(value: Ref, name: string, types: readonly string[], detail: ProblemDetail): Problem {
  return problem(
    'syntax/wrong-type',
    placeOfValue(value),
    `${name} must be ${oneOf(types.map((type) => TYPE_NAMES[type] ?? `a ${type}`))}, not ${kindOf(value)}.`,
    {
      ...detail,
      ...defined({ remedy: formRemedy(value, name, types) ?? quoteRemedy(value, types) }),
    },
  );
}

/** For a collection, the place of the whole collection. */
export function placeOfValue(value: Ref): Place {
  return isScalar(value) ? textPlace(value) : placeOf(value);
}

/** The requirement, as the rest of a sentence. */
export function mismatchText({ keyword, params }: SchemaError, value: Ref): string {
  switch (keyword) {
    case 'enum':
      return `must be ${oneOf(params.allowedValues.map((allowed) => `\`${String(allowed)}\``))}`;
    case 'const':
      return `must be \`${String(params.allowedValue)}\``;
    case 'pattern': {
      const match = `must match \`${params.pattern}\``;
      return isScalar(value) ? `can't be ${shownOrEmpty(printedText(value).shown)}: it ${match}` : match;
    }
    case 'minimum':
      return `must be at least ${params.limit}`;
    case 'maximum':
      return `must be at most ${params.limit}`;
    case 'exclusiveMinimum':
      return `must be greater than ${params.limit}`;
    case 'exclusiveMaximum':
      return `must be less than ${params.limit}`;
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return params.limit === 1 ? 'must not be empty' : `must have at least ${params.limit} items`;
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return `must have at most ${params.limit} items`;
    default:
      return 'is invalid';
  }
}

function shownOrEmpty(text: string): string {
  return text === '' ? 'empty' : `\`${text}\``;
}

const TYPE_NAMES: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  integer: 'a whole number',
  null: 'empty',
};

function kindOf({ node }: Ref): string {
  if (node.kind !== 'scalar') return node.kind === 'mapping' ? 'a mapping' : 'a list';
  if (isTime(node)) return 'a date';
  if (node.text === undefined && node.value === null) return 'empty';
  return node.text === undefined ? `a ${typeof node.value}` : 'a string';
}

const SERVICE_KEY = /^(?:image|build|command|container_name|extends|ports|restart):/;

const MAKE_LIST = 'Make it a list: start each item with `- `.';

/** List items whose list can also be a mapping. */
const PAIRS = /\.(?:annotations|args|environment|extra_hosts|labels|sysctls)\[\d+\]`$/;
const DURATION = /(?:interval|timeout|period|delay|window|monitor)`$/;

/** The remedy for a common mistake; `undefined` if several forms would be valid. */
function formRemedy({ node }: Ref, name: string, types: readonly string[]): string | undefined {
  const written = node.kind === 'scalar' && typeof node.value === 'string' ? node.string : undefined;
  const takesList = types.includes('array');
  if (types.includes('object')) {
    const isService = /^`services\.[^.]+`$/.test(name);
    if (written !== undefined && !takesList && (isService ? SERVICE_KEY : /^[\w.-]+:[^\s/]/).test(written))
      return 'A space is missing after a colon: write `key: value`.';
    if (isService)
      return node.kind === 'sequence'
        ? 'Put it under the name of a service, without dashes.'
        : 'Put `image: NAME` in an indented line below the name of the service.';
    if (node.kind === 'sequence' && !takesList) return 'Remove the dashes, and write `key: value` lines.';
    if (written !== undefined && /^[\w.-]+=/.test(written))
      return takesList ? 'Start the line with `- `, or write `key: value`.' : 'Write `key: value`.';
    if (written !== undefined && takesList) return MAKE_LIST;
    if (node.kind === 'scalar' && !takesList) return mappingRemedy(keysOfMapping(name.replaceAll('`', '')));
  }
  if (node.kind === 'mapping' && !takesList && types.includes('string'))
    return PAIRS.test(name) ? 'Write `- key=value`, or remove the dashes.' : 'Put it in quotes.';
  if (node.kind === 'scalar' && typeof node.value === 'number' && DURATION.test(name))
    return `Add a unit: \`${node.string}s\`.`;
  if (node.kind === 'scalar' && node.value === true && name.endsWith('.restart`'))
    return 'Write `always`, `unless-stopped` or `on-failure`.';
  if (!takesList || types.includes('object') || (types.includes('string') && node.kind !== 'mapping')) return undefined;
  if (written !== undefined && /^-\S/.test(written)) return 'A space is missing after the dash: write `- `.';
  const isEmpty = node.kind === 'scalar' && node.string.trim() === '';
  return node.kind === 'sequence' || isEmpty ? undefined : MAKE_LIST;
}

const MAX_KEYS = 7;

function mappingRemedy(keys: readonly string[]): string {
  const shown = keys.slice(0, MAX_KEYS).map((key) => `\`${key}\``);
  return shown.length === 0
    ? 'Write indented `key: value` lines below it.'
    : `Write indented lines below it, with keys such as ${oneOf(shown)}.`;
}

/** No remedy for a string that is parsed as a number or boolean: quotes change nothing. */
function quoteRemedy(value: Ref, types: readonly string[]): string | undefined {
  const isPlain = isScalar(value) && value.node.value !== null && !isString(value.node);
  const isFreeText = types.includes('string') && !types.some((type) => ['boolean', 'integer', 'number'].includes(type));
  return isPlain && isFreeText ? `Quote it: \`"${value.node.string}"\`.` : undefined;
}

function oneOf(alternatives: readonly string[]): string {
  const last = alternatives.at(-1) ?? '';
  return alternatives.length < 2 ? last : `${alternatives.slice(0, -1).join(', ')} or ${last}`;
}
