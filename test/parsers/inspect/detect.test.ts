import { describe, expect, it } from 'vitest';
import { detectKind, detectNameless } from '../../../src/parsers/registry.ts';
import { engineContainer, printInspect } from './engine-output.ts';

const printed = printInspect([engineContainer({})]);

describe('output of docker inspect is known by what it holds', () => {
  it.each([
    ['as it was printed', printed],
    ['after a byte order mark', `\uFEFF${printed}`],
    ['on one line', JSON.stringify([engineContainer({})])],
    ['one object', JSON.stringify(engineContainer({}))],
    [
      'with its keys sorted',
      JSON.stringify([Object.fromEntries(Object.entries(engineContainer({})).sort(([a], [b]) => (a < b ? -1 : 1)))]),
    ],
    ['after an image', printInspect([{ Id: 'sha256:1', RepoTags: ['x'.repeat(10_000)] }, engineContainer({})])],
    ['cut off', printed.slice(0, -50)],
  ])('%s', (_name, text) => {
    expect(detectKind({ path: 'host.json', text })).toBe('inspect');
    expect(detectNameless(text)).toBe('inspect');
  });

  it.each([
    ['other JSON', 'package.json', '{"name": "x"}', undefined],
    ['an array of other JSON', 'data.json', '[{"Id": 1}]', undefined],
    ['a Compose file in JSON', 'stack.json', '{\n"services": {}}', 'compose'],
    ['another name', 'host.txt', printed, undefined],
  ])('unlike %s', (_name, path, text, expected) => {
    expect(detectKind({ path, text })).toBe(expected);
  });

  it.each([
    ['an empty array on standard input', '[]\n', 'inspect'],
    ['an array of images on standard input', '[\n    {\n        "Id": "sha256:1"\n    }\n]', 'inspect'],
    ['a test in a script', '[[ -n $X ]] && docker run nginx', 'shell'],
    ['a group in a script', '{ docker run nginx; }', 'shell'],
    ['a flow list of YAML', '[a, b]', undefined],
  ])('%s', (_name, text, expected) => {
    expect(detectNameless(text)).toBe(expected);
  });
});
