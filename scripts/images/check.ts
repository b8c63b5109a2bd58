import { covers } from '../../src/images/coverage.ts';
import type { Citation, ImageConfigFacts, RowSource, WrittenRow } from '../../src/images/facts.ts';
import type { FileAt, ReadAt } from './clones.ts';
import { type DerivedImages, tagsOf } from './derived-text.ts';
import { readDockerfileConfig } from './dockerfile-config.ts';
import type { OfficialLibrary } from './official.ts';

/** The result for a row. */
export type Answer = 'agrees' | 'differs' | 'moved' | 'not at hand' | 'to be read by a person';

/** The result for a row, with its differences. */
export interface Checked {
  readonly answer: Answer;
  readonly lines: readonly string[];
}

/**
 * Compares a row with its Dockerfile at the commit, and that one with the newest. Values from the
 * base are not compared.
 */
export function checkRow(row: WrittenRow, readAt: ReadAt): Checked {
  const [own] = row.sources;
  const text = own && readAt(own.repository, own.commit, own.path);
  if (own === undefined || text === undefined) return { answer: 'not at hand', lines: [] };
  const written = readDockerfileConfig(own.path, text, own.target);
  // A template, or a Dockerfile with stages from build arguments.
  if (written === undefined) return { answer: 'to be read by a person', lines: [`${own.repository} ${own.path}`] };
  const faults = differences(row.config, written);
  if (own.entrypoint !== undefined && readAt(own.repository, own.commit, own.entrypoint) === undefined)
    faults.push(`${own.entrypoint} is not there`);
  if (faults.length > 0) return { answer: 'differs', lines: faults };
  const moved = row.sources.flatMap((source) =>
    [source.path, source.entrypoint].flatMap((path) => (path === undefined ? [] : changesOf(readAt, source, path))),
  );
  return moved.length === 0 ? { answer: 'agrees', lines: [] } : { answer: 'moved', lines: moved };
}

/**
 * The differences between a row and its Dockerfile, as far as both are known: values from the base
 * are not compared.
 */
function differences(row: ImageConfigFacts, written: ImageConfigFacts): string[] {
  const found: string[] = [];
  for (const key of ['user', 'healthcheck', 'entrypoint', 'cmd'] as const) {
    const [is, has] = [row[key], written[key]].map((value) => JSON.stringify(value));
    // An entrypoint clears the base's command, which the row may omit.
    if (has !== undefined && is !== undefined && is !== has)
      found.push(`${key} is ${is}, and ${has} in the Dockerfile`);
  }
  for (const key of ['exposedPorts', 'volumes'] as const) {
    const missing = (written[key] ?? []).filter((value) => row[key]?.includes(value) === false);
    if (missing.length > 0) found.push(`${key} lacks ${missing.join(' ')}`);
  }
  return found;
}

/** Whether a file is different or missing at the newest commit. */
function changesOf(readAt: ReadAt, source: RowSource, path: string): readonly string[] {
  const then = readAt(source.repository, source.commit, path);
  const now = readAt(source.repository, 'HEAD', path);
  if (then === undefined || then === now) return [];
  return [
    `${source.repository} ${path} ${now === undefined ? 'is gone' : 'has changed'} since ${source.commit.slice(0, 8)}`,
  ];
}

/** The files that {@link checkRow} and {@link checkCitation} read for these rows. */
export function filesOf(rows: readonly WrittenRow[]): readonly FileAt[] {
  const own = rows.flatMap(({ sources }) =>
    sources.flatMap(({ repository, commit, path, entrypoint }) =>
      [path, entrypoint].flatMap((each) => (each === undefined ? [] : [{ repository, commit, path: each }])),
    ),
  );
  const cited = rows.flatMap(({ cites = [] }) => cites.flatMap(({ at }) => placeOf(at) ?? []));
  return [...own, ...cited].flatMap((file) => [file, { ...file, commit: 'HEAD' }]);
}

/** The file and the lines of `owner/name@commit:path#L12-L15`. */
export function placeOf(at: string): (FileAt & { readonly from: number; readonly to: number }) | undefined {
  const [, repository, commit, path, from, to = from] = /^([^@]+)@([^:]+):([^#]+)#L(\d+)(?:-L(\d+))?$/.exec(at) ?? [];
  return repository === undefined || commit === undefined || path === undefined
    ? undefined
    : { repository, commit, path, from: Number(from), to: Number(to) };
}

/** The result for a citation: `wrong` if the lines lack the cited text. */
export interface CheckedCitation {
  readonly answer: 'agrees' | 'moved' | 'not at hand' | 'wrong';
  readonly line?: string;
}

/** Checks the cited lines, and finds the text in the newest version of the file. */
export function checkCitation({ at, has, past }: Citation, readAt: ReadAt): CheckedCitation {
  const place = placeOf(at);
  const text = place && readAt(place.repository, place.commit, place.path);
  if (place === undefined || text === undefined || text === '') return { answer: 'not at hand' };
  const { repository, path, from, to } = place;
  const lines = text.split('\n').slice(from - 1, to);
  if (!lines.join('\n').includes(has)) return { answer: 'wrong', line: `${at} does not have: ${has}` };
  const now = past === true ? has : readAt(repository, 'HEAD', path);
  if (now === undefined) return { answer: 'moved', line: `${repository} ${path} is gone, which had: ${has}` };
  return now.includes(has)
    ? { answer: 'agrees' }
    : { answer: 'moved', line: `${repository} ${path} no longer has: ${has}` };
}

/** The names whose newest release differs; unavailable ones are omitted. */
export function changedSince(before: DerivedImages, now: DerivedImages): readonly string[] {
  return Object.keys(before.images).filter((name) => {
    const [then, newest] = [before, now].map(({ images }) => JSON.stringify(tagsOf(images[name] ?? []).get('latest')));
    return newest !== undefined && newest !== then;
  });
}

/** The GitHub repositories of these derived facts, including missing ones. */
export function repositoriesOf({ images, missing }: DerivedImages): readonly string[] {
  const sources = Object.values(images).flatMap((groups) => groups.flatMap(({ from }) => from));
  const absent = Object.values(missing).flat();
  return [
    ...sources.map(({ at }) => at.slice(0, at.indexOf('@'))),
    ...absent.map(({ repository }) => repository),
  ].filter((name) => /^[\w.-]+\/[\w.-]+$/.test(name));
}

/** The differences between rows and derived tags, and tags that neither covers. */
export function checkTags(
  rows: readonly WrittenRow[],
  { images, missing }: Pick<DerivedImages, 'images' | 'missing'>,
): { readonly differing: readonly string[]; readonly outside: readonly string[] } {
  const rowOf = (name: string, tag: string): WrittenRow | undefined =>
    rows.find((row) => row.names.includes(name) && covers(row.covers, tag));
  const differing = Object.entries(images).flatMap(([name, groups]) =>
    Array.from(tagsOf(groups)).flatMap(([tag, { config }]) =>
      differences(rowOf(name, tag)?.config ?? {}, config).map((fault) => `${name}:${tag}: ${fault}`),
    ),
  );
  const outside = Object.entries(missing).flatMap(([name, tags]) =>
    tags
      .flatMap((group) => group.tags)
      .filter((tag) => rowOf(name, tag)?.config.user === undefined)
      .map((tag) => `${name}:${tag}`),
  );
  return { differing, outside };
}

/** The result for a tag of the Docker Official Images. */
export type TagAnswer = 'agrees' | 'differs' | 'outside' | 'not at hand';

/** Compares current tags with the derived ones, and finds uncovered tags. */
export function checkLibrary(
  rows: readonly WrittenRow[],
  { images, missing }: Pick<DerivedImages, 'images' | 'missing'>,
  library: Pick<OfficialLibrary, 'imagesOf' | 'configOf'>,
): ReadonlyMap<string, TagAnswer> {
  const answers = new Map<string, TagAnswer>();
  for (const name of new Set([...Object.keys(images), ...Object.keys(missing)])) {
    const known = tagsOf(images[name] ?? []);
    const own = rows.filter(({ names }) => names.includes(name));
    for (const image of library.imagesOf(name) ?? []) {
      const config = library.configOf(image);
      for (const tag of image.tags) {
        const then = known.get(tag)?.config;
        const isCovered = (): boolean => own.some((row) => row.config.user !== undefined && covers(row.covers, tag));
        answers.set(`${name}:${tag}`, answerOf(config, then, isCovered));
      }
    }
  }
  return answers;
}

function answerOf(
  now: ImageConfigFacts | undefined,
  then: ImageConfigFacts | undefined,
  isCovered: () => boolean,
): TagAnswer {
  if (now === undefined) return 'not at hand';
  if (then === undefined) return isCovered() ? 'agrees' : 'outside';
  return JSON.stringify(now) === JSON.stringify(then) ? 'agrees' : 'differs';
}
