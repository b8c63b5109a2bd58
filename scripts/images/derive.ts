import type { ImageConfigFacts } from '../../src/images/facts.ts';
import { append } from '../../src/util/maps.ts';
import type { OfficialImage, OfficialLibrary } from './official.ts';

/** Tags of a name that bring the same. */
export interface DerivedGroup {
  readonly config: ImageConfigFacts;
  /** The Dockerfiles, as `owner/name@commit:path`, each with its tags. */
  readonly from: Readonly<Record<string, string>>;
}

/** What is derived of the Docker Official Images. */
export interface DerivedImages {
  /** The commit of docker-library/official-images. */
  readonly commit: string;
  /** The day of that. */
  readonly date: string;
  readonly images: Readonly<Record<string, readonly DerivedGroup[]>>;
  /** Tags whose Dockerfile was not at hand, with the repository that has it. */
  readonly missing: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** Derives what the images of these names bring, tag by tag. */
export function deriveImages(
  names: readonly string[],
  { commit, date }: Pick<DerivedImages, 'commit' | 'date'>,
  library: OfficialLibrary,
): DerivedImages {
  const images: Record<string, readonly DerivedGroup[]> = {};
  const missing: Record<string, Record<string, string>> = {};
  for (const name of [...names].sort()) {
    const groups = new Map<string, { config: ImageConfigFacts; from: Record<string, string> }>();
    const absent = new Map<string, string[]>();
    for (const image of library.imagesOf(name) ?? []) {
      const config = library.configOf(name, image);
      if (config === undefined) {
        for (const tag of image.tags) append(absent, image.repository, tag);
        continue;
      }
      const key = JSON.stringify(config);
      const group = groups.get(key) ?? { config, from: {} };
      groups.set(key, group);
      const at = addressOf(image);
      group.from[at] = [group.from[at], ...image.tags].filter((tag) => tag !== undefined).join(' ');
    }
    if (groups.size > 0) images[name] = [...groups.values()];
    if (absent.size > 0) missing[name] = Object.fromEntries([...absent].map(([key, tags]) => [key, tags.join(' ')]));
  }
  return { commit, date, images, missing };
}

function addressOf({ repository, commit, path }: OfficialImage): string {
  return `${repository}@${commit}:${path}`;
}

/** The text of the file, one Dockerfile a line, so that a change is read easily. */
export function formatDerived(derived: DerivedImages): string {
  return `${JSON.stringify(derived, undefined, 1)}\n`;
}

/** What is derived, by tag. */
export function tagsOf(groups: readonly DerivedGroup[]): ReadonlyMap<string, ImageConfigFacts> {
  return new Map(
    groups.flatMap(({ config, from }) =>
      Object.values(from).flatMap((tags) => tags.split(' ').map((tag) => [tag, config] as const)),
    ),
  );
}
