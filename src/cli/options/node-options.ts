import { UsageError } from '../io.ts';

/** Options of Node.js for which it looks behind the name of the script too, up to the first `--`. */
const UP_TO_DASHES = /^--env-file(?:-if-exists)?(?:=|$)/;
/** Those for which it looks in the whole command line, so that `--` does not help. */
const ANYWHERE = /^--experimental-(?:default-)?config-file/;

/**
 * Throws a UsageError for arguments that Node.js takes for options of its own wherever they stand: it reads the files
 * that they name, settings such as `--require` of a module in them included, before any code of ours runs. That has
 * happened by now, if this version of Node.js does it; what is left to do is to let no such run look like a good one.
 * Each version is treated alike.
 */
export function refuseNodeOptions(argv: readonly string[]): void {
  const dashes = argv.indexOf('--');
  const taken = argv.find(
    (word, at) => ANYWHERE.test(word) || (UP_TO_DASHES.test(word) && (dashes < 0 || at < dashes)),
  );
  if (taken === undefined) return;
  const [name = ''] = taken.split('=', 1);
  const remedy =
    name === '--env-file'
      ? 'For variable values, use --dotenv FILE. To pass a file with such a name, prefix it with ./.'
      : 'To pass a file with such a name, prefix it with ./.';
  throw new UsageError(
    `${name} is a Node.js option, not a plimsoll option: Node.js would load settings from that file before plimsoll starts. ${remedy}`,
  );
}
