/** Sentences, each behind the words that it answers. */
type Answers = readonly (readonly [words: string, sentence: string])[];

/** The sentence that answers a word, if there is one. */
export function answerTo(word: string, answers: Answers): string | undefined {
  return answers.findLast(([words]) => words.split(' ').includes(word))?.[1];
}

/** What does here what an option of another linter does there, by its name. */
export const OPTIONS_OF_OTHERS: Answers = [
  [
    'ignore skip disable disable-rule ignore-rule skip-check without',
    "--rule ID=off switches a rule off; a path '!PATH' leaves files out.",
  ],
  [
    'exclude exclude-path exclude-dir skip-dirs skip-files ignore-path ignore-pattern',
    "A path '!PATH' leaves files out, and so do `ignores` in .plimsoll.yaml.",
  ],
  ['select include-rule check rules-only', 'These rules and no others: --only ID.'],
  ['enable extend-select include', 'A rule is switched on by --rule ID=SEVERITY, many by --preset.'],
  ['no-color no-colour no-colors', 'The variable NO_COLOR=1 switches colours off.'],
  ['color colour colors', 'Colours are on at a terminal; the variable NO_COLOR=1 switches them off.'],
  ['severity level min-level threshold severity-threshold', 'What is shown: --min-severity. What fails: --fail-on.'],
  ['failure-threshold fail-level error-level exit-on fail-on-severity', 'What fails is said by --fail-on SEVERITY.'],
  ['exit-code exit-zero no-fail soft-fail no-exit-code warn-only', '--fail-on never makes no finding fail.'],
  ['max-warnings warnings-as-errors werror pedantic error', '--fail-on warning makes warnings fail.'],
  ['fix write apply autofix diff dry-run', 'plimsoll fix prints a diff; plimsoll fix --write changes the files.'],
  ['json', 'That is --format json.'],
  ['sarif', 'That is --format sarif.'],
  ['junit', 'That is --format junit.'],
  ['html', 'That is --format html.'],
  ['reporter formatter report output-format', 'The kind of the report is --format.'],
  ['out outfile output-file report-file', 'A report is written to a file by --format FORMAT=FILE.'],
  ['debug trace', '--verbose shows more.'],
  ['file files input path compose-file', 'Files are given as they are: plimsoll FILE.'],
  ['recursive dir directory', 'Folders are given as they are: plimsoll FOLDER.'],
  ['profile ruleset extends standard policy-set', 'The rules that are on are chosen by --preset.'],
  ['cis edition benchmark-version', 'The edition is chosen by --benchmark.'],
  ['list-rules list rules list-checks', 'plimsoll rules lists the rules.'],
  ['explain', 'plimsoll explain ID prints the page of a rule.'],
  ['update-baseline write-baseline create-baseline generate-baseline', 'plimsoll baseline writes the baseline.'],
  ['init', 'plimsoll init writes a configuration.'],
  ['no-ignore-comments disable-noqa', '--no-ignore passes over comments.'],
  ['jobs parallel threads', 'It takes as many threads as are worth it by itself.'],
  ['env-file', '--dotenv FILE gives values of variables.'],
];

/** What does here what a command of another linter does there. */
export const COMMANDS_OF_OTHERS: Answers = [
  [
    'check scan run audit validate analyze analyse test verify inspect',
    'Files and folders are linted by plimsoll lint.',
  ],
  ['version', 'That is plimsoll --version.'],
  ['list ls list-rules', 'plimsoll rules lists the rules.'],
  ['show doc docs rule info', 'plimsoll explain ID prints the page of a rule.'],
  ['server serve langserver language-server', 'That is plimsoll lsp.'],
  ['diff compare', 'What runs is compared with the files by plimsoll drift.'],
  ['format fmt apply patch', 'That is plimsoll fix.'],
  ['config configure new', 'plimsoll init writes a configuration.'],
];
