import { type Markup, markup } from '../shared/markup.ts';

/** A message, whose only marks are those of `code`: it may hold text of a file. */
export function renderMessage(text: string): Markup {
  return markup`${text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : markup`${part}`))}`;
}
