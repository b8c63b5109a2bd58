import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lintText } from '../../../../src/lint/lint.ts';
import { readRestructuredText } from '../../../../src/parsers/hosts/markdown/restructured-text.ts';
import { fixFiles } from '../../../fixes/fix-text.ts';

async function errorsIn(text: string): Promise<readonly string[]> {
  const { findings } = await lintText({ path: 'docs/index.rst', text });
  return findings
    .filter(({ severity, suppression }) => severity === 'error' && suppression === undefined)
    .map(({ location: { span } }) => text.slice(span.start, span.end));
}

describe('blocks of reStructuredText that are read', () => {
  const P = '--privileged';
  test.each([
    ['code-block', '.. code-block:: bash\n\n   docker run --privileged a\n', [P]],
    ['code', '.. code:: sh\n\n  docker run --privileged a\n', [P]],
    [
      'with options',
      '.. code-block:: console\n   :linenos:\n   :caption: x\n\n   $ docker run --privileged a\n   output\n',
      [P],
    ],
    ['indented', 'a\n\n* b\n\n  .. code-block:: shell\n\n     docker run \\\n       --privileged a\n', [P]],
    ['behind two colons', 'Run this::\n\n    docker run --privileged a\n\nb\n', [P]],
    ['behind two colons alone', 'Run this:\n\n::\n\n  $ docker run --privileged a\n', [P]],
    ['YAML', '.. code-block:: yaml\n\n   services:\n     web:\n       image: a:1\n       privileged: true\n', ['true']],
    ['line ends of Windows', '.. code-block:: bash\r\n\r\n   docker run --privileged a\r\n\r\nb\r\n', [P]],
    [
      'with blank lines and lines that are indented further',
      '.. code-block:: bash\n\n   docker run \\\n     --privileged a\n\n   docker run --pid=host b\n\nc\n',
      [P, 'host'],
    ],
    [
      'with an option right behind it, and one that is none',
      '.. code-block:: console\n   :emphasize-lines: 1\n\n   $ docker run --privileged a\n',
      [P],
    ],
    [
      'one after another',
      '.. code-block:: bash\n\n   docker run --privileged a\n\n.. code-block:: bash\n\n   docker run --privileged b\n',
      [P, P],
    ],
    ['at the end of the page', 'docker run --privileged a::\n', []],
    ['another language', '.. code-block:: python\n\n   docker run --privileged a\n', []],
    ['a text', 'docker run --privileged a ::\n', []],
    ['a directive that holds text', '.. note::\n\n   docker run --privileged a\n', []],
    ['what a block is not indented for', '.. code-block:: bash\n\ndocker run --privileged a\n', []],
  ])('%s', async (_name, text, expected) => {
    expect(await errorsIn(text)).toEqual(expected);
  });
});

test('a comment is for the next block', async () => {
  const text =
    '.. plimsoll: ignore[privileged-container] -- the page is about this\n\n.. code-block:: bash\n\n   docker run --privileged a:1\n';
  const { findings } = await lintText({ path: 'a.rst', text });
  expect(findings.find(({ rule }) => rule === 'privileged-container')?.suppression?.kind).toBe('comment');
  expect(findings.filter(({ rule }) => rule.startsWith('suppression/'))).toEqual([]);
});

test('a fix changes the block', async () => {
  const text = 'Run::\n\n   docker run --privileged a:1\n';
  const { files } = await fixFiles(
    { 'a.rst': text, '.plimsoll.yaml': 'include: ["*.rst"]\n' },
    { rules: ['privileged-container'] },
  );
  expect(files[0]?.after).toBe(text.replace(' --privileged', ''));
});

test('the spans of any text lie in it, in order', () => {
  const piece = fc.constantFrom(
    '..',
    ' ',
    '  ',
    '\t',
    '::',
    ':',
    'code-block:: sh',
    'a',
    '\n',
    '\r\n',
    '\n\n   ',
    ':x: y',
    '.. b',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      const { blocks, comments } = readRestructuredText(text);
      let at = 0;
      for (const { lines, span } of blocks) {
        expect(span.start).toBeGreaterThanOrEqual(at);
        at = span.end;
        expect(at).toBeLessThanOrEqual(text.length);
        for (const { start, end } of lines) expect(start <= end && start >= span.start && end <= span.end).toBe(true);
      }
      for (const { inner, span } of comments) expect(inner.start <= inner.end && span.end <= text.length).toBe(true);
    }),
    { numRuns: 500 },
  );
});
