import type { Problem } from '../../../model/finding.ts';
import { isUnlikely } from '../../../sensitive/mask.ts';
import type { Location } from '../../../text/location.ts';
import { problem } from '../../contract/problem.ts';
import type { Failure } from '../../syntax/reading.ts';

export function invalidValue({ what, remedy, place }: Failure): Problem {
  return problem('syntax/invalid-value', place, what, remedy ?? {});
}

/** Substituted values, each with its variable, whose name replaces it in messages. */
export type FilledIn = ReadonlyMap<string, string>;

const MIN_VALUE = 4;

/**
 * Replaces substituted values in a problem by variables; shown ones only in messages, between
 * quotes. `names` are service names; `textOf` reads a location.
 */
export function withoutValues(
  problem: Problem,
  filledIn: FilledIn,
  shown: ReadonlySet<string>,
  names: ReadonlySet<string>,
  textOf: (location: Location) => string,
): Problem {
  if (filledIn.size === 0) return problem;
  const hidden = Array.from(filledIn).filter(([value]) => !shown.has(value));
  const { missing, ...rest } = problem;
  const { place, message } = rest;
  const written = [place.location, ...place.hops.map(({ location }) => location)].map(textOf);
  const isWritten = (name: string): boolean => written.some((text) => text.includes(name));
  const named = (text: string, of: typeof hidden): string =>
    of.reduce((rest, [value, name]) => rest.replaceAll(value, () => `\${${name}}`), text);
  const said = hidden.filter(([value, name]) => value.length >= MIN_VALUE || isWritten(name));
  const hide = (text: string, isOurs: (quote: string) => boolean): string =>
    text.replace(/`([^`]*)`/g, (quoted, quote: string) => {
      if (names.has(quote)) return quoted;
      return named(quoted, isOurs(quote) ? hidden.filter(([value]) => isUnlikely(value)) : said);
    });
  const { what, remedy } = message;
  const isSecret = missing !== undefined && hidden.some(([value]) => isUnlikely(value) && missing.name.includes(value));
  const values = new Set(said.flatMap(([value, name]) => (isWritten(name) ? [value] : [])));
  const isExample = (quote: string): boolean => !quote.startsWith('"') && !values.has(quote);
  const hiddenWhat = hide(what, () => false);
  return {
    ...rest,
    ...(missing === undefined || isSecret ? {} : { missing }),
    message: remedy === undefined ? { what: hiddenWhat } : { what: hiddenWhat, remedy: hide(remedy, isExample) },
  };
}

/**
 * Identifies problems: each is reported once per text, even if services share the text through an
 * anchor.
 */
export function keyOfProblem({ id, place: { location, hops } }: Problem): string {
  // A variable's value may be wrong in several places.
  const uses = hops.filter(({ kind }) => kind === 'variable').map((hop) => showLocation(hop.location));
  return [id, showLocation(location), ...uses].join('\0');
}

function showLocation({ path, span }: Location): string {
  return `${path}\0${span.start}\0${span.end}`;
}
