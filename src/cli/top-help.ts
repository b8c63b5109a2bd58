import type { CliCommand, Commands } from './commands/command.ts';
import type { Io } from './io.ts';
import { helpRows, helpText, optionHelp, textWidth } from './options/options.ts';

/** What `plimsoll --help` prints. */
export async function topHelp(all: Commands, lint: CliCommand, { stdout }: Io): Promise<string> {
  const { OPTIONS } = await lint.load();
  const width = textWidth(stdout);
  const commands = Object.values(all).map(({ usage, summary }) => [`  plimsoll ${usage}`, summary] as const);
  return `${helpText(
    'plimsoll checks containers against section 5 of the CIS Docker Benchmark before they run. It reads Compose files, scripts that call docker run or docker exec, and docker inspect output.',
    width,
  )}

Usage
${helpRows(commands, width)}

Lint options
${optionHelp(OPTIONS, width)}

Examples
${helpRows(
  [
    ['  plimsoll', 'lint everything below the current directory'],
    ['  plimsoll compose.yaml deploy.sh', 'lint two files'],
    ['  plimsoll --format json=report.json', 'write a report too'],
    ['  docker inspect web | plimsoll -', 'check a running container'],
    ['  plimsoll explain 5.31', 'why a finding matters and how to fix it'],
  ],
  width,
)}

Exit codes
${helpRows(
  [
    ['  0', 'no finding at or above --fail-on (default: error)'],
    ['  1', 'findings at or above it'],
    ['  2', 'usage or configuration error, unreadable file, or nothing to lint'],
    ['  3', 'internal error'],
  ],
  width,
)}
`;
}
