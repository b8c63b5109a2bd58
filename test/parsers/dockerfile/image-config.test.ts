import { describe, expect, test } from 'vitest';
import { findDockerfileComments, readImageConfig } from '../../../src/parsers/dockerfile/index.ts';
import { placeAt } from '../../../src/text/location.ts';
import { patternText, type Setting } from '../../../src/text/setting.ts';
import { Text } from '../../../src/text/text.ts';

interface Build {
  readonly target?: string;
  readonly args?: Readonly<Record<string, string>>;
}

function read(text: string, { target, args = {} }: Build = {}): ReturnType<typeof readImageConfig> {
  const given = (value: string): Text => Text.derived(value, placeAt('compose.yaml', 0, value.length));
  return readImageConfig(Text.verbatim(text, placeAt('Dockerfile', 0, text.length)), {
    target: target === undefined ? undefined : given(target),
    args: new Map(Object.entries(args).map(([name, value]) => [name, given(value)])),
  });
}

/** A value, or what was written where it is not known. */
function show<T>(setting: Setting<T> | undefined): T | string | undefined {
  if (setting === undefined) return undefined;
  return setting.known ? setting.value : `?${patternText(setting.pattern)}`;
}

/** All that is said of an image, without places. */
function facts(text: string, build: Build = {}): unknown {
  const { image } = read(text, build);
  return (
    image && {
      base: show(image.base),
      ...(image.user && { user: show(image.user) }),
      ...(image.healthcheck && { test: image.healthcheck.test?.map(show) }),
      ...(image.exposedPorts && {
        ports: image.exposedPorts.map(({ containerPort: port, protocol }) =>
          port.known ? `${port.value.start}-${port.value.end}/${show(protocol) ?? ''}` : show(port),
        ),
      }),
      ...(image.cmd && { cmd: image.cmd.map(show) }),
      ...(image.entrypoint && { entrypoint: image.entrypoint.map(show) }),
      ...(image.volumes && { volumes: image.volumes.map(show) }),
    }
  );
}

/** The user that a Dockerfile sets behind some lines. */
function user(lines: string, build: Build = {}): unknown {
  const { image } = read(lines, build);
  return show(image?.user);
}

describe('instructions', () => {
  test.each([
    ['nothing but a base', 'FROM debian:12\n', { base: 'debian:12' }],
    ['the last of several', 'FROM a\nUSER root\nUSER app\n', { base: 'a', user: 'app' }],
    ['keywords in small letters, and blanks before them', 'from a\n  user app  \n', { base: 'a', user: 'app' }],
    ['a platform', 'FROM --platform=$BUILDPLATFORM a AS b\n', { base: 'a' }],
    ['volumes', 'FROM a\nVOLUME /a "/b"\nVOLUME ["/c d", "/a"]\n', { base: 'a', volumes: ['/a', '/b', '/c d'] }],
    ['volumes with variables', 'FROM a\nENV D=/x\nVOLUME $D/y ${E}\n', { base: 'a', volumes: ['/x/y', '?${E}'] }],
    [
      'volumes of the stage that it builds on',
      'FROM a AS one\nVOLUME /a\nFROM one\nVOLUME /b\n',
      { base: 'a', volumes: ['/a', '/b'] },
    ],
    ['CMD as words', 'FROM a\nCMD ["/usr/sbin/sshd", "-D"]\n', { base: 'a', cmd: ['/usr/sbin/sshd', '-D'] }],
    ['CMD as a line', 'FROM a\nCMD sshd -D $X\n', { base: 'a', cmd: ['/bin/sh', '-c', 'sshd -D $X'] }],
    ['words with escapes', 'FROM a\nCMD ["a\\"b", "c"]\n', { base: 'a', cmd: ['a"b', 'c'] }],
    ['no list of strings', 'FROM a\nCMD [ 1 ]\n', { base: 'a', cmd: ['/bin/sh', '-c', '[ 1 ]'] }],
    ['another shell', 'FROM a\nSHELL ["/bin/bash", "-ec"]\nCMD x\n', { base: 'a', cmd: ['/bin/bash', '-ec', 'x'] }],
    ['ENTRYPOINT', 'FROM a\nENTRYPOINT ["x"]\nCMD ["y"]\n', { base: 'a', entrypoint: ['x'], cmd: ['y'] }],
    [
      'ENTRYPOINT, which clears the CMD of the base',
      'FROM a\nENTRYPOINT ["x"]\n',
      { base: 'a', entrypoint: ['x'], cmd: [] },
    ],
    [
      'ports',
      'FROM a\nEXPOSE 80 22/tcp 8000-8010/UDP\nEXPOSE $P\n',
      { base: 'a', ports: ['80-80/tcp', '22-22/tcp', '8000-8010/udp', '?$P'] },
    ],
    [
      'a check',
      'FROM a\nHEALTHCHECK --interval=5s --retries=3 \\\n  CMD curl -f x || exit 1\n',
      { base: 'a', test: ['CMD-SHELL', 'curl -f x || exit 1'] },
    ],
    ['a check of words', 'FROM a\nHEALTHCHECK cmd ["x"]\n', { base: 'a', test: ['CMD', 'x'] }],
    ['no check', 'FROM a\nHEALTHCHECK CMD x\nHEALTHCHECK NONE\n', { base: 'a', test: ['NONE'] }],
  ])('%s', (_name, text, expected) => {
    expect(facts(text)).toEqual(expected);
  });
});

describe('lines', () => {
  test.each([
    ['carriage returns', 'FROM a\r\nRUN x \\\r\n  USER b\r\nUSER app\r\n'],
    ['a byte order mark', '\uFEFFFROM a\nUSER app'],
    ['comments and empty lines in an instruction', 'FROM a\nRUN x \\\n  # USER b \\\n\n  y\nUSER app\n'],
    ['a comment that ends in the escape character', 'FROM a\n# USER b \\\nUSER app\n'],
    ['blanks behind the escape character', 'FROM a\nRUN x \\ \t\n USER root\nUSER app\n'],
    ['two escape characters, which continue nothing', 'FROM a\nRUN x \\\\\nUSER app\n'],
    ['another escape character', '# escape=`\nFROM a\nRUN x `\n USER b\nUSER a`pp\n'],
    ['directives', '# syntax=docker/dockerfile:1.7\n# check=skip=all\n# escape=`\nFROM a\nRUN c:\\\nUSER app\n'],
    ['a directive behind a comment, which is none', '# a comment\n# escape=`\nFROM a\nRUN x \\\n USER b\nUSER app\n'],
    ['a here-document', 'FROM a\nRUN <<EOF cat > x\nUSER root\nEOF\nUSER app\n'],
    ['several of them', 'FROM a\nCOPY <<-"A" <<B /x/\nUSER x\n\tA\nUSER y\nB\nUSER app\n'],
    ['one of ONBUILD', 'FROM a\nONBUILD RUN <<EOF\nUSER root\nEOF\nUSER app\n'],
    ['what looks like one in words', 'FROM a\nRUN ["a", "<<EOF"]\nUSER app\n'],
    ['an instruction in a line with a shift', 'FROM a\nRUN echo $((1<<2))\nUSER app\n'],
  ])('%s', (_name, text) => {
    expect(user(text)).toBe('app');
  });
});

describe('what is not read', () => {
  test.each([
    ['another language', '# syntax=example.com/other:1\nFROM a\n'],
    ['a here-document without an end', 'FROM a\nRUN <<EOF\nUSER root\n'],
    ['an instruction that there is not', 'FROM a\nUSR root\n'],
    ['an instruction before the first FROM', 'USER a\nFROM a\n'],
    ['nothing', ''],
    ['comments only', '# FROM a\n'],
    ['an escape character that there is not', '# escape=x\nFROM a\n'],
  ])('%s', (_name, text) => {
    expect(read(text).image).toBeUndefined();
  });
});

describe('variables', () => {
  test.each([
    ['an ARG', 'FROM a\nARG U=app\nUSER $U\n', {}, 'app'],
    ['one before the first stage', 'ARG U=app\nFROM a\nARG U\nUSER $U\n', {}, 'app'],
    ['one before the first stage that the stage does not name', 'ARG U=app\nFROM a\nUSER $U\n', {}, '?$U'],
    ['a value for it', 'FROM a\nARG U=app\nUSER ${U}\n', { args: { U: 'root' } }, 'root'],
    ['a value for what is no ARG', 'FROM a\nENV U=app\nUSER ${U}\n', { args: { U: 'root' } }, 'app'],
    ['an ARG without a value', 'FROM a\nARG U\nUSER $U\n', {}, '?$U'],
    ['a default', 'FROM a\nARG U\nUSER ${U:-app}\n', {}, 'app'],
    ['defaults in defaults', 'FROM a\nUSER ${U:-${V:-app}}\n', {}, 'app'],
    ['an alternative', 'FROM a\nENV U=1\nUSER ${U:+app}\n', {}, 'app'],
    ['an expression that is not read', 'FROM a\nENV U=app1\nUSER ${U%1}\n', {}, '?${U%1}'],
    ['ENV over ARG', 'FROM a\nENV U=app\nARG U=root\nUSER $U\n', {}, 'app'],
    ['an old ENV', 'FROM a\nENV U app\nUSER $U\n', {}, 'app'],
    ['several in one ENV', 'FROM a\nENV A="x y" U=app\nUSER $U\n', {}, 'app'],
    ['one that is set in the same ENV', 'FROM a\nENV U=app\nENV U=root V=$U\nUSER $V\n', {}, 'app'],
    ['quotes', 'FROM a\nUSER "app"\n', {}, 'app'],
    ['single quotes', "FROM a\nENV U=x\nUSER '$U'\n", {}, '$U'],
    ['an escaped dollar sign', 'FROM a\nENV U=x\nUSER \\$U\n', {}, '$U'],
    ['an ARG of another stage', 'FROM a AS one\nARG U=root\nFROM one\nUSER ${U:-app}\n', {}, 'app'],
    ['an ENV of the stage below', 'FROM a AS one\nENV U=app\nFROM one\nUSER $U\n', {}, 'app'],
  ])('%s', (_name, text, build, expected) => {
    expect(user(text, build)).toBe(expected);
  });

  test('a value that grows without end is not followed', () => {
    const lines = Array.from({ length: 60 }, () => 'ENV A=$A$A').join('\n');
    expect(user(`FROM a\nENV A=aa\n${lines}\nUSER $A\n`)).toMatch(/^\?/);
  });
});

describe('stages', () => {
  const TWO = 'FROM golang AS build\nUSER root\nHEALTHCHECK CMD x\nFROM scratch AS final\nCOPY --from=build /a /a\n';

  test.each([
    ['the last one', TWO, {}, { base: 'scratch' }],
    ['a target', TWO, { target: 'BUILD' }, { base: 'golang', user: 'root', test: ['CMD-SHELL', 'x'] }],
    ['a target by its number', TWO, { target: '0' }, { base: 'golang', user: 'root', test: ['CMD-SHELL', 'x'] }],
    ['a target that there is not', TWO, { target: 'other' }, undefined],
    [
      'a stage on a stage',
      'FROM a AS One\nUSER app\nCMD ["x"]\nFROM one\nEXPOSE 80\n',
      {},
      { base: 'a', user: 'app', cmd: ['x'], ports: ['80-80/tcp'] },
    ],
    ['a stage named like its base', 'FROM a AS a\nUSER app\n', {}, { base: 'a', user: 'app' }],
    [
      'the later of two of one name',
      'FROM a AS x\nUSER a\nFROM b AS x\nUSER b\nFROM x\n',
      {},
      { base: 'b', user: 'b' },
    ],
    ['a base by an ARG', 'ARG V=12\nFROM debian:${V}\n', {}, { base: 'debian:12' }],
    ['a base by a value from outside', 'ARG V=12\nFROM debian:${V}\n', { args: { V: '13' } }, { base: 'debian:13' }],
    ['a stage by an ARG', 'ARG S=one\nFROM a AS one\nUSER app\nFROM $S\n', {}, { base: 'a', user: 'app' }],
    ['a base that is not known', 'ARG B\nFROM $B\nUSER app\n', {}, { base: '?$B', user: 'app' }],
    ['a base that is not known and may be a stage', 'ARG B\nFROM a AS one\nFROM $B\nUSER app\n', {}, undefined],
    [
      'what waits for the next stage',
      'FROM a AS one\nONBUILD USER app\nUSER root\nFROM one\n',
      {},
      { base: 'a', user: 'app' },
    ],
    [
      'what waits for the next stage, built by itself',
      'FROM a AS one\nONBUILD USER app\nUSER root\n',
      {},
      { base: 'a', user: 'root' },
    ],
  ])('%s', (_name, text, build, expected) => {
    expect(facts(text, build)).toEqual(expected);
  });
});

describe('places', () => {
  const marked = (
    text: string,
    { location: { span } }: { location: { span: { start: number; end: number } } },
  ): string => text.slice(span.start, span.end);

  test('are those of the characters', () => {
    const text =
      'FROM  debian:12 AS x\r\n# c\nUSER \\\n  "app" \nCMD ["a", "b\\nc"]\nHEALTHCHECK --retries=3 CMD a b\nEXPOSE 80 8000-8010/udp';
    const { image } = read(text);
    const places = [
      image?.base.place,
      image?.user?.place,
      ...(image?.cmd ?? []).map(({ place }) => place),
      ...(image?.healthcheck?.test ?? []).map(({ place }) => place),
      image?.healthcheck?.place,
      ...(image?.exposedPorts ?? []).map(({ place }) => place),
    ];
    expect(places.map((place) => place && marked(text, place))).toEqual([
      'debian:12',
      'app',
      'a',
      'b\\nc',
      'CMD',
      'a b',
      'HEALTHCHECK',
      '80',
      '8000-8010/udp',
    ]);
  });

  test('of a value that a variable has are where it was written, with the use of the variable as a step', () => {
    const text = 'FROM a\nENV U=app\nUSER $U\n';
    const place = read(text).image?.user?.place;
    expect(place && marked(text, place)).toBe('app');
    expect(place?.hops.map((hop) => [hop.kind, marked(text, hop)])).toEqual([['variable', '$U']]);
  });

  test('of values that may be secrets', () => {
    const text = 'ARG T=1\nFROM a\nENV A="s t" B=u\nENV C v w\nARG D\nUSER x\n';
    expect(read(text).values.map((location) => marked(text, { location }))).toEqual(['1', '"s t"', 'u', 'v w']);
  });
});

test('a comment speaks of the instruction that it stands in or before', () => {
  const text = '# one\nFROM a\nRUN x \\\n  # two\n  y\nRUN <<EOF\n# none\nEOF\n# three\n\nUSER app\n# four\n';
  const found = findDockerfileComments({ path: 'Dockerfile', text }, () => true);
  expect(found.map(({ text: comment, governs }) => [comment, text.slice(governs.start, governs.end)])).toEqual([
    ['# one', 'FROM a'],
    ['# two', 'RUN x \\\n  # two\n  y'],
    ['# three', 'USER app'],
    ['# four', '# four'],
  ]);
});
