import { expect, test } from 'vitest';
import { createDefinerIndex, readDefiningFile } from '../../src/outcome/definer-index.ts';

test.each([
  ['a key', 'networks:\n  proxy:\n', 'proxy'],
  ['a key in quotes', 'networks:\n  "proxy" : {}\n', 'proxy'],
  ['several words', 'networks:\n  my big net:\n', 'my big net'],
  ['an apostrophe', "networks:\n  'it''s':\n", "it's"],
  ['punctuation at the end', 'networks:\n  "net!":\n', 'net!'],
  ['other letters', 'networks:\n  réseau:\n  été:\n', 'été'],
  ['escapes', 'networks:\n  "pro\\x78y": {}\n', 'proxy'],
  ['braces', 'networks: {other, proxy}\n', 'proxy'],
  ['a question mark', 'networks:\n  ? proxy\n  ? other\n', 'proxy'],
  ['a colon in the next line', 'networks: {"proxy"\n  : {}}\n', 'proxy'],
  ['a variable elsewhere', 'services: {}\nx: ${A}\nnetworks:\n  proxy:\n', 'proxy'],
])('finds a name that is written with %s', (_, text, name) => {
  const read = (path: string): { readonly text: string } | { readonly failure: 'missing' } =>
    path === 'b.yaml' ? { text } : { failure: 'missing' };
  const find = createDefinerIndex(() => ['a.yaml', 'b.yaml'].map((path) => readDefiningFile(path, { read })));
  expect(find('networks', name)).toEqual([{ path: 'b.yaml', index: 1 }]);
  expect(find('volumes', name)).toEqual([]);
});
