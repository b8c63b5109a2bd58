import compose from './compose/front-end.ts';
import ansible from './hosts/ansible/front-end.ts';
import devcontainer from './hosts/devcontainer/front-end.ts';
import githubWorkflow from './hosts/github/front-end.ts';
import gitlabCi from './hosts/gitlab/front-end.ts';
import makefile from './hosts/makefile/front-end.ts';
import markdown from './hosts/markdown/front-end.ts';
import quadlet from './hosts/quadlet/front-end.ts';
import systemdUnit from './hosts/systemd/front-end.ts';
import inspect from './inspect/front-end.ts';
import shell from './shell/front-end.ts';

/** All kinds of input. The first that recognizes a text reads it. */
export const FRONT_ENDS = [
  devcontainer,
  inspect,
  githubWorkflow,
  gitlabCi,
  compose,
  ansible,
  makefile,
  markdown,
  quadlet,
  systemdUnit,
  shell,
] as const;
