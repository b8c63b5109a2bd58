import type { Container, Exec } from '../../../src/model/container.ts';
import type { Problem } from '../../../src/model/finding.ts';
import { parseComposeProject } from '../../../src/parsers/compose/index.ts';
import type { ParseContext, Parsed } from '../../../src/parsers/contract/parsed.ts';
import type { Location, Place } from '../../../src/text/location.ts';
import { patternText, type Setting } from '../../../src/text/setting.ts';
import { createMemoryFiles } from '../../memory-io.ts';

/** A project's files by path; a plain text is `compose.yaml`. */
export type ProjectFiles = string | Readonly<Record<string, string>>;

/** Parses a project: the files in `names`, by default `compose.yaml`. */
export function parseProject(
  project: ProjectFiles,
  names: readonly string[] = ['compose.yaml'],
  context: Partial<ParseContext> = {},
): Parsed {
  const tree = typeof project === 'string' ? { 'compose.yaml': project } : project;
  const files = createMemoryFiles(tree);
  const sources = names.map((path) => ({ path, text: tree[path] ?? '' }));
  return parseComposeProject(sources, {
    files,
    environment: new Map(),
    workingDirectory: files.workingDirectory,
    ...context,
  });
}

export function containerOf({ subjects }: Parsed, name = 'web'): Container {
  const container = subjects.find((subject) => subject.kind === 'container' && subject.name === name);
  if (container?.kind !== 'container') throw new Error(`there is no service ${name}`);
  return container;
}

export function hooksOf({ subjects }: Parsed): readonly Exec[] {
  return subjects.filter((subject) => subject.kind === 'exec');
}

export function markedText({ location }: Place, { texts }: Parsed): string {
  return textAt(location, texts);
}

/**
 * The marked text and its hops: `text ← kind text ← …`, with the file's name unless it is
 * `compose.yaml`.
 */
export function wayTo(place: Place, { texts }: Parsed): string {
  const show = (location: Location): string =>
    `${textAt(location, texts)}${location.path === 'compose.yaml' ? '' : ` (${location.path})`}`;
  return [show(place.location), ...place.hops.map(({ kind, location }) => `${kind} ${show(location)}`)].join(' ← ');
}

function textAt({ path, span }: Location, texts: ReadonlyMap<string, string>): string {
  const text = texts.get(path);
  if (text === undefined) throw new Error(`no text of ${path} is given`);
  if (span.start < 0 || span.end <= span.start || span.end > text.length)
    throw new Error(`${span.start}–${span.end} is no place in ${path}`);
  return text.slice(span.start, span.end);
}

export function problemsIn(parsed: Parsed): readonly string[] {
  return parsed.problems.map((problem) => showProblem(problem, parsed));
}

function showProblem({ id, place }: Problem, parsed: Parsed): string {
  return `${id}: ${markedText(place, parsed)}`;
}

/** A setting's value; unknown parts in brackets. */
export function showSetting(setting: Setting<unknown> | undefined): string {
  if (setting === undefined) return 'nothing';
  if (setting.known) return String(setting.value);
  const candidates = setting.candidates.map(({ value }) => String(value)).join('|');
  return `⟨${patternText(setting.pattern)}${candidates === '' ? '' : `: ${candidates}`}⟩`;
}

/** All places inside a value. */
export function placesIn(value: unknown, found: Place[] = [], seen = new Set<unknown>()): readonly Place[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return found;
  seen.add(value);
  if (isPlace(value)) found.push(value);
  for (const item of Object.values(value)) placesIn(item, found, seen);
  return found;
}

function isPlace(value: object): value is Place {
  return 'location' in value && 'hops' in value;
}

/** Throws if a place is empty or outside its file. */
export function checkPlaces(parsed: Parsed): void {
  for (const { location, hops } of placesIn([parsed.subjects, parsed.problems])) {
    // An empty text has nothing to mark.
    if (parsed.texts.get(location.path)?.trim() === '' && location.span.start === 0) continue;
    for (const step of [location, ...hops.map((hop) => hop.location)]) {
      // A leading tab is invalid YAML, so it is the marked text.
      if (/^[ \r\n]*$/.test(textAt(step, parsed.texts)))
        throw new Error(`${step.span.start}–${step.span.end} of ${step.path} marks white space`);
    }
  }
}
