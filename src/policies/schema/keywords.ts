import type { Keyword } from './keyword.ts';
import { LIST_KEYWORDS } from './list-keywords.ts';
import { LOGIC_KEYWORDS } from './logic-keywords.ts';
import { OBJECT_KEYWORDS } from './object-keywords.ts';
import { SCALAR_KEYWORDS } from './scalar-keywords.ts';

/** The supported keywords by name: those of JSON Schema 2020-12 that assert something. */
export const KEYWORDS: Readonly<Record<string, Keyword>> = {
  ...SCALAR_KEYWORDS,
  ...LIST_KEYWORDS,
  ...OBJECT_KEYWORDS,
  ...LOGIC_KEYWORDS,
};
