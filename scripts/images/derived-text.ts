import type { ImageConfigFacts, StartFacts } from '../../src/images/facts.ts';

/** What is the same for several tags. */
export interface SameFacts {
  readonly config: ImageConfigFacts;
  readonly start?: StartFacts;
}

/** A Dockerfile, and the tags that were made of it. */
export interface DerivedSource {
  /** `owner/name@commit:path`. */
  readonly at: string;
  /** The day on which the tags were seen to be made of it. */
  readonly date: string;
  /** Tags, and versions that stand for all tags that begin with them: `4.0.*`. */
  readonly tags: readonly string[];
}

/** Tags of a name that bring the same. */
export interface DerivedGroup {
  readonly facts: SameFacts;
  readonly from: readonly DerivedSource[];
}

/** Tags that nothing could be derived for, and why. */
export interface MissingTags {
  readonly repository: string;
  readonly why: string;
  readonly tags: readonly string[];
}

/** What is derived of the images of one list. */
export interface DerivedImages {
  /** Where the list is: `owner/name@commit`; for images without a list whose they are. */
  readonly list: string;
  /** The day of the list. */
  readonly date: string;
  readonly images: Readonly<Record<string, readonly DerivedGroup[]>>;
  readonly missing: Readonly<Record<string, readonly MissingTags[]>>;
}

/**
 * The text of a file of derived facts, in lines that a diff shows well: the list, then for each name its facts, below
 * them each Dockerfile with its tags, and what is missing.
 */
export function formatDerived({ list, date, images, missing }: DerivedImages): string {
  const names = [...new Set([...Object.keys(images), ...Object.keys(missing)])].sort();
  const lines = names.flatMap((name) => [
    ...(images[name] ?? []).flatMap(({ facts, from }) => [
      `${name} ${JSON.stringify(facts)}`,
      ...from.map(
        (source) => ` ${source.at}${source.date === date ? '' : ` ${source.date}`}: ${source.tags.join(' ')}`,
      ),
    ]),
    ...(missing[name] ?? []).map(({ repository, why, tags }) => `${name} - ${repository}, ${why}: ${tags.join(' ')}`),
  ]);
  return `${HEAD}${list} ${date}\n${lines.join('\n')}\n`;
}

const HEAD = '# Written by npm run images:derive.\n';

/** Parses {@link formatDerived}. Throws for a line of another form. */
export function parseDerived(text: string): DerivedImages {
  const [, list = '', date = ''] = /^# [^\n]*\n(\S+) (\S+)\n/.exec(text) ?? [];
  const images: Record<string, { facts: SameFacts; from: DerivedSource[] }[]> = {};
  const missing: Record<string, MissingTags[]> = {};
  let from: DerivedSource[] = [];
  for (const line of text.split('\n').slice(2)) {
    const [, at, day = date, sourceTags] = /^ (\S+?)(?: (\d{4}-\d\d-\d\d))?: (.+)$/.exec(line) ?? [];
    const [, absent, repository, why, absentTags] = /^(\S+) - (\S+), (.+?): (.+)$/.exec(line) ?? [];
    const [, name, json] = /^(\S+) (\{.*\})$/.exec(line) ?? [];
    if (at !== undefined && sourceTags !== undefined) from.push({ at, date: day, tags: sourceTags.split(' ') });
    else if (name !== undefined && json !== undefined) {
      from = [];
      // `formatDerived` wrote it, and the types of the table are checked against it by the tests.
      (images[name] ??= []).push({ facts: JSON.parse(json) as SameFacts, from });
    } else if (absent !== undefined && repository !== undefined && why !== undefined && absentTags !== undefined)
      (missing[absent] ??= []).push({ repository, why, tags: absentTags.split(' ') });
    else if (line !== '') throw new Error(`a line of derived facts has another form: ${line.slice(0, 80)}`);
  }
  return { list, date, images, missing };
}

/** What is derived, by tag or by the beginning of tags. */
export function tagsOf(groups: readonly DerivedGroup[]): ReadonlyMap<string, SameFacts> {
  return new Map(
    groups.flatMap(({ facts, from }) => from.flatMap(({ tags }) => tags.map((tag) => [tag, facts] as const))),
  );
}
