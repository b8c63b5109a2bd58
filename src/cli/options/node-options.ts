import { UsageError } from '../io.ts';

/** Options of Node.js that it also reads after the script's name, up to the first `--`. */
const UP_TO_DASHES = /^--env-file(?:-if-exists)?(?:=|$)/;
/** Options that it reads anywhere, even after `--`. */
const ANYWHERE = /^--experimental-(?:default-)?config-file/;

/** Throws a UsageError for arguments that Node.js itself reads anywhere: it already ran modules that they load, so the run must not look successful. */
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
