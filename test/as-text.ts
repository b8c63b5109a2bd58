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

/** Adds the one-line report format to a lint command, unless it chooses a format. */
export function asText(argv: readonly string[]): readonly string[] {
  const [first = ''] = argv;
  const end = argv.indexOf('--');
  const options = end < 0 ? argv : argv.slice(0, end);
  const isReport = options.some((word) =>
    /^--(?:format|help|version|statistics|output)\b|^-[A-Za-z]*[fhVo]/.test(word),
  );
  // Leave commands, and misspelled ones, alone.
  if (argv.some((word) => COMMANDS.includes(word)) || /^[a-z]+$/.test(first) || isReport) return argv;
  return ['--format', 'text', ...argv];
}
