import { CONFIG_NAMES } from '../../config/config-file.ts';
import { PRESET_SUMMARIES, PRESETS } from '../../config/rule-settings.ts';
import { type ExitCode, type Io, UsageError } from '../io.ts';
import { writeOutput } from '../output/write-output.ts';
import { defineCommand, HELP_OPTION } from './command.ts';
import { BEFORE_PUBLISHING, CI_FILES, CI_SYSTEMS, type CiFile, IS_PUBLISHED } from './init-ci.ts';

/**
 * `plimsoll init`: writes a commented example configuration, unless one exists, or the file for a
 * CI system.
 */
export const { OPTIONS, run } = defineCommand({
  help: `Writes a commented ${CONFIG_NAMES[0]} to the current directory, or a CI configuration with --ci.`,
  examples: [
    ['plimsoll init', 'write .plimsoll.yaml'],
    ['plimsoll init --ci github', 'write a workflow'],
  ],
  options: {
    ci: {
      value: 'SYSTEM',
      choices: CI_SYSTEMS,
      help: 'write a configuration for github, gitlab or pre-commit instead',
    },
    ...HELP_OPTION,
  },
  async run(options, io) {
    if (options.operands.length > 0)
      throw new UsageError('init takes no arguments: it writes to the current directory.');
    const ci = CI_SYSTEMS.find((system) => system === options.value('ci'));
    if (ci !== undefined) return writeCiFile(CI_FILES[ci], io);
    const existing = CONFIG_NAMES.find((name) => io.files.kindOf(name) !== undefined);
    if (existing !== undefined) throw new UsageError(`${existing} already exists and was not changed.`);
    await writeOutput(CONFIG_NAMES[0], [starterConfig()], io);
    io.stdout.write(`Wrote ${CONFIG_NAMES[0]}. To see the active rules, run plimsoll rules.\n`);
    return 0;
  },
});

/** Writes the file if it is missing; otherwise prints what to add to the existing one. */
async function writeCiFile({ path, text, beside }: CiFile, io: Io): Promise<ExitCode> {
  const isThere = io.files.kindOf(path) !== undefined;
  const target = isThere && beside !== undefined ? beside.path : path;
  if (isThere && beside === undefined) {
    io.stdout.write(text);
    throw new UsageError(`${path} already exists and was not changed. The lines to add are printed.`);
  }
  if (isThere && io.files.kindOf(target) !== undefined)
    throw new UsageError(`${target} already exists and was not changed.`);
  await writeOutput(target, [text], io);
  io.stdout.write(
    `Wrote ${target}.${isThere ? ` Add to ${path}: ${beside?.add ?? ''}` : ''}${IS_PUBLISHED ? '' : `\n${BEFORE_PUBLISHING}.`}\n`,
  );
  return 0;
}

/** The schema in a package that the project installed. */
const CONFIG_SCHEMA = 'node_modules/plimsoll/schemas/config.schema.json';

/** A configuration that changes nothing and shows the options. */
export function starterConfig(): string {
  const presets = PRESETS.map((preset) => `#   ${preset.padEnd(12)} ${PRESET_SUMMARIES[preset]}`).join('\n');
  return `# yaml-language-server: $schema=${CONFIG_SCHEMA}
# plimsoll checks the containers below this directory against the CIS Docker Benchmark, section 5.

# Preset:
${presets}
extends: recommended

# The lowest severity that sets exit code 1: error, warning, info or never.
failOn: error

# Severity (off, info, warning, error) and options per rule. To list rules, run plimsoll rules; for options, plimsoll explain <rule>.
rules: {}
  # unpinned-image: { severity: warning, requireDigest: true }
  # ulimit-override: off

# Values that plimsoll fix writes for limits.
fix: {}
  # memory: 512m
  # cpus: 1
  # pids: 200

# Files to skip. A glob without a slash matches at any depth.
ignores: []
  # - vendor/**

# Compose files to merge, like docker compose -f A -f B; * matches the same text in each.
projects: []
  # - [compose.yaml, compose.prod.yaml]
  # - [stacks/*/compose.yaml, stacks/*/compose.prod.yaml]

# Compose files that only docker stack deploy deploys, which ignores some keys.
stacks: []
  # - swarm/*.yaml

# Other settings for some files or services.
overrides: []
  # - files: [dev/**]
  #   services: [debug-*]
  #   rules:
  #     writable-root-filesystem: off

# Accepted risks, with reasons. An exception ends on its expiry date.
exceptions: []
  # - rule: docker-socket-mount
  #   files: [monitoring/compose.yaml]
  #   service: agent
  #   reason: the agent reads container events; the socket is behind a proxy
  #   expires: 2027-06-30
`;
}
