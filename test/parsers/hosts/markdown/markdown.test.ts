import { describe, expect, test } from 'vitest';
import { main } from '../../../../src/cli/main.ts';
import { lintText } from '../../../../src/lint/lint.ts';
import type { Finding } from '../../../../src/model/finding.ts';
import { isMarkdown } from '../../../../src/parsers/hosts/markdown/detect.ts';
import { placeholdersIn } from '../../../../src/parsers/hosts/markdown/placeholders.ts';
import { createMemoryIo, type MemoryFile } from '../../../memory-io.ts';

async function findings(text: string): Promise<readonly Finding[]> {
  const result = await lintText({ path: 'README.md', text });
  return result.findings.filter(({ suppression }) => suppression === undefined);
}

async function errorsIn(text: string): Promise<readonly string[]> {
  return (await findings(text))
    .filter(({ severity }) => severity === 'error')
    .map(({ location: { span } }) => text.slice(span.start, span.end));
}

test.each([
  ['README.md', '```sh\ndocker run a\n```\n', true],
  ['a/b.mdx', '~~~\n$ docker run a\n~~~\n', true],
  ['x.markdown', 'a\n\n    docker run a\n', true],
  ['README.md', 'docker run a\n', false],
  ['README.md', '```sh\nls\n```\n', false],
  ['README.rst', '```sh\ndocker run a\n```\n', false],
  [undefined, '```sh\ndocker run a\n```\n', false],
])('%s: %j', (path, text, expected) => {
  expect(isMarkdown(text, path)).toBe(expected);
});

describe('blocks that are read', () => {
  const P = '--privileged';
  test.each([
    ['sh', '```sh\ndocker run --privileged a\n```\n', [P]],
    ['bash with words behind it', '``` bash title="x"\ndocker run --privileged a\n```\n', [P]],
    ['braces', '```{.bash .x}\ndocker run --privileged a\n```\n', [P]],
    ['tildes', '~~~~shell\n~~~\ndocker run --privileged a\n~~~~\n', [P]],
    ['none, with a command', '```\ndocker run --privileged a\n```\n', [P]],
    ['none, with a prompt', '```\n$ ls\nout\n$ docker run --privileged a\n```\n', [P]],
    ['prompts, and what commands print', '```console\n$ docker run a\ndocker run --privileged b\n```\n', []],
    ['a command that goes on', '```console\n$ docker run \\\n>  --privileged \\\n  a\n```\n', [P]],
    ['a prompt of a host', '```shell-session\nme@host:~/x$ docker run --privileged a\n```\n', [P]],
    ['the prompt of root', '```console\n# docker run --privileged a\n```\n', [P]],
    ['a prompt with a version', '```console\nbash-5.0# docker run --privileged a\n```\n', [P]],
    ['a prompt in brackets', '```\n[root@web ~]# docker run --privileged a\n```\n', [P]],
    ['a comment', '```sh\n# docker run --privileged a\n```\n', []],
    [
      'a prompt behind a here-document',
      '```console\n$ cat > x <<EOF\n$A\nEOF\nout\n$ docker run --privileged a\n```\n',
      [P],
    ],
    [
      'a here-document with prompts of its own',
      "```console\n$ sh <<-'E'\n> docker run --privileged a\n> E\n$ docker run b\n```\n",
      [P],
    ],
    ['indented by four', 'x\n\n    docker run --privileged a\n', [P]],
    ['indented, at the start of the page', '    docker run --privileged a\n', [P]],
    ['indented, with a blank line in it', 'x\n\n    docker ps\n\n    docker run --privileged a\n\ny\n', [P]],
    ['indented, behind another block', '```sh\nls\n```\n    docker run --privileged a\n', [P]],
    [
      'none, with other commands before it',
      '```\nVERSION=1\ndocker pull a\nsudo docker run --privileged a:$VERSION\n```\n',
      [P],
    ],
    ['none, behind a blank line', '```\n\ndocker run --privileged a\n```\n', [P]],
    ['behind code in a text', '```ls``` lists\n\n```sh\ndocker run --privileged a\n```\n', [P]],
    [
      'the prompt of root, among what commands print',
      '```console\n# docker ps\nout\n# docker run --privileged a\n```\n',
      [P],
    ],
    ['a command that two backslashes end', '```console\n$ echo \\\\\ndocker run --privileged a\n```\n', []],
    ['a command behind one that goes on', '```console\n$ docker run \\\n  a\ndocker run --privileged b\n```\n', []],
    ['a command behind a placeholder', '```sh\ndocker run -v <dir>:/x --privileged a\n```\n', [P]],
    ['in a list', '1. x\n\n   ```sh\n   docker run \\\n     --privileged a\n   ```\n', [P]],
    ['right behind the mark of a list', '- ```sh\n  docker run --privileged a\n  ```\n', [P]],
    ['in a quote', '> ```sh\n> docker run --privileged a\n> ```\n', [P]],
    ['without an end', '```sh\ndocker run --privileged a\n', [P]],
    ['line ends of Windows', '```sh\r\ndocker run \\\r\n --privileged a\r\n```\r\n', [P]],
    ['variables of a block', '```sh\nO=--privileged\ndocker run $O a\n```\n', [P]],
    ['Compose', '```yaml\nservices:\n  web:\n    image: a\n    privileged: true\n```\n', ['true']],
    [
      'Compose in a block of no language',
      '```\nservices:\n  web:\n    image: a\n    privileged: true\n```\n',
      ['true'],
    ],
    [
      'Compose with placeholders',
      '```yaml\nservices:\n  web: { image: <image>, hostname: "{{ name }}", privileged: true }\n```\n',
      ['true'],
    ],
    ['Compose with lists in brackets', '```yaml\nservices:\n  web: { image: a, cap_add: [ALL] }\n```\n', ['ALL']],
    [
      'Compose in a list',
      '- x\n  ```yml\n  services:\n    web:\n      image: a\n      privileged: true\n  ```\n',
      ['true'],
    ],
    [
      'Compose in a quote',
      '> ```yaml\n> services:\n>   web:\n>     image: a\n>     privileged: true\n> ```\n',
      ['true'],
    ],
    [
      'Compose with what is left out',
      '```yaml\nservices:\n  web:\n    image: a\n    ...\n    privileged: true\n```\n',
      ['true'],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await errorsIn(text)).toEqual(expected);
  });
  test.each([
    ['another language', '```python\ndocker run --privileged a\n```\n'],
    ['none that is no command', '```\nprint docker run --privileged a\n```\n'],
    ['a paragraph', 'docker run --privileged a\n\n```sh\nls\n```\n'],
    ['a line of a paragraph that is indented', 'x\n    docker run --privileged a\n\n```sh\nls\n```\n'],
    ['YAML that is not Compose', '```yaml\njobs:\n  services:\n    - privileged: true\n```\n'],
  ])('not %s', async (_, text) => {
    expect(await findings(text)).toEqual([]);
  });
});

test('what is wrong with an example is not reported', async () => {
  const text = [
    "```sh\ndocker run 'a\ndocker run --nonsense a:1\ndocker run\n```",
    '```yaml\nservices:\n  web:\n    image: a:1\n    bogus: 1\n    env_file: x.env\n```',
  ].join('\n');
  expect((await findings(text)).filter(({ rule }) => rule.startsWith('syntax/'))).toEqual([]);
});

test.each([
  ['docker run <image>', ['<image>']],
  ['docker run -v <your folder>:/x {{ image }} ...', ['<your folder>', '{{ image }}', '...']],
  ['docker run [OPTIONS] IMAGE [COMMAND] [ARG...]', ['[OPTIONS]', '[COMMAND]', '[ARG...]']],
  ['docker run -e A=YOUR_TOKEN your-image', ['YOUR_TOKEN', 'your-image']],
  ['docker run …', ['…']],
  ['docker run -v __DIR__:/x -p XXXX:80 -e A=YYYYYY __IMAGE__', ['__DIR__', 'XXXX', 'YYYYYY', '__IMAGE__']],
  ['echo $XXX a__b__ __init__ XX AXXXX', []],
  ['cat <in >out', []],
  ['cat < in > out << EOF', []],
  ['[ -f x ] && a ../x ./y... a/your-dir', []],
])('the placeholders in %j', (line, expected) => {
  expect(placeholdersIn(line).map(({ start, end }) => line.slice(start, end))).toEqual(expected);
});

test('placeholders are unknown', async () => {
  const texts = [
    '```sh\ndocker run --cap-add <capability> -v <dir>:/x -p <port>:80 <image>\n```\n',
    '```yaml\nservices:\n  web:\n    image: <image>\n    volumes: ["<dir>:/x"]\n```\n',
  ];
  for (const text of texts) {
    const result = await lintText({ path: 'README.md', text });
    const about = [...result.findings, ...result.undecided].filter(({ rule }) => rule === 'unpinned-image');
    expect(about.map((one) => 'reason' in one)).toEqual([true]);
    expect(about.map(({ location: { span } }) => text.slice(span.start, span.end))).toEqual(['<image>']);
  }
});

/**
 * Options after the image belong to the container; if the placeholder can be several words, one of
 * them may be the image instead.
 */
test.each([
  ['<image>', true],
  ['{{ image }}', true],
  ['your-image', true],
  ['<docker options>', false],
  ['[OPTIONS]', false],
  ['...', false],
])('%s is exactly one word: %s', async (placeholder, isOne) => {
  const errors = await errorsIn(`\`\`\`sh\ndocker run ${placeholder} --privileged a\n\`\`\`\n`);
  expect(errors).toEqual(isOne ? [] : ['--privileged']);
});

test.each([
  ['an ellipsis', 'docker run -e A=1 ...'],
  ['an ellipsis before the image', 'docker run … app:1'],
  ['what is called options', 'docker run [OPTIONS] IMAGE [COMMAND]'],
  ['what is called options, in angles', 'docker run <docker options> app:1'],
])('%s may be options', async (_, line) => {
  const { findings: reported, undecided } = await lintText({ path: 'README.md', text: `\`\`\`sh\n${line}\n\`\`\`\n` });
  expect(reported.map(({ rule }) => rule)).not.toContain('unlimited-memory');
  expect(undecided.map(({ rule }) => rule)).toContain('unlimited-memory');
});

test.each([
  ['blanks behind its backslash', 'docker run \\  \n  --privileged a:1\n'],
  ['a comment behind its backslash', 'docker run \\ # as root\n  --privileged a:1\n'],
  ['blanks behind a prompt', '$ docker run \\ \n>  --privileged a:1\n'],
])('a line goes on with %s', async (_, lines) => {
  const reported = await findings(`\`\`\`console\n${lines}\`\`\`\n`);
  expect(reported.map(({ rule }) => rule)).toContain('privileged-container');
  expect(reported.map(({ message }) => message.what).join()).toContain('`a:1`');
});

describe('comments', () => {
  const run = '```sh\ndocker run --privileged a\n```\n';
  test.each([
    ['of HTML', `<!-- plimsoll: ignore[privileged-container] -- x -->\n\ntext\n\n${run}`],
    ['behind another one', `<!-- x --> <!-- plimsoll: ignore[privileged-container] -- x -->\n${run}`],
    [
      'behind a block',
      `${run.replace(' --privileged', '')}<!-- plimsoll: ignore[privileged-container] -- x -->\n${run}`,
    ],
    ['of MDX', `{/* plimsoll: ignore[privileged-container] -- x */}\n${run}`],
    ['for the file', `<!-- plimsoll: ignore-file[privileged-container] -- x -->\n${run}\n${run}`],
    ['in a block', '```sh\n# plimsoll: ignore[privileged-container] -- x\ndocker run --privileged a\n```\n'],
    [
      'in a Compose block',
      '```yaml\nservices:\n  web:\n    image: a\n    # plimsoll: ignore[privileged-container] -- x\n    privileged: true\n```\n',
    ],
  ])('%s', async (_, text) => {
    const rules = (await findings(text)).map(({ rule }) => rule);
    expect(rules).not.toContain('privileged-container');
    expect(rules.filter((rule) => rule.startsWith('suppression/'))).toEqual([]);
  });
  test('speak of the next block only', async () => {
    const text = `<!-- plimsoll: ignore[privileged-container] -- x -->\n${run}\n${run}`;
    expect(await errorsIn(text)).toEqual(['--privileged']);
  });
  test('mark the rule that does not exist', async () => {
    const text = `<!-- plimsoll: ignore[no-such-rule] -- x -->\n${run}`;
    const [finding] = (await findings(text)).filter(({ rule }) => rule === 'suppression/unknown-rule');
    expect(text.slice(finding?.location.span.start, finding?.location.span.end)).toBe('no-such-rule');
  });
});

describe('Markdown is read', () => {
  const README = '```sh\ndocker run --privileged a\n```\n';
  const tree = {
    'README.md': README,
    'docs/a.md': README,
    'docs/old.md': README,
    'run.sh': 'docker run --pid=host a\n',
  };

  async function linted(
    argv: readonly string[],
    files: Readonly<Record<string, MemoryFile>>,
  ): Promise<readonly string[]> {
    const io = createMemoryIo(files);
    await main(['--format', 'text', '--min-severity', 'error', ...argv], io);
    return [...new Set(Array.from(io.out().matchAll(/^(\S+?):\d+:\d+: error/gm), ([, path = '']) => path))];
  }

  test.each([
    ['not in a folder', [], {}, ['run.sh']],
    [
      'where a configuration includes it',
      [],
      { '.plimsoll.yaml': "include: ['docs/**', '!docs/old.md']\n" },
      ['docs/a.md', 'run.sh'],
    ],
    ['where it is named', ['README.md'], {}, ['README.md']],
    ['where a glob names it', ['docs/*.md'], {}, ['docs/a.md', 'docs/old.md']],
    ['not where a glob names other files too', ['**/*'], {}, ['run.sh']],
  ])('%s', async (_, argv, config, expected) => {
    expect(await linted(argv, { ...tree, ...config })).toEqual(expected);
  });
});

test('fixes are made in the block', async () => {
  const text =
    '```yaml\nservices:\n  web:\n    image: a:1\n    mem_limit: 1g\n```\n\n- x\n  ```yaml\n  services:\n    web:\n      image: a:1\n  ```\n\n```console\n$ docker run \\\n    a:1\n```\n';
  const io = createMemoryIo({ 'a.md': text });
  await main(['fix', '--unsafe', '--set', 'memory=512m', '--rule', 'unlimited-memory', 'a.md'], io);
  expect(
    io
      .out()
      .split('\n')
      .filter((line) => /^[+-] /.test(line)),
  ).toEqual(['+      mem_limit: 512m', '+    --memory 512m \\']);
});
