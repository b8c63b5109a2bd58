import { printable } from '../../text/printable.ts';

/** XML or HTML text that is safe to put into a document as it is. Only this module makes one. */
export interface Markup {
  readonly markup: string;
}

/** What a template takes: text is escaped, markup is not, a list is joined, `undefined` is nothing. */
export type MarkupValue = string | number | Markup | undefined | readonly (Markup | undefined)[];

/**
 * A template of XML or HTML. What is put into it is escaped for element content and for quoted attribute values alike,
 * so that no text of a file can become a tag.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  return { markup: strings.map((text, index) => text + toText(values[index])).join('') };
}

/** Text of our own that is markup already, such as a style sheet. Never for what was read. */
export function trusted(text: string): Markup {
  return { markup: text };
}

/** Attributes with a blank before each; those without a value are left out. */
export function attributes(values: Readonly<Record<string, string | number | undefined>>): Markup {
  return trusted(
    Object.entries(values)
      .flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escapeMarkup(String(value))}"`]))
      .join(''),
  );
}

/** Several with a line end between them. */
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
 * Text for element content and quoted attributes. Characters that a document may not hold, or that would reorder the
 * line, are shown as escapes (see `printable`), line by line.
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
