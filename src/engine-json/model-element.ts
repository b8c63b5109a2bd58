import { dialectOf, type Subject } from '../model/container.ts';
import { type Lifetime, lifetimeOf } from '../model/lifetime.ts';
import { type HiddenIn, hiddenPlaces } from '../sensitive/hidden-values.ts';
import { SecretValues, secretValuesOf } from '../sensitive/secret-values.ts';
import { createLineIndices } from '../text/line-index.ts';
import { valueOf } from '../text/setting.ts';
import { type EngineJson, type EngineJsonOptions, toEngineJson } from './to-engine-json.ts';

/** A container, exec or build as `plimsoll model` prints it. */
export interface ModelElement extends EngineJson, Pick<Subject, 'kind' | 'origin' | 'name'> {
  readonly file: string;
  readonly line: number;
  /** The purpose of a container: see `lifetimeOf`. */
  readonly lifetime?: Lifetime | 'unknown';
  /** The number of words that may be options, but are unknown. */
  readonly unresolvedOptions: number;
}

export interface ElementSource extends HiddenIn {
  readonly subjects: readonly Subject[];
  readonly outside?: ReadonlySet<string>;
}

export interface ElementOptions {
  /** The absolute directory for relative host paths. */
  readonly workingDirectory: string;
  /** Shows values of environment variables and env files instead of `***`. */
  readonly showsValues: boolean;
  /** See `EngineJsonOptions`. */
  readonly onPlace?: EngineJsonOptions['onPlace'];
}

/** Returns a function that creates the element of a subject; `undefined` for a hidden one. */
export function createElementWriter(
  source: ElementSource,
  { workingDirectory, showsValues, onPlace }: ElementOptions,
): (subject: Subject) => ModelElement | undefined {
  const { texts, values, outside } = source;
  const indexOf = createLineIndices(texts);
  const secrets = showsValues ? SecretValues.NONE : secretValuesOf(source);
  const isOutside = (path: string): boolean => outside?.has(path) === true;
  const isSecret = showsValues ? () => false : hiddenPlaces(source, secrets);
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
        // Omitted for scripts, because their working directory is unknown.
        ...(dialectOf(subject.origin) === 'docker' ? {} : { workingDirectory }),
        hidesValues: !showsValues,
        fromOutside: showsValues ? [] : (values.fromOutside ?? []),
        secrets,
        isOutside,
        isSecret,
        ...(onPlace === undefined ? {} : { onPlace }),
      }),
      unresolvedOptions: subject.unresolvedOptions.length,
    };
  };
}
