import { VERSION } from '../../version.ts';

/** What `plimsoll init --ci` writes files for. */
export const CI_SYSTEMS = ['github', 'gitlab', 'pre-commit'] as const;
export type CiSystem = (typeof CI_SYSTEMS)[number];

/** A file that makes a system lint, and what to do with it where the system has a file of its own already. */
export interface CiFile {
  readonly path: string;
  readonly text: string;
  /** Where it goes if {@link path} is there, and what has to be added there then; `undefined` where nothing has to. */
  readonly beside?: { readonly path: string; readonly add: string };
}

const PACKAGE = `plimsoll@${VERSION}`;

/** The file for a system. Each installs the package of this version apart from what it lints. */
export const CI_FILES: Readonly<Record<CiSystem, CiFile>> = {
  github: {
    path: '.github/workflows/plimsoll.yml',
    text: `# Lints what starts containers, and shows findings beside the lines that a pull request changes.
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
      # Not in the checkout, whose .npmrc would decide what is installed.
      - run: npm install --global --no-audit --no-fund ${PACKAGE}
        working-directory: \${{ runner.temp }}
      - run: plimsoll --allow-empty --format github
`,
  },
  gitlab: {
    path: '.gitlab-ci.yml',
    text: `# Lints what starts containers, and shows findings beside the changes of a merge request.
plimsoll:
  image: node:22.22.0-alpine3.22
  script:
    # Not in the project, whose .npmrc would decide what is installed.
    - cd / && npm install --global --no-audit --no-fund ${PACKAGE}
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
        language: node
        additional_dependencies: ['${PACKAGE}']
        entry: plimsoll --quiet --allow-empty --
        types: [text]
        exclude: ^-- # no name that Node.js itself would read as an option
        require_serial: true
`,
  },
};
