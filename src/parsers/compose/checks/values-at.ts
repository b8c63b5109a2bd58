import { fieldsOf, itemsOf, type Ref } from '../../yaml/tree.ts';

/** A value and the path that leads to it, as messages name it. */
export interface NamedValue {
  readonly name: string;
  readonly value: Ref;
}

/** Every value under a path such as `deploy.resources` or `ports.*.target`, null ones included; `*` is each entry or element, `[]` each element, `{}` each entry. */
export function valuesAt(root: Ref, path: string, name = ''): readonly NamedValue[] {
  return path
    .split('.')
    .reduce<readonly NamedValue[]>(
      (found, step) => found.flatMap((each) => stepFrom(each, step)),
      [{ name, value: root }],
    );
}

function stepFrom({ name, value }: NamedValue, step: string): readonly NamedValue[] {
  // Most paths lead nowhere in most services.
  if (!/[*[{]/.test(step) && !(value.node.kind === 'mapping' && value.node.entries.has(step))) return [];
  const elements =
    step === '*' || step === '[]'
      ? itemsOf(value).map((item, index) => ({ name: `${name}[${index}]`, value: item }))
      : [];
  if (step === '[]') return elements;
  const isEach = step === '*' || step === '{}';
  const entries = fieldsOf(value).filter(({ key }) => isEach || key.node.string === step);
  return [...elements, ...entries.map((field) => ({ name: `${name}.${field.key.node.string}`, value: field }))];
}
