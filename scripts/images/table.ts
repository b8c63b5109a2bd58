import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { covers } from '../../src/images/coverage.ts';
import type { DerivedFacts, ImageFacts, ImageSign, WrittenRow } from '../../src/images/facts.ts';
import { toFullReference } from '../../src/images/reference.ts';
import { groupBy } from '../../src/util/maps.ts';
import { type DerivedGroup, type DerivedImages, parseDerived } from './derived-text.ts';
import { hasReleases } from './releases.ts';

/** A row, with its file. */
export interface ReadRow {
  readonly file: string;
  readonly row: WrittenRow;
}

/** Declarations of the module from {@link imageTable}. */
export const TABLE_TYPES = `import type { DerivedFacts, ImageFacts, ImageSign } from './facts.ts';

/** The indices of the rows of an image by its full name, in their order. */
export function indicesOf(name: string): readonly number[];

/** Parses a row. */
export function rowAt(index: number): ImageFacts;

/** Parses the programs that can be told by their settings. */
export function signs(): readonly ImageSign[];

/** Parses what was derived of an image by its full name. */
export function derivedOf(name: string): readonly DerivedFacts[];
`;

/** Reads the rows of the files below `folder`. Throws for an invalid row. */
export function readRows(folder: string): readonly ReadRow[] {
  const files = readdirSync(join(folder, 'table')).filter((name) => name.endsWith('.yaml'));
  const schema: unknown = JSON.parse(readFileSync(join(folder, 'rows.schema.json'), 'utf8'));
  if (typeof schema !== 'object' || schema === null) throw new Error('rows.schema.json holds no JSON object');
  const isRows = new Ajv({ allErrors: true }).compile<readonly WrittenRow[]>(schema);
  return files.sort().flatMap((file) => {
    const rows: unknown = parse(readFileSync(join(folder, 'table', file), 'utf8'));
    if (isRows(rows)) return rows.map((row) => ({ file, row }));
    const faults = (isRows.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`);
    throw new Error(`src/images/table/${file} has rows of another form:\n${faults.join('\n')}`);
  });
}

/** The files with derived facts. */
export const DERIVED = {
  official: 'data/images/official.txt',
  linuxserver: 'data/images/linuxserver.txt',
  releases: 'data/images/releases.txt',
} as const;

/** The rows as they were when the check for evidence began, or have passed it since. */
export const READ = 'data/images/read.txt';

/** Reads the lines of the rows that were compared with their sources. */
export function readRecord(folder: string): ReadonlySet<string> {
  return new Set(
    readFileSync(join(folder, '../..', READ), 'utf8')
      .split('\n')
      .slice(1),
  );
}

/** Reads the derived facts of one file. */
export function readDerived(folder: string, name: keyof typeof DERIVED = 'official'): DerivedImages {
  return parseDerived(readFileSync(join(folder, '../..', DERIVED[name]), 'utf8'));
}

/** All derived facts, by name. */
function readAllDerived(folder: string): readonly (readonly [name: string, groups: readonly DerivedGroup[]])[] {
  return [readDerived(folder), readDerived(folder, 'linuxserver')].flatMap(({ images }) => Object.entries(images));
}

/** A row without its sources, which are half of the text and not needed for linting. */
export function toShipped({ sources: _, cites: __, git: ___, check, ...row }: WrittenRow): ImageFacts {
  if (check === undefined) return row;
  const { source: ____, ...facts } = check;
  return { ...row, check: facts };
}

/** The names of an image, of which the first has derived releases. */
function namesOf(rows: readonly WrittenRow[], first: string): readonly string[] {
  return [...new Set(rows.flatMap((row) => (row.names[0] === first && hasReleases(row) ? row.names : [])))];
}

/** The derived facts of releases, by each full name. */
function releasedFacts(
  rows: readonly WrittenRow[],
  { images }: DerivedImages,
): readonly (readonly [names: readonly string[], facts: readonly DerivedFacts[]])[] {
  return Object.entries(images).map(([first, groups]) => [
    namesOf(rows, first).map((name) => toFullReference(name)?.name ?? name),
    groups.flatMap(({ facts: { config }, from }) =>
      from.map(({ date, tags: words }): DerivedFacts => {
        const [tags, versions] = toTags(words);
        return { tags: tags.join(' '), ...(versions.length === 0 ? {} : { versions, suffixes: [''] }), date, config };
      }),
    ),
  ]);
}

/** Programs that images of other publishers have, each once. */
function signsOf(rows: readonly ImageFacts[]): readonly ImageSign[] {
  const found = new Map<string, ImageSign>();
  for (const { auth, listens, ...row } of rows) {
    const signs = [...(auth?.opens ?? []).filter(({ sign }) => sign === true), ...(auth?.signs ?? [])];
    const [first] = signs;
    if (first === undefined || auth === undefined || listens === undefined) continue;
    const key = JSON.stringify(first);
    const same = found.get(key);
    const facts = same?.facts ?? { auth, listens, ...(row.kind === undefined ? {} : { kind: row.kind }) };
    const programs = [
      ...new Set([...(same?.programs ?? []), ...row.names.map(toWord), toWord(listens[0]?.what ?? '')]),
    ];
    found.set(key, {
      signs: same?.signs ?? signs,
      programs: programs.filter((word) => /^[a-z][\w.-]+$/.test(word)),
      facts,
    });
  }
  return [...found.values()];
}

function toWord(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).toLowerCase();
}

/** Tags, and version prefixes (`4.0.*`). */
export function toTags(words: readonly string[]): readonly [tags: readonly string[], versions: readonly string[]] {
  const versions = words.filter((word) => word.endsWith('.*'));
  return [words.filter((word) => !word.endsWith('.*')), versions.map((word) => word.slice(0, -'.*'.length))];
}

/** Derived facts that no row has, by name. */
export function derivedBeside(
  rows: readonly ImageFacts[],
  images: readonly (readonly [name: string, groups: readonly DerivedGroup[]])[],
): Readonly<Record<string, readonly DerivedFacts[]>> {
  const entries = images.map(([name, groups]): readonly [string, readonly DerivedFacts[]] => {
    const own = rows.filter(({ names }) => names.includes(name));
    const kinds = new Set(own.map(({ kind }) => kind));
    const [kind] = kinds.size === 1 ? kinds : [];
    return [
      toFullReference(name)?.name ?? name,
      groups.flatMap(({ facts: { config, start }, from }): readonly DerivedFacts[] =>
        Array.from(groupBy(from, ({ date }) => date)).flatMap(([date, sources]) => {
          const [tags, versions] = toTags(sources.flatMap((source) => source.tags));
          const more = tags.filter((tag) => {
            const row = own.find(({ covers: coverage }) => covers(coverage, tag));
            return (
              row === undefined ||
              (start !== undefined && row.start === undefined) ||
              Object.keys(config).some((key) => !Object.hasOwn(row.config, key))
            );
          });
          if (more.length === 0 && versions.length === 0) return [];
          return [
            {
              tags: more.join(' '),
              ...(versions.length === 0 ? {} : { versions }),
              date,
              config,
              ...(start === undefined ? {} : { start }),
              ...(kind === undefined ? {} : { kind }),
            },
          ];
        }),
      ),
    ];
  });
  return Object.fromEntries(entries.filter(([, groups]) => groups.length > 0));
}

/**
 * The module of the table: a string with a line per name, and one with the rows and derived facts,
 * at known offsets. V8 loads a long string almost for free, but hashes each short one.
 */
export function imageTable(folder: string): string {
  const rows = readRows(folder).map(({ row }) => row);
  const names = new Map<string, number[]>();
  for (const [index, row] of rows.entries()) {
    for (const written of row.names) {
      const name = toFullReference(written)?.name;
      if (name === undefined) throw new Error(`${written} names no image`);
      names.set(name, [...(names.get(name) ?? []), index]);
    }
  }
  const releases = readDerived(folder, 'releases');
  const shipped = rows.map((row): ImageFacts => {
    const isReleased = hasReleases(row) && releases.images[row.names[0] ?? ''] !== undefined;
    return isReleased ? { ...toShipped(row), released: true } : toShipped(row);
  });
  const derived = [
    ...Object.entries(derivedBeside(shipped, readAllDerived(folder))).map(([name, facts]) => [[name], facts] as const),
    ...releasedFacts(rows, releases),
  ];
  const heads = [
    ...Array.from(names, ([name, indices]) => `rows ${name} ${JSON.stringify(indices)}`),
    ...derived.flatMap(([all], index) => all.map((name) => `derived ${name} ${shipped.length + index}`)),
  ];
  const values = [...shipped, ...derived.map(([, groups]) => groups), signsOf(shipped)].map((value) =>
    JSON.stringify(value),
  );
  let end = 0;
  const ends = values.map(({ length }) => (end += length));
  return [
    `const NAMES = ${JSON.stringify(`\n${heads.join('\n')}\n`)};`,
    `const VALUES = ${JSON.stringify(values.join(''))};`,
    `const ENDS = ${JSON.stringify(JSON.stringify(ends))};`,
    'let ends;',
    'const find = (key) => {',
    '  const start = `\\n${key} `;',
    '  const at = NAMES.indexOf(start);',
    "  return at < 0 ? undefined : JSON.parse(NAMES.slice(at + start.length, NAMES.indexOf('\\n', at + 1)));",
    '};',
    'export const rowAt = (index) => {',
    '  ends ??= JSON.parse(ENDS);',
    '  return JSON.parse(VALUES.slice(ends[index - 1] ?? 0, ends[index]));',
    '};',
    'export const indicesOf = (name) => find(`rows ${name}`) ?? [];',
    `export const signs = () => rowAt(${values.length - 1});`,
    'export const derivedOf = (name) => {',
    '  const index = find(`derived ${name}`);',
    '  return index === undefined ? [] : rowAt(index);',
    '};',
    '',
  ].join('\n');
}

/** Declarations of the module from {@link imageSources}. */
export const SOURCES_TYPES = `/** The sources of a row, a line each. */
export function sourcesOf(index: number): readonly string[];

/** An image's derived Dockerfiles by its full name, each with its tags and versions. */
export function derivedFrom(name: string): readonly (readonly [url: string, tags: readonly string[], versions: readonly string[]])[];
`;

/** The module of the sources, for `plimsoll images --explain` only. */
export function imageSources(folder: string): string {
  const texts = readRows(folder).map(({ row: { sources, cites = [], check } }) => {
    const files = sources.flatMap(({ repository, commit, path, entrypoint }) =>
      [path, entrypoint].flatMap((each) => (each === undefined ? [] : [toUrl(`${repository}@${commit}:${each}`)])),
    );
    const lines = cites.map(({ at, says }) => `${toUrl(at)} (${says})`);
    return JSON.stringify([...files, ...lines, ...(check?.source === undefined ? [] : [check.source])]);
  });
  const rows = readRows(folder).map(({ row }) => row);
  const releases = Object.entries(readDerived(folder, 'releases').images).flatMap(([first, groups]) =>
    namesOf(rows, first).map((name) => [name, groups] as const),
  );
  const derived = [...readAllDerived(folder), ...releases].map(([name, groups]) => [
    toFullReference(name)?.name ?? name,
    JSON.stringify(groups.flatMap(({ from }) => from.map(({ at, tags }) => [toUrl(at), ...toTags(tags)]))),
  ]);
  return [
    `const SOURCES = ${JSON.stringify(texts)};`,
    'export const sourcesOf = (index) => JSON.parse(SOURCES[index]);',
    `const DERIVED = ${JSON.stringify(Object.fromEntries(derived))};`,
    'export const derivedFrom = (name) => (Object.hasOwn(DERIVED, name) ? JSON.parse(DERIVED[name]) : []);',
    '',
  ].join('\n');
}

/** Twelve digits name a commit in each repository, and random text can't be compressed. */
function toUrl(at: string): string {
  return at.replace(/^([^@]+)@([\da-f]{12})[^:]*:/, 'https://github.com/$1/blob/$2/');
}
