import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { replaceText } from '../../../scripts/record/normalize.ts';
import type { RuleOptions } from '../../../src/config/policy.ts';
import type { FileReader } from '../../../src/files/file-reader.ts';
import { NO_FILES } from '../../../src/files/file-reader.ts';
import { evaluate, type RuleResults } from '../../../src/findings/evaluate.ts';
import type { Subject } from '../../../src/model/container.ts';
import type { Parsed } from '../../../src/parsers/contract/parsed.ts';
import { parseInput } from '../../../src/parsers/index.ts';
import { type DockerCase, type DockerTopic, readDockerTopics } from '../../conformance/docker/cases.ts';
import { isJsonObject, type JsonObject, objectAt, stringAt } from '../../engine/json.ts';
import { engineContainer, printInspect, recordedContainers } from './engine-output.ts';

const context = { files: NO_FILES, environment: new Map<string, string>() };

/** The `docker inspect` output for a script's recorded containers, volumes and networks. */
function inspectOutput(recording: unknown): string {
  const bodies = (wanted: string): readonly JsonObject[] =>
    (Array.isArray(recording) ? recording.filter(isJsonObject) : [])
      .filter(({ kind }) => kind === wanted)
      .map((request) => objectAt(request, 'body'));
  const networks = bodies('network').map((body) => ({ ...body, Id: 'c4d1', Scope: 'local', Containers: {} }));
  const containers = recordedContainers(recording).map((request, index) =>
    engineContainer({
      name: stringAt(request, 'name') || `container-${index}`,
      Config: objectAt(request, 'Config'),
      HostConfig: objectAt(request, 'HostConfig'),
      NetworkSettings: {
        Networks: Object.fromEntries(
          bodies('network').flatMap(({ Name }) =>
            Name === objectAt(request, 'HostConfig')['NetworkMode'] ? [[Name, {}]] : [],
          ),
        ),
      },
    }),
  );
  return printInspect([...containers, ...bodies('volume').map(volume), ...networks]);
}

function volume(body: JsonObject): JsonObject {
  const { Name, Driver = 'local', DriverOpts = null } = body;
  return {
    CreatedAt: '2026-01-02T03:04:05Z',
    Driver,
    Labels: null,
    Mountpoint: `/var/lib/docker/volumes/${String(Name)}/_data`,
    Name,
    Options: DriverOpts,
    Scope: 'local',
  };
}

/** Not comparable: Makefiles, services and updates, and programs whose order differs. */
const OTHER_TOPICS = /^(?:makefiles|services|updates|programs-\w+)$/;

/** Recordings that depend on the machine: without such a user, the shell kept the tilde. */
const OF_THE_MACHINE: readonly string[] = ['tilde of another user'];

/** True if the script determines everything sent. */
function isComplete({
  name,
  finds,
  isPartial,
  hasUnresolvedOptions,
  unknown,
  isWindowsEngine,
  isAnyOrder,
  sendsNothing,
  runs,
  hasUnreached,
  notFollowed,
}: DockerCase): boolean {
  return (
    !OF_THE_MACHINE.includes(name) &&
    finds === undefined &&
    !isPartial &&
    !hasUnresolvedOptions &&
    unknown.length === 0 &&
    !isWindowsEngine &&
    !isAnyOrder &&
    !sendsNothing &&
    runs.length === 0 &&
    !hasUnreached &&
    notFollowed.length === 0
  );
}

/**
 * Only this preset checks one-off containers for missing settings. Inspect output includes the
 * image's user and a logging driver, and doesn't name the engine.
 */
const ALL: RuleOptions = {
  preset: 'all',
  rules: {
    'refused-request': { severity: 'off' },
    'root-user': { severity: 'off' },
    'unbounded-logs': { severity: 'off' },
  },
};

function evaluateContainers(parsed: Parsed): RuleResults {
  return evaluate({ ...parsed, subjects: parsed.subjects.filter(({ kind }) => kind === 'container') }, ALL);
}

/**
 * Differing verdicts, as `rule: docker run says …, docker inspect says …`; an engine may know what
 * the script leaves undecided.
 */
function differences(script: RuleResults, inspected: RuleResults): readonly string[] {
  return script.subjects.flatMap(({ verdicts, ...subject }, index) =>
    [...verdicts].flatMap(([rule, verdict]) => {
      const other = inspected.subjects[index]?.verdicts.get(rule);
      return verdict === 'undecided' || verdict === other || (rule === 'unlimited-pids' && isOfPodman(subject))
        ? []
        : [`${rule}: docker run says ${verdict}, docker inspect says ${other ?? 'nothing'}`];
    }),
  );
}

/** podman has its own default limit, which docker's output doesn't show. */
function isOfPodman(subject: Pick<Subject, 'kind' | 'origin'>): boolean {
  return subject.kind === 'container' && subject.origin.startsWith('podman');
}

async function compare(
  topic: DockerTopic,
): Promise<{ readonly compared: number; readonly found: Readonly<Record<string, readonly string[]>> }> {
  const recordings: unknown = replaceText(JSON.parse(readFileSync(topic.recordingPath, 'utf8')), '<cwd>', '/case/cwd');
  const found: Record<string, readonly string[]> = {};
  let compared = 0;
  for (const testCase of topic.cases.filter(isComplete)) {
    const { path, script: text, files } = testCase;
    const reader: FileReader = {
      read: (name) => {
        const found = files.get(name);
        return found === undefined ? { failure: 'missing' } : { text: found };
      },
    };
    const script = evaluateContainers(await parseInput('shell', [{ path, text }], { ...context, files: reader }));
    const printed = inspectOutput(isJsonObject(recordings) ? recordings[testCase.name] : undefined);
    const inspected = evaluateContainers(await parseInput('inspect', [{ path: 'case.json', text: printed }], context));
    compared += script.subjects.length;
    const different = differences(script, inspected);
    if (different.length > 0 || script.subjects.length !== inspected.subjects.length) found[testCase.name] = different;
  }
  return { compared, found };
}

describe('a container gets the same verdicts from the script that makes it and by what docker inspect prints of it', () => {
  let total = 0;

  it.each(
    readDockerTopics(join(import.meta.dirname, '../../conformance/docker'))
      .filter(({ name }) => !OTHER_TOPICS.test(name))
      .map((topic) => [topic.name, topic] as const),
  )('%s', async (_name, topic) => {
    const { compared, found } = await compare(topic);
    expect(found).toEqual({});
    total += compared;
  });

  afterAll(() => {
    expect(total).toBeGreaterThan(500);
  });
});
