import { type Markup, markup } from '../shared/markup.ts';

/** A message, with `code` as its only markup: it may contain text of a file. */
export function renderMessage(text: string): Markup {
  return markup`${text.split(/`([^`]+)`/).map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : markup`${part}`))}`;
}
