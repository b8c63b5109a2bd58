import type { ImageConfigFacts, StartFacts } from '../../src/images/facts.ts';

/** Facts that several tags share. */
export interface SameFacts {
  readonly config: ImageConfigFacts;
  readonly start?: StartFacts;
}

/** A Dockerfile, with its tags. */
export interface DerivedSource {
  /** `owner/name@commit:path`. */
  readonly at: string;
  /** The day when the tags had this Dockerfile. */
  readonly date: string;
  /** Tags, and version prefixes: `4.0.*`. */
  readonly tags: readonly string[];
}

/** Tags of a name with the same facts. */
export interface DerivedGroup {
  readonly facts: SameFacts;
  readonly from: readonly DerivedSource[];
}

/** Tags without derived facts, with the reason. */
export interface MissingTags {
  readonly repository: string;
  readonly why: string;
  readonly tags: readonly string[];
}

/** The derived facts of one list's images. */
export interface DerivedImages {
  /** The list, `owner/name@commit`; for images without list their owner. */
  readonly list: string;
  /** The day of the list. */
  readonly date: string;
  readonly images: Readonly<Record<string, readonly DerivedGroup[]>>;
  readonly missing: Readonly<Record<string, readonly MissingTags[]>>;
}

/**
 * Formats derived facts in diffable lines: the list, then per name its facts, their Dockerfiles
 * with tags, and what is missing.
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

/** Parses {@link formatDerived}. Throws for other lines. */
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
      // `formatDerived` wrote it, and tests check the types of the table.
      (images[name] ??= []).push({ facts: JSON.parse(json) as SameFacts, from });
    } else if (absent !== undefined && repository !== undefined && why !== undefined && absentTags !== undefined)
      (missing[absent] ??= []).push({ repository, why, tags: absentTags.split(' ') });
    else if (line !== '') throw new Error(`a line of derived facts has another form: ${line.slice(0, 80)}`);
  }
  return { list, date, images, missing };
}

/** The derived facts by tag or prefix of tags. */
export function tagsOf(groups: readonly DerivedGroup[]): ReadonlyMap<string, SameFacts> {
  return new Map(
    groups.flatMap(({ facts, from }) => from.flatMap(({ tags }) => tags.map((tag) => [tag, facts] as const))),
  );
}
