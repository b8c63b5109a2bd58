import type { CliCommand, Commands } from './commands/command.ts';
import type { Io } from './io.ts';
import { exampleHelp, helpRows, helpText, optionHead, textWidth } from './options/options.ts';

const OPTIONS_IN_USE: readonly (readonly [name: string, help: string])[] = [
  ['format', 'pretty, text, json, cis, sarif, github …; FORMAT=FILE'],
  ['fail-on', 'what fails: error (default), warning, info or never'],
  ['preset', 'recommended (default), hardened, cis-level-1, all …'],
  ['rule', 'set a rule to off, info, warning or error'],
  ['since', 'count only findings that are new since a Git branch'],
  ['project', 'merge Compose files: --project a.yml,b.yml'],
  ['dotenv', 'read variable values from FILE instead of .env'],
  ['verbose', 'show each finding in full'],
  ['help', 'print this help, or that of a command'],
  ['version', 'print the version'],
];

/** Pairs of commands that share a line. */
const TOGETHER: Readonly<Record<string, string>> = { lsp: 'completion' };

/** The text of `plimsoll --help`, which fits on one screen. */
export async function topHelp(all: Commands, lint: CliCommand, { stdout }: Io): Promise<string> {
  const { OPTIONS } = await lint.load();
  const width = textWidth(stdout);
  const commands = Object.entries(all).flatMap(([name, { summary }]) => {
    if (Object.values(TOGETHER).includes(name)) return [];
    const other = TOGETHER[name];
    const more = other === undefined ? undefined : all[other];
    return [
      [
        `  ${name}${more === undefined ? '' : `, ${other}`}`,
        more === undefined ? summary : `${summary}; ${more.summary}`,
      ],
    ] as const;
  });
  const options = OPTIONS_IN_USE.map(([name, help]) => [optionHead(name, OPTIONS[name] ?? {}), help] as const);
  return `${helpText('plimsoll checks Compose files and scripts against the CIS Docker Benchmark.', width)}

Commands (plimsoll COMMAND --help)
${helpRows(commands, width)}

Options (all: plimsoll lint --help)
${helpRows(options, width)}

${exampleHelp(
  [
    ['plimsoll compose.yaml deploy.sh', 'lint files; without a path, all below here'],
    ['docker inspect web | plimsoll -', 'check a running container'],
    ['plimsoll explain 5.31', 'why a finding matters and how to fix it'],
  ],
  width,
)}
`;
}
