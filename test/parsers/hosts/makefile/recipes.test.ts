import { describe, expect, test } from 'vitest';
import { type MakefileOptions, scriptsIn, show } from './commands-of.ts';
import { KNOWN_COMMANDS } from './known-commands.ts';

function linesOf(makefile: string, options?: MakefileOptions): readonly string[] {
  return scriptsIn(makefile, options).map(show);
}

describe('a variable that the file does not determine', () => {
  test.each([
    ['one that nothing sets', '', 'docker $(X)', ['docker ⟨${X}⟩']],
    ['a default', 'X ?= a', 'docker $(X)', ['docker a']],
    ['an addition to what the environment may have', 'X += a', 'docker $(X)', ['docker ⟨${X}⟩ a']],
    ['one branch', 'ifdef Y\nX = a\nendif', 'docker $(X)', ['docker ⟨${X}: a|⟨${X}⟩⟩']],
    ['two branches', 'ifeq ($(Y),1)\nX = a\nelse\nX = b\nendif', 'docker $(X)', ['docker ⟨${X}: a|b⟩']],
    ['three branches', 'ifdef A\nX=1\nelse ifdef B\nX=2\nelse\nX=3\nendif', 'docker $(X)', ['docker ⟨${X}: 1|2|3⟩']],
    [
      'a nested branch',
      'X=0\nifdef A\nifdef B\nX=1\nendif\nX+=2\nendif',
      'docker $(X)',
      ['docker ⟨${X}: ⟨${X}: 1|0⟩ 2|0⟩'],
    ],
    ['an addition in a branch', 'X = a\nifdef Y\nX += b\nendif', 'docker $(X)', ['docker a⟨${X}:  b|⟩']],
    ['a default behind a branch', 'ifdef Y\nX = a\nendif\nX ?= b', 'docker $(X)', ['docker ⟨${X}: a|b⟩']],
    ['itself', 'X = $(X) a', 'docker $(X)', ['docker ⟨${X}⟩ a']],
    ['a bracket that is not closed', 'X = $(Y a', 'docker $(X) b', ['docker ⟨$(Y a⟩ b']],
    ['the environment', 'X = $(HOME)', 'docker $(X) $(PWD)', ['docker ⟨${HOME}⟩ ⟨${PWD}⟩']],
    ['automatic variables', '', 'docker $@ $< $^ $* $(@D)', ['docker t ⟨${<}⟩ ⟨${^}⟩ ⟨${*}⟩ ⟨${@D}⟩']],
    ['a default in $(or …)', '', 'docker $(or $(X),a)', ['docker a']],
    ['a choice', '', 'docker $(if $(X),a,b)', ['docker ⟨$(if $(X),a,b): a|b⟩']],
    [
      'a function that asks the machine',
      '',
      'docker $(wildcard *.c) $(shell id -u)',
      ['docker ⟨$(wildcard *.c)⟩ ⟨$(shell id -u)⟩'],
    ],
    ['a parameter', 'define f\ndocker $(1) $(2)\nendef', '$(call f,a b,$(X))', ['docker a b ⟨${X}⟩']],
    ['a default in a branch', 'ifdef Y\nX ?= a\nendif', 'docker $(X)', ['docker ⟨${X}: a|⟨${X}⟩⟩']],
    ['an addition behind a branch', 'ifdef Y\nX = a\nendif\nX += b', 'docker $(X)', ['docker ⟨${X}: a|⟨${X}⟩⟩ b']],
    [
      'an addition that is expanded at once',
      'B = 1\nifdef Y\nX := a\nelse\nX := b\nendif\nX += $(B)\nB = 2',
      'docker $(X)',
      ['docker ⟨${X}: a|b⟩ 1'],
    ],
    [
      'expanded at once in one branch, where it is used in the other',
      'B = 1\nifdef Y\nX := $(B)\nelse\nX = $(B)\nendif\nB = 2',
      'docker $(X)',
      ['docker ⟨${X}: 1|2⟩'],
    ],
    [
      'expanded at once in some branches, to a dollar',
      'ifdef Y\nX := $$A\nelse ifdef Z\nX := $$B\nelse\nX := $$C\nendif\nifdef V\nX = d\nendif',
      'docker $(X)',
      ['docker ⟨${X}: d|$A|$B|$C⟩'],
    ],
    ['an override in a branch', 'ifdef Y\noverride X = a\nendif\nX = b', 'docker $(X)', ['docker ⟨${X}: a|b⟩']],
    [
      'an override in a branch, and an addition',
      'X = a\nifdef Y\noverride X = b\nendif\nX += c',
      'docker $(X)',
      ['docker ⟨${X}: b|a⟩⟨${X}: | c⟩'],
    ],
    [
      'an override of an override in a branch',
      'override X = a\nifdef Y\noverride X = b\nendif\nX = c',
      'docker $(X)',
      ['docker ⟨${X}: b|a⟩'],
    ],
    [
      'a default where a branch took the value away',
      'ifdef Y\nundefine X\nelse\nX = a\nendif\nX ?= b',
      'docker $(X)',
      ['docker ⟨${X}: a|b⟩'],
    ],
    [
      'a default where both branches did',
      'ifdef Y\nX = a\nundefine X\nelse\nundefine X\nendif\nX ?= b',
      'docker $(X)',
      ['docker b'],
    ],
    [
      'a choice by a variable, which whoever calls make can set',
      'X = 1',
      'docker $(if $(X),a,b)',
      ['docker ⟨$(if $(X),a,b): a|b⟩'],
    ],
    [
      'a choice by a parameter that is not known',
      'f = docker $(if $(1),a,b)',
      '$(call f,$(X))',
      ['docker ⟨$(if $(1),a,b): a|b⟩'],
    ],
    [
      'a value in $(or …) that asks the machine',
      '',
      'docker $(or $(shell id),a) $(or $(X)b,c) $(or $(X),$(Y))',
      ['docker ⟨$(or $(shell id),a): ⟨$(shell id)⟩|a⟩ ⟨${X}⟩b ⟨${Y}⟩'],
    ],
    [
      'words that differ by branch',
      'ifdef Y\nL = a\nelse\nL = b/c d\nendif',
      'docker $(addprefix -e ,$(L)) $(notdir $(L))',
      ['docker -e ⟨$(addprefix -e ,$(L)): a|b/c -e d⟩ ⟨$(notdir $(L)): a|c d⟩'],
    ],
    [
      'paths that differ by branch',
      'ifdef Y\nD = /etc\nelse\nD = /srv/a\nendif',
      'docker $(abspath $(D)) $(dir $(D)) $(D:%=%/b)',
      ['docker ⟨$(abspath $(D)): /etc|/srv/a⟩ ⟨$(dir $(D)): /|/srv/⟩ ⟨$(D:%=%/b): /etc|/srv/a⟩/b'],
    ],
    [
      'words of which nothing is known',
      '',
      'docker $(addprefix -e ,$(X)) $(foreach x,$(X),$(x)) $(X:a=b) $(subst a,b,$(X))',
      ['docker ⟨$(addprefix -e ,$(X))⟩ ⟨$(foreach x,$(X),$(x))⟩ ⟨$(X:a=b)⟩ ⟨$(subst a,b,$(X))⟩'],
    ],
    [
      'commands for each of unknown words',
      '',
      'docker ps; $(foreach x,$(X),docker rm $(x);) $(foreach x,$(X),docker rm $(x) &&) true',
      ['docker ps; docker rm ⟨$(x)⟩; docker rm ⟨$(x)⟩ && true'],
    ],
    [
      'words that are replaced by what is not known',
      'L = a',
      'docker $(L:a=$(X)) $(L:$(X)=b) $(subst $(X),b,a) $(subst a,$(X),cad)',
      ['docker ⟨$(L:a=$(X))⟩ ⟨$(L:$(X)=b)⟩ ⟨$(subst $(X),b,a)⟩ c⟨${X}⟩d'],
    ],
    ['words of the machine that are counted', '', 'docker $(foreach x,$< b,-v $(x))', ['docker -v ⟨${<}⟩ -v b']],
    // Only make 4.4 and later have this function.
    [
      'words for names',
      '',
      'docker $(let A B,run -d x,[$(A)] $(B)) $(let A B,x,$(A)$(B)) $(A)',
      ['docker [run] -d x x ⟨${A}⟩'],
    ],
    [
      'words for names, unknown ones',
      '',
      'docker $(let A B,$(X),$(A) $(B)) $(let A,a  b,$(A))',
      ['docker ⟨${A}⟩ ⟨${B}⟩ a  b'],
    ],
    [
      'a function that has no name, or is make’s own',
      '',
      'docker $(call $(X),a) $(call strip,a)',
      ['docker ⟨$(call $(X),a)⟩ ⟨$(call strip,a)⟩'],
    ],
    ['a name that is not known', 'A = 1', 'docker $($(X))', ['docker ⟨$($(X))⟩']],
  ])('%s', (_, before, recipe, expected) => {
    expect(linesOf(`${before}\nt:\n\t${recipe}\n`)).toEqual(expected);
  });
});

describe.each(Object.entries(KNOWN_COMMANDS))('%s', (_, cases) => {
  test.each(cases)('%s', (_, makefile, expected) => {
    expect(linesOf(makefile).map((line) => line.replaceAll('⏎', '\n'))).toEqual(expected);
  });
});

describe('a value of the environment', () => {
  test.each([
    ['of a variable that nothing sets', '', ['docker b']],
    ['comes before a default', 'X ?= a', ['docker b']],
    ['comes behind what the file sets', 'X = a', ['docker a']],
    ['is added to', 'X += a', ['docker b a']],
    ['is added to for a target', 't: X += a', ['docker b a']],
    ['where a branch sets none', 'ifdef Y\nX = a\nendif', ['docker ⟨${X}: a|b⟩']],
    ['where a branch sets none, added to', 'ifdef Y\nX = a\nendif\nX += c', ['docker ⟨${X}: a|b⟩ c']],
  ])('%s', (_, before, expected) => {
    expect(linesOf(`${before}\nt:\n\tdocker $(X)\n`, { environment: new Map([['X', 'b']]) })).toEqual(expected);
  });
});

describe('what is a line of a recipe', () => {
  test.each([
    ['prefixes', 't:\n\t@- + docker a\n', ['docker a']],
    ['a prefix in a variable', 'Q = @\nt:\n\t$(Q)docker a\n', ['docker a']],
    [
      'a prefix in a variable that nothing sets',
      't:\n\t$(V)docker a\n\t$(SUDO) docker b\n',
      ['docker a', '⟨${SUDO}⟩ docker b'],
    ],
    [
      'a prefix in a variable that nothing sets, before an engine that differs by branch',
      'ifdef P\nD = podman\nelse\nD = docker\nendif\nt:\n\t$(Q)$(D) a\n',
      ['⟨${D}: podman|docker⟩ a'],
    ],
    [
      'a prefix in a variable that nothing sets, before an engine that make looks for',
      'D = $(or $(shell command -v podman),docker)\nt:\n\t$(Q)$(D) a\n',
      ['⟨$(or $(shell command -v podman),docker): ⟨$(shell command -v podman)⟩|docker⟩ a', 'command -v podman'],
    ],
    [
      'prefixes among prefixes',
      'ifdef V\nQ = @\nelse\nQ = - @\nendif\nt:\n\t@$(Q) +docker a\n\t$(Q)@docker b\n',
      ['docker a', 'docker b'],
    ],
    [
      'what may be a prefix or a command',
      'ifdef V\nS = @ sudo\nelse\nS = @\nendif\nt:\n\t$(S) docker a\n',
      ['⟨${S}: @ sudo|@⟩ docker a'],
    ],
    ['lines that say nothing', 't:\n\t\n\t@ -\n\tdocker a\n', ['docker a']],
    ['backslashes', 't:\n\tdocker a\\n \\\\\n\tdocker b \\\n', ['docker a\\n \\\\', 'docker b \\']],
    ['a prefix by branch', 'ifdef V\nQ =\nelse\nQ = @\nendif\nt:\n\t$(Q)docker a\n', ['docker a']],
    ['a command behind a semicolon', 't: x ; docker a # b\n', ['docker a # b']],
    ['a line that goes on', 't:\n\tdocker a \\\n\t  b\n', ['docker a \\⏎  b']],
    [
      'lines in a branch',
      't:\nifdef X\n\tdocker a\nelse\n\tdocker b\nendif\n\tdocker c\n',
      ['docker a', 'docker b', 'docker c'],
    ],
    ['a conditional that is indented by a tab is the shell’s', 't:\n\tifdef X\n\tdocker a\n', ['docker a']],
    ['lines of a define', 'define l\n@docker a\n-docker b\nendef\nt:\n\t$(l)\n', ['docker a', 'docker b']],
    [
      'commands that differ by branch',
      'ifdef X\nD = docker a && docker b\nelse\nD = docker c\nendif\nt:\n\t$(D) x\n',
      ['docker a && docker b x', 'docker c x'],
    ],
    [
      'an engine that differs by branch, in a command of which more is not known',
      'ifdef P\nD = podman\nelse\nD = docker\nendif\nt:\n\t$(SUDO) $(D) run $(OPTS) a\n',
      ['⟨${SUDO}⟩ ⟨${D}: podman|docker⟩ run ⟨${OPTS}⟩ a'],
    ],
    [
      'commands that differ by branch, at most eight ways',
      'ifdef X\nD = docker a; x\nelse ifdef Y\nD = docker b; y\nelse\nD = docker c\nendif\nt:\n\t$(D) && $(D)\n',
      ['docker a; x', 'docker b; y', 'docker c'].map(
        (command) => `${command} && ⟨\${D}: docker a; x|docker b; y|docker c⟩`,
      ),
    ],
    ['one shell', '.ONESHELL:\nt:\n\t@A=1\n\t-docker $$A\n', ['A=1⏎docker $A⏎']],
    ['another prefix', '.RECIPEPREFIX = >\nt:\n>docker a\n> @docker b\n', ['docker a', 'docker b']],
    ['line ends of Windows', 't:\r\n\tdocker a \\\r\n\t\tb\r\n', ['docker a \\⏎\tb']],
    ['a mark of the byte order', '\uFEFFt:\n\tdocker a\n', ['docker a']],
    ['no rule', 'X = 1\n\tdocker = a\n', []],
    ['a recipe that an assignment ends', 't:\n\tdocker a\nX = 1\n\tY = docker\n', ['docker a']],
    ['a program that is no POSIX shell', 'SHELL = python3\nt:\n\tdocker a\n', []],
    [
      'a program that is none for one target',
      't: SHELL := /usr/bin/perl\nt:\n\tdocker a\nu:\n\tdocker b\n',
      ['docker b'],
    ],
    ['a shell with options', 'SHELL := /usr/bin/env bash -e\nt:\n\tdocker a\n', ['docker a']],
    [
      'programs by branch that are no shells',
      'ifdef Y\nSHELL = python3\nelse\nSHELL = ruby\nendif\nt:\n\tdocker a\n',
      [],
    ],
    ['a shell by branch', 'ifeq ($(OS),Windows_NT)\nSHELL = cmd.exe\nendif\nt:\n\tdocker a\n', ['docker a']],
    ['what $(shell …) runs', 'V := $(shell docker a)\n', ['docker a']],
    ['what $(shell …) runs for what is printed', '$(info $(shell docker a))\n', ['docker a']],
    ['what $(shell …) runs for what is evaluated', '$(eval V := $(shell docker a))\n', ['docker a']],
    ['what $(shell …) runs for a word of it', 'V := $(word 2,$(shell docker a))\n', ['docker a']],
    ['what $(shell …) runs for words of it', 'V := $(sort $(shell docker a))\n', ['docker a']],
    ['what != runs', 'V != docker a\n', ['docker a']],
    ['what names no engine', 't:\n\techo hello\n', []],
  ])('%s', (_, makefile, expected) => {
    expect(linesOf(makefile)).toEqual(expected);
  });
});

test.each([
  ['/bin/dash', true],
  ['zsh', true],
  ['C:/Git/bin/bash.exe', true],
  ['/usr/bin/env  sh', true],
  ['$(X)', true],
  ['fish', false],
  ['pwsh', false],
  ['tclsh', false],
])('SHELL = %s may read the recipes of a POSIX shell: %s', (shell, isRead) => {
  expect(linesOf(`SHELL = ${shell}\nt:\n\tdocker a\n`)).toEqual(isRead ? ['docker a'] : []);
});

describe('variables of targets', () => {
  test.each([
    ['of the target', 'X = 1\nt: X = 2\nt:\n\tdocker $(X)\nu:\n\tdocker $(X)\n', ['docker 2', 'docker 1']],
    ['of a pattern', 'X = 1\nt%: X = 2\ntu:\n\tdocker $(X)\n', ['docker 2']],
    ['of a target that depends on it', 'X = 1\nall: X = 2\nall: t\nt:\n\tdocker $(X)\n', ['docker ⟨${X}: 2|1⟩']],
    [
      'of a target that depends on it in several steps, and in a circle',
      'X = 1\nall: X = 2\nall: u\nu: t all\nt:\n\tdocker $(X)\n',
      ['docker ⟨${X}: 2|1⟩'],
    ],
    ['of the target and one that depends on it', 'all: X = 2\nall: t\nt: X = 3\nt:\n\tdocker $(X)\n', ['docker 3']],
    ['of both of two targets', 'X = 1\nt u: X = 2\nt u:\n\tdocker $(X)\n', ['docker 2']],
    [
      'the name of a target, unless it may be one of several',
      't u:\n\tdocker $@\nv-%:\n\tdocker $@\n',
      ['docker ⟨${@}⟩', 'docker ⟨${@}⟩'],
    ],
    ['of one of two targets', 'X = 1\nt: X = 2\nt u:\n\tdocker $(X)\n', ['docker ⟨${X}: 2|1⟩']],
    ['in a branch', 'X = 1\nifdef Y\nt: X = 2\nendif\nt:\n\tdocker $(X)\n', ['docker ⟨${X}: 2|1⟩']],
  ])('%s', (_, makefile, expected) => {
    expect(linesOf(makefile)).toEqual(expected);
  });
});

describe('files that are included', () => {
  test.each([
    ['from the folder of the Makefile', 'include a.mk\nt:\n\tdocker $(X)\n', { 'a.mk': 'X = 1\n' }, ['docker 1']],
    ['by $(CURDIR)', 'include $(CURDIR)/m/a.mk\nt:\n\tdocker $(X)\n', { 'm/a.mk': 'X = 1\n' }, ['docker 1']],
    [
      'by where the Makefile is',
      'include $(dir $(lastword $(MAKEFILE_LIST)))m/a.mk\nt:\n\tdocker $(X)\n',
      { 'm/a.mk': 'X = 1\n' },
      ['docker 1'],
    ],
    [
      'by the absolute path of where the Makefile is',
      'ROOT := $(abspath $(dir $(lastword $(MAKEFILE_LIST))))\ninclude $(ROOT)/m/a.mk\nt:\n\tdocker $(X)\n',
      { 'm/a.mk': 'X = 1\n' },
      ['docker 1'],
    ],
    [
      'by where a part of the Makefile is',
      'include m/b.mk\nt:\n\tdocker $(X)\n',
      { 'm/b.mk': 'include $(dir $(lastword $(MAKEFILE_LIST)))a.mk\n', 'm/a.mk': 'X = 1\n', 'a.mk': 'X = 2\n' },
      ['docker 1'],
    ],
    [
      'from the folder of the Makefile, also in a part of it',
      'include m/b.mk\nt:\n\tdocker $(X)\n',
      { 'm/b.mk': 'include a.mk\n', 'm/a.mk': 'X = 1\n', 'a.mk': 'X = 2\n' },
      ['docker 2'],
    ],
    [
      'by names that are put together',
      'include $(addprefix $(realpath ./m)/,$(notdir x/a.mk))\nt:\n\tdocker $(X)\n',
      { 'm/a.mk': 'X = 1\n' },
      ['docker 1'],
    ],
    [
      'by a folder that is not known',
      'include $(Y)/a.mk\nt:\n\tdocker $(X)\n',
      { 'a.mk': 'X = 1\n' },
      ['docker ⟨${X}⟩'],
    ],
    ['outside of the project', 'include ../a.mk\nt:\n\tdocker $(X)\n', { '../a.mk': 'X = 1\n' }, ['docker ⟨${X}⟩']],
    ['several', '-include a.mk b.mk\nt:\n\tdocker $(X)\n', { 'a.mk': 'X = 1\n', 'b.mk': 'X = 2\n' }, ['docker 2']],
    [
      'in a branch',
      'X = 0\nifdef Y\ninclude a.mk\nendif\nt:\n\tdocker $(X)\n',
      { 'a.mk': 'X = 1\n' },
      ['docker ⟨${X}: 1|0⟩'],
    ],
    ['with rules', 'X = 1\ninclude a.mk\n', { 'a.mk': 't:\n\tdocker $(X)\n' }, ['docker 1']],
    ['that include themselves', 'include a.mk\nt:\n\tdocker $(X)\n', { 'a.mk': 'X = 1\ninclude a.mk\n' }, ['docker 1']],
    ['that are missing', 'include a.mk\nt:\n\tdocker $(X)\n', {}, ['docker ⟨${X}⟩']],
    [
      'env files, which are an environment',
      'include .env\nt:\n\tdocker $(X)\n',
      { '.env': 'X=1\n' },
      ['docker ⟨${X}⟩'],
    ],
    [
      'env files with more to their names',
      'include a/prod.env.local\nt:\n\tdocker $(X)\n',
      { 'a/prod.env.local': 'X=1\n' },
      ['docker ⟨${X}⟩'],
    ],
    ['no env files', 'include .env.d/a.mk\nt:\n\tdocker $(X)\n', { '.env.d/a.mk': 'X=1\n' }, ['docker 1']],
  ])('%s', (_, makefile, files, expected) => {
    expect(linesOf(makefile, { files })).toEqual(expected);
  });
  test.each([
    ['from its own folder', 'build/m/common.mk', ['docker 1']],
    ['from a folder above it', 'build/common.mk', ['docker 1']],
    ['from the root of the project', 'common.mk', ['docker 1']],
    ['not from another folder', 'other/common.mk', ['docker ⟨${X}⟩']],
  ])('of a part of a Makefile, whose includer is unknown, %s', (_, name, expected) => {
    const files = { [name]: 'X = 1\n' };
    const makefile = 'include common.mk\nt:\n\tdocker $(X)\n';
    expect(linesOf(makefile, { files, path: 'build/m/docker.mk' })).toEqual(expected);
  });
});

test('values that hold one another do not grow without end', () => {
  const doubled = Array.from({ length: 60 }, (_, index) => `A${index + 1} = $(A${index})$(A${index})\n`).join('');
  const [text] = scriptsIn(`A0 = docker\n${doubled}t:\n\tdocker $(A60)\n`);
  expect(text?.length).toBeLessThan(1_000_000);
});
