import { NO_FILES } from '../../../src/files/file-reader.ts';
import type { Subject } from '../../../src/model/container.ts';
import { parseInput } from '../../../src/parsers/index.ts';
import type { ComposeProject } from '../../clients/compose-projects.ts';
import { composeTrial, parseProject, refusalsOfProject } from '../../clients/compose-trial.ts';
import { type DockerLine, isForWindows, toShell } from '../../clients/docker-lines.ts';
import { dockerTrial } from '../../clients/docker-trial.ts';
import type { Trial } from '../../clients/trial.ts';
import { workingDirectory } from '../../conformance/docker/compare.ts';
import { REFUSALS } from '../../conformance/docker/refusals.ts';
import type { RealEngine } from './dockerd.ts';
import { engineDifferences, judgeOf } from './judge.ts';
import { shownDifferences } from './shows.ts';

/** A trial that needs no client. */
export interface EngineTrial<Case> extends Omit<Trial<Case>, 'open'> {
  /** Differences between engine and plimsoll about a case, one per line. */
  readonly differences: (engine: RealEngine, tried: Case) => Promise<readonly string[]>;
}

/** Docker command lines: the engine gets the parsed requests. */
export const engineDockerTrial: EngineTrial<DockerLine> = {
  ...dockerTrial,
  client: 'engine',
  async differences(engine, line) {
    if (isForWindows(line)) return [];
    const source = { path: 'line.sh', text: toShell(line) };
    const { subjects, problems } = await parseInput('shell', [source], { files: NO_FILES, environment: new Map() });
    // Requests that the client rejects are never sent.
    return problems.some(({ id }) => REFUSALS.has(id)) ? [] : allDifferences(engine, subjects, workingDirectory);
  },
};

/** Compose projects, in the same way. */
export const engineComposeTrial: EngineTrial<ComposeProject> = {
  ...composeTrial,
  client: 'engine',
  async differences(engine, project) {
    const { subjects, problems, workingDirectory: folder } = await parseProject(project);
    return refusalsOfProject(problems).length > 0 ? [] : allDifferences(engine, subjects, folder);
  },
};

/** Differences in rejections, and between requests and shown containers. */
async function allDifferences(
  engine: RealEngine,
  subjects: readonly Subject[],
  folder: string,
): Promise<readonly string[]> {
  const refused = await engineDifferences(judgeOf(engine), subjects, folder);
  return [...refused, ...(await shownDifferences(engine, subjects, folder))];
}
