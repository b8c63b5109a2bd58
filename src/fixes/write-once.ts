import type { SubjectChange } from '../model/change.ts';
import type { Parsed } from '../parsers/contract/parsed.ts';
import type { Writer } from '../parsers/contract/writer.ts';
import type { FileEdit } from '../text/edit.ts';
import type { Location } from '../text/location.ts';
import { getOrInsert, groupBy } from '../util/maps.ts';
import { isAddition, isSameEdit, type Planned } from './round.ts';

/**
 * Combines fixes: if every user of a shared text needs the same one, edits the text itself once.
 */
export function writtenOnce(
  planned: readonly Planned[],
  parsed: Parsed,
  writer: Writer | undefined,
  canShare: (each: Planned) => boolean,
): readonly Planned[] {
  if (writer?.blocks === undefined) return planned;
  const users = new Map<string, Set<number>>();
  for (const [index, subject] of parsed.subjects.entries())
    for (const block of writer.blocks(subject, parsed.texts))
      getOrInsert(users, keyOf(block), () => new Set<number>()).add(index);
  if (users.size === 0) return planned;
  const joined = new Map<Planned, Planned | undefined>();
  for (const group of groupBy(planned.filter(canShare), askedOf).values()) {
    for (const { edits, members } of sharedBlocks(group, writer, parsed, users)) {
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

interface SharedBlock {
  readonly block: Location;
  readonly edits: readonly FileEdit[];
  readonly members: Planned[];
}

/** The possible shared edits for a group of fixes; those that serve most fixes come first. */
function sharedBlocks(
  group: readonly Planned[],
  writer: Writer,
  { subjects, texts }: Parsed,
  users: ReadonlyMap<string, ReadonlySet<number>>,
): readonly SharedBlock[] {
  if (!group.every(isMissing)) return [];
  const blocksOf = ({ subject: index, change }: SubjectChange): readonly Location[] => {
    const subject = subjects[index];
    return subject === undefined ? [] : (writer.blocks?.(subject, texts, change) ?? []);
  };
  const editsIn = ({ fix: { changes } }: Planned, block: Location): readonly FileEdit[] | undefined => {
    const edits: FileEdit[] = [];
    for (const { subject: index, change } of changes) {
      const subject = subjects[index];
      const written = subject && writer.write(change, subject, texts, block);
      if (written === undefined || written.refusal !== undefined) return undefined;
      edits.push(...written.edits);
    }
    return edits;
  };
  const found = new Map<string, SharedBlock>();
  for (const each of group) {
    const [blocks = [], ...others] = each.fix.changes.map(blocksOf);
    const rest = others.map((own) => new Set(own.map(keyOf)));
    for (const block of blocks.filter((one) => rest.every((keys) => keys.has(keyOf(one))))) {
      const edits = editsIn(each, block);
      if (edits === undefined) continue;
      const { members, edits: first } = getOrInsert(found, keyOf(block), () => ({ block, edits, members: [] }));
      if (edits.every((edit, index) => first[index] !== undefined && isSameEdit(edit, first[index])))
        members.push(each);
    }
  }
  const isForAll = ({ block, members }: SharedBlock): boolean => {
    const asking = new Set(members.flatMap(({ fix }) => fix.changes.map(({ subject }) => subject)));
    const changes = members[0]?.fix.changes ?? [];
    const isReached = (subject: number): boolean =>
      changes.some(({ change }) => blocksOf({ subject, change }).some((each) => keyOf(each) === keyOf(block)));
    return Array.from(users.get(keyOf(block)) ?? []).every((user) => asking.has(user) || !isReached(user));
  };
  return [...found.values()]
    .filter(({ members }) => members.length > 1 || members.some(({ refusal }) => refusal !== undefined))
    .filter(isForAll)
    .toSorted((a, b) => b.members.length - a.members.length);
}

/** True for a fix that only adds settings to one subject. */
function isMissing({ fix: { changes, repairs } }: Planned): boolean {
  const [first] = changes;
  const isOwn = ({ subject, change }: SubjectChange): boolean => subject === first?.subject && isAddition(change);
  return repairs === undefined && first !== undefined && changes.every(isOwn);
}
