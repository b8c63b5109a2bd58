import { covers } from './coverage.ts';
import type {
  AuthFacts,
  DerivedFacts,
  ImageConfigFacts,
  ImageCoverage,
  ListenerFacts,
  PasswordHolder,
  ProgramFacts,
  Switch,
} from './facts.ts';
import { toCommonName, toFullReference } from './reference.ts';
import { derivedFrom, sourcesOf } from './sources.generated.js';
import { derivedOf, indicesOf, rowAt } from './table.generated.js';

/**
 * What the table says about access to an image: one line per fact, with sources. Empty for an
 * unknown image.
 */
export function explainImage(reference: string): {
  readonly facts: readonly string[];
  readonly sources: readonly string[];
} {
  const { name, tag } = toFullReference(reference) ?? {};
  if (name === undefined) return { facts: [], sources: [] };
  const index = indicesOf(name).find((each) => covers(rowAt(each).covers, tag));
  const derived =
    tag === undefined
      ? undefined
      : derivedFrom(toCommonName(name)).find(([, tags, versions]) => tags.includes(tag) || covers({ versions }, tag));
  const row = index === undefined ? undefined : rowAt(index);
  return {
    facts: row === undefined ? [] : [...authLines(row.auth), ...(row.listens ?? []).flatMap(listenerLines)],
    sources: [...(derived === undefined ? [] : [derived[0]]), ...(index === undefined ? [] : sourcesOf(index))],
  };
}

const UNSET: Readonly<Record<AuthFacts['unset'], string>> = {
  open: 'anyone who can connect',
  loopback: 'programs in the container only',
  refuses: "nobody: it doesn't start without a password",
  generated: 'the user of a generated password',
  default: 'anyone, with the default password',
  'first-visit': 'the first visitor, who sets the password',
  closed: 'nobody',
  elsewhere: 'the users of another service',
};

function authLines(auth: AuthFacts | undefined): readonly string[] {
  if (auth === undefined) return [];
  const line = (name: string, values: readonly string[] | undefined): readonly string[] =>
    values === undefined || values.length === 0 ? [] : [`${name}: ${values.join(', ')}`];
  return [
    `Who gets in by default: ${UNSET[auth.unset]}`,
    ...line('Open to anyone if set', auth.opens?.map(switchText)),
    ...line('Password', [...(auth.password ?? []), ...(auth.hashed ?? [])].map(holderText)),
    ...line('Requires a login with', auth.closes?.map(switchText)),
    ...line('Not enough to start', auth.refuses?.map(switchText)),
    ...line('Can change who gets in', [...(auth.unsure ?? []).map(switchText), ...(auth.configs ?? [])]),
  ];
}

function listenerLines({ port, transport, what, login, only, never }: ListenerFacts): readonly string[] {
  const conditions = [
    ...(login === 'none' ? ['no login'] : []),
    ...(only === undefined ? [] : [`only with ${only.map(switchText).join(' or ')}`]),
    ...(never === undefined ? [] : [`not with ${never.map(switchText).join(' or ')}`]),
  ];
  const own = typeof login === 'object' ? authLines(login) : [];
  return [`Port ${port}/${transport ?? 'tcp'}: ${[what, ...conditions].join('; ')}`, ...own.map((text) => `  ${text}`)];
}

function switchText({ is, has, not, address, with: other, ...one }: Switch): string {
  const name = 'env' in one ? one.env : one.flag;
  const value =
    is !== undefined
      ? `=${is.filter((each) => each !== '').join('|')}${is.includes('') ? ' or alone' : ''}`
      : has !== undefined
        ? ` with ${has.join(' or ')}`
        : not !== undefined
          ? ` other than ${not.join(' or ')}`
          : address === undefined
            ? ''
            : ' on other addresses than the loopback';
  return `${name}${value}${other === undefined ? '' : ` and ${switchText(other)}`}`;
}

function holderText(holder: PasswordHolder): string {
  return 'env' in holder ? holder.env : 'file' in holder ? holder.file : holder.flag;
}

/** The tags of an image in the table, in words. */
export interface KnownTags {
  /** The tags of each row, except the row for the reference. */
  readonly others: readonly string[];
  /** The facts that all rows share, then each row's tags and the facts in which it differs. */
  readonly lines: readonly string[];
}

/** The known tags of an image; the tag in the reference doesn't matter. */
export function knownTags(reference: string): KnownTags {
  const { name = '', tag } = toFullReference(reference) ?? {};
  const own = indicesOf(name).map(rowAt);
  const derived = derivedOf(toCommonName(name));
  const others = own.filter((row) => row !== own.find((each) => covers(each.covers, tag)));
  const groups = [
    // Leave out this configuration: each release has its own.
    ...own.map((row) => ({
      tags: coverageText(row.covers),
      lines: linesOf(row.released === true ? { ...row, config: {} } : row),
    })),
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

/** The tags of a row in words, such as `14.*, latest; not 14.1`. */
function coverageText({ versions = [], suffixes, tags = [], except = [] }: ImageCoverage): string {
  const ends = suffixes?.map((suffix) => (suffix === '' ? 'alone' : `with ${suffix}`)).join(' or ');
  const named = [...versions.map((version) => `${version}.*`), ...tags.filter((tag) => tag !== '*')].join(', ');
  return [
    tags.includes('*') ? [named, 'any other tag'].filter((text) => text !== '').join(', ') : named,
    ...(ends === undefined ? [] : [`versions ${ends}`]),
    ...(except.length === 0 ? [] : [`not ${except.join(', ')}`]),
  ].join('; ');
}

/** The maximum number of tags to list for one Dockerfile. */
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
