import type { SubjectChange } from '../model/change.ts';
import type { Subject } from '../model/container.ts';
import type { Parsed } from '../parsers/contract/parsed.ts';
import type { Writer } from '../parsers/contract/writer.ts';
import type { FileEdit } from '../text/edit.ts';
import type { Location } from '../text/location.ts';
import { getOrInsert, groupBy } from '../util/maps.ts';
import { isSameEdit, type Planned } from './round.ts';

/** Merges fixes that every user of a shared text requests into one that edits the text itself. Others are written separately for each user. */
export function writtenOnce(
  planned: readonly Planned[],
  parsed: Parsed,
  writer: Writer | undefined,
  canShare: (each: Planned) => boolean,
): readonly Planned[] {
  if (writer?.blocks === undefined) return planned;
  const { subjects, texts } = parsed;
  const users = new Map<string, Set<number>>();
  for (const [index, subject] of subjects.entries())
    for (const block of writer.blocks(subject, texts))
      getOrInsert(users, keyOf(block), () => new Set<number>()).add(index);
  if (users.size === 0) return planned;
  const shared = new Shared(writer, parsed, users);
  const joined = new Map<Planned, Planned | undefined>();
  for (const group of groupBy(planned.filter(canShare), askedOf).values()) {
    for (const { edits, members } of shared.blocksOf(group)) {
      const [first, ...others] = members;
      if (first === undefined || members.some((each) => joined.has(each))) continue;
      const changes = members.flatMap(({ fix }) => fix.changes);
      const { refusal: _, ...rest } = first;
      joined.set(first, { ...rest, fix: { ...first.fix, changes }, edits, parts: members });
      for (const other of others) joined.set(other, undefined);
    }
  }
  return planned.flatMap((each) => (joined.has(each) ? (joined.get(each) ?? []) : [each]));
}

function askedOf({ finding: { rule }, fix: { title, risk, changes } }: Planned): string {
  return JSON.stringify([rule, title, risk, changes.map(({ change }) => change)]);
}

function keyOf({ path, span: { start } }: Location): string {
  return `${path} ${start}`;
}

/** What is written in a block, with its fixes. */
interface SharedBlock {
  readonly edits: readonly FileEdit[];
  readonly members: readonly Planned[];
}

class Shared {
  readonly #writer: Writer;
  readonly #subjects: readonly Subject[];
  readonly #texts: ReadonlyMap<string, string>;
  readonly #users: ReadonlyMap<string, ReadonlySet<number>>;

  constructor(writer: Writer, { subjects, texts }: Parsed, users: ReadonlyMap<string, ReadonlySet<number>>) {
    this.#writer = writer;
    this.#subjects = subjects;
    this.#texts = texts;
    this.#users = users;
  }

  /** The possible shared edits for a group, the most common first. */
  blocksOf(group: readonly Planned[]): readonly SharedBlock[] {
    if (!group.every(isMissing)) return [];
    const found = new Map<
      string,
      { readonly block: Location; readonly edits: readonly FileEdit[]; readonly members: Planned[] }
    >();
    for (const each of group)
      for (const block of this.#blocksFor(each.fix.changes)) {
        const edits = this.#write(each, block);
        if (edits === undefined) continue;
        const { members, edits: first } = getOrInsert(found, keyOf(block), () => ({ block, edits, members: [] }));
        if (edits.every((edit, index) => first[index] !== undefined && isSameEdit(edit, first[index])))
          members.push(each);
      }
    return [...found.values()]
      .filter(
        ({ block, members }) =>
          (members.length > 1 || members.some(({ refusal }) => refusal !== undefined)) &&
          this.#isForAll(block, members),
      )
      .toSorted((a, b) => b.members.length - a.members.length);
  }

  /** The edits of a fix in a block, or `undefined`. */
  #write({ fix: { changes } }: Planned, block: Location): readonly FileEdit[] | undefined {
    const edits: FileEdit[] = [];
    for (const { subject: index, change } of changes) {
      const subject = this.#subjects[index];
      const written = subject && this.#writer.write(change, subject, this.#texts, block);
      if (written === undefined || written.refusal !== undefined) return undefined;
      edits.push(...written.edits);
    }
    return edits;
  }

  #isForAll(block: Location, members: readonly Planned[]): boolean {
    const asking = new Set(members.flatMap(({ fix }) => fix.changes.map(({ subject }) => subject)));
    const changes = members[0]?.fix.changes ?? [];
    const isReached = (user: number): boolean =>
      changes.some(({ change }) =>
        this.#blocksOfChange({ subject: user, change }).some((each) => keyOf(each) === keyOf(block)),
      );
    return Array.from(this.#users.get(keyOf(block)) ?? []).every((user) => asking.has(user) || !isReached(user));
  }

  #blocksFor([first, ...others]: readonly SubjectChange[]): readonly Location[] {
    if (first === undefined) return [];
    const rest = others.map((each) => new Set(this.#blocksOfChange(each).map(keyOf)));
    return this.#blocksOfChange(first).filter((block) => rest.every((keys) => keys.has(keyOf(block))));
  }

  #blocksOfChange({ subject: index, change }: SubjectChange): readonly Location[] {
    const subject = this.#subjects[index];
    return subject === undefined ? [] : (this.#writer.blocks?.(subject, this.#texts, change) ?? []);
  }
}

/** True for a fix that adds a missing setting to one subject. */
function isMissing({ fix: { changes, repairs } }: Planned): boolean {
  const [first] = changes;
  return (
    repairs === undefined &&
    first !== undefined &&
    changes.every(
      ({ subject, change }) =>
        subject === first.subject && (change.kind === 'add' || (change.kind === 'set' && change.place === undefined)),
    )
  );
}
