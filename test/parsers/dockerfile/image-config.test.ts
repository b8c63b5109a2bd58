import { describe, expect, test } from 'vitest';
import { findDockerfileComments } from '../../../src/parsers/dockerfile/comments.ts';
import { readImageConfig } from '../../../src/parsers/dockerfile/image-config.ts';
import { placeAt } from '../../../src/text/location.ts';
import { patternText, type Setting } from '../../../src/text/setting.ts';
import { Text } from '../../../src/text/text.ts';

interface Build {
  readonly target?: string;
  readonly args?: Readonly<Record<string, string>>;
  readonly contexts?: readonly string[];
}

function read(text: string, { target, args = {}, contexts = [] }: Build = {}): ReturnType<typeof readImageConfig> {
  const given = (value: string): Text => Text.derived(value, placeAt('compose.yaml', 0, value.length));
  return readImageConfig(Text.verbatim(text, placeAt('Dockerfile', 0, text.length)), {
    target: target === undefined ? undefined : given(target),
    args: new Map(Object.entries(args).map(([name, value]) => [name, given(value)])),
    contexts: new Set(contexts),
  });
}

/** The value, or the source text if unknown. */
function show<T>(setting: Setting<T> | undefined): T | string | undefined {
  if (setting === undefined) return undefined;
  return setting.known ? setting.value : `?${patternText(setting.pattern)}`;
}

/** An image's facts without places. */
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

/** The user set by a Dockerfile after some lines. */
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
    ['no list of strings alone', 'FROM a\nCMD ["x", 1]\n', { base: 'a', cmd: ['/bin/sh', '-c', '["x", 1]'] }],
    ['another shell', 'FROM a\nSHELL ["/bin/bash", "-ec"]\nCMD x\n', { base: 'a', cmd: ['/bin/bash', '-ec', 'x'] }],
    ['ENTRYPOINT', 'FROM a\nENTRYPOINT ["x"]\nCMD ["y"]\n', { base: 'a', entrypoint: ['x'], cmd: ['y'] }],
    [
      'ENTRYPOINT, which clears the CMD of the base',
      'FROM a\nENTRYPOINT ["x"]\n',
      { base: 'a', entrypoint: ['x'], cmd: [] },
    ],
    [
      'ENTRYPOINT, which keeps the CMD before it',
      'FROM a\nCMD ["y"]\nENTRYPOINT ["x"]\n',
      { base: 'a', entrypoint: ['x'], cmd: ['y'] },
    ],
    [
      'ENTRYPOINT, which clears the CMD of the stage that it builds on',
      'FROM a AS one\nCMD ["y"]\nFROM one\nENTRYPOINT ["x"]\n',
      { base: 'a', entrypoint: ['x'], cmd: [] },
    ],
    ['what is no port', 'FROM a\nEXPOSE x 80\n', { base: 'a', ports: ['80-80/tcp'] }],
    ['volumes by variables that may be the same', 'FROM a\nVOLUME $A $B\n', { base: 'a', volumes: ['?$A', '?$B'] }],
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
    [
      'flags far from each other',
      'FROM a\nHEALTHCHECK --interval=5s   --retries=3 CMD x --y\n',
      { base: 'a', test: ['CMD-SHELL', 'x --y'] },
    ],
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
    ['directives with blanks, and carriage returns', '#  Escape = ` \r\nFROM a\r\nRUN x `\r\n USER b\r\nUSER app\r\n'],
    ['lines of blanks', 'FROM a\n  \t\nRUN x \\\n  \t\n  USER root\n  \nUSER app\n'],
    ['an escape character at the end', 'FROM a\nUSER app \\'],
    ['an escape character before the line end of the last line', 'FROM a\nUSER app \\\n'],
    ['a word over two lines', 'FROM a\nUSER a\\\npp\n'],
    ['a here-document with carriage returns', 'FROM a\r\nRUN <<EOF\r\nUSER root\r\nEOF\r\nUSER app\r\n'],
    ['one behind a tab, which does not end it', 'FROM a\nRUN <<EOF\n\tEOF\nUSER root\nEOF\nUSER app\n'],
    ['one behind tabs, which ends it', 'FROM a\nRUN <<-EOF\nUSER root\nx\tEOF\n\t\tEOF\nUSER app\n'],
    ['one of ADD', 'FROM a\nADD <<EOF /x\nUSER root\nEOF\nUSER app\n'],
    ['what looks like one in CMD', 'FROM a\nCMD cat <<EOF\nUSER app\n'],
    ['one of ONBUILD in small letters', 'FROM a\nonbuild copy <<EOF /x\nUSER root\nEOF\nUSER app\n'],
    ['what looks like one in words of ONBUILD', 'FROM a\nONBUILD CMD cat <<EOF\nUSER app\n'],
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
    ['a FROM of nothing', 'FROM a\nFROM\n'],
    ['a word that has a keyword behind it', 'FROM a\nx USER root\n'],
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
    ['an alternative to what may be set', 'FROM a\nUSER ${U:+app}\n', {}, '?${U:+app}'],
    ['a default with a blank and quotes', 'FROM a\nUSER ${U:-"a b"}\n', {}, 'a b'],
    ['a default behind another', 'FROM a\nENV V=b\nUSER ${U:-a}$V${W-c}\n', {}, 'abc'],
    ['a default with braces', 'FROM a\nUSER ${U:-{a}}\n', {}, '{a}'],
    ['what has to be set', 'FROM a\nUSER ${U:?no}\n', {}, '?${U:?no}'],
    ['a global ARG in another', 'ARG A=ap\nARG B=${A}p\nFROM a\nARG B\nUSER $B\n', {}, 'app'],
    ['an expression that is not read', 'FROM a\nENV U=app1\nUSER ${U%1}\n', {}, '?${U%1}'],
    ['ENV over ARG', 'FROM a\nENV U=app\nARG U=root\nUSER $U\n', {}, 'app'],
    ['an old ENV', 'FROM a\nENV U app\nUSER $U\n', {}, 'app'],
    ['several in one ENV', 'FROM a\nENV A="x y" U=app\nUSER $U\n', {}, 'app'],
    ['one that is set in the same ENV', 'FROM a\nENV U=app\nENV U=root V=$U\nUSER $V\n', {}, 'app'],
    ['quotes', 'FROM a\nUSER "app"\n', {}, 'app'],
    ['single quotes', "FROM a\nENV U=x\nUSER '$U'\n", {}, '$U'],
    ['quotes in the middle, and one kind in the other', `FROM a\nENV U=x\nUSER a"b'$U'"'c"d'e\n`, {}, `ab'x'c"de`],
    ['escapes between quotes', `FROM a\nUSER "a\\"\\$\\\\\\b"'\\c'\\d\n`, {}, 'a"$\\\\b\\cd'],
    ['a dollar sign alone', 'FROM a\nUSER a$ $.\n', {}, 'a$ $.'],
    ['escaped blanks in an ENV', 'FROM a\nENV A=x\\ y U=app\nUSER $U\n', {}, 'app'],
    ['quoted blanks in an ENV', `FROM a\nENV A='x U=a' B="\\" U=b" U=app\nUSER $U\n`, {}, 'app'],
    ['a blank behind a quote in an ENV', `FROM a\nENV U='a\\' A="b"\nUSER $U$A\n`, {}, 'a\\b'],
    ['an escaped dollar sign', 'FROM a\nENV U=x\nUSER \\$U\n', {}, '$U'],
    ['an ARG of another stage', 'FROM a AS one\nARG U=root\nFROM one\nUSER ${U:-app}\n', {}, 'app'],
    ['an ENV of the stage below', 'FROM a AS one\nENV U=app\nFROM one\nUSER $U\n', {}, 'app'],
  ])('%s', (_name, text, build, expected) => {
    expect(user(text, build)).toBe(expected);
  });

  test.each([
    ['${U}', 'app', ''],
    ['${U-x}', 'app', ''],
    ['${U:-x}', 'app', 'x'],
    ['${U+x}', 'x', 'x'],
    ['${U:+x}', 'x', ''],
    ['${U?x}', 'app', ''],
    ['${U:?x}', 'app', '?${U:?x}'],
  ])('%s of a value is %j, and of an empty one %j', (use, set, empty) => {
    expect(user(`FROM a\nENV U=app\nUSER ${use}\n`)).toBe(set);
    expect(user(`FROM a\nENV U=\nUSER ${use}\n`)).toBe(empty);
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
    ['a number that no stage has', TWO, { target: '2' }, undefined],
    ['a number in a word', TWO, { target: '0x' }, undefined],
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
    [
      'a stage for which a build context stands',
      'FROM a AS one\nUSER root\nFROM one\nEXPOSE 80\n',
      { contexts: ['one'] },
      { base: 'one', ports: ['80-80/tcp'] },
    ],
    [
      'a stage beside one for which a build context stands',
      'FROM a AS one\nUSER root\nFROM a\nUSER app\n',
      { contexts: ['one'] },
      { base: 'a', user: 'app' },
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
      'what waits for the next stage, in the one behind it',
      'FROM a AS one\nONBUILD USER root\nFROM one AS two\nUSER app\nFROM two\n',
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

  test('of a default have it as a step', () => {
    const text = 'FROM a\nUSER ${U:-app}\n';
    const place = read(text).image?.user?.place;
    expect(place && marked(text, place)).toBe('app');
    expect(place?.hops.map((hop) => [hop.kind, marked(text, hop)])).toEqual([['default', '${U:-app}']]);
  });

  test('of values that may be secrets', () => {
    const text = 'ARG T=1\nFROM a\nENV A="s t" B=u\nENV C v w\nARG D\nUSER x\n';
    expect(read(text).values.map((location) => marked(text, { location }))).toEqual(['1', '"s t"', 'u', 'v w']);
  });
});

test('the variables of all stages, as they are there', () => {
  const text = 'ARG A=1\nFROM a AS one\nENV B="x y" C=$A\nARG D\nONBUILD ENV E f g\nFROM b\nARG F=$A-1 G=\nENV H=\n';
  const { variables } = read(text, { target: 'one', args: { A: '2' } });
  expect(variables?.args.map(show)).toEqual(['A=1', '?F=$A-1', 'G=']);
  expect(variables?.env.map(show)).toEqual(['B=x y', '?C=$A', 'E=f g', 'H=']);
  expect([...(variables?.declared ?? [])]).toEqual(['A', 'D', 'F', 'G']);
  expect(read('USER app\n')).not.toHaveProperty('variables');
  expect(read('FROM a\nARG B=1\nFROM $C\n', { target: 'none' }).variables?.args.map(show)).toEqual(['B=1']);
});

test('a comment speaks of the instruction that it is in or before', () => {
  const text = '# one\nFROM a\nRUN x \\\n  # two\n  y\nRUN <<EOF\n# none\nEOF\n# three\n\nUSER app\n# four\n';
  const found = findDockerfileComments({ path: 'Dockerfile', text }, () => true);
  expect(found.map(({ text: comment, governs }) => [comment, text.slice(governs.start, governs.end)])).toEqual([
    ['# one', 'FROM a'],
    ['# two', 'RUN x \\\n  # two\n  y'],
    ['# three', 'USER app'],
    ['# four', '# four'],
  ]);
});

test('comments are found by what they say, with their places', () => {
  const text = '# a\nFROM x\nUSER b # c\n  # a b\n\nUSER d\n';
  const found = findDockerfileComments({ path: 'web/Dockerfile', text }, (comment) => comment.includes('b'));
  const start = text.indexOf('# a b');
  expect(found).toEqual([
    {
      location: { path: 'web/Dockerfile', span: { start, end: start + 5 } },
      text: '# a b',
      governs: { start: text.indexOf('USER d'), end: text.length - 1 },
    },
  ]);
  expect(findDockerfileComments({ path: 'Dockerfile', text: 'no\n# a b\n' }, () => true)).toEqual([]);
});
