import { isEveryRule } from '../parsers/contract/directive.ts';
import type { Node } from '../parsers/yaml/tree.ts';
import { FORM_WORDS } from '../rules/options.ts';
import type { Span } from '../text/location.ts';
import { nearestWord } from '../util/nearest-word.ts';
import { words } from '../util/words.ts';
import { entryIn, nodeAt } from './config-tree.ts';
import { OWN_NAME, RULE_NAMES, ruleNameRemedy } from './rule-names.ts';
import type { SchemaError } from './schema.generated.js';

export const NO_DATE = '`expires` must be a date, such as 2027-01-31.';

/** Describes the schema errors of a configuration, each once, in source order. */
export function describeErrors<T>(
  errors: readonly SchemaError[],
  root: Node | undefined,
  errorAt: (span: Span, message: string) => T,
): readonly T[] {
  const described = withoutPartialTypes(errors)
    .map((error) => ({ span: configSpan(faultyNode(root, error)), message: describeError(error, root) ?? '' }))
    .filter(({ message }) => message !== '')
    .sort((a, b) => a.span.start - b.span.start);
  // Several forms of a value can fail in the same way, so report each message once.
  const distinct = new Map(described.map((each) => [`${each.span.start} ${each.message}`, each]));
  return [...distinct.values()].map(({ span, message }) => errorAt(span, message));
}

/** Removes type errors about one form if another error names all allowed forms. */
function withoutPartialTypes(errors: readonly SchemaError[]): readonly SchemaError[] {
  const namesForms = (error: SchemaError): boolean => error.keyword === 'type' && Array.isArray(error.params.type);
  const several = new Set(errors.filter(namesForms).map(({ instancePath }) => instancePath));
  return errors.filter((error) => error.keyword !== 'type' || namesForms(error) || !several.has(error.instancePath));
}

/** `undefined` for an error that only summarizes others (`anyOf`, `oneOf`). */
function describeError(error: SchemaError, root: Node | undefined): string | undefined {
  const name = nameOf(pathOf(error));
  switch (error.keyword) {
    case 'additionalProperties': {
      const { additionalProperty: key, knownKeys } = error.params;
      if (knownKeys.length === RULE_NAMES.length) return `unknown rule \`${key}\`. ${ruleNameRemedy(key)}`;
      const path = pathOf(error);
      const isTop = path.length === 0;
      if (path.join('/') === 'exceptions' && (key === 'rule' || RULE_NAMES.includes(key)))
        return `\`exceptions\` must be a list. Write \`- rule: ${key === 'rule' ? 'ID' : key}\`, with a \`reason\`.`;
      const answer = answerTo(key, isTop ? KEYS_OF_OTHERS : KEYS_OF_RULES, knownKeys);
      if (answer !== undefined) return `unknown key \`${key}\`. ${answer}`;
      if (isTop && RULE_NAMES.includes(key)) return `unknown key \`${key}\`. Put rules under \`rules:\`.`;
      const nearest = nearestWord(key, knownKeys);
      return `unknown key \`${key}\`. ${nearest === undefined ? `Valid keys: ${knownKeys.join(', ')}.` : `Did you mean \`${nearest}\`?`}`;
    }
    case 'type':
      if (name === '`memory`') return '`memory` must be a size, such as 512m or 2g.';
      if (name === '`rules`') return rulesRemedy(nodeAt(root, pathOf(error)));
      if (isRuleEntry(pathOf(error))) return `${name} must be off, info, warning or error, or a mapping of options.`;
      return `${name} must be ${inWords([error.params.type].flat().map(typeName))}.${formOf(error, nodeAt(root, pathOf(error)))}`;
    case 'enum': {
      const allowed = [...new Set(error.params.allowedValues.map(String))];
      const node = nodeAt(root, pathOf(error));
      const written = node?.kind === 'scalar' ? String(node.value) : undefined;
      if (allowed.length === RULE_NAMES.length)
        return written === undefined
          ? undefined
          : `Unknown rule \`${written}\`. ${ruleRemedyAt(pathOf(error), written)}`;
      const nearest = written === undefined || /^\d/.test(written) ? undefined : nearestWord(written, allowed);
      if (nearest !== undefined && allowed.length > MANY)
        return `Unknown \`${written}\` in ${name}. Did you mean \`${nearest}\`?`;
      return `${name} must be one of ${allowed.join(', ')}.${nearest === undefined ? '' : ` Did you mean \`${nearest}\`?`}`;
    }
    case 'required':
      return `\`${error.params.missingProperty}\` is missing.`;
    case 'pattern': {
      if (pathOf(error).at(-1) === 'expires') return NO_DATE;
      if (error.params.pattern === OWN_NAME)
        return `${name} must be two lowercase names separated by a slash, such as acme/owner-label.`;
      const form = FORM_WORDS[error.params.pattern];
      if (form !== undefined) return `${name} must ${form}.`;
      if (pathOf(error)[0] === 'fix')
        return name === '`memory`'
          ? '`memory` must be a size, such as 512m or 2g.'
          : `${name} must be an IPv4 address, such as 192.168.1.10.`;
      const start = /^\^([\w/]+)$/.exec(error.params.pattern)?.[1];
      return `${name} must ${start === undefined ? `match \`${error.params.pattern}\`` : `start with \`${start}\``}.`;
    }
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return `${name} must be ${error.params.comparison} ${error.params.limit}.`;
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return `${name} must not be empty.`;
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return `${name} must have at most ${error.params.limit}.`;
    case 'uniqueItems':
      return `${name} has a duplicate item.`;
    case 'const':
      return `${name} must be ${String(error.params.allowedValue)}.`;
    default:
      return undefined;
  }
}

/**
 * The advice for an unknown rule name. An exception needs one rule, so it gets no advice about
 * presets.
 */
function ruleRemedyAt([top]: readonly string[], name: string): string {
  return top === 'exceptions' && isEveryRule(name) ? 'Write one exception for each rule.' : ruleNameRemedy(name);
}

/** For text that must be a list or a mapping: how to write it as one. */
function formOf({ params, instancePath }: Extract<SchemaError, { keyword: 'type' }>, node: Node | undefined): string {
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return '';
  if (params.type === 'array')
    return ` Write \`[${/^[\w./-]+$/.test(node.value) ? node.value : JSON.stringify(node.value)}]\`.`;
  const isRule = /^\/exceptions\/\d+$/.test(instancePath) && RULE_NAMES.includes(node.value);
  return isRule ? ` Write \`rule: ${node.value}\`, with a \`reason\`.` : '';
}

function rulesRemedy(node: Node | undefined): string {
  const isJoined = node?.kind === 'scalar' && /^[\w/.-]+:\S/.test(node.string);
  return isJoined
    ? '`rules` must be a mapping. A space is missing after the colon: write `ID: off`.'
    : '`rules` must be a mapping. Under it, write lines such as `ID: warning`, without a dash.';
}

function isRuleEntry(path: readonly string[]): boolean {
  return path.at(-2) === 'rules' && (path.length === 2 || path[0] === 'overrides');
}

/** The advice for an unknown key or a misspelling of one. `answers` has the known wrong keys. */
function answerTo(
  key: string,
  answers: Readonly<Record<string, string>>,
  knownKeys: readonly string[],
): string | undefined {
  const isKnown = Object.hasOwn(answers, key);
  if (!isKnown && (key.length < MIN_MISSPELT || nearestWord(key, knownKeys) !== undefined)) return undefined;
  const answer = answers[isKnown ? key : (nearestWord(key, Object.keys(answers)) ?? '')];
  const named = answer === undefined ? undefined : /`(\w+)/.exec(answer)?.[1];
  // Don't give advice that names a key which this mapping lacks.
  return answers === KEYS_OF_OTHERS || (named !== undefined && knownKeys.includes(named)) ? answer : undefined;
}

/** Shorter keys resemble too many others. */
const MIN_MISSPELT = 5;

/** Lists longer than this are omitted if a similar value exists. */
const MANY = 20;

/** Advice by key; several keys can share one text. */
function adviceFor(advice: readonly (readonly [keys: string, text: string])[]): Readonly<Record<string, string>> {
  return Object.fromEntries(advice.flatMap(([keys, text]) => words(keys).map((key) => [key, text])));
}

const OFF = '`rules: {ID: off}`';

/** Advice for top-level keys of other linters' configurations. */
const KEYS_OF_OTHERS = adviceFor([
  ['exclude excludes ignorePatterns ignorePaths', 'To exclude files, use `ignores`.'],
  ['ignore ignored skip', `To exclude files, use \`ignores\`; for rules, use ${OFF}.`],
  ['disable disabled skip-check ignoreRules ignore-rules', `To turn a rule off, use ${OFF}.`],
  ['enable enabled select', 'To turn a rule on, use `rules: {ID: warning}`.'],
  ['preset presets profile ruleset', 'To choose a preset, use `extends`.'],
  [
    'level severity threshold failure-threshold',
    "`failOn` sets which severities fail; `rules` sets each rule's severity.",
  ],
  ['allow allowed allowlist waivers exception', 'To suppress findings, use `exceptions`, with a reason.'],
  ['cis edition version', 'Use `benchmark`.'],
  ['files paths patterns', 'To add files, use `include`; to add Compose files, use `composeFiles`.'],
  ['format output reporter', 'Use the `--format` option.'],
  ['policy', 'To apply a policy, use the `--policy` option.'],
  ['allowComments', 'Use `comments: false` in a policy.'],
  ['trustedRegistries', 'Set registries in the rule: `rules: {untrusted-registry: {registries: [NAME]}}`.'],
]);

/** Advice for keys in a rule's setting, an exception or an override. */
const KEYS_OF_RULES = adviceFor([
  ['level', 'Use `severity`.'],
  ['enabled enable', 'To turn a rule on or off, set its `severity`.'],
  ['disabled', 'To turn a rule off, use `severity: off`.'],
  ['id', 'Use `rule`.'],
  ['container services', 'Use `service`.'],
  ['comment why', 'Use `reason`.'],
  ['until expiry', 'Use `expires`.'],
  ['paths path', 'Use `files`.'],
]);

/** `\`failOn\``, or `Item 2 of \`allow\`` for a list item. */
function nameOf(path: readonly string[]): string {
  const name = path.at(-1);
  if (name === undefined) return 'The configuration';
  const list = path.at(-2);
  return list !== undefined && /^\d+$/.test(name) ? `Item ${Number(name) + 1} of \`${list}\`` : `\`${name}\``;
}

function typeName(type: string): string {
  const names: Readonly<Record<string, string>> = {
    array: 'a list',
    object: 'a mapping',
    string: 'a string',
    integer: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
    null: 'empty',
  };
  return names[type] ?? type;
}

function pathOf({ instancePath }: SchemaError): readonly string[] {
  return instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The faulty value; the key itself if it is unknown; the mapping if a key is missing. */
function faultyNode(root: Node | undefined, error: SchemaError): Node | undefined {
  const node = nodeAt(root, pathOf(error));
  if (error.keyword !== 'additionalProperties') return node;
  return entryIn(node, error.params.additionalProperty)?.key ?? node;
}

/** The span of a node; the start of the text without one. */
export function configSpan(node: Node | undefined): Span {
  return node === undefined ? { start: 0, end: 1 } : { start: node.start, end: node.end };
}

/** Joins words: a string, a number or a list. */
function inWords(choices: readonly string[]): string {
  const last = choices.at(-1) ?? '';
  return choices.length < 2 ? last : `${choices.slice(0, -1).join(', ')} or ${last}`;
}
