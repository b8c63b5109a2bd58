import { dialectOf, type Subject } from '../model/container.ts';
import { type Lifetime, lifetimeOf } from '../model/lifetime.ts';
import { SecretValues, secretValuesOf } from '../sensitive/secret-values.ts';
import { createLineIndices } from '../text/line-index.ts';
import type { Location } from '../text/location.ts';
import { valueOf } from '../text/setting.ts';
import { type EngineJson, type EngineJsonOptions, toEngineJson } from './to-engine-json.ts';

/** A container, exec or build as `plimsoll model` prints it. */
export interface ModelElement extends EngineJson, Pick<Subject, 'kind' | 'origin' | 'name'> {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What a container is for: see `lifetimeOf`. */
  readonly lifetime?: Lifetime | 'unknown';
  /** How many words of its command may be options that are not known. */
  readonly unresolvedOptions: number;
}

/** What subjects were parsed from. */
export interface ElementSource {
  readonly texts: ReadonlyMap<string, string>;
  readonly values: { readonly fromOutside?: readonly string[]; readonly secrets?: readonly Location[] };
  /** Files of which nothing is shown. */
  readonly outside?: ReadonlySet<string>;
}

export interface ElementOptions {
  /** The absolute folder against which the client would resolve relative host paths. */
  readonly workingDirectory: string;
  /** Shows the values of environment variables, and what comes from env files, in place of `***`. */
  readonly showsValues: boolean;
  /** See `EngineJsonOptions`. */
  readonly onPlace?: EngineJsonOptions['onPlace'];
}

/** Makes the elements of what was parsed; `undefined` for a subject of which nothing is shown. */
export function createElementWriter(
  { texts, values, outside }: ElementSource,
  { workingDirectory, showsValues, onPlace }: ElementOptions,
): (subject: Subject) => ModelElement | undefined {
  const indexOf = createLineIndices(texts);
  const secrets = showsValues ? SecretValues.NONE : secretValuesOf(texts, values.secrets);
  const isOutside = (path: string): boolean => outside?.has(path) === true;
  return (subject) => {
    const { path, span } = subject.place.location;
    if (isOutside(path)) return undefined;
    return {
      file: path,
      line: indexOf(path).positionOf(span.start).line,
      kind: subject.kind,
      origin: subject.origin,
      name: secrets.masked(subject.name),
      ...(subject.kind === 'container' ? { lifetime: valueOf(lifetimeOf(subject)) ?? 'unknown' } : {}),
      ...toEngineJson(subject, {
        // Where a script will run, nothing says; a Compose file is resolved against its own folder.
        ...(dialectOf(subject.origin) === 'docker' ? {} : { workingDirectory }),
        hidesValues: !showsValues,
        fromOutside: showsValues ? [] : (values.fromOutside ?? []),
        secrets,
        isOutside,
        ...(onPlace === undefined ? {} : { onPlace }),
      }),
      unresolvedOptions: subject.unresolvedOptions.length,
    };
  };
}
