import type { Problem } from '../model/finding.ts';
import { withValuesUnquoted } from '../sensitive/unquoted.ts';
import { placeAt } from '../text/location.ts';
import { isDirective } from './contract/directive.ts';
import { type Comment, NO_VALUES, type ParseContext, type Parsed, type SourceFile } from './contract/parsed.ts';
import type { InputKind } from './detect.ts';

/**
 * Parses files as one input of the given kind; several are one Compose project, later ones over earlier ones. The parser of
 * another kind is not loaded. Never throws for what a file holds: one with a NUL character is read without it, one with many is not read.
 */
export async function parseInput(
  kind: InputKind,
  files: readonly SourceFile[],
  context: ParseContext,
): Promise<Parsed> {
  const marred = files.filter(({ text }) => text.includes('\0'));
  if (marred.length === 0) return parseTexts(kind, files, context);
  const readable = files.filter((file) => !isBinary(file)).map(withoutNuls);
  const parsed =
    readable.length === 0
      ? { subjects: [], problems: [], texts: new Map<string, string>(), values: NO_VALUES }
      : await parseTexts(kind, readable, context);
  const texts = new Map([...parsed.texts, ...files.map(({ path, text }): [string, string] => [path, text])]);
  return { ...parsed, problems: [...marred.map(binaryProblem), ...parsed.problems], texts };
}

async function parseTexts(kind: InputKind, files: readonly SourceFile[], context: ParseContext): Promise<Parsed> {
  return withValuesUnquoted(await parseKind(kind, files, context));
}

async function parseKind(kind: InputKind, files: readonly SourceFile[], context: ParseContext): Promise<Parsed> {
  switch (kind) {
    case 'compose': {
      const { parseComposeProject } = await import('./compose/index.ts');
      const { findYamlComments } = await import('./compose/comments.ts');
      return withComments(parseComposeProject(files, context), findYamlComments);
    }
    case 'shell': {
      const { findShellComments, parseShell } = await import('./shell/index.ts');
      return withComments(concatParsed(files.map((file) => parseShell(file, context))), findShellComments);
    }
    case 'inspect': {
      const { parseInspect } = await import('./inspect/index.ts');
      return concatParsed(files.map((file) => parseInspect(file)));
    }
  }
}

/** Adds the comments that speak to plimsoll; only a text that names it is read again for them. */
function withComments(
  parsed: Parsed,
  find: (source: SourceFile, isWanted: (comment: string) => boolean) => readonly Comment[],
): Parsed {
  const comments = [...parsed.texts].flatMap(([path, text]) =>
    text.includes('plimsoll:') ? find({ path, text }, isDirective) : [],
  );
  return { ...parsed, comments };
}

/** One NUL may have got into any text; more of them are a text's only where there is this much of it for each. */
const CHARACTERS_PER_NUL = 1000;

/** True for what is no text: the shell and Compose refuse it, and nothing in it is worth reading. */
function isBinary({ text }: SourceFile): boolean {
  return countNuls(text) > 1 + text.length / CHARACTERS_PER_NUL;
}

function countNuls(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\0'); at >= 0; at = text.indexOf('\0', at + 1)) count += 1;
  return count;
}

function binaryProblem(file: SourceFile): Problem {
  const { path, text } = file;
  const at = text.indexOf('\0');
  const message = isBinary(file)
    ? { what: 'The file has many NUL characters: it is not text.', remedy: 'Leave it out, or save it as UTF-8 text.' }
    : { what: 'The file has a NUL character, which no text has.', remedy: 'Take it out.' };
  return { id: 'syntax/binary', severity: 'error', message, place: placeAt(path, at, at + 1) };
}

/** The text with a blank for each NUL, so that all places stay. */
function withoutNuls({ path, text }: SourceFile): SourceFile {
  return { path, text: text.replaceAll('\0', ' ') };
}

function concatParsed(parsed: readonly Parsed[]): Parsed {
  return {
    subjects: parsed.flatMap(({ subjects }) => subjects),
    problems: parsed.flatMap(({ problems }) => problems),
    texts: new Map(parsed.flatMap(({ texts }) => [...texts])),
    values: {
      environment: parsed.flatMap(({ values }) => values.environment),
      variables: parsed.flatMap(({ values }) => values.variables),
      unread: parsed.flatMap(({ values }) => values.unread ?? []),
    },
  };
}
