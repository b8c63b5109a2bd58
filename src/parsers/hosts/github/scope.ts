import { Text } from '../../../text/text.ts';
import { field, fieldAt, fieldsOf, isMapping, isScalar, itemsOf, type Ref, textOf } from '../../yaml/tree.ts';
import { Environment } from '../ci/environment.ts';
import { type ExpressionUse, fillIn, oneOfMatrix } from '../ci/expressions.ts';

/** The expressions' values and the variables at a place of a workflow. */
export interface WorkflowScope {
  /** The variables of `env`; inner ones win. */
  readonly env: Environment;
  readonly matrix: ReadonlyMap<string, readonly Ref[]>;
  /** The defaults of the inputs of an action or reusable workflow. */
  readonly inputs: ReadonlyMap<string, Text>;
  /** An action's directory, for `github.action_path`. */
  readonly actionFolder: string | undefined;
}

/** A scalar's text with its expressions filled in; `undefined` for other values. */
export function textIn(ref: Ref | undefined, scope: WorkflowScope): Text | undefined {
  if (!isScalar(ref)) return undefined;
  return fillIn(textOf(ref), (expression, use) => resolve(expression, use, scope));
}

export function valueInScope(ref: Ref | undefined, scope: WorkflowScope): string | undefined {
  return textIn(ref, scope)?.value;
}

export function withEnv(scope: WorkflowScope, env: Ref | undefined): WorkflowScope {
  const variables = fieldsOf(env).flatMap((variable) => {
    const text = textIn(variable, scope);
    return text === undefined ? [] : [[variable.key.node.string, text] as const];
  });
  // An expression for the whole `env` can change any variable.
  return { ...scope, env: isScalar(env) ? Environment.EMPTY : scope.env.with(new Map(variables)) };
}

/** The values of a matrix, by key; none if an expression may add others. */
export function readMatrix(matrix: Ref | undefined): ReadonlyMap<string, readonly Ref[]> {
  const values = new Map<string, readonly Ref[]>();
  const include = field(matrix, 'include');
  if (!isMapping(matrix) || isScalar(include)) return values;
  for (const { key, ...list } of fieldsOf(matrix)) {
    const name = key.node.string;
    if (name !== 'include' && name !== 'exclude' && !isScalar(list)) values.set(name, itemsOf(list));
  }
  for (const combination of itemsOf(include)) {
    for (const { key, ...value } of fieldsOf(combination)) {
      const name = key.node.string;
      // An expression for the list may add values.
      if (field(matrix, name) === undefined || values.has(name)) values.set(name, [...(values.get(name) ?? []), value]);
    }
  }
  return values;
}

const OWN_FOLDERS: ReadonlySet<string> = new Set(['github.workspace', 'runner.temp', 'runner.workspace']);

function resolve(
  expression: string,
  use: ExpressionUse,
  { env, matrix, inputs, actionFolder }: WorkflowScope,
): Text | undefined {
  const { source, place } = use;
  const { location } = place;
  if (OWN_FOLDERS.has(expression))
    return new Text([{ kind: 'unknown', expression: source, place, candidates: [], isOwnFolder: true }], place);
  if (expression === 'github.action_path' && actionFolder !== undefined)
    return Text.unknownPath(actionFolder, source, place);
  const [, context, name = '', rest = ''] =
    /^(env|inputs|matrix)\.([\w-]+)((?:\.[\w-]+){0,100})$/.exec(expression) ?? [];
  switch (context) {
    case 'env':
      return rest === '' ? env.get(name)?.usedAs(source).via({ kind: 'variable', location }) : undefined;
    case 'inputs':
      return rest === '' ? inputs.get(name)?.usedAs(source).via({ kind: 'default', location }) : undefined;
    case 'matrix': {
      const values = matrix
        .get(name)
        ?.map((value) => (rest === '' ? value : fieldAt(value, ...rest.slice(1).split('.'))));
      const texts = values?.flatMap((value) => (isScalar(value) ? [fillIn(textOf(value), () => undefined)] : []));
      if (texts === undefined || texts.length === 0) return undefined;
      const hop = { kind: 'variable', location } as const;
      const [first] = texts;
      if (first !== undefined && texts.length === 1 && values?.length === 1) return first.via(hop);
      return oneOfMatrix(
        texts.map((text) => text.via(hop)),
        source,
        place,
      );
    }
    default:
      return undefined;
  }
}

/** True if `runs-on` only allows Windows, whose default shell is PowerShell. */
export function runsOnWindows(runsOn: Ref | undefined, scope: WorkflowScope): boolean {
  return labelsOf(runsOn, scope).some((values) => isEach(values, /^windows\b/i));
}

/** The labels of GitHub's standard machines; larger machines have custom names. */
const HOSTED = /^(?:ubuntu|windows|macos)-(?:latest|slim|\d+(?:\.\d+)?)(?:-(?:arm|intel|large|xlarge))?$/;

/**
 * True if `runs-on` only allows GitHub-hosted single-job machines (docs.github.com, "GitHub-hosted
 * runners reference"); a group may contain others.
 */
export function runsOnHosted(runsOn: Ref | undefined, scope: WorkflowScope): boolean {
  const labels = labelsOf(runsOn, scope);
  return field(runsOn, 'group') === undefined && labels.length > 0 && labels.every((values) => isEach(values, HOSTED));
}

/** The possible values of each label; none for an unknown one. */
function labelsOf(runsOn: Ref | undefined, scope: WorkflowScope): readonly (readonly Text[])[] {
  const named = field(runsOn, 'labels') ?? runsOn;
  const labels = isScalar(named) ? [named] : itemsOf(named);
  return labels.map((label) => textIn(label, scope)?.alternatives() ?? []);
}

function isEach(values: readonly Text[], form: RegExp): boolean {
  return values.length > 0 && values.every(({ value = '' }) => form.test(value));
}
