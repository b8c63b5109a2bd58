import type { Subject } from '../../../src/model/container.ts';
import { NO_FILES } from '../../../src/parsers/contract/parsed.ts';
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

/** As a trial of a client, and without one. */
export interface EngineTrial<Case> extends Omit<Trial<Case>, 'open'> {
  /** How the engine and plimsoll differ about a case, one line each. */
  readonly differences: (engine: RealEngine, tried: Case) => Promise<readonly string[]>;
}

/** Tries lines of docker, for which no client is needed: a real engine is asked for what they ask for. */
export const engineDockerTrial: EngineTrial<DockerLine> = {
  ...dockerTrial,
  client: 'engine',
  async differences(engine, line) {
    if (isForWindows(line)) return [];
    const source = { path: 'line.sh', text: toShell(line) };
    const { subjects, problems } = await parseInput('shell', [source], { files: NO_FILES, environment: new Map() });
    // What the client refuses it does not send.
    return problems.some(({ id }) => REFUSALS.has(id)) ? [] : allDifferences(engine, subjects, workingDirectory);
  },
};

/** Tries projects of Compose in the same way. */
export const engineComposeTrial: EngineTrial<ComposeProject> = {
  ...composeTrial,
  client: 'engine',
  async differences(engine, project) {
    const { subjects, problems, workingDirectory: folder } = await parseProject(project);
    return refusalsOfProject(problems).length > 0 ? [] : allDifferences(engine, subjects, folder);
  },
};

/** What the engine refuses otherwise than plimsoll says, and what it shows otherwise than it was asked for. */
async function allDifferences(
  engine: RealEngine,
  subjects: readonly Subject[],
  folder: string,
): Promise<readonly string[]> {
  const refused = await engineDifferences(judgeOf(engine), subjects, folder);
  return [...refused, ...(await shownDifferences(engine, subjects, folder))];
}
