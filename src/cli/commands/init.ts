import { CONFIG_NAMES } from '../../workspace/config/config-file.ts';
import { PRESET_SUMMARIES, PRESETS } from '../../workspace/config/rule-settings.ts';
import { type ExitCode, type Io, UsageError } from '../io.ts';
import { writeOutput } from '../output/write-output.ts';
import { defineCommand, HELP_OPTION } from './command.ts';
import { CI_FILES, CI_SYSTEMS, type CiFile } from './init-ci.ts';

/** `plimsoll init`: a commented configuration to start from, unless there is one, or what makes a CI system lint. */
export const { OPTIONS, run } = defineCommand({
  usage: 'init [--ci SYSTEM]',
  help: `Writes a commented ${CONFIG_NAMES[0]} to the current folder, or with --ci what makes a CI system lint.`,
  options: {
    ci: {
      value: 'SYSTEM',
      choices: CI_SYSTEMS,
      help: 'write the file for github, gitlab or pre-commit instead',
    },
    ...HELP_OPTION,
  },
  async run(options, io) {
    if (options.operands.length > 0) throw new UsageError('init takes no operand: it writes to the current folder.');
    const ci = CI_SYSTEMS.find((system) => system === options.value('ci'));
    if (ci !== undefined) return writeCiFile(CI_FILES[ci], io);
    const existing = CONFIG_NAMES.find((name) => io.files.kindOf(name) !== undefined);
    if (existing !== undefined) throw new UsageError(`${existing} is there already.`);
    await writeOutput(CONFIG_NAMES[0], [starterConfig()], io);
    io.stdout.write(`Wrote ${CONFIG_NAMES[0]}. plimsoll rules shows what is in force.\n`);
    return 0;
  },
});

/** Writes it where nothing is yet. What a system has already is never changed: what to add there is said. */
async function writeCiFile({ path, text, beside }: CiFile, io: Io): Promise<ExitCode> {
  const isThere = io.files.kindOf(path) !== undefined;
  const target = isThere && beside !== undefined ? beside.path : path;
  if (isThere && beside === undefined) {
    io.stdout.write(text);
    throw new UsageError(`${path} is there already, and stays as it is. What plimsoll needs in it is printed.`);
  }
  if (isThere && io.files.kindOf(target) !== undefined) throw new UsageError(`${target} is there already.`);
  await writeOutput(target, [text], io);
  io.stdout.write(`Wrote ${target}.${isThere ? ` Add to ${path}: ${beside?.add ?? ''}` : ''}\n`);
  return 0;
}

/** A configuration that changes nothing yet and shows what can be changed. */
export function starterConfig(): string {
  const presets = PRESETS.map((preset) => `#   ${preset.padEnd(12)} ${PRESET_SUMMARIES[preset]}`).join('\n');
  return `# plimsoll checks the containers below this folder against the CIS Docker Benchmark, section 5.

# What to start from:
${presets}
extends: recommended

# The least severe finding that makes the exit code 1: error, warning, info or never.
failOn: error

# Severities (off, info, warning, error) and options, by rule; plimsoll rules lists the rules, plimsoll explain <rule> their options.
rules: {}
  # unpinned-image: { severity: warning, requireDigest: true }
  # ulimit-override: off

# What plimsoll fix writes where the value is for you to choose.
fix: {}
  # memory: 512m
  # cpus: 1
  # pids: 200

# Files that are not linted. A glob without a slash matches at any depth.
ignores: []
  # - vendor/**

# Compose files that are merged, as docker compose -f A -f B merges them; * stands for the same text in each.
projects: []
  # - [compose.yaml, compose.prod.yaml]
  # - [stacks/*/compose.yaml, stacks/*/compose.prod.yaml]

# Other settings for some files or services.
overrides: []
  # - files: [dev/**]
  #   services: [debug-*]
  #   rules:
  #     writable-root-filesystem: off

# Findings that you have decided to live with, and why. After its date an exception no longer holds.
exceptions: []
  # - rule: docker-socket-mount
  #   files: [monitoring/compose.yaml]
  #   service: agent
  #   reason: the agent reads container events; the socket is behind a proxy
  #   expires: 2027-06-30
`;
}
