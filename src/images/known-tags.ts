import { covers } from './coverage.ts';
import { authLines, listenerLines } from './explain.ts';
import type { DerivedFacts, ImageConfigFacts, ImageCoverage, ProgramFacts } from './facts.ts';
import { toCommonName, toFullReference } from './reference.ts';
import { derivedOf, indicesOf, rowAt } from './table.generated.js';

/** Tags that the table knows of an image, in words. */
export interface KnownTags {
  /** The tags of each row except the reference's. */
  readonly others: readonly string[];
  /** The common facts, then each row's tags with their differences. */
  readonly lines: readonly string[];
}

/** The known tags of a reference's image, regardless of its own tag. */
export function knownTags(reference: string): KnownTags {
  const { name = '', tag } = toFullReference(reference) ?? {};
  const own = indicesOf(name).map(rowAt);
  const derived = derivedOf(toCommonName(name));
  const others = own.filter((row) => row !== own.find((each) => covers(each.covers, tag)));
  const groups = [
    ...own.map((row) => ({ tags: coverageText(row.covers), lines: linesOf(row) })),
    ...derived.map((facts) => ({ tags: derivedText(facts), lines: linesOf(facts) })),
  ];
  const [first] = groups;
  const common = (first?.lines ?? []).filter((line) => groups.every(({ lines }) => lines.includes(line)));
  const isSingle = groups.length < 2;
  return {
    others: [...others.map((row) => coverageText(row.covers)), ...derived.map(derivedText)],
    lines: [
      ...(isSingle || common.length === 0 ? [] : ['All of them:', ...common.map((line) => `  ${line}`)]),
      ...groups.flatMap(({ tags, lines }) => [
        tags,
        ...lines.filter((line) => isSingle || !common.includes(line)).map((line) => `  ${line}`),
      ]),
    ],
  };
}

/** `14-17 and what begins with them, latest`. */
function coverageText({ versions = [], suffixes, tags = [], except = [] }: ImageCoverage): string {
  const ends = suffixes?.map((suffix) => (suffix === '' ? 'alone' : `with ${suffix}`)).join(' or ');
  const named = [...versions.map((version) => `${version}.*`), ...tags.filter((tag) => tag !== '*')].join(', ');
  return [
    tags.includes('*') ? [named, 'any other tag'].filter((text) => text !== '').join(', ') : named,
    ...(ends === undefined ? [] : [`versions ${ends}`]),
    ...(except.length === 0 ? [] : [`not ${except.join(', ')}`]),
  ].join('; ');
}

/** So many tags are named of those that were made of the same Dockerfile. */
const NAMED = 6;

function derivedText({ tags, versions = [] }: DerivedFacts): string {
  const all = [...versions.map((version) => `${version}.*`), ...tags.split(' ').filter((tag) => tag !== '')];
  return `${all.slice(0, NAMED).join(', ')}${all.length > NAMED ? ` and ${all.length - NAMED} more` : ''}`;
}

function linesOf({ config, auth, listens }: ProgramFacts & { readonly config: ImageConfigFacts }): readonly string[] {
  return [...configLines(config), ...authLines(auth), ...(listens ?? []).flatMap(listenerLines)];
}

function configLines({ user, healthcheck, exposedPorts, volumes }: ImageConfigFacts): readonly string[] {
  const list = (name: string, values: readonly string[] | undefined): readonly string[] =>
    values === undefined ? [] : [`${name}: ${values.length === 0 ? 'none' : values.join(' ')}`];
  return [
    ...list('User', user === undefined ? undefined : [user === '' ? 'root' : user]),
    ...list('Health check', healthcheck === 'none' ? [] : healthcheck),
    ...list('Ports', exposedPorts),
    ...list('Volumes', volumes),
  ];
}
