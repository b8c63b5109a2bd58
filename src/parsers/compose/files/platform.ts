import type { Problem } from '../../../model/finding.ts';
import type { ParseContext, SourceFile } from '../../contract/parsed.ts';

/** What deploys a Compose file that no client of Compose is given as it is. */
interface Platform {
  /** The keys in the comments before the content by which the platform knows its own files; it needs all of them. */
  readonly header: readonly string[];
  /** Keys that it takes out before the client reads the file. */
  readonly keys: ReadonlySet<string>;
}

/**
 * A template of Coolify: it makes every named volume itself (`serviceParser` in its `bootstrap/helpers/parsers.php`),
 * takes keys of its own out (`stripCoolifyCustomFields` in `docker.php`), and asks for each variable that must be set.
 * `Generate/Services.php` reads the header.
 */
const COOLIFY: Platform = {
  header: ['documentation', 'slogan', 'category'],
  keys: new Set(['content', 'exclude_from_hc', 'isDirectory', 'is_directory']),
};

/**
 * The platform for which a file is a template, by what the file itself says; none for one that the client finds by its
 * name, and none for what the user gave as a project.
 */
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

/** True for what the client would refuse and the platform puts right before. `marked` is the text that is marked. */
export function isPutRight({ id, missing }: Problem, marked: string, { keys }: Platform): boolean {
  return (
    id === 'syntax/required-variable' ||
    (id === 'syntax/undefined-reference' && missing?.section === 'volumes') ||
    (id === 'syntax/unknown-key' && keys.has(marked))
  );
}
