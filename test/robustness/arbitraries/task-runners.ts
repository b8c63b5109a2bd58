import fc from 'fast-check';
import type { Tree } from '../project.ts';
import { mutation } from './mutation.ts';
import { commandLine, script } from './shell.ts';
import { name, value } from './values.ts';
import { scalar } from './workflow.ts';

const command = fc.oneof(
  commandLine.map((tree) => tree['run.sh'] ?? ''),
  script.map((tree) => tree['run.sh'] ?? ''),
  fc.tuple(name, value).map(([a, b]) => `docker run {{.${a}}} -v ${b}:/x {{${a}}} $${a} {{ ${a} + "b" }} nginx`),
);

const commands = fc.array(command, { minLength: 1, maxLength: 3 });

const packageJson = fc
  .tuple(fc.array(fc.tuple(name, command), { maxLength: 3 }), fc.constantFrom(undefined, 2, '\t'))
  .map(([scripts, indent]) =>
    JSON.stringify(
      { name: 'a', scripts: { ...Object.fromEntries(scripts), b: 'docker run nginx' } },
      undefined,
      indent,
    ),
  );

const taskfile = fc
  .tuple(commands, name, value, fc.nat({ max: 5 }))
  .map(
    ([lines, key, text, form]) =>
      `version: "3"\nvars: { ${key}: ${JSON.stringify(text)}, B: { sh: date } }\ntasks:\n  a:\n    vars: { C: "{{.${key}}}" }\n    cmds:\n` +
      lines.map((line) => `      - ${scalar(line, '        ', form)}\n`).join('') +
      '      - cmd: docker run {{.C}}\n      - defer: { task: a }\n  b: docker run nginx\n',
  );

const justfile = fc
  .tuple(
    commands,
    fc.constantFrom('', 'set shell := ["bash", "-c"]\n', 'export A := "b"\n', 'a := `date` + "x"\n', 'import "b"\n'),
    fc.constantFrom('', '#!/bin/sh\n', '#!/usr/bin/env python3\n', '@', '-'),
    fc.constantFrom('a:', 'a b="c" *d: e', '@a: (e "1")', '[private]\na +b:', 'alias c := a\na:'),
  )
  .map(
    ([lines, head, first, recipe]) =>
      `${head}${recipe}\n${`${first}${lines.join('\n')}`.replaceAll(/^/gm, '  ')}\n\ne:\n  docker run nginx\n`,
  );

/** CI systems with lists of commands, by file name. */
const PIPELINES: Readonly<Record<string, (list: string) => string>> = {
  '.travis.yml': (list) => `services: [docker]\nscript:\n${list}`,
  '.circleci/config.yml': (list) => `jobs:\n  a:\n    docker: [{ image: b }]\n    steps:\n${list}`,
  'azure-pipelines.yml': (list) => `steps:\n${list.replaceAll(/^ {10}- /gm, '          - script: ')}`,
  'bitbucket-pipelines.yml': (list) => `pipelines:\n  default:\n    - step:\n        script:\n${list}`,
  '.drone.yml': (list) => `kind: pipeline\nsteps:\n  - image: docker\n    privileged: true\n    commands:\n${list}`,
  '.woodpecker.yml': (list) => `steps:\n  a:\n    image: docker\n    commands:\n${list}`,
};

const pipelines = fc
  .tuple(fc.constantFrom(...Object.keys(PIPELINES)), commands, fc.nat({ max: 5 }))
  .map(([path, lines, form]): readonly [string, string] => {
    const list = [...lines, 'docker run nginx'].map((line) => `          - ${scalar(line, '            ', form)}\n`);
    return [path, PIPELINES[path]?.(list.join('')) ?? ''];
  });

/** Task runner files and pipelines, valid or not. */
export const taskRunners: fc.Arbitrary<Tree> = fc
  .tuple(
    fc.oneof(
      packageJson.map((text) => ['package.json', text] as const),
      taskfile.map((text) => ['Taskfile.yml', text] as const),
      justfile.map((text) => ['justfile', text] as const),
      pipelines,
    ),
    fc.oneof({ arbitrary: fc.constant((text: string) => text), weight: 3 }, { arbitrary: mutation, weight: 1 }),
  )
  .map(([[path, text], change]) => ({ [path]: change(text) }));
