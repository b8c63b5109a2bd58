import { evaluate } from '../../../src/findings/evaluate.ts';
import type { Container, Subject } from '../../../src/model/container.ts';
import { isPodman, isUpdate } from '../../../src/model/container.ts';
import { type Setting, valueOf } from '../../../src/text/setting.ts';
import { type JsonObject, objectAt, objectsAt, stringAt } from '../json.ts';
import type { RealEngine } from './dockerd.ts';
import { type EngineRequest, type Refused, requestOf, tryCreate, tryStart } from './request.ts';

/** Why an engine rejects a container or its start; undefined if it doesn't. */
export type Judge = (container: Container, request: EngineRequest, isStarted: boolean) => Promise<Refused | undefined>;

export function judgeOf(engine: RealEngine): Judge {
  return async (container, request, isStarted) =>
    (await refusedVolume(engine, container)) ?? (await (isStarted ? tryStart : tryCreate)(engine, request));
}

/** The engine's answers in order; null if it accepted. */
export type Answers = readonly (Refused | null)[];

/** Replays recorded answers; unrecorded requests were accepted. */
export function recordedJudge(answers: Answers): Judge {
  let count = 0;
  return () => {
    const answer = answers[count];
    count += 1;
    return Promise.resolve(answer ?? undefined);
  };
}

/** Records a judge's answers. */
export function recordingJudge(judge: Judge): { readonly judge: Judge; readonly answers: Answers } {
  const answers: (Refused | null)[] = [];
  return {
    answers,
    judge: async (...asked) => {
      const answer = await judge(...asked);
      answers.push(answer ?? null);
      return answer;
    },
  };
}

/**
 * Differences between the engine and plimsoll about an input's containers, one line each: rejected
 * without a finding, or accepted despite one. Omits other engines' containers and unknown values.
 */
export async function engineDifferences(
  judge: Judge,
  subjects: readonly Subject[],
  workingDirectory: string,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const subject of subjects) {
    if (subject.kind !== 'container' || !isForDocker(subject)) continue;
    const { name, body, unknown } = requestOf(subject, workingDirectory);
    const request = { name, body: withNewVolumes(withoutUnknown(body, unknown)) };
    const refusals = refusalsOf(subject);
    if (refusals === undefined) continue;
    const isStarted = refusals.length > 0 && refusals.every((what) => AT_START.test(what));
    const refused = await judge(subject, request, isStarted);
    if (refused !== undefined && refusals.length === 0)
      found.push(`the engine refuses, plimsoll does not: ${refused.says}`);
    const [first] = refusals;
    if (refused === undefined && first !== undefined) found.push(`plimsoll refuses, the engine does not: ${first}`);
  }
  return found;
}

function isForDocker({ origin, orchestrator, hostConfig }: Container): boolean {
  const isOther = isPodman(origin) || origin.startsWith('nerdctl ') || isUpdate(origin) || orchestrator !== undefined;
  const { binds = [], mounts = [] } = hostConfig;
  return !isOther && ![...binds, ...mounts].some(({ source, target }) => isOfWindows(source) || isOfWindows(target));
}

function isOfWindows(path: Setting<string> | undefined): boolean {
  return /^(?:[a-z]:|\\\\)/i.test(valueOf(path) ?? '');
}

/** New names, because options of existing volumes are ignored. */
let volumes = 0;

function newName(name: string): string {
  volumes += 1;
  return `${name}-${volumes}`;
}

function withNewVolumes(body: JsonObject): JsonObject {
  const host = objectAt(body, 'HostConfig');
  const mounts = objectsAt(host, 'Mounts').map((mount) => {
    const source = stringAt(mount, 'Source');
    const hasOptions = 'DriverConfig' in objectAt(mount, 'VolumeOptions') && source.length > 1;
    return hasOptions ? { ...mount, Source: newName(source) } : mount;
  });
  return mounts.length === 0 ? body : { ...body, HostConfig: { ...host, Mounts: mounts } };
}

/** The engine's rejection of volumes that a client creates before the container. */
async function refusedVolume(engine: RealEngine, { hostConfig }: Container): Promise<Refused | undefined> {
  for (const { volume } of [...(hostConfig.binds ?? []), ...(hostConfig.mounts ?? [])]) {
    const options = (volume?.driverOpts ?? []).map(({ key, value }) => [valueOf(key) ?? '', valueOf(value)] as const);
    if (options.length === 0 || options.some(([key, value]) => key === '' || value === undefined)) continue;
    const driverOpts: JsonObject = Object.fromEntries(options);
    const body = { Name: newName('made'), Driver: valueOf(volume?.driver), DriverOpts: driverOpts };
    const answer = await engine.ask('POST', '/volumes/create', body);
    if (answer.status !== 201) return { at: 'create', says: stringAt(answer.body, 'message') };
  }
  return undefined;
}

/** The rejections that plimsoll reports; undefined if they depend on unknown values. */
function refusalsOf(container: Container): readonly string[] | undefined {
  const parsed = { subjects: [container], problems: [], texts: new Map<string, string>(), values: NO_VALUES };
  const { findings, undecided } = evaluate(parsed, {});
  const refusals = findings
    .filter(({ rule, message }) => rule === 'refused-request' || message.what.includes('the engine rejects'))
    .map(({ message }) => message.what);
  const isOpen = undecided.some(({ rule }) => rule === 'refused-request') || refusals.some((what) => MAY.test(what));
  return isOpen ? undefined : refusals;
}

const NO_VALUES = { environment: [], variables: [] };
/** Older engines reject negative CPU shares only at start. */
const AT_START = /refuses to start|CPU shares/;
/** Only some candidate values are rejected. */
const MAY = /` might (?:ask|add|drop) /;

/** The body without partly unknown fields. */
function withoutUnknown(body: JsonObject, unknown: readonly string[]): JsonObject {
  const fields = new Set(unknown.map((path) => /^\w+\.\w+/.exec(path)?.[0] ?? path));
  const known = (object: JsonObject, prefix: string): JsonObject =>
    Object.fromEntries(Object.entries(object).filter(([key]) => key === 'Image' || !fields.has(`${prefix}.${key}`)));
  return { ...known(body, 'Config'), HostConfig: known(objectAt(body, 'HostConfig'), 'HostConfig') };
}
