import { describe, expect, test } from 'vitest';
import { type ParsedScript, parseScript, regionScript, stringScript } from '../../../src/parsers/shell/index.ts';
import { placeAt, type Span } from '../../../src/text/location.ts';
import { valueOf } from '../../../src/text/setting.ts';
import { Text } from '../../../src/text/text.ts';

const path = 'host.yaml';
const environment = new Map<string, string>();

/** The lines below `run:`, without the first line's indentation but with line ends. */
function linesOfBlock(text: string): readonly Span[] {
  const spans: Span[] = [];
  const indent = 4;
  for (let start = text.indexOf('\n', text.indexOf('run:')) + 1; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline + 1;
    spans.push({ start: Math.min(start + indent, end - 1), end });
    start = end;
  }
  return spans;
}

const BLOCK = [
  'steps:',
  '  run: |',
  '    NET=host',
  '    if true; then',
  '      docker run --network "$NET" \\',
  '        --user=root nginx',
  '    fi',
  '',
  '    cat <<EOF | sh',
  '      docker exec --privileged web sh',
  '    EOF',
  "    docker run --memory 5x 'a",
  '    ',
].join('\n');

describe('a script in an indented block of another text', () => {
  test.each([
    ['with line feeds', BLOCK],
    ['with carriage returns', BLOCK.replaceAll('\n', '\r\n')],
  ])('%s has its places there', (_, text) => {
    const parsed = parseScript(regionScript(path, text, linesOfBlock(text)), { environment });
    const marked = ({ location: { span } }: { readonly location: { readonly span: Span } }): string =>
      text.slice(span.start, span.end).replaceAll('\r', '');
    const [container, exec] = parsed.subjects;
    expect(parsed.subjects.map(({ place }) => marked(place))).toEqual(['docker run', 'docker exec', 'docker run']);
    expect(container?.kind === 'container' ? container.hostConfig.networkMode?.place : undefined).toEqual({
      location: { path, span: { start: text.indexOf('host'), end: text.indexOf('host') + 'host'.length } },
      expression: '$NET',
      hops: [
        {
          kind: 'variable',
          location: { path, span: { start: text.indexOf('$NET'), end: text.indexOf('$NET') + 4 } },
        },
      ],
    });
    expect(container?.kind === 'container' && container.config.user ? marked(container.config.user.place) : '').toBe(
      'root',
    );
    expect(exec?.kind === 'exec' && exec.privileged ? marked(exec.privileged.place) : '').toBe('--privileged');
    expect(parsed.problems.map(({ place, id }) => [id, marked(place)])).toEqual([
      ['syntax/invalid-value', '5x'],
      ['syntax/invalid-shell', "'"],
    ]);
  });
});

describe('variables that the text around a script sets', () => {
  const text = 'env: --privileged\nrun: docker run -e A $A x';
  const at = text.indexOf('--privileged');
  const script = regionScript(path, text, [{ start: text.indexOf('docker'), end: text.length }]);
  const variables = new Map([['A', Text.verbatim('--privileged', placeAt(path, at, at + '--privileged'.length))]]);

  test('are known, with their places, and exported', () => {
    const { subjects } = parseScript(script, { environment: new Map([['A', '--init']]), variables });
    const [container] = subjects;
    const env = container?.kind === 'container' ? container.config.env : undefined;
    expect(env?.map(valueOf)).toEqual(['A=--privileged']);
    const privileged = container?.kind === 'container' ? container.hostConfig.privileged : undefined;
    expect(privileged === undefined ? undefined : valueOf(privileged)).toBe(true);
    expect(privileged?.place.location.span).toEqual({ start: at, end: at + '--privileged'.length });
  });

  test('are unknown where nothing says them', () => {
    const { subjects } = parseScript(script, { environment });
    expect(subjects.map(({ unresolvedOptions }) => unresolvedOptions.map(({ expression }) => expression))).toEqual([
      ['$A'],
    ]);
  });
});

test('a script with parts that are unknown is read around them', () => {
  const parts = [
    Text.verbatim('docker run --rm ', placeAt(path, 5, 21)),
    Text.unknown('${{ inputs.image }}', placeAt(path, 21, 40)),
    Text.verbatim(' true\n', placeAt(path, 40, 46)),
  ];
  const { subjects, problems }: ParsedScript = parseScript(stringScript(Text.concat(parts, placeAt(path, 5, 46))), {
    environment,
  });
  expect(problems).toEqual([]);
  const [container] = subjects;
  expect(container?.kind === 'container' ? container.config.image : undefined).toMatchObject({
    known: false,
    pattern: [{ unknown: '${{ inputs.image }}' }],
    place: placeAt(path, 21, 40),
  });
});
