import { defineFrontEnd } from '../../contract/front-end.ts';
import { callsEngine, mayDeploy } from '../../shell/syntax/detect.ts';
import { systemOf } from './systems.ts';

const IMAGE = /^[ \t-]*image[ \t]*:/m;

/** Pipelines of Travis CI, CircleCI, Azure, Bitbucket, Drone and Woodpecker, where they start containers. */
export default defineFrontEnd({
  kind: 'pipeline',
  isCandidate: (path) => systemOf(path) !== undefined,
  isCertain: () => false,
  isRequired: (path) => systemOf(path) !== undefined,
  detect: (text, path) => {
    const system = path === undefined ? undefined : systemOf(path);
    if (system === undefined) return false;
    // Every job of CircleCI has a key of this name.
    const commands = text.replaceAll(/\bdocker["']?[ \t]*:/g, '');
    return callsEngine(commands) || (system.image !== undefined && IMAGE.test(text));
  },
  waitsForCommands: true,
  mayDeploy,
  load: async () => {
    const { findCommandComments, parseCommandPipelines } = await import('./index.ts');
    return {
      parse: parseCommandPipelines,
      comments: findCommandComments,
      loadWriter: async () => (await import('../../shell/writer/index.ts')).shellWriter,
    };
  },
});
