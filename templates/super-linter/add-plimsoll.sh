#!/usr/bin/env bash
# Adds plimsoll to Super-linter. Run this script in a checkout of Super-linter and read the diff. Then run `make fix-codebase`,
# which aligns tables, and update the summaries in test/data, which list all linters.
set -euo pipefail

readonly PACKAGE=plimsoll@0.1.0

# before FILE LINE TEXT: inserts TEXT before the first line that starts with LINE. Fails if there is no such line.
before() {
  TEXT=$3 awk -v at="$2" '
    !done && index($0, at) == 1 { print ENVIRON["TEXT"]; done = 1 }
    { print }
    END { if (!done) { print "No line starts with: " at > "/dev/stderr"; exit 1 } }
  ' "$1" >"$1.new"
  cat "$1.new" >"$1"
  rm "$1.new"
}

before lib/globals/languages.sh "  'DOCKERFILE_HADOLINT'" '  "DOCKER_PLIMSOLL"'
before lib/functions/linterCommands.sh 'LINTER_COMMANDS_ARRAY_DOCKERFILE_HADOLINT=' \
  'LINTER_COMMANDS_ARRAY_DOCKER_PLIMSOLL=(plimsoll --allow-empty)'
# Super-linter adds file names after these options, so the options must end with `--`.
before lib/globals/linterCommandsOptions.sh 'GOOGLE_JAVA_FORMAT_CHECK_ONLY_MODE_OPTIONS=' \
  'DOCKER_PLIMSOLL_CHECK_ONLY_MODE_OPTIONS=(--)'
before lib/globals/linterCommandsOptions.sh 'ENV_FIX_MODE_OPTIONS=' 'DOCKER_PLIMSOLL_FIX_MODE_OPTIONS=(--fix --)'
# plimsoll also detects its inputs by content, so it gets all files.
before lib/functions/buildFileList.sh '    echo "${FILE}" >>"${FILE_ARRAYS_DIRECTORY_PATH}/file-array-GITLEAKS"' \
  '    echo "${FILE}" >>"${FILE_ARRAYS_DIRECTORY_PATH}/file-array-DOCKER_PLIMSOLL"'
before scripts/linterVersions.sh "LINTER_NAMES_ARRAY['DOCKERFILE_HADOLINT']=" \
  "LINTER_NAMES_ARRAY['DOCKER_PLIMSOLL']=\"plimsoll\""
before test/testUtils.sh '  "DOTNET_SLN_FORMAT_ANALYZERS"' '  "DOCKER_PLIMSOLL"'
before test/inspec/super-linter/controls/super_linter.rb '    { linter_name: "prettier"' \
  '    { linter_name: "plimsoll" },'
before .github/dependabot.yml '          - prettier' '          - plimsoll'
before README.md '| **FIX_DOTNET_SLN_FORMAT_ANALYZERS**' \
  '| **FIX_DOCKER_PLIMSOLL** | `false` | Option to enable fix mode for `DOCKER_PLIMSOLL`. |'
before README.md '| **VALIDATE_DOCKERFILE_HADOLINT**' \
  '| **VALIDATE_DOCKER_PLIMSOLL** | `true` | Flag to enable or disable the linting process of Compose files, and of scripts and pipelines that start containers. |'
before README.md '| **Dockerfile** ' '| **Compose files, docker commands** | [plimsoll](https://www.npmjs.com/package/plimsoll) | |'

# Fix mode repairs every finding in the bad file.
mkdir -p test/linters/docker_plimsoll
printf 'services:\n  web:\n    image: nginx:1.27\n    mem-limit: 512m\n' >test/linters/docker_plimsoll/compose.bad.yaml
printf 'services:\n  web:\n    image: nginx:1.27\n' >test/linters/docker_plimsoll/compose.good.yaml

npm install --prefix dependencies --package-lock-only --ignore-scripts "$PACKAGE"
