type Child = Node | string | undefined;

/**
 * An element with attributes and content; what is `undefined` is left out, and a text can't become
 * markup.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, string | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** A button that does something; marks of `code` in its text are shown as in messages. */
export function button(text: string, className: string, onPress: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', class: className }, ...message(text));
  made.addEventListener('click', onPress);
  return made;
}

/** A message, whose only marks are those of `code`. */
export function message(text: string): readonly (Node | string)[] {
  return text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? element('code', {}, part) : part));
}

/** The element of the page with an id. Throws where there is none of this type. */
export function byId<Type extends HTMLElement>(id: string, type: new () => Type): Type {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`There is no #${id}.`);
  return found;
}

/** `1 error`, `2 errors`. */
export function countOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}
