import fc from 'fast-check';

const line = fc.constantFrom(
  '```sh',
  '```console',
  '```yaml',
  '```',
  '~~~',
  '- ```sh',
  '> ```yaml',
  '',
  'text',
  '$ docker run --privileged a \\',
  '> -v <dir>:/x <image>',
  'docker run [OPTIONS] a ...',
  '    docker exec -u root a',
  'services:',
  '  web:',
  '    image: <image>',
  '    privileged: true',
  '    ports: ["…"]',
  '  ...',
  '\tdocker run a',
  '<!-- plimsoll: ignore[privileged-container] -- x -->',
  '{/* plimsoll: ignore-file[x] */}',
  '<!--',
  '# plimsoll: ignore[unlimited-memory] -- y',
);

export const markdown: fc.Arbitrary<string> = fc
  .tuple(fc.array(line, { maxLength: 16 }), fc.constantFrom('\n', '\r\n'), fc.constantFrom('', '  ', '> ', '\t'))
  .map(([lines, end, indent]) => lines.map((each) => `${indent}${each}${end}`).join(''));

const rstLine = fc.constantFrom(
  '.. code-block:: console',
  '.. code-block:: yaml',
  '.. code:: sh',
  '.. sourcecode::',
  '   :linenos:',
  '   $ docker run --privileged a \\',
  '   > -v <dir>:/x <image>',
  '   docker run ... a',
  '   docker exec -u root a',
  '   services: {web: {image: a, privileged: true}}',
  'Run it::',
  '::',
  'text',
  '',
  '====',
  '.. plimsoll: ignore[privileged-container] -- x',
  '..',
);

export const restructuredText: fc.Arbitrary<string> = fc
  .tuple(fc.array(rstLine, { maxLength: 16 }), fc.constantFrom('\n', '\r\n'), fc.constantFrom('', '  ', '\t'))
  .map(([lines, end, indent]) => lines.map((each) => `${indent}${each}${end}`).join(''));
