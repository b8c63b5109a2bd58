import type { Problem } from '../../../model/finding.ts';
import { type Location, placeAt } from '../../../text/location.ts';
import { concatParsed, type ParseContext, type Parsed, type SourceFile } from '../../contract/parsed.ts';
import { cutOf, parseScripts, sourcesOf } from '../../shell/index.ts';
import { type ReadMakefile, readMakefile } from './reader.ts';
import { scriptsOf } from './recipes.ts';
import { placesOfValues } from './values.ts';

export { findMakefileComments } from './comments.ts';

/** What stands behind so many characters is not read: what is made of a rule takes some hundred times its size. */
const MAX_LENGTH = 1_000_000;

/**
 * What the recipes of Makefiles ask the engine for. Any text can be given; what make would not read gives one problem.
 */
export function parseMakefiles(files: readonly SourceFile[], context: ParseContext): Parsed {
  return concatParsed(files.map((file) => parseMakefile(file, context)));
}

function parseMakefile({ path, text }: SourceFile, context: ParseContext): Parsed {
  const cut = cutOf(text, MAX_LENGTH);
  const makefile = readMakefile(path, text.slice(0, cut), context);
  const { subjects, problems, relations, values, texts, sourced, dockerfiles } = parseScripts(
    scriptsOf(makefile, sourcesOf(path, context)),
    { isOrdered: false },
  );
  return {
    subjects,
    problems: [...(cut === undefined ? refusalOf(makefile) : [limitAt(path, cut)]), ...limitsOf(makefile), ...problems],
    texts: new Map([...makefile.texts, ...texts, [path, text]]),
    sourced: new Set([...makefile.texts.keys(), ...(sourced ?? [])].filter((name) => name !== path)),
    ...(relations === undefined ? {} : { relations }),
    ...(dockerfiles === undefined ? {} : { dockerfiles }),
    values: {
      ...values,
      variables: [...values.variables, ...placesOfValues(makefile)],
      ...(cut === undefined ? {} : { unparsed: linesFrom(path, text, cut) }),
    },
  };
}

function refusalOf({ refusal }: ReadMakefile): readonly Problem[] {
  if (refusal === undefined) return [];
  const { location, message } = refusal;
  return [
    {
      id: 'syntax/invalid-makefile',
      severity: 'error',
      message: {
        what: `make cannot read this: ${message}.`,
        remedy: 'Correct it: make stops here, and what follows may have been missed.',
      },
      place: { location, hops: [] },
    },
  ];
}

function limitsOf({ session: { limits } }: ReadMakefile): readonly Problem[] {
  return [...limits].map(([what, location]) => ({
    id: 'syntax/limit',
    severity: 'info',
    message: { what },
    place: { location, hops: [] },
  }));
}

function limitAt(path: string, at: number): Problem {
  return {
    id: 'syntax/limit',
    severity: 'info',
    message: { what: `The Makefile has more than ${MAX_LENGTH} characters; it is not read from here on.` },
    place: placeAt(path, at, at + 1),
  };
}

/** Where the lines stand that were not read: any may hold a secret. */
function linesFrom(path: string, text: string, start: number): readonly Location[] {
  const lines: Location[] = [];
  for (let at = start; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    if (end > at) lines.push(placeAt(path, at, end).location);
    at = end + 1;
  }
  return lines;
}
