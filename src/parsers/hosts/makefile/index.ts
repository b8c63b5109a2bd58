import type { SourceFile } from '../../../files/file-reader.ts';
import { placesOfText } from '../../../sensitive/places.ts';
import { trimmed } from '../../../text/parts.ts';
import type { Text } from '../../../text/text.ts';
import { problem } from '../../contract/problem.ts';
import { sourcesOf } from '../../shell/index.ts';
import type { HostJobs, JobContext } from '../ci/jobs.ts';
import { readMakefile } from './reader.ts';
import { scriptsOf } from './recipes.ts';
import { referenceAt } from './syntax/references.ts';

export { comments } from './comments.ts';

/** The recipes of a Makefile; if make rejects it, only that is reported. */
export function read({ path, text }: SourceFile, context: JobContext): HostJobs {
  const makefile = readMakefile(path, text, context);
  const tasks = scriptsOf(makefile, sourcesOf(path, context));
  const { refusal, session, texts, assignments } = makefile;
  const remedy = 'Fix it: make stops here, and plimsoll may have missed what follows.';
  return {
    jobs: [{ tasks }],
    isOrdered: false,
    texts,
    variables: assignments.flatMap(({ value }) => literalsIn(value).flatMap(placesOfText)),
    problems: [
      ...(refusal === undefined
        ? []
        : [
            problem(
              'syntax/invalid-makefile',
              { location: refusal.location, hops: [] },
              `make can't parse this: ${refusal.message}.`,
              { remedy },
            ),
          ]),
      ...[...session.limits].map(([what, location]) => problem('syntax/limit', { location, hops: [] }, what)),
    ],
  };
}

/** The texts between references. */
function literalsIn(text: Text): readonly Text[] {
  const { skeleton } = text;
  const parts: Text[] = [];
  let from = 0;
  for (let at = skeleton.indexOf('$'); at >= 0; at = skeleton.indexOf('$', from)) {
    parts.push(text.slice(from, at));
    from = referenceAt(skeleton, at)?.end ?? skeleton.length;
  }
  return [...parts, text.slice(from)].map((part) => trimmed(part)).filter(({ length }) => length > 0);
}
