import { readdirSync } from 'node:fs';
import { toFullReference, toShortName } from '../../src/images/reference.ts';
import { IMAGE_TABLE } from '../../src/images/table.ts';
import { getOrInsert } from '../../src/util/maps.ts';
import type { Clones } from './clones.ts';

/** How often the clones' Compose files use images, and known images. */
export interface Use {
  readonly uses: number;
  readonly known: number;
  /** Names without a row, the most frequent first. */
  readonly unknown: readonly { readonly name: string; readonly repositories: number; readonly uses: number }[];
}

const FILES = ['*compose*.yml', '*compose*.yaml', '*stack*.yml', '*stack*.yaml'];
const IMAGE = /^\s+image:\s*["']?([^\s"'#]+)/;
/** Placeholders in samples. */
const PLACEHOLDER = /[$<>{}[\]]|^\.|example|your|my-|^my|foo|placeholder|^(?:image|app)$|changeme|^localhost|test/i;

/** Counts the images in the newest Compose files of the clones below a directory. */
export function usesIn(folder: string, { grep }: Pick<Clones, 'grep'>): Use {
  const unknown = new Map<string, { repositories: Set<string>; uses: number }>();
  let [uses, known] = [0, 0];
  for (const repository of repositoriesIn(folder)) {
    for (const line of grep(repository, '^[[:space:]]+image:', FILES)) {
      const [, reference = ''] = IMAGE.exec(line) ?? [];
      const name = PLACEHOLDER.test(reference) ? undefined : toFullReference(reference)?.name;
      if (name === undefined) continue;
      uses += 1;
      if (IMAGE_TABLE.imageFacts(reference) !== undefined) {
        known += 1;
        continue;
      }
      const entry = getOrInsert(unknown, toShortName(name), () => ({ repositories: new Set<string>(), uses: 0 }));
      entry.repositories.add(repository);
      entry.uses += 1;
    }
  }
  const sorted = Array.from(unknown, ([name, entry]) => ({ ...entry, name, repositories: entry.repositories.size }));
  return {
    uses,
    known,
    unknown: sorted.sort((a, b) => b.repositories - a.repositories || b.uses - a.uses || (a.name < b.name ? -1 : 1)),
  };
}

/** The clones below a directory, as `owner/name`. */
function repositoriesIn(folder: string): readonly string[] {
  const namesIn = (path: string): readonly string[] =>
    readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));
  return namesIn(folder).flatMap((owner) =>
    owner.includes('+') ? [owner.replace('+', '/')] : namesIn(`${folder}/${owner}`).map((name) => `${owner}/${name}`),
  );
}
