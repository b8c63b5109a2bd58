import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { LIST_KEYWORDS } from '../../src/policies/schema/list-keywords.ts';
import { LOGIC_KEYWORDS } from '../../src/policies/schema/logic-keywords.ts';
import { OBJECT_KEYWORDS } from '../../src/policies/schema/object-keywords.ts';
import { NUMBER_KEYWORDS, TEXT_KEYWORDS, VALUE_KEYWORDS } from '../../src/policies/schema/scalar-keywords.ts';
import { ROOT } from '../docs/markdown.ts';

const KEYWORDS = [
  LIST_KEYWORDS,
  LOGIC_KEYWORDS,
  OBJECT_KEYWORDS,
  NUMBER_KEYWORDS,
  TEXT_KEYWORDS,
  VALUE_KEYWORDS,
].flatMap((group) => Object.keys(group));

const page = readFileSync(join(ROOT, 'docs/own-rules.md'), 'utf8');
const tests = readFileSync(join(ROOT, 'test/policies/schema.test.ts'), 'utf8');
const isOnPage = (keyword: string): boolean => page.includes(`\`${keyword}\``);

test('each keyword is one of JSON Schema, or the documentation has it', () => {
  const ajv = new Ajv2020();
  expect(KEYWORDS.filter((keyword) => ajv.getKeyword(keyword) === false && !isOnPage(keyword))).toEqual([]);
});

test('each keyword is compared with ajv', () => {
  expect(KEYWORDS.filter((keyword) => !new RegExp(`\\b${keyword}\\b`).test(tests))).toEqual([]);
});
