import { type SourceFile } from '../../../files/file-reader.ts';
import { defineFrontEnd, type FrontEnd, type Reader } from '../../contract/front-end.ts';
import { concatParsed } from '../../contract/parsed.ts';
import { mayScriptDeploy } from '../../shell/syntax/deploys.ts';
import type { HostJobs, JobContext } from './jobs.ts';

/** What hosts define; the rest has defaults. */
type Host<Kind extends string> = Partial<Omit<FrontEnd<Kind>, 'load'>> &
  Pick<FrontEnd<Kind>, 'kind' | 'isCandidate' | 'detect'> & {
    /** False if the syntax has no comments. */
    readonly hasComments?: false;
    readonly load: () => Promise<Partial<Omit<Reader, 'parse'>> & HostReader>;
  };

interface HostReader {
  /** Reads the jobs of a document. Never throws. */
  readonly read: (source: SourceFile, context: JobContext) => HostJobs;
}

/**
 * The front end for documents whose commands run and are waited for. By default, every candidate is
 * required, and fixes edit scripts.
 */
export function defineHost<const Kind extends string>({ hasComments, load, ...host }: Host<Kind>): FrontEnd<Kind> {
  return defineFrontEnd({
    isRequired: host.isCandidate,
    isCertain: () => false,
    waitsForCommands: true,
    mayDeploy: mayScriptDeploy,
    ...host,
    load: async () => {
      const { read, ...reader } = await load();
      const { findHostComments, NO_JOB_CONTEXT, parseJobs } = await import('./jobs.ts');
      return {
        parse: (files, context) => concatParsed(files.map((source) => parseJobs(source, read(source, context)))),
        ...(hasComments === false
          ? {}
          : { comments: (source, isWanted) => findHostComments(source, read(source, NO_JOB_CONTEXT), isWanted) }),
        loadWriter: async () => (await import('../../shell/writer/index.ts')).shellWriter,
        ...reader,
      };
    },
  });
}
