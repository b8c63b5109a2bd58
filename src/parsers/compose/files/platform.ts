import type { Problem } from '../../../model/finding.ts';
import type { ParseContext, SourceFile } from '../../contract/parsed.ts';

/** A platform that deploys modified Compose files. */
interface Platform {
  /** Keys in the first comments that identify its files; all are required. */
  readonly header: readonly string[];
  /** Keys it removes before the client reads the file. */
  readonly keys: ReadonlySet<string>;
}

/** Coolify: creates named volumes (`bootstrap/helpers/parsers.php`), removes its keys (`docker.php`), asks for required variables, reads a header. */
const COOLIFY: Platform = {
  header: ['documentation', 'slogan', 'category'],
  keys: new Set(['content', 'exclude_from_hc', 'isDirectory', 'is_directory']),
};

/** The platform of a template, by its content; none for default file names and user-given projects. */
export function platformOf(files: readonly SourceFile[], { mayBePart }: ParseContext): Platform | undefined {
  const [file] = files;
  if (mayBePart !== true || file === undefined || files.length > 1 || !file.text.startsWith('#')) return undefined;
  const keys = new Set<string>();
  for (const line of file.text.split('\n', 20)) {
    if (line.trim() !== '' && !line.startsWith('#')) break;
    const key = /^# *(\w+) *:/.exec(line)?.[1];
    if (key !== undefined) keys.add(key);
  }
  return COOLIFY.header.every((key) => keys.has(key)) ? COOLIFY : undefined;
}

/** True for errors that the platform corrects. `marked` is the marked text. */
export function isPutRight({ id, missing }: Problem, marked: string, { keys }: Platform): boolean {
  return (
    id === 'syntax/required-variable' ||
    (id === 'syntax/undefined-reference' && missing?.section === 'volumes') ||
    (id === 'syntax/unknown-key' && keys.has(marked))
  );
}
