import { placeAt } from '../model/source.ts';
import type { InputKind } from './detect.ts';
import { isDirective } from './directive.ts';
import type { Comment, ParseContext, Parsed, SourceFile } from './parsed.ts';

/**
 * Parses files as one input of the given kind; several are one Compose project, later ones over earlier ones. The parser of
 * another kind is not loaded. Never throws for what a file holds.
 */
export async function parseInput(kind: InputKind, files: readonly SourceFile[], context: ParseContext): Promise<Parsed> {
  const binary = files.find(({ text }) => text.includes('\0'));
  if (binary !== undefined) return refuseBinary(binary);
  switch (kind) {
    case 'compose': {
      const { parseComposeProject } = await import('./compose/index.ts');
      const { findYamlComments } = await import('./compose/comments.ts');
      return withComments(parseComposeProject(files, context), findYamlComments);
    }
    case 'shell': {
      const { parseShell } = await import('./shell/index.ts');
      const { findShellComments } = await import('./shell/comments.ts');
      return withComments(concatParsed(files.map((file) => parseShell(file, context))), findShellComments);
    }
    case 'inspect': {
      const { parseInspect } = await import('./inspect/index.ts');
      return concatParsed(files.map((file) => parseInspect(file)));
    }
  }
}

/** Adds the comments that speak to plimsoll; only a text that names it is read again for them. */
function withComments(parsed: Parsed, find: (source: SourceFile, isWanted: (comment: string) => boolean) => readonly Comment[]): Parsed {
  const comments = [...parsed.texts].flatMap(([path, text]) => (text.includes('plimsoll:') ? find({ path, text }, isDirective) : []));
  return { ...parsed, comments };
}

function refuseBinary({ path, text }: SourceFile): Parsed {
  const at = text.indexOf('\0');
  const message = { what: 'The file has a NUL character: it is not text.', remedy: 'Leave it out, or save it as UTF-8 text.' };
  return { subjects: [], problems: [{ id: 'syntax/binary', severity: 'error', message, place: placeAt(path, at, at + 1) }], texts: new Map([[path, text]]) };
}

function concatParsed(parsed: readonly Parsed[]): Parsed {
  return {
    subjects: parsed.flatMap(({ subjects }) => subjects),
    problems: parsed.flatMap(({ problems }) => problems),
    texts: new Map(parsed.flatMap(({ texts }) => [...texts])),
  };
}
