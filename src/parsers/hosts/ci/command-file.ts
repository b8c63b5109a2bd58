import { defineFrontEnd, type FrontEnd, type Reader } from '../../contract/front-end.ts';
import { concatParsed, type ParseContext, type Parsed, type SourceFile } from '../../contract/parsed.ts';
import { mayScriptDeploy } from '../../shell/syntax/deploys.ts';

interface CommandFile<Kind extends string>
  extends Pick<FrontEnd<Kind>, 'kind' | 'isCandidate' | 'detect' | 'mentions'> {
  /** See {@link FrontEnd}; by default every name of this kind. */
  readonly isRequired?: (path: string) => boolean;
  readonly load: () => Promise<{
    readonly limit?: NonNullable<Reader['limit']>;
    readonly parse: (source: SourceFile, context: ParseContext) => Parsed;
    readonly comments?: NonNullable<Reader['comments']>;
  }>;
}

/** The front end for files whose commands are run and waited for; fixes are those of scripts. */
export function defineCommandFile<const Kind extends string>(file: CommandFile<Kind>): FrontEnd<Kind> {
  const { kind, isCandidate, isRequired = isCandidate, detect, load, mentions } = file;
  return defineFrontEnd({
    ...{ kind, isCandidate, isRequired, detect, mayDeploy: mayScriptDeploy },
    ...(mentions === undefined ? {} : { mentions }),
    isCertain: () => false,
    waitsForCommands: true,
    load: async () => {
      const { parse, comments, limit } = await load();
      return {
        parse: (files, context) => concatParsed(files.map((source) => parse(source, context))),
        ...(comments === undefined ? {} : { comments }),
        ...(limit === undefined ? {} : { limit }),
        loadWriter: async () => (await import('../../shell/writer/index.ts')).shellWriter,
      };
    },
  });
}
