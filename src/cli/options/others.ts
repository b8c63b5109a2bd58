type Answers = readonly (readonly [words: string, sentence: string])[];

/** The advice for another linter's word, if any. */
export function answerTo(
  word: string,
  answers: Answers,
  fits: (sentence: string) => boolean = () => true,
): string | undefined {
  return answers.findLast(([words, sentence]) => words.split(' ').includes(word) && fits(sentence))?.[1];
}

/** Equivalents for other linters' options. */
export const OPTIONS_OF_OTHERS: Answers = [
  [
    'ignore skip disable disable-rule ignore-rule skip-check without except',
    "To turn a rule off, use --rule ID=off; to exclude files, use '!PATH'.",
  ],
  [
    'exclude exclude-path exclude-dir skip-dirs skip-files ignore-path ignore-pattern ignore-file exclude-file',
    "To exclude files, use the path '!PATH' or `ignores` in .plimsoll.yaml.",
  ],
  ['select include-rule check rules-only', 'To run only some rules, use --only ID.'],
  ['enable extend-select include', 'To turn on a rule, use --rule ID=SEVERITY; for many, use --preset.'],
  ['no-color no-colour no-colors', 'To turn colors off, set NO_COLOR=1.'],
  ['color colour colors', 'Terminals get colors by default; to turn them off, set NO_COLOR=1.'],
  [
    'severity level min-level threshold severity-threshold',
    'Filter output with --min-severity, failures with --fail-on.',
  ],
  ['failure-threshold fail-level error-level exit-on fail-on-severity', 'To set what fails, use --fail-on SEVERITY.'],
  ['exit-code exit-zero no-fail soft-fail no-exit-code warn-only', 'To always exit with 0, use --fail-on never.'],
  ['max-warnings warnings-as-errors werror pedantic error', 'To fail on warnings, use --fail-on warning.'],
  ['fix w write apply autofix diff dry-run', 'To print a diff, run plimsoll fix; to apply it, plimsoll fix --write.'],
  ['format', 'For reports, run plimsoll lint.'],
  ['json', 'For reports, run plimsoll lint; plimsoll model always prints JSON.'],
  ['write w', 'plimsoll baseline always writes its file; to remove obsolete entries, use --update.'],
  ['json', 'Use --format json.'],
  ['sarif', 'Use --format sarif.'],
  ['junit', 'Use --format junit.'],
  ['html', 'Use --format html.'],
  ['reporter formatter report output-format', 'To choose the report format, use --format.'],
  ['out outfile output-file report-file', 'To write a report to a file, use --format FORMAT=FILE.'],
  ['debug trace', 'For more output, use --verbose.'],
  ['file files input path compose-file', 'Pass files without an option: plimsoll FILE.'],
  ['r R recursive dir directory C', 'Pass directories without an option: plimsoll DIR.'],
  ['profile ruleset extends standard policy-set', 'To choose a rule set, use --preset.'],
  ['cis edition benchmark-version', 'To choose the benchmark version, use --benchmark.'],
  ['list-rules list list-checks', 'To list the rules, run plimsoll rules.'],
  ['explain', "To print a rule's page, run plimsoll explain ID."],
  ['update-baseline write-baseline create-baseline generate-baseline', 'To write the baseline, run plimsoll baseline.'],
  ['init', 'To write a configuration, run plimsoll init.'],
  ['no-ignore-comments disable-noqa', 'To disregard suppressions, use --no-ignore.'],
  ['jobs parallel threads', 'To set the number of threads, use --concurrency.'],
  ['v', 'To print the version, use -V; for more output, use --verbose.'],
  ['env-file', 'To pass variable values, use --dotenv FILE.'],
  ['output o', 'To choose the file, use --baseline FILE.'],
  ['check', 'To compare with the baseline, run plimsoll; to remove obsolete entries, use --update.'],
  ['all yes y', 'To apply the safe fixes, use --write; for riskier ones too, add --risk LEVEL.'],
  ['risk unsafe interactive i', 'To choose fixes, run plimsoll fix, which has this option.'],
  ['watch', 'In an editor, plimsoll lsp lints as you type.'],
];

/** Equivalents for other linters' values. */
export const VALUES_OF_OTHERS: Answers = [
  ['strict max maximum hardening', 'hardened'],
  ['default standard basic minimal', 'recommended'],
  ['cis cis-benchmark cis-docker level1 level-1 cis1 cis-1 cis-level1', 'cis-level-1'],
  ['level2 level-2 cis2 cis-2 cis-level2', 'cis-level-2'],
  ['everything full', 'all'],
  ['off nothing empty', 'none'],
  ['none no off nothing zero', 'never'],
  ['yes true on', 'always'],
  ['critical high fatal', 'error'],
  ['medium moderate warn', 'warning'],
  ['low note notice', 'info'],
  ['codeclimate code-climate codequality code-quality gitlab-ci', 'gitlab'],
  ['github-actions actions gh annotations', 'github'],
  ['xml xunit tests', 'junit'],
  ['md', 'markdown'],
  ['table human default console stylish', 'pretty'],
  ['txt plain unix line compact', 'text'],
  ['htm', 'html'],
  ['pwsh ps ps1', 'powershell'],
];

/** Equivalents for other linters' commands. */
export const COMMANDS_OF_OTHERS: Answers = [
  [
    'check scan run audit validate analyze analyse test verify inspect',
    'To lint files and directories, run plimsoll lint.',
  ],
  [
    'up compose docker-compose docker podman',
    'plimsoll starts no containers: it lints files, as in plimsoll compose.yaml.',
  ],
  ['version', 'Use plimsoll --version.'],
  ['list ls list-rules', 'To list the rules, run plimsoll rules.'],
  ['show doc docs rule info', "To print a rule's page, run plimsoll explain ID."],
  ['server serve langserver language-server', 'Use plimsoll lsp.'],
  ['diff compare', 'To compare running containers, run plimsoll drift.'],
  ['format fmt apply patch', 'Use plimsoll fix.'],
  ['config configure new', 'To write a configuration, run plimsoll init.'],
  ['policy', 'To apply a policy, use --policy FILE; to test its rules, run plimsoll policies test.'],
];
