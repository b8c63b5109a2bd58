import type { SourceFile } from '../../../files/file-reader.ts';
import type { Problem } from '../../../model/finding.ts';
import type { ParseContext } from '../../contract/parsed.ts';

/** Keys at the top of a Coolify template, in comments. */
const HEADER: readonly string[] = ['documentation', 'slogan', 'category'];
/** The keys that Coolify removes (`bootstrap/helpers/docker.php`). */
const OWN_KEYS: readonly string[] = ['content', 'exclude_from_hc', 'isDirectory', 'is_directory'];

/**
 * True for a Coolify template, by its header; false for default names and for files that the user
 * named.
 */
export function isOfCoolify(files: readonly SourceFile[], { mayBePart }: ParseContext): boolean {
  const [file] = files;
  if (mayBePart !== true || file === undefined || files.length > 1 || !file.text.startsWith('#')) return false;
  const lines = file.text.split('\n', 20);
  const end = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('#'));
  const keys = lines.slice(0, end < 0 ? undefined : end).map((line) => /^# *(\w+) *:/.exec(line)?.[1]);
  return HEADER.every((key) => keys.includes(key));
}

/**
 * True for problems that Coolify resolves: it creates named volumes
 * (`bootstrap/helpers/parsers.php`) and asks for required variables. `marked` is the text there.
 */
export function isPutRight({ id, missing }: Problem, marked: string): boolean {
  return (
    id === 'syntax/required-variable' ||
    (id === 'syntax/undefined-reference' && missing?.section === 'volumes') ||
    (id === 'syntax/unknown-key' && OWN_KEYS.includes(marked))
  );
}
