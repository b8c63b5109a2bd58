import type { Subject } from '../../model/container.ts';
import type { Volume } from '../../model/resources.ts';
import type { DockerInvocation, DockerResult } from './invocation.ts';

export type { Argument, Command, DockerInvocation, DockerResult, Program } from './invocation.ts';

/** What one docker command line asks the engine for. */
export function parseDockerCommand(_invocation: DockerInvocation): DockerResult {
  return { subjects: [], volumes: [], problems: [] };
}

/** The same subjects, with the definition of a volume at each mount that names it. */
export function linkVolumes(subjects: readonly Subject[], _volumes: readonly Volume[]): readonly Subject[] {
  return subjects;
}
