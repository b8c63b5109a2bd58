import { describe, expect, test } from 'vitest';
import { main } from '../../../../src/cli/main.ts';
import { type LintResult, lintText } from '../../../../src/lint/lint.ts';
import { isMakefile } from '../../../../src/parsers/hosts/makefile/detect.ts';
import { createMemoryIo } from '../../../memory-io.ts';

async function lint(text: string, path = 'Makefile'): Promise<LintResult> {
  const result = await lintText({ path, text });
  return { ...result, findings: result.findings.filter(({ suppression }) => suppression === undefined) };
}

/** Some rules' findings with their marked text. */
async function marks(text: string, rules: readonly string[]): Promise<readonly string[]> {
  const { findings, texts } = await lint(text);
  return findings
    .filter(({ rule }) => rules.includes(rule))
    .map(({ rule, location: { path, span } }) => `${rule} ${(texts.get(path) ?? '').slice(span.start, span.end)}`);
}

describe('what is a Makefile', () => {
  test.each(['Makefile', 'makefile', 'GNUmakefile', 'a/common.mk', 'Makefile.docker'])('%s', (path) => {
    expect(isMakefile('t:\n\tdocker run a\n', path)).toBe(true);
    expect(isMakefile('t:\n\techo a\n', path)).toBe(false);
  });
  test.each([
    undefined,
    'Makefile.PL',
    'Makefile.am',
    'src/Makefile.in',
    'makefile.md',
    'Makefile.sh',
    'compose.yaml',
    'mk',
  ])('not %s', (path) => {
    expect(isMakefile('t:\n\tdocker run a\n', path)).toBe(false);
  });
});

test('a Makefile whose first line names a shell is one', async () => {
  const { findings } = await lint('#!/usr/bin/env bash\n.PHONY: a\na:\n\t@docker run --privileged a:1 $(A)\n');
  expect(findings.map(({ rule }) => rule)).toContain('privileged-container');
  expect(findings.map(({ rule }) => rule)).not.toContain('syntax/invalid-shell');
});

describe('a finding marks', () => {
  const rules = ['privileged-container', 'host-network', 'wildcard-bind-address', 'unlimited-memory'];
  test.each([
    ['the text in the recipe', 't:\n\t@docker run --privileged -m 1g a\n', ['privileged-container --privileged']],
    [
      'the value of a variable',
      'X = --rm --privileged\nt:\n\tdocker run $(X) -m 1g a\n',
      ['privileged-container --privileged'],
    ],
    [
      'a line of a define',
      'define f\ndocker run --net=host -m 1g $(1)\nendef\nt:\n\t$(call f,a)\n',
      ['host-network host'],
    ],
    [
      'what is put together where it is put together',
      'P = 80\nX = -p $(P):8080\nt:\n\tdocker run $(X) -m 1g a\n',
      ['wildcard-bind-address $(P):8080'],
    ],
    ['the command', 'D = docker\nt:\n\t$(D) run -d a\n', ['unlimited-memory $(D) run']],
    ['the command in a variable', 'D = docker run -d\nt:\n\t$(D) a\n', ['unlimited-memory docker run']],
    [
      'a value with an escaped dollar',
      "t:\n\tdocker run -m 1g -e A='$$B' --privileged a\n",
      ['privileged-container --privileged'],
    ],
    [
      'a value in quotes in one branch',
      'ifdef Y\nX = -v "/x y:/x" --privileged\nendif\nX ?=\nt:\n\tdocker run $(X) -m 1g a\n',
      ['privileged-container --privileged'],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await marks(text, rules)).toEqual(expected);
  });
});

test('containers without a name have that of the target', async () => {
  const { findings } = await lint(
    'web db:\n\tdocker run --privileged nginx:1.27\nx:\n\tdocker run --pid=host --name yy a:1\n',
  );
  const messages = findings.filter(({ severity }) => severity === 'error').map(({ message }) => message.what);
  expect(messages).toEqual([
    expect.stringMatching(/^Container `web db` runs privileged/),
    expect.stringMatching(/^Container `yy` shares/),
  ]);
});

describe('comments', () => {
  const privileged = '\tdocker run --privileged a\n';
  const ignore = 'plimsoll: ignore[privileged-container] -- x';
  test.each([
    ['behind a command', `t:\n\tdocker run --privileged a # ${ignore}\n`],
    ['behind a command that goes on', `t:\n\tdocker run --privileged \\\n\t  a # ${ignore}\n`],
    ['above a command, for the shell', `t:\n\t# ${ignore}\n${privileged}`],
    ['above a command, for make', `t:\n# ${ignore}\n${privileged}`],
    ['above a rule', `# ${ignore}\n\nt: x\n\ttrue\n${privileged}`],
    ['behind a rule’s head, for its line', `t: ; docker run --privileged a # ${ignore}\n`],
    ['behind a variable', `X = --privileged # ${ignore}\nt:\n\tdocker run $(X) a\n`],
    ['above a define', `# ${ignore}\ndefine f\ndocker run --privileged a\nendef\nt:\n\t$(f)\n`],
    [
      'behind a variable with another hash in its value',
      `X = -e A='\\#$(subst x,#,y)' --privileged # ${ignore}\nt:\n\tdocker run $(X) a\n`,
    ],
    ['above other comments, for the shell', `t:\n\t# ${ignore}\n\t# y\n${privileged}`],
    ['above other comments, for make', `# ${ignore}\n# y\nt:\n${privileged}`],
    [
      'above a rule with comments and conditionals in its recipe',
      `# ${ignore}\nt:\n\ttrue\n# y\nifdef Y\n${privileged}endif\n`,
    ],
    ['for the file', `# plimsoll: ignore-file[privileged-container] -- x\nt:\n${privileged}`],
  ])('%s', async (_, text) => {
    const { findings } = await lint(text);
    expect(findings.map(({ rule }) => rule)).not.toContain('privileged-container');
    expect(findings.map(({ rule }) => rule)).not.toContain('suppression/unused');
  });
  test.each([
    ['in a string', `t:\n\tdocker run --privileged a '# ${ignore}'\n`],
    ['behind the command before', `t:\n\tdocker ps # ${ignore}\n${privileged}`],
    ['above the command before', `t:\n\t# ${ignore}\n\tdocker ps\n${privileged}`],
    ['above a rule that an assignment ends', `# ${ignore}\nt:\n\ttrue\nX = 1\nu:\n${privileged}`],
    ['below it', `t:\n${privileged}# ${ignore}\n`],
    ['above another rule', `# ${ignore}\nu:\n\tdocker run a\nt:\n${privileged}`],
  ])('not %s', async (_, text) => {
    expect((await lint(text)).findings.map(({ rule }) => rule)).toContain('privileged-container');
  });
});

test.each([
  `X = 1 # plimsoll: ignore[privileged-container] -- x  \nt:\n\tdocker run a\n`,
  `t:\n\tdocker run a # plimsoll: ignore[privileged-container] -- x\n`,
  `t:\n\tdocker run a\n# plimsoll: ignore[privileged-container] -- x`,
])('a comment that suppresses nothing is reported where it is: %j', async (text) => {
  expect(await marks(text, ['suppression/unused'])).toEqual(['suppression/unused privileged-container']);
});

describe('a shell gets from make', () => {
  const run = 't:\n\tdocker run -m 1g $$OPTS a\n';
  test.each([
    ['a variable that is exported where it is set', `export OPTS = --privileged\n${run}`, true],
    ['one that is exported by its name', `OPTS = --privileged\nexport A OPTS\n${run}`, true],
    ['all that are set', `OPTS = --privileged\nexport\n${run}`, true],
    ['no other variable', `OPTS = --privileged\nexport A\n${run}`, false],
    ['none that is not exported', `export\nOPTS = --privileged\nunexport OPTS\n${run}`, false],
    ['none that is not exported where it is set', `unexport OPTS = --privileged\nexport\n${run}`, false],
    ['all but one', `OPTS = --privileged\nunexport A\n${run}`, false],
  ])('%s', async (_, text, isGiven) => {
    expect(await marks(text, ['privileged-container'])).toEqual(isGiven ? ['privileged-container --privileged'] : []);
  });
});

/**
 * Options after the image belong to the container; if the image can be several words, one of them
 * may be the image instead.
 */
describe('exactly one word is', () => {
  test.each([
    ['$@', true],
    ['$<', true],
    ['$(<F)', true],
    ['$(word 2,$(X))', true],
    ['$(firstword $(X))', true],
    ['$(lastword $(X))', true],
    ['$(notdir $(X))', true],
    ['$(basename $(X))', true],
    ['$(suffix $(X))', true],
    ['$(words $(X))', true],
    ['$(origin X)', true],
    ['$(flavor X)', true],
    ['$(abspath $(X))', true],
    ['$(realpath a)', true],
    ['$(dir $(X))', true],
    ['$(CURDIR)', true],
    ['$(PWD)', true],
    ['$(MAKEFILE_LIST)', true],
    ['$(shell pwd)', true],
    ['$(shell id -u)', true],
    ['$(shell docker images -q)', false],
    ['$^', false],
    ['$(X)', false],
    ['$(sort $(X))', false],
    ['$(wildcard *)', false],
    ['$(filter a,$(X))', false],
    ['$(addprefix a,$(X))', false],
    ['$(abspath a b)', false],
  ])('%s: %s', async (words, isOne) => {
    const found = await marks(`t:\n\tdocker run ${words} --privileged b\n`, ['privileged-container']);
    expect(found).toEqual(isOne ? [] : ['privileged-container --privileged']);
  });
});

test.each([
  ['an engine that differs by branch', 'ifdef P\nD = podman\nelse\nD = docker\nendif\n'],
  ['an engine that make looks for', 'D ?= $(if $(shell command -v podman),podman,docker)\n'],
])('%s is one also where nothing is known of other words', async (_, before) => {
  const text = `${before}t:\n\t$(SUDO) $(D) run --privileged $(OPTS) a\nu:\n\t$(Q)$(D) run --net=host $(OPTS) a\n`;
  expect(await marks(text, ['privileged-container', 'host-network'])).toEqual([
    'privileged-container --privileged',
    'host-network host',
  ]);
});

test.each(['which docker', 'command -v podman 2> /dev/null || echo docker'])(
  'an engine that a shell looks for is one, whatever its variable is called: %s',
  async (command) => {
    const text = `D := $(shell ${command})\nt:\n\t@$(D) run --privileged $(OPTS) a\nu:\n\t$(Q)$(D) run --net=host a\n`;
    expect(await marks(text, ['privileged-container', 'host-network'])).toEqual([
      'privileged-container --privileged',
      'host-network host',
    ]);
  },
);

test('a command that one branch gives as a whole may run', async () => {
  const text = 'ifdef X\nD = docker run --privileged a; true\nelse\nD = docker run b; true\nendif\nt:\n\t$(D)\n';
  const messages = (await lint(text)).findings.filter(({ rule }) => rule === 'privileged-container');
  expect(messages.map(({ message }) => message.what)).toEqual([
    expect.stringMatching(/^Container `t` might run privileged/),
  ]);
});

describe('what make would reject', () => {
  test.each([
    ['ifdef X\nt:\n\tdocker run a\n', 'ifdef X', '`endif` is missing'],
    ['t:\n\tdocker run a\nendif\n', 'endif', '`endif` has no matching conditional'],
    ['define f\ndocker run a\n', 'define f', '`endef` is missing'],
    ['\tdocker run a\nt:\n', '\tdocker run a', 'a recipe begins before the first target'],
    ['t:\n    docker run a\n', '    docker run a', 'a line of a recipe must start with a tab, not with spaces'],
    ['    docker run a\n', '    docker run a', 'a separator is missing, such as the colon of a rule'],
  ])('%j', async (text, marked, message) => {
    const { findings } = await lint(text);
    const problems = findings.filter(({ rule }) => rule.startsWith('syntax/'));
    expect(problems.map(({ rule, location: { span } }) => [rule, text.slice(span.start, span.end)])).toEqual([
      ['syntax/invalid-makefile', marked],
    ]);
    expect(problems[0]?.message.what).toBe(`make can't parse this: ${message}.`);
  });
  test.each([
    ['in a conditional, which may not be taken', 'ifdef BSD\n.if defined(X)\nendif\nt:\n\tdocker ps\n'],
    ['what a function gives', '$(eval $(call f,docker))\nt:\n\tdocker ps\n'],
    ['a recipe of which the shell says it, without containers', 't:\n\tif true\n\tdocker ps\n'],
    ['other directives', 'vpath %.c src\n-include x.mk\nunexport X\nundefine Y\nprivate Z = 1\nt:\n\tdocker ps\n'],
  ])('not %s', async (_, text) => {
    expect((await lint(text)).findings).toEqual([]);
  });
});

test('what a function gives is known by the variable that holds it', async () => {
  const text = "TOOLIMAGE := $(shell awk '{print $$2}' versions)\nt:\n\tdocker run -d $(TOOLIMAGE) -c config.yaml\n";
  const { findings, undecided } = await lint(text);
  expect(findings.map(({ rule }) => rule)).toContain('unlimited-memory');
  expect(findings.filter(({ rule }) => rule.startsWith('syntax/'))).toEqual([]);
  expect(undecided.filter(({ rule }) => rule === 'unpinned-image').map(({ reason }) => reason)).toEqual([
    expect.stringContaining('`${TOOLIMAGE}`'),
  ]);
});

test('a program that runs in a container where it is not installed', async () => {
  const text =
    'P := $(shell command -v python || echo "docker run --privileged -v $$(pwd):/x python:3 python")\nt:\n\t$(P) x.py\n';
  const { findings } = await lint(text);
  const found = findings.filter(({ rule }) => rule === 'privileged-container');
  expect(found.map(({ message }) => message.what)).toEqual([
    expect.stringContaining(' might run privileged') as string,
  ]);
});

test('a command that is passed to a function', async () => {
  const text = `define each\n\tfind $(1) | xargs -I {} bash -c 'echo {}; $(2)'\nendef\nt:\n\t$(call each,X,docker run --privileged -v {}:/x a {})\n`;
  expect(await marks(text, ['privileged-container'])).toEqual(['privileged-container --privileged']);
});

test('of conditionals that are nested too deeply all commands are read, and it is said', async () => {
  const depth = 250;
  const text = `${'ifdef A\n'.repeat(depth)}X = --privileged\nt:\n\tdocker run $(X) a\n${'else\nendif\n'.repeat(depth)}`;
  const { findings } = await lint(text);
  expect(findings.filter(({ rule }) => rule === 'syntax/limit').map(({ message }) => message.what)).toEqual([
    'This is nested too deeply; plimsoll treats it as always true.',
  ]);
  expect(findings.map(({ rule }) => rule)).toContain('privileged-container');
});

describe('what is more than is followed is said, and any option may be in it', () => {
  const times = (count: number, make: (at: number) => string): string =>
    Array.from({ length: count }, (_, at) => make(at)).join('');

  test.each([
    [
      'variables in the values of others',
      `V0 = -d\n${times(44, (at) => `V${at + 1} = $(V${at})\n`)}`,
      '$(V44)',
      '$(V3)',
    ],
    [
      'words of a loop',
      `L = ${times(120, (at) => `w${at} `)}\n`,
      '$(foreach w,$(L),-e $(w)=1)',
      '$(foreach w,$(L),-e $(w)=1)',
    ],
    [
      'values that branches add to what the environment may have',
      times(9, (at) => `ifdef X${at}\nO += --rm\nendif\n`),
      '$(O)',
      '${O}',
    ],
  ])('%s', async (_name, head, options, named) => {
    const { findings, undecided } = await lint(`${head}t:\n\tdocker run -d ${options} a\n`);
    expect(findings.map(({ rule }) => rule)).not.toContain('unlimited-memory');
    expect(findings.filter(({ rule }) => rule === 'syntax/limit')).toMatchObject([
      { severity: 'info', message: { what: expect.stringContaining(`\`${named}\``) as string } },
    ]);
    expect(undecided.filter(({ reason }) => reason.includes('may add any option')).map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['privileged-container', 'docker-socket-mount']),
    );
  });

  test('what is after such values is sure', async () => {
    const text = `${times(9, (at) => `ifdef X${at}\nO += --rm\nendif\n`)}O += --privileged\nt:\n\tdocker run -d $(O) a\n`;
    const { findings } = await lint(text);
    const found = findings.filter(({ rule }) => rule === 'privileged-container');
    expect(found.map(({ message }) => message.what)).toEqual([
      expect.stringContaining('`t` runs privileged') as string,
    ]);
  });

  test.each([
    [
      'a whole command',
      `V0 = docker run a\n${times(44, (at) => `V${at + 1} = $(V${at})\n`)}t:\n\t$(V44)\n`,
      'has too many possible values to follow; commands in the others were not read.',
    ],
    [
      'commands that differ by branch',
      `${times(4, (at) => `ifdef A${at}\nX${at} = a; docker run a\nelse\nX${at} = b; docker run b\nendif\n`)}t:\n\t${times(4, (at) => `$(X${at}); `)}\n`,
      'This has more than 8 possible commands; the others were not read.',
    ],
    [
      'variables of one target',
      `${times(201, (at) => `t: X = ${at}\n`)}t:\n\tdocker run $(X)\n`,
      'More than 200 target-specific variables are not followed.',
    ],
  ])('%s', async (_name, text, what) => {
    const { findings } = await lint(text);
    expect(findings.filter(({ rule }) => rule === 'syntax/limit').map(({ message }) => message.what)).toEqual([
      expect.stringContaining(what),
    ]);
  });
});

test('a comment above others speaks of the rule below them all', async () => {
  const text =
    '# plimsoll: ignore[privileged-container] -- a\n# b\n\nt:\n\t# c\n\tdocker run --privileged a\nifdef X\n\tdocker run --privileged b\nendif\nA = c\n\nu:\n\tdocker run --privileged d\n';
  expect(await marks(text, ['privileged-container'])).toEqual(['privileged-container --privileged']);
});

test('a recipe that names an engine and no shell can read is reported', async () => {
  const { findings } = await lint("t:\n\tdocker run 'a\n");
  expect(findings.map(({ rule }) => rule)).toContain('syntax/invalid-shell');
});

test('values of variables are hidden, references in them are not', async () => {
  const text = 'A = one $(B)two$${C}\nt: D := $(E)\nF = $(G) three $(H\ndefine I\nfour\n$(J)\nendef\nt:\n\tdocker ps\n';
  const hidden = (await lint(text)).hidden.get('Makefile') ?? [];
  expect(hidden.map(({ start, end }) => text.slice(start, end))).toEqual(['one', 'two', '{C}', 'three', 'four']);
});

test('values of variables are hidden', async () => {
  const Makefile =
    'PASSWORD = hunter2\nOPTS = -e TOKEN=s3cret --privileged\nt:\n\tdocker run $(OPTS) -e A=$(PASSWORD) -m 1 a\n';
  const io = createMemoryIo({ Makefile });
  await main(['--format', 'pretty', 'Makefile'], io);
  expect(io.out()).toContain('--privileged');
  expect(io.out()).not.toMatch(/hunter2|s3cret/);
});

describe('an image that a target builds is none that is pulled', () => {
  const built = 'image:\n\tdocker build -t app .\n';
  const run = 'run: image\n\tdocker run app\n';
  test.each([
    ['above it', built + run, []],
    ['below it', run + built, []],
    ['below it, by a variable', `A ?= app\n${run.replace(' app', ' $(A)')}${built.replace('app', '$(A)')}`, []],
    ['with a name given below it', `${run}name:\n\tdocker tag made app\nimage:\n\tdocker build -t made .\n`, []],
    ['by another name', run + built.replace('app', 'other'), ['unpinned-image app']],
  ])('%s', async (_, text, expected) => {
    expect(await marks(text, ['unpinned-image'])).toEqual(expected);
  });
});
