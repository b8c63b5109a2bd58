import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalizeRelativePath, readVolumeSpec, toBind } from '../../../src/parsers/syntax/volume-spec.ts';
import { patternText } from '../../../src/text/setting.ts';
import { sourceAt, textOf } from './text-of.ts';

function parts(source: string): string {
  const reading = readVolumeSpec(textOf(source));
  if (reading.failure !== undefined) return reading.failure.what;
  const { kind, target, options } = reading.value;
  return [
    kind ?? '?',
    reading.value.source?.source ?? '-',
    target.source,
    ...options.map((option) => option.source),
  ].join(' ');
}

describe('a volume', () => {
  test.each([
    // spec, kind, source, target, options
    ['/data', 'volume - /data'],
    ['/a', 'volume - /a'],
    ['a:', 'volume - a:'],
    ['::', 'volume - ::'],
    ['/srv:ro', 'bind /srv ro'],
    ['data:/data', 'volume data /data'],
    ['d:/data:/x', 'bind d:/data /x'],
    ['d:/data', 'volume - d:/data'],
    ['/srv:/data', 'bind /srv /data'],
    ['/srv:/data:ro', 'bind /srv /data ro'],
    ['/srv:/data:ro,z', 'bind /srv /data ro z'],
    ['/srv:/data:bogus', 'bind /srv /data bogus'],
    ['./data:/data', 'bind ./data /data'],
    ['.:/app', 'bind . /app'],
    ['../data:/data', 'bind ../data /data'],
    ['data/sub:/data', 'volume data/sub /data'],
    ['~/data:/data', 'bind ~/data /data'],
    ['C:\\data:/data:ro', 'bind C:\\data /data ro'],
    ['\\\\.\\pipe\\x:\\\\.\\pipe\\x', 'bind \\\\.\\pipe\\x \\\\.\\pipe\\x'],
    ['/srv/a,b:/data', 'bind /srv/a,b /data'],
  ])('%s is %s', (spec, expected) => {
    expect(parts(spec)).toBe(expected);
  });

  test.each([
    ['$DIR:/data', '? $DIR /data'],
    ['$DIR/x:/data', 'bind $DIR/x /data'],
    ['data_$N:/data', 'volume data_$N /data'],
    ['/etc/$N:/data', 'bind /etc/$N /data'],
    ['/srv:$TARGET', 'bind /srv $TARGET'],
    ['$MOUNT:ro', '? $MOUNT $MOUNT ro'],
    ['$MOUNT:ro,$MODE', '? $MOUNT $MOUNT ro $MODE'],
    ['$MOUNT:$TARGET', '? $MOUNT $TARGET'],
    ['$MOUNT:ro,x', '? $MOUNT ro,x'],
    ['$DIR:ro:z', '? $DIR ro z'],
    ['$MOUNT', '? $MOUNT $MOUNT'],
    ['/srv:/data:$MODE', 'bind /srv /data $MODE'],
  ])('%s is known as far as %s', (spec, expected) => {
    expect(parts(spec)).toBe(expected);
  });

  test.each([
    'ro',
    'rw',
    'z',
    'Z',
    'nocopy',
    'shared',
    'rshared',
    'slave',
    'rslave',
    'private',
    'rprivate',
    'cached',
    'delegated',
    'consistent',
  ])('after an unknown, %s is an option', (option) => {
    expect(parts(`$MOUNT:${option}`)).toBe(`? $MOUNT $MOUNT ${option}`);
  });

  test.each(['$HOME', '${HOME}', '$PWD', '${PWD}', '${PWD:?}', '${HOME:?}'])('%s is a path', (source) => {
    expect(parts(`${source}:/data`)).toBe(`bind ${source} /data`);
  });

  test.each([
    ['', 'The volume is empty.'],
    ['/a:', '`/a:` has an empty field between two colons.'],
    ['/a::/b', '`/a::/b` has an empty field between two colons.'],
    ['/a:/b:ro:z', '`/a:/b:ro:z` has too many colons.'],
  ])('%j is rejected', (spec, what) => {
    expect(parts(spec)).toBe(what);
  });
});

describe('a bind', () => {
  function bind(source: string): {
    readonly spec: string;
    readonly source: string;
    readonly isRelative: boolean;
    readonly places: readonly string[];
  } {
    const reading = readVolumeSpec(textOf(source));
    const spec = reading.failure === undefined ? reading.value : expect.unreachable();
    const result = toBind({ ...spec, source: spec.source ?? expect.unreachable() });
    const show = (setting: typeof result.spec): string =>
      setting.known ? setting.value : patternText(setting.pattern);
    return {
      spec: show(result.spec),
      source: show(result.source),
      isRelative: result.isRelative === true,
      places: [result.source, result.target, ...result.options].map(({ place }) => sourceAt(source, place)),
    };
  }

  test.each([
    ['/srv//a/../b:/data/', '/srv//a/../b:/data/', '/srv//a/../b', false],
    ['./a/../b:/b:ro', './b:/b:ro', './b', true],
    ['.:/app', '.:/app', '.', true],
    ['./:/app', '.:/app', '.', true],
    ['../../x/:/x', '../../x:/x', '../../x', true],
    ['./a/b/../c/d:/x', './a/c/d:/x', './a/c/d', true],
    ['.config:/c', './.config:/c', './.config', true],
    ['./$X:/x', './$X:/x', './$X', true],
  ])('%s is sent as %s', (text, spec, source, isRelative) => {
    expect(bind(text)).toMatchObject({ spec, source, isRelative });
  });

  test('every part has its own place', () => {
    expect(bind('/srv:/data:ro,z').places).toEqual(['/srv', '/data', 'ro', 'z']);
  });
});

test('a relative path is normal once normalized', () => {
  const part = fc.constantFrom('.', '..', 'a', 'b', '');
  fc.assert(
    fc.property(fc.array(part), (path) => {
      const normal = normalizeRelativePath(['.', ...path].join('/'));
      expect(normalizeRelativePath(normal)).toBe(normal);
      expect(normal).toMatch(/^\.{1,2}(?:\/|$)/);
    }),
  );
});
