import { defineFrontEnd } from '../../contract/front-end.ts';
import { callsEngine, mayDeploy } from '../../shell/syntax/detect.ts';

const NAME = /(?:^|\/)[Tt]askfile(?:\.[\w-]+)*\.ya?ml$/;
const TASKS = /^tasks[ \t]*:/m;
/** What a Taskfile says at its top that others include under any name. */
const VERSION = /^version[ \t]*:[ \t]*["']?3(?:\.\d+)*["']?[ \t\r]*$/m;

/** Taskfiles (https://taskfile.dev) whose commands call an engine. */
export default defineFrontEnd({
  kind: 'taskfile',
  isCandidate: (path) => /\.ya?ml$/.test(path),
  isCertain: () => false,
  isRequired: (path) => NAME.test(path),
  detect: (text, path) =>
    path !== undefined &&
    /\.ya?ml$/.test(path) &&
    TASKS.test(text) &&
    (NAME.test(path) || VERSION.test(text)) &&
    callsEngine(text),
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
