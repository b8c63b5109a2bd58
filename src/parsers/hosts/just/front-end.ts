import { defineFrontEnd } from '../../contract/front-end.ts';
import { callsEngine, mayDeploy } from '../../shell/syntax/detect.ts';

const NAME = /(?:^|\/)(?:\.?justfile|[^/]+\.just)$/i;

/** Justfiles whose recipes call an engine. */
export default defineFrontEnd({
  kind: 'justfile',
  isCandidate: (path) => NAME.test(path),
  isCertain: () => false,
  isRequired: (path) => NAME.test(path),
  detect: (text, path) => path !== undefined && NAME.test(path) && callsEngine(text),
  waitsForCommands: true,
  mayDeploy,
  load: async () => {
    const { findJustComments, parseJustfiles } = await import('./index.ts');
    return {
      parse: parseJustfiles,
      comments: findJustComments,
      loadWriter: async () => (await import('../../shell/writer/index.ts')).shellWriter,
    };
  },
});
