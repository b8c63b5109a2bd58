const COMMANDS = [
  'baseline',
  'completion',
  'drift',
  'explain',
  'fix',
  'help',
  'images',
  'init',
  'lsp',
  'model',
  'policies',
  'rules',
];

/** The words of a run that lints, with the report that has one line for each finding, unless they name one. */
export function asText(argv: readonly string[]): readonly string[] {
  const [first = ''] = argv;
  const end = argv.indexOf('--');
  const options = end < 0 ? argv : argv.slice(0, end);
  const isReport = options.some((word) =>
    /^--(?:format|help|version|statistics|output)\b|^-[A-Za-z]*[fhVo]/.test(word),
  );
  // What may be a command, or nearly one, is left as it is.
  if (argv.some((word) => COMMANDS.includes(word)) || /^[a-z]+$/.test(first) || isReport) return argv;
  return ['--format', 'text', ...argv];
}
