import { callsEngine } from '../../shell/syntax/detect.ts';
import { isTemplateOfYaml } from '../../yaml/template.ts';
import { defineHost } from '../ci/host.ts';
import { systemOf } from './systems.ts';

const IMAGE = /^[ \t-]*image[ \t]*:/m;

/**
 * Pipelines of Travis CI, CircleCI, Azure, Bitbucket, Drone and Woodpecker that start containers.
 */
export default defineHost({
  kind: 'pipeline',
  mentions: 'keys',
  isCandidate: (path) => systemOf(path) !== undefined,
  detect: (text, path) => {
    const system = path === undefined ? undefined : systemOf(path);
    if (system === undefined || isTemplateOfYaml(text)) return false;
    // CircleCI jobs have this key, which isn't a command.
    const commands = text.replaceAll(/\bdocker["']?[ \t]*:/g, '');
    return callsEngine(commands) || (system.images !== undefined && IMAGE.test(text));
  },
  load: () => import('./index.ts'),
});
