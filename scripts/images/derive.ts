import type { DerivedGroup, DerivedImages, DerivedSource, MissingTags, SameFacts } from './derived-text.ts';
import type { OfficialImage, OfficialLibrary } from './official.ts';

/**
 * Derives the facts of images by tag. If a tag's Dockerfile is missing, its last available version
 * counts, with its day.
 */
export function deriveImages(
  names: readonly string[],
  { list, date }: Pick<DerivedImages, 'list' | 'date'>,
  library: OfficialLibrary,
): DerivedImages {
  const images: Record<string, readonly DerivedGroup[]> = {};
  const missing: Record<string, readonly MissingTags[]> = {};
  for (const name of [...names].sort()) {
    const { add, groups } = grouping();
    const absent = new Map<string, OfficialImage>();
    for (const image of library.imagesOf(name) ?? []) {
      const config = library.configOf(image);
      if (config === undefined) for (const tag of image.tags) absent.set(tag, image);
      else add({ config }, { at: addressOf(image), date, tags: image.tags });
    }
    for (const { image, date: day } of absent.size === 0 ? [] : library.earlier(name)) {
      const tags = image.tags.filter((tag) => absent.has(tag));
      const config = tags.length === 0 ? undefined : library.configOf(image);
      if (config === undefined) continue;
      add({ config }, { at: addressOf(image), date: day, tags });
      for (const tag of tags) absent.delete(tag);
      if (absent.size === 0) break;
    }
    if (groups.length > 0) images[name] = groups;
    if (absent.size > 0) missing[name] = byReason(absent, library);
  }
  return { list, date, images, missing };
}

/** Derived facts; names without any stay as before. */
export function keepAbsent(before: DerivedImages, now: DerivedImages): DerivedImages {
  const kept = Object.keys(before.images).filter((name) => now.images[name] === undefined);
  const pick = <T>(all: Readonly<Record<string, T>>, isKept: boolean): Readonly<Record<string, T>> =>
    Object.fromEntries(Object.entries(all).filter(([name]) => kept.includes(name) === isKept));
  return {
    list: now.list,
    date: now.date === '' ? before.date : now.date,
    images: { ...pick(before.images, true), ...pick(now.images, false) },
    missing: { ...pick(before.missing, true), ...pick(now.missing, false) },
  };
}

/** Groups sources with the same facts, in order. */
export function grouping(): {
  readonly add: (facts: SameFacts, source: DerivedSource) => void;
  readonly groups: readonly DerivedGroup[];
} {
  const groups: { facts: SameFacts; from: DerivedSource[] }[] = [];
  const byFacts = new Map<string, DerivedSource[]>();
  const add = (facts: SameFacts, source: DerivedSource): void => {
    const key = JSON.stringify(facts);
    const from = byFacts.get(key) ?? [];
    if (!byFacts.has(key)) groups.push({ facts, from });
    byFacts.set(key, from);
    const same = from.findIndex(({ at, date }) => at === source.at && date === source.date);
    const known = from[same];
    if (known === undefined) from.push(source);
    else from[same] = { ...known, tags: [...known.tags, ...source.tags] };
  };
  return { add, groups };
}

function byReason(absent: ReadonlyMap<string, OfficialImage>, library: OfficialLibrary): readonly MissingTags[] {
  const found = new Map<string, { repository: string; why: string; tags: string[] }>();
  for (const [tag, image] of absent) {
    const why = library.whyNot(image);
    const key = `${image.repository}, ${why}`;
    const group = found.get(key) ?? { repository: image.repository, why, tags: [] };
    found.set(key, group);
    group.tags.push(tag);
  }
  return [...found.values()];
}

function addressOf({ repository, commit, path }: OfficialImage): string {
  return `${repository}@${commit}:${path}`;
}
