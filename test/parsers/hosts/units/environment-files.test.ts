import { describe, expect, test } from 'vitest';
import { readEnvFile } from '../../../../src/parsers/hosts/units/env-file.ts';
import { createSession } from '../../../../src/session/session.ts';
import { createMemoryFiles } from '../../../memory-io.ts';

describe('the variables of a file are those that systemd reads', () => {
  test.each<[string, string, Readonly<Record<string, string>>]>([
    ['a value', 'A=1\nB = two words \n', { A: '1', B: 'two words' }],
    ['without a line end', ' A=1', { A: '1' }],
    ['line ends of Windows', 'A=1\r\nB=2\r\n', { A: '1', B: '2' }],
    ['comments', '# A=1\n ; B=2\nC=3 # 4\n# \\\nD=5\n', { C: '3 # 4', D: '5' }],
    ['comments with an equals sign, and lines without one', '#A=1\n;B=2\nC\nD\n=\nE=5\n#F=6', { E: '5' }],
    ['line ends of old', 'A=1\rB=2 \r#C=3\rD\rE=\\\r5\r', { A: '1', B: '2', E: '5' }],
    ['a byte order mark', '\uFEFFA=1\nB=\uFEFF', { A: '1', B: '\uFEFF' }],
    ['an escape at the end', 'A="b\\', { A: 'b' }],
    ['the last of a name', 'A=1\nA=2\n', { A: '2' }],
    ['nothing', 'A=\nB=""\n', { A: '', B: '' }],
    ['quotes', `A='a "b\n\\'\nB="a 'b\nc"\n`, { A: 'a "b\n\\', B: "a 'b\nc" }],
    ['quoted parts', `A='a' "b"c "d"\nB=c"d"\n`, { A: 'abc "d"', B: 'c"d"' }],
    ['escapes', `A=a\\ b\\  \nB=a\\\n b\nC="\\"\\\\\\$\\\`\\n\\\nx"\n`, { A: 'a b ', B: 'a b', C: '"\\$`\\nx' }],
    ['a quote that nothing closes', `A='a\nB=b`, { A: 'a\nB=b' }],
    ['no variables', 'A\n1A=2\nexport B=3\n=4\nC=\u0001\nD=5\n', { D: '5' }],
  ])('%s', (_name, text, expected) => {
    expect(Object.fromEntries(readEnvFile(text))).toEqual(expected);
  });
});

const UNIT = 'etc/systemd/system/web.service';
const START = 'ExecStart=/usr/bin/docker run --rm $OPTIONS --network=${NETWORK} web:1\n';

/** The unit's errors, with marked text and message. */
async function errorsOf(
  lines: string,
  files: Readonly<Record<string, string>>,
  path = UNIT,
): Promise<readonly { readonly rule: string; readonly marked: string; readonly message: string }[]> {
  const tree: Readonly<Record<string, string>> = { [path]: `[Service]\n${lines}${START}`, ...files };
  const session = createSession({ files: createMemoryFiles(tree), config: false });
  const { inputs } = await session.lint({ paths: [path] });
  return inputs.flatMap(({ findings }) =>
    findings
      .filter(({ severity }) => severity === 'error')
      .map(({ rule, message, location: { path: where, span } }) => ({
        rule,
        marked: (tree[where] ?? '').slice(span.start, span.end),
        message: `${message.what} ${message.remedy ?? ''}`,
      })),
  );
}

describe('a file of the repository is read', () => {
  const host = 'NETWORK=host\n';
  const user = 'home/.config/systemd/user/web.service';
  test.each<[string, string, string, string, string?]>([
    ['below the same root', 'EnvironmentFile=/etc/default/web', 'etc/default/web', host],
    ['that may be missing', 'EnvironmentFile=-/etc/default/web', 'etc/default/web', host],
    ['named after the unit', 'EnvironmentFile=/etc/default/%N', 'etc/default/web', host],
    ['in the folder of configurations', 'EnvironmentFile=%E/web/env', 'etc/web/env', host],
    ['over what the unit sets', 'EnvironmentFile=/etc/web\nEnvironment=NETWORK=none', 'etc/web', host],
    ['below a root further down', 'EnvironmentFile=/opt/web.env', 'files/opt/web.env', host, `files/${UNIT}`],
    ['beside the unit', 'EnvironmentFile=/etc/systemd/system/web.env', 'units/web.env', host, 'units/web.service'],
    ['in the home folder', 'EnvironmentFile=%h/web.env', 'home/web.env', host, user],
    ['in its configurations', 'EnvironmentFile=%E/web.env', 'home/.config/web.env', host, user],
    [
      'beside a unit of the user',
      'EnvironmentFile=%h/.config/systemd/user/a',
      'home/.config/systemd/user/a',
      host,
      user,
    ],
    ['of a drop-in', '', 'etc/default/web', host],
  ])('%s', async (name, line, file, content, path) => {
    const dropIn =
      name === 'of a drop-in' ? { [`${UNIT}.d/a.conf`]: '[Service]\nEnvironmentFile=/etc/default/web\n' } : {};
    const errors = await errorsOf(`${line}\n`, { [file]: content, ...dropIn }, path);
    expect(errors.map(({ rule, marked }) => [rule, marked])).toEqual([['host-network', '${NETWORK}']]);
  });

  test.each([
    ['outside of it', 'EnvironmentFile=/opt/web/env', 'units/web.service'],
    ['of a pattern', 'EnvironmentFile=/etc/default/*', UNIT],
    ['that is relative, which systemd passes over', 'EnvironmentFile=env', UNIT],
    ['of a specifier that is not known', 'EnvironmentFile=/etc/default/%m', UNIT],
    ['that an empty value takes away', 'EnvironmentFile=/etc/default/web\nEnvironmentFile=', UNIT],
    ['of a home folder that is not there', 'EnvironmentFile=%h/default/web', UNIT],
  ])('but none %s', async (_name, line, path) => {
    const files = { 'etc/default/web': host, 'etc/systemd/system/env': host, 'default/web': host };
    expect(await errorsOf(`${line}\n`, files, path)).toEqual([]);
  });
});

test('the words of a variable are options', async () => {
  const errors = await errorsOf('EnvironmentFile=/etc/web\n', { 'etc/web': 'OPTIONS="--privileged --pid=host"\n' });
  expect(errors.map(({ rule }) => rule)).toEqual(['privileged-container', 'host-pid-namespace']);
});

test('no value of a file is said', async () => {
  const errors = await errorsOf('EnvironmentFile=/etc/web\n', {
    'etc/web': 'OPTIONS=--env-file=/x --cap-add=NET_ADMIN -v /etc/secret-folder:/x\nNETWORK=host\n',
  });
  expect(errors.length).toBeGreaterThan(0);
  expect(JSON.stringify(errors)).not.toContain('secret-folder');
});
