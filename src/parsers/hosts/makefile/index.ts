import type { Problem } from '../../../model/finding.ts';
import { concatParsed, type ParseContext, type Parsed, type SourceFile } from '../../contract/parsed.ts';
import { parseScripts, sourcesOf } from '../../shell/index.ts';
import { type ReadMakefile, readMakefile } from './reader.ts';
import { scriptsOf } from './recipes.ts';
import { placesOfValues } from './values.ts';

export { findMakefileComments } from './comments.ts';

/** The requests of the recipes in Makefiles. Never throws; a Makefile that make rejects has one problem. */
export function parseMakefiles(files: readonly SourceFile[], context: ParseContext): Parsed {
  return concatParsed(files.map((file) => parseMakefile(file, context)));
}

function parseMakefile({ path, text }: SourceFile, context: ParseContext): Parsed {
  const makefile = readMakefile(path, text, context);
  const { subjects, problems, relations, values, texts, sourced, dockerfiles, read } = parseScripts(
    scriptsOf(makefile, sourcesOf(path, context)),
    { isOrdered: false },
  );
  return {
    subjects,
    problems: [...refusalOf(makefile), ...limitsOf(makefile), ...problems],
    texts: new Map([...makefile.texts, ...texts, [path, text]]),
    sourced: new Set([...makefile.texts.keys(), ...(sourced ?? [])].filter((name) => name !== path)),
    ...(relations === undefined ? {} : { relations }),
    ...(dockerfiles === undefined ? {} : { dockerfiles }),
    ...(read === undefined ? {} : { read }),
    values: { ...values, variables: [...values.variables, ...placesOfValues(makefile)] },
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
        what: `make can't parse this: ${message}.`,
        remedy: 'Fix it: make stops here, and plimsoll may have missed what follows.',
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
