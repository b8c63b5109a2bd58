import { printable } from '../../text/printable.ts';

/** XML or HTML that is safe to insert into a document. Only this module creates it. */
export interface Markup {
  readonly markup: string;
}

/** A template's value: text is escaped, markup is not, lists are joined, `undefined` is empty. */
export type MarkupValue = string | number | Markup | undefined | readonly (Markup | undefined)[];

/**
 * A template of XML or HTML. Values are escaped for element content and quoted attributes, so that
 * no text of a file can become a tag.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  return { markup: strings.map((text, index) => text + toText(values[index])).join('') };
}

/** plimsoll's own markup, such as a style sheet. Never for text that was read. */
export function trusted(text: string): Markup {
  return { markup: text };
}

/** Attributes, each with a leading blank; those without a value are omitted. */
export function attributes(values: Readonly<Record<string, string | number | undefined>>): Markup {
  return trusted(
    Object.entries(values)
      .flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escapeMarkup(String(value))}"`]))
      .join(''),
  );
}

/** Joins items with line ends. */
export function lines(items: readonly Markup[]): Markup {
  return trusted(items.map((item) => item.markup).join('\n'));
}

function toText(value: MarkupValue): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return escapeMarkup(value);
  if (typeof value === 'number') return String(value);
  if ('markup' in value) return value.markup;
  return value.map((item) => item?.markup ?? '').join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Escapes text for element content and quoted attributes, and shows invalid or reordering
 * characters as escapes (see `printable`), line by line.
 */
export function escapeMarkup(text: string): string {
  return text
    .split('\n')
    .map((line) =>
      printable(line)
        .replace(/\p{Noncharacter_Code_Point}/gu, '\uFFFD')
        .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? ''),
    )
    .join('\n');
}
