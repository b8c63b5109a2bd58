import { printable } from '../../text/printable.ts';

/** XML or HTML that can safely be inserted into a document. Only this module creates it. */
export interface Markup {
  readonly markup: string;
}

/**
 * A value in a template: text is escaped, markup is not, lists are joined, and `undefined` is
 * empty.
 */
export type MarkupValue = string | number | Markup | undefined | readonly (Markup | undefined)[];

/**
 * A template of XML or HTML. Escapes values for element content and quoted attributes, so that text
 * from files can't become tags.
 */
export function markup(strings: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  return { markup: strings.map((text, index) => text + toText(values[index])).join('') };
}

/** Accepts plimsoll's own markup, such as a style sheet. Never use it for text from files. */
export function trusted(text: string): Markup {
  return { markup: text };
}

/** Attributes, each after a blank. Leaves out those without a value. */
export function attributes(values: Readonly<Record<string, string | number | undefined>>): Markup {
  return trusted(
    Object.entries(values)
      .flatMap(([name, value]) => (value === undefined ? [] : [` ${name}="${escapeMarkup(String(value))}"`]))
      .join(''),
  );
}

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
 * Escapes text, line by line, for element content and quoted attributes. Shows invalid and
 * reordering characters as escapes (see `printable`).
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
