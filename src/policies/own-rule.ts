import type { JsonObject } from '../engine-json/engine-writer.ts';
import { toEngineJson } from '../engine-json/to-engine-json.ts';
import { dialectOf, type Subject } from '../model/container.ts';
import type { CheckContext } from '../rules/context.ts';
import type { Outcome } from '../rules/outcome.ts';
import { defineSubjectRule, type Rule } from '../rules/rule.ts';
import type { Place } from '../text/location.ts';
import { getOrInsert } from '../util/maps.ts';
import type { PolicyEntry, PolicyFault } from './entry.ts';
import { type Filling, readTemplate } from './message.ts';
import type { RequestNode } from './request/node.ts';
import { type PolicyRequest, requestOf } from './request/request.ts';
import { specOf } from './request/spec.ts';
import { compileSchema } from './schema/compile.ts';
import { type KeywordCheck, SchemaRun, TooMuchWork } from './schema/keyword.ts';
import { every, type Mark, openBy, type Result } from './schema/result.ts';

/** Numbers that SARIF requires: the middle of the ranges high, medium and low. */
const SECURITY_SEVERITIES = { error: 8, warning: 5.5, info: 2 } as const;

/** The maximum number of places to report per subject. */
const MAX_OUTCOMES = 20;
const MAX_QUESTIONS = 5;

/**
 * Creates a rule from a configuration's entry. Reports faults, and keeps the valid rest. `source`
 * is the configuration's path.
 */
export function toOwnRule(entry: PolicyEntry, source: string, report: (fault: PolicyFault) => void): Rule {
  const { id, title, severity, page, on = ['container'], lifetimes } = entry;
  const spec = specOf(on);
  const template = (key: 'message' | 'remedy') =>
    readTemplate(entry[key] ?? '', spec, (message) => {
      report({ path: [key], message });
    });
  const [message, remedy] = [template('message'), template('remedy')];
  const schema = (key: 'when' | 'require'): KeywordCheck =>
    compileSchema(entry[key], spec, (path, text) => {
      report({ path: [key, ...path], message: text });
    });
  const conditions = [
    ...(lifetimes === undefined
      ? []
      : [compileSchema({ properties: { lifetime: { enum: lifetimes } } }, spec, IGNORED)]),
    ...(entry.when === undefined ? [] : [schema('when')]),
  ];
  const require = schema('require');
  const rule = defineSubjectRule<Subject['kind'], { violation: Omit<Filling, 'subject'> }>(on, {
    id,
    references: [],
    severity,
    securitySeverity: SECURITY_SEVERITIES[severity],
    title,
    brief: title,
    recommendation: title,
    messages: {
      violation: (voice, data) => ({
        what: message({ ...data, subject: voice.name }),
        ...((entry.remedy ?? '') === '' ? {} : { remedy: remedy({ ...data, subject: voice.name }) }),
      }),
    },
    *check(subject, context) {
      const request = requestFor(subject, context);
      const run = new SchemaRun();
      try {
        const { truth, doubts } = every(conditions.map((condition) => condition(request.root, run)));
        if (truth === false) {
          yield context.notApplicable("The rule doesn't apply to this kind of container.");
          return;
        }
        const result = require(request.root, run);
        if (result.truth === true) return;
        yield* outcomes(subject, request, truth === true ? result : openBy(...doubts, ...result.doubts), context);
      } catch (error) {
        if (!(error instanceof TooMuchWork)) throw error;
        yield context.undecided({
          place: subject.place,
          reason: `\`${id}\` exceeds the work limit for one container.`,
        });
      }
    },
  });
  return { ...rule, own: { definition: entry, source, ...(page === undefined ? {} : { page }) } };
}

/** Faults in lifetimes were already reported for the configuration. */
const IGNORED = (): void => undefined;

type Context = CheckContext<{ violation: Omit<Filling, 'subject'> }, object, never>;

function* outcomes(
  subject: Subject,
  { root, exempt }: PolicyRequest,
  { truth, marks, doubts }: Result,
  context: Context,
): Generator<Outcome> {
  if (truth === 'unknown') {
    if (exempt !== undefined && doubts.every((doubt) => doubt === exempt)) {
      yield context.notApplicable(exempt.reason);
      return;
    }
    for (const doubt of distinct(doubts, ({ place, reason }) => `${keyOf(place)} ${reason}`).slice(0, MAX_QUESTIONS))
      yield context.undecided(doubt);
    return;
  }
  let json: JsonObject | undefined;
  const shown = (): JsonObject => {
    const { workingDirectory, fromOutside } = context.printing;
    const isWhole = workingDirectory !== undefined && dialectOf(subject.origin) !== 'docker';
    json ??= { ...toEngineJson(subject, { ...(isWhole && { workingDirectory }), hidesValues: true, fromOutside }) };
    return json;
  };
  const placed = marks.map((mark) => ({ mark, place: placeOf(mark) ?? subject.place }));
  for (const { mark, place } of distinct(placed, (each) => keyOf(each.place)).slice(0, MAX_OUTCOMES))
    yield context.fail({ place }, 'violation', { mark, root, shown });
}

/**
 * The place of a value, or else of its first part. `undefined` if the mark says that something in
 * the value is missing.
 */
function placeOf({ node, isMissing }: Mark): Place | undefined {
  return node.place ?? (isMissing === true ? undefined : firstPlace(node));
}

function firstPlace(node: RequestNode): Place | undefined {
  if (node.place !== undefined) return node.place;
  const below = node.kind === 'object' ? node.entries.values() : node.kind === 'list' ? node.items : [];
  for (const each of below) {
    const place = firstPlace(each);
    if (place !== undefined) return place;
  }
  return undefined;
}

function keyOf({ location: { path, span } }: Place): string {
  return `${path} ${span.start} ${span.end}`;
}

function distinct<T>(all: readonly T[], key: (each: T) => string): readonly T[] {
  const byKey = new Map<string, T>();
  for (const each of all) getOrInsert(byKey, key(each), () => each);
  return [...byKey.values()];
}

/** The key is a function that exists once per subject and evaluation. */
const requests = new WeakMap<Context['image'], PolicyRequest>();

function requestFor(subject: Subject, { image, peers, printing }: Context): PolicyRequest {
  const { workingDirectory } = printing;
  return getOrInsert(requests, image, () => requestOf(subject, { image, peers, workingDirectory }));
}
