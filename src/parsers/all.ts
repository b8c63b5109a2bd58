import compose from './compose/front-end.ts';
import ansible from './hosts/ansible/front-end.ts';
import devcontainer from './hosts/devcontainer/front-end.ts';
import githubWorkflow from './hosts/github/front-end.ts';
import gitlabCi from './hosts/gitlab/front-end.ts';
import justfile from './hosts/just/front-end.ts';
import makefile from './hosts/makefile/front-end.ts';
import markdown from './hosts/markdown/front-end.ts';
import packageJson from './hosts/package-json/front-end.ts';
import pipeline from './hosts/pipelines/front-end.ts';
import quadlet from './hosts/quadlet/front-end.ts';
import systemdUnit from './hosts/systemd/front-end.ts';
import taskfile from './hosts/taskfile/front-end.ts';
import inspect from './inspect/front-end.ts';
import shell from './shell/front-end.ts';

/** All kinds of input. The first one that detects a text parses it. */
export const FRONT_ENDS = [
  devcontainer,
  packageJson,
  inspect,
  githubWorkflow,
  gitlabCi,
  pipeline,
  taskfile,
  compose,
  ansible,
  makefile,
  justfile,
  markdown,
  quadlet,
  systemdUnit,
  shell,
] as const;
