import type { FRONT_ENDS } from '../../src/parsers/all.ts';

/** What each kind of input needs besides a front end. */
export interface KindOfInput {
  /** Its fixtures in `test/fixtures/inputs`; comments contain the expected results. */
  readonly fixtures: readonly string[];
  /** The results of a fixture without comments, as `rule: marked text`. */
  readonly results?: readonly string[];
  /** Other file names of this kind. */
  readonly names: readonly string[];
  /** The first cell of its row in `docs/inputs.md`. */
  readonly documented: string;
  /** What activates the VS Code extension, or why nothing does. */
  readonly activation: readonly string[] | { readonly none: string };
  /** Why MegaLinter doesn't pass its files, if so. */
  readonly notInMegaLinter?: string;
}

const TEMPLATES = 'workspaceContains:**/*.{j2,jinja,jinja2}';
const ON_REQUEST = 'it is read on request only';

/** Every kind needs a row to compile. */
export const KINDS: Readonly<Record<(typeof FRONT_ENDS)[number]['kind'], KindOfInput>> = {
  compose: {
    fixtures: ['compose.yaml'],
    names: ['a/docker-compose.prod.yml', 'stack.json', 'templates/docker-compose.yml.j2'],
    documented: 'Compose files',
    activation: ['onLanguage:yaml', 'onLanguage:dockercompose', TEMPLATES],
  },
  devcontainer: {
    fixtures: ['.devcontainer/devcontainer.json'],
    names: ['.devcontainer.json', 'a/.devcontainer/b/devcontainer.json'],
    documented: '[Dev containers](#dev-containers)',
    activation: ['workspaceContains:**/{devcontainer,.devcontainer}.json'],
  },
  inspect: {
    fixtures: ['container.json'],
    results: ['host-network: host', 'privileged-container: true', 'unpinned-image: nginx:latest'],
    names: ['inspected/web.json'],
    documented: '`docker inspect` output',
    activation: { none: 'nobody writes it' },
  },
  'github-workflow': {
    fixtures: ['.github/workflows/ci.yml'],
    names: ['action.yaml', '.forgejo/workflows/ci.yaml'],
    documented: '[GitHub workflows and actions](#github-workflows)',
    activation: ['onLanguage:yaml', 'onLanguage:github-actions-workflow'],
  },
  'gitlab-ci': {
    fixtures: ['.gitlab-ci.yml'],
    names: ['ci/build.gitlab-ci.yaml'],
    documented: '[GitLab pipelines](#gitlab-pipelines)',
    activation: ['onLanguage:yaml'],
  },
  ansible: {
    fixtures: ['playbook.yml'],
    names: ['roles/web/tasks/main.yml', 'site.yaml'],
    documented: '[Ansible](#ansible)',
    activation: ['onLanguage:yaml', 'onLanguage:ansible'],
  },
  pipeline: {
    fixtures: [
      '.travis.yml',
      '.circleci/config.yml',
      'azure-pipelines.yml',
      'bitbucket-pipelines.yml',
      '.drone.yml',
      '.woodpecker/build.yaml',
    ],
    names: ['.woodpecker.yml', '.azure-pipelines/build.yml', 'azure-pipelines-release.yml'],
    documented: '[Other pipelines](#other-pipelines)',
    activation: ['onLanguage:yaml'],
  },
  taskfile: {
    fixtures: ['Taskfile.yml'],
    names: ['taskfile.yaml', 'Taskfile.dist.yml', 'tasks/Taskfile.docker.yml'],
    documented: '[Taskfiles](#task-runners)',
    activation: ['onLanguage:yaml'],
  },
  'package-json': {
    fixtures: ['package.json'],
    results: ['privileged-container: --privileged', 'exposed-port: 5432:5432'],
    names: ['packages/a/package.json'],
    documented: '[`package.json`](#task-runners)',
    activation: ['workspaceContains:**/package.json'],
  },
  justfile: {
    fixtures: ['justfile'],
    names: ['Justfile', '.justfile', 'docker.just'],
    documented: '[Justfiles](#task-runners)',
    activation: ['onLanguage:just', 'workspaceContains:**/{justfile,Justfile,.justfile}'],
  },
  makefile: {
    fixtures: ['Makefile'],
    names: ['makefile', 'GNUmakefile', 'a/Makefile.docker', 'common.mk'],
    documented: '[Makefiles](#makefiles)',
    activation: ['onLanguage:makefile', 'workspaceContains:**/Makefile.*'],
  },
  markdown: {
    fixtures: ['page.md', 'page.rst'],
    names: ['a.mdx'],
    documented: '[Markdown and reStructuredText](#markdown)',
    activation: { none: ON_REQUEST },
    notInMegaLinter: ON_REQUEST,
  },
  quadlet: {
    fixtures: ['web.pod'],
    names: ['web.container', 'web.container.d/10.conf', 'web.container.jinja'],
    documented: '[Podman Quadlet units](#podman-quadlet)',
    activation: [
      'workspaceContains:**/*.{container,pod,kube,service}',
      'workspaceContains:**/*.{container,pod,kube,service}.d/*.conf',
    ],
  },
  'systemd-unit': {
    fixtures: ['web.service'],
    names: ['web@.service', 'web.service.d/10.conf', 'web.service.j2'],
    documented: '[systemd units](#systemd-units)',
    activation: [
      'workspaceContains:**/*.{container,pod,kube,service}',
      'workspaceContains:**/*.{container,pod,kube,service}.d/*.conf',
    ],
  },
  shell: {
    fixtures: ['deploy.sh'],
    names: [
      'a.bash',
      'a.bats',
      'a.ksh',
      'a.zsh',
      'a.dash',
      'a.command',
      '.envrc',
      '.husky/pre-commit',
      'bin/deploy',
      '.bashrc',
      'backup.sh.jinja2',
    ],
    documented: 'Shell scripts',
    activation: ['onLanguage:shellscript'],
  },
};
