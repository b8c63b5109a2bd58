import { defineFrontEnd } from '../../contract/front-end.ts';
import { callsEngine, mayDeploy } from '../../shell/syntax/detect.ts';

const NAME = /(?:^|\/)[Tt]askfile(?:\.[\w-]+)*\.ya?ml$/;
const TASKS = /^tasks[ \t]*:/m;

/** Taskfiles (https://taskfile.dev) whose commands call an engine. */
export default defineFrontEnd({
  kind: 'taskfile',
  isCandidate: (path) => NAME.test(path),
  isCertain: () => false,
  isRequired: (path) => NAME.test(path),
  detect: (text, path) => path !== undefined && NAME.test(path) && callsEngine(text) && TASKS.test(text),
  waitsForCommands: true,
  mayDeploy,
  load: async () => {
    const { findTaskfileComments, parseTaskfiles } = await import('./index.ts');
    return {
      parse: parseTaskfiles,
      comments: findTaskfileComments,
      loadWriter: async () => (await import('../../shell/writer/index.ts')).shellWriter,
    };
  },
});
