import { describe, expect, test } from 'vitest';
import { scriptsIn, show } from './commands-of.ts';

function linesOf(makefile: string, files?: Readonly<Record<string, string>>): readonly string[] {
  return scriptsIn(makefile, undefined, files).map(show);
}

describe('what a variable is that the text does not determine', () => {
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
  ])('%s', (_, before, recipe, expected) => {
    expect(linesOf(`${before}\nt:\n\t${recipe}\n`)).toEqual(expected);
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
    ['a shell by branch', 'ifeq ($(OS),Windows_NT)\nSHELL = cmd.exe\nendif\nt:\n\tdocker a\n', ['docker a']],
    ['what $(shell …) runs', 'V := $(shell docker a)\n', ['docker a']],
    ['what != runs', 'V != docker a\n', ['docker a']],
    ['what names no engine', 't:\n\techo hello\n', []],
  ])('%s', (_, makefile, expected) => {
    expect(linesOf(makefile)).toEqual(expected);
  });
});

describe('variables of targets', () => {
  test.each([
    ['of the target', 'X = 1\nt: X = 2\nt:\n\tdocker $(X)\nu:\n\tdocker $(X)\n', ['docker 2', 'docker 1']],
    ['of a pattern', 'X = 1\nt%: X = 2\ntu:\n\tdocker $(X)\n', ['docker 2']],
    ['of a target that depends on it', 'X = 1\nall: X = 2\nall: t\nt:\n\tdocker $(X)\n', ['docker ⟨${X}: 2|1⟩']],
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
  ])('%s', (_, makefile, files, expected) => {
    expect(linesOf(makefile, files)).toEqual(expected);
  });
});

test('values that hold one another do not grow without end', () => {
  const doubled = Array.from({ length: 60 }, (_, index) => `A${index + 1} = $(A${index})$(A${index})\n`).join('');
  const [text] = scriptsIn(`A0 = docker\n${doubled}t:\n\tdocker $(A60)\n`);
  expect(text?.length).toBeLessThan(1_000_000);
});
