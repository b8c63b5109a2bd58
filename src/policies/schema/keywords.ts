import type { Keyword } from './keyword.ts';
import { LIST_KEYWORDS } from './list-keywords.ts';
import { LOGIC_KEYWORDS } from './logic-keywords.ts';
import { OBJECT_KEYWORDS } from './object-keywords.ts';
import { SCALAR_KEYWORDS } from './scalar-keywords.ts';

/** The keywords that are taken, by name: what JSON Schema 2020-12 has to say of values. */
export const KEYWORDS: Readonly<Record<string, Keyword>> = {
  ...SCALAR_KEYWORDS,
  ...LIST_KEYWORDS,
  ...OBJECT_KEYWORDS,
  ...LOGIC_KEYWORDS,
};
