import { HOMEPAGE, VERSION } from '../../version.ts';

/** The systems of `plimsoll init --ci`. */
export const CI_SYSTEMS = ['github', 'gitlab', 'pre-commit'] as const;
export type CiSystem = (typeof CI_SYSTEMS)[number];

/** A file that runs plimsoll in a CI system. */
export interface CiFile {
  readonly path: string;
  readonly text: string;
  /** Where to put the text instead if {@link path} exists; `add` is then added to {@link path}. */
  readonly beside?: { readonly path: string; readonly add: string };
}

const PACKAGE = `plimsoll@${VERSION}`;
/** Built by `npm run package` in a checkout of plimsoll. */
const TARBALL = `plimsoll-${VERSION}.tgz`;

/** The first step until the package is in the npm registry. */
export const BEFORE_PUBLISHING = `plimsoll is not in the npm registry yet: add ${TARBALL} (npm run package) to the repository`;

/**
 * The file for each CI system. It installs this version from the registry or, until published, from
 * a file in the repository; pre-commit uses the plimsoll in PATH.
 */
export function ciFiles(isPublished: boolean): Readonly<Record<CiSystem, CiFile>> {
  const from = (folder: string): string => (isPublished ? PACKAGE : `"${folder}/${TARBALL}"`);
  return {
    github: {
      path: '.github/workflows/plimsoll.yml',
      text: `# Lints container definitions and annotates pull requests with the findings.
name: plimsoll
on: [push, pull_request]
permissions:
  contents: read
jobs:
  plimsoll:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          node-version: 22
      # Outside the checkout, so its .npmrc doesn't affect the installation.
      - run: npm install --global --no-audit --no-fund ${from('$GITHUB_WORKSPACE')}
        working-directory: \${{ runner.temp }}
      - run: plimsoll --allow-empty --format github
`,
    },
    gitlab: {
      path: '.gitlab-ci.yml',
      text: `# Lints container definitions and annotates merge requests with the findings.
plimsoll:
  image: node:22.22.0-alpine3.22
  script:
    # Outside the project, so its .npmrc doesn't affect the installation.
    - cd / && npm install --global --no-audit --no-fund ${from('$CI_PROJECT_DIR')}
    - cd "$CI_PROJECT_DIR"
    - plimsoll --allow-empty --format text --format gitlab=gl-code-quality-report.json
  artifacts:
    when: always
    reports:
      codequality: gl-code-quality-report.json
`,
      beside: { path: '.gitlab/plimsoll.gitlab-ci.yml', add: 'include: [{ local: .gitlab/plimsoll.gitlab-ci.yml }]' },
    },
    'pre-commit': {
      path: '.pre-commit-config.yaml',
      text: `repos:
  - repo: local
    hooks:
      - id: plimsoll
        name: plimsoll
        ${isPublished ? `language: node\n        additional_dependencies: ['${PACKAGE}']` : 'language: system # npm install --global FILE puts plimsoll into the PATH'}
        entry: plimsoll --quiet --allow-empty --
        types: [text]
        exclude: ^-- # file names that Node.js would parse as options
        require_serial: true
`,
    },
  };
}

export const IS_PUBLISHED = HOMEPAGE !== undefined;
export const CI_FILES: Readonly<Record<CiSystem, CiFile>> = ciFiles(IS_PUBLISHED);
