import type { Change } from '../../../../model/change.ts';
import type { WrittenOption } from '../../../../model/command-line.ts';
import type { Subject } from '../../../../model/container.ts';
import type { FileEdit } from '../../../../text/edit.ts';
import type { Location, Place } from '../../../../text/location.ts';
import type { Text } from '../../../../text/text.ts';
import { composeWriter } from '../../../compose/writer/index.ts';
import { refused, type Writer, type Written } from '../../../contract/writer.ts';
import { editLine, type LineEdit } from '../../../docker/writer/index.ts';
import { type Node, propertyOf, readJson } from '../json.ts';
import { PROPERTIES } from '../words.ts';
import { appendElement, endOf, insertion, type JsonPage, remove, toPage } from './edits.ts';

/** Writes changes into a devcontainer.json: into the option's property, or `runArgs` for new ones; settings of a Compose file are changed there. */
export const devcontainerWriter: Writer = {
  write: (change, subject, texts) => {
    const place = ('place' in change ? change.place : undefined) ?? subject.place;
    if (subject.kind !== 'container' || subject.origin === 'compose')
      return isAdded(subject, place) ? writeAdded(change, place, texts) : composeWriter.write(change, subject, texts);
    const { commandLine: line } = subject;
    const page = pageOf(subject.place.location.path, texts);
    if (line === undefined || page === undefined) return BROKEN;
    const planned = editLine(change, { ...subject, origin: 'docker run' }, line);
    if (planned.refusal !== undefined) return planned;
    return joined(planned.edits.map((edit) => writeEdit(page, edit)));
  },
  remove: (location, texts) => {
    const page = pageOf(location.path, texts);
    if (page === undefined) return composeWriter.remove?.(location, texts) ?? BROKEN;
    const node = valueIn(page.root, location.span.start);
    return node === undefined ? NOT_A_VALUE : remove(page, elementOf(node));
  },
  join: (edits) => [...joinNew(edits)],
};

const BROKEN = refused('broken', 'The file is not valid JSON with comments.');
const NOT_A_VALUE = refused('form', 'It is not a single value.');
const OUT_OF_REACH = refused('variable', 'A variable sets it or part of it.');
const ELSEWHERE = refused('form', 'A feature requires it.');
const UNQUOTED = refused('form', 'It would need escaping.');

const SAFE = /^[\w@%+=:,./-]*$/;

function pageOf(path: string, texts: ReadonlyMap<string, string>): JsonPage | undefined {
  const text = texts.get(path);
  if (text === undefined || !path.endsWith('.json')) return undefined;
  const { root, fault } = readJson(text);
  return root?.type === 'object' && fault === undefined ? toPage(path, text, root) : undefined;
}

function isAdded(subject: Subject, { location }: Place): boolean {
  return subject.kind === 'container' && subject.addition?.path === location.path;
}

/** Changes a whole value that the configuration adds to a service. */
function writeAdded(change: Change, { location }: Place, texts: ReadonlyMap<string, string>): Written {
  const page = pageOf(location.path, texts);
  if (page === undefined) return BROKEN;
  const node = valueIn(page.root, location.span.start);
  const isWhole = node !== undefined && (isSpan(node, location, 0) || isSpan(node, location, 1));
  if (!isWhole) return NOT_A_VALUE;
  if (change.kind === 'remove') return remove(page, elementOf(node));
  return change.kind === 'replace' ? replaceIn(page, location, change.value) : NOT_A_VALUE;
}

function isSpan({ offset, length }: Node, { span }: Location, inset: number): boolean {
  return span.start === offset + inset && span.end === offset + length - inset;
}

function replaceIn({ path }: JsonPage, { span }: Location, newText: string): Written {
  return SAFE.test(newText) ? { edits: [{ path, span, newText }] } : UNQUOTED;
}

function writeEdit(page: JsonPage, edit: LineEdit): Written {
  // It may belong to a feature.
  if (edit.kind !== 'add' && edit.option.word.place.location.path !== page.path) return ELSEWHERE;
  switch (edit.kind) {
    case 'add':
      return add(page, edit.name, edit.value);
    case 'remove':
      return removeOption(page, edit.option);
    case 'insert':
      return insert(page, edit.option, edit.at, edit.newText);
    case 'replace':
      return replacePart(page, edit.part, edit.newText);
  }
}

/** Adds an option to its property's list, or to `runArgs`. */
function add(page: JsonPage, name: string, value: string | undefined): Written {
  const property = LISTS.get(name) ?? 'runArgs';
  const element = property === 'runArgs' && value !== undefined ? `--${name}=${value}` : (value ?? `--${name}`);
  if (!SAFE.test(element)) return UNQUOTED;
  const list = propertyOf(page.root, property)?.value;
  if (list === undefined) return appendNew(page, property, [`"${element}"`]);
  return list.type === 'array'
    ? appendElement(page, list, `"${element}"`)
    : refused('form', `\`${property}\` is not a list.`);
}

const LISTS: ReadonlyMap<string, string> = new Map(
  ['security-opt', 'cap-add', 'mount'].map((name) => [name, PROPERTIES.get(`--${name}`) ?? 'runArgs']),
);

interface NewList {
  readonly page: JsonPage;
  readonly property: string;
  readonly elements: readonly string[];
}

/** The edits that add a list, which other edits of the same fix can extend. */
const NEW_LISTS = new WeakMap<FileEdit, NewList>();

function appendNew(page: JsonPage, property: string, elements: readonly string[]): Written {
  const written = appendElement(page, page.root, `"${property}": [${elements.join(', ')}]`);
  const edit = written.refusal === undefined ? written.edits.at(-1) : undefined;
  if (edit !== undefined) NEW_LISTS.set(edit, { page, property, elements });
  return written;
}

function* joinNew(edits: readonly FileEdit[]): Iterable<FileEdit> {
  const seen = new Set<string>();
  for (const edit of edits) {
    const list = NEW_LISTS.get(edit);
    if (list === undefined) {
      yield edit;
      continue;
    }
    if (seen.has(list.property)) continue;
    seen.add(list.property);
    const same = edits
      .flatMap((other) => NEW_LISTS.get(other) ?? [])
      .filter(({ property }) => property === list.property);
    const whole = appendNew(
      list.page,
      list.property,
      same.flatMap(({ elements }) => elements),
    );
    yield (whole.refusal === undefined ? whole.edits.at(-1) : undefined) ?? edit;
  }
}

function removeOption(page: JsonPage, { word, valueWord, value, spelling }: WrittenOption): Written {
  const node = nodeOf(page, word);
  if (node === undefined) return OUT_OF_REACH;
  if (propertyNameOf(page, node) !== 'runArgs') return remove(page, elementOf(node));
  const values = valueWord === undefined ? [] : [nodeOf(page, valueWord)];
  const found = values.filter((each) => each !== undefined);
  if (found.length < values.length) return OUT_OF_REACH;
  const letter = spelling.length === 2 ? spelling.slice(1) : spelling;
  const isAttached = valueWord === undefined && value.place !== spelling.place;
  const rest = isAttached ? letter.length + value.length : letter.length;
  const isWhole = word.value?.startsWith('--') === true || word.length === rest + 1;
  if (isWhole) return remove(page, node, ...found);
  // The other letters of the word stay.
  const end = letter.place.location.span.start + rest;
  const [one] = found;
  const written: Written = {
    edits: [{ path: page.path, span: { start: letter.place.location.span.start, end }, newText: '' }],
  };
  return one === undefined ? written : joined([written, remove(page, one)]);
}

function insert(page: JsonPage, { value }: WrittenOption, at: 'start' | 'end', newText: string): Written {
  const parts = value.segments.filter((segment) => segment.kind === 'unknown' || segment.text !== '');
  const [first, last] = [parts[0], parts.at(-1)];
  const [start, end] = [first?.place.location.span.start ?? -1, last?.place.location.span.end ?? -1];
  const node = valueIn(page.root, start);
  // In an object, several values make one option.
  if (node?.type !== 'string' || end >= endOf(node)) return NOT_A_VALUE;
  if (!SAFE.test(newText)) return UNQUOTED;
  return { edits: [insertion(page, at === 'start' ? start : end, newText)] };
}

function replacePart(page: JsonPage, part: Text, newText: string): Written {
  const { location } = part.place;
  const { span } = location;
  const isHere = part.value !== undefined && page.text.slice(span.start, span.end) === part.value;
  return isHere ? replaceIn(page, location, newText) : OUT_OF_REACH;
}

function nodeOf({ root }: JsonPage, word: Text): Node | undefined {
  return valueIn(root, word.whole.location.span.start);
}

/** The innermost value or key at an offset, including quotes. */
function valueIn(root: Node, at: number): Node | undefined {
  let found: Node | undefined = root;
  for (;;) {
    const next: Node | undefined = found.children?.find((child) => child.offset <= at && at < endOf(child));
    if (next === undefined) return found === root ? undefined : found;
    found = next;
  }
}

/** The node to remove with a value: its list element, else its property. */
function elementOf(node: Node): Node {
  let at = node;
  while (at.parent !== undefined && at.parent.type !== 'array') at = at.parent;
  if (at.parent !== undefined) return at;
  return node.parent?.type === 'property' ? node.parent : node;
}

function propertyNameOf({ root }: JsonPage, node: Node): string {
  let at = node;
  while (at.parent !== undefined && at.parent !== root) at = at.parent;
  return String(at.children?.[0]?.value ?? '');
}

function joined(parts: readonly Written[]): Written {
  const edits: FileEdit[] = [];
  for (const part of parts) {
    if (part.refusal !== undefined) return part;
    edits.push(...part.edits);
  }
  return { edits };
}
