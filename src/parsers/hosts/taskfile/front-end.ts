import { callsEngine } from '../../shell/syntax/detect.ts';
import { defineHost } from '../ci/host.ts';

const NAME = /(?:^|\/)[Tt]askfile(?:\.[\w-]+)*\.ya?ml$/;
const TASKS = /^tasks[ \t]*:/m;
/** The version line of Taskfiles with other names, which are included. */
const VERSION = /^version[ \t]*:[ \t]*["']?3(?:\.\d+)*["']?[ \t\r]*$/m;

/** Taskfiles (https://taskfile.dev) whose commands call an engine. */
export default defineHost({
  kind: 'taskfile',
  mentions: 'keys',
  isCandidate: (path) => /\.ya?ml$/.test(path),
  isRequired: (path) => NAME.test(path),
  detect: (text, path) =>
    path !== undefined &&
    /\.ya?ml$/.test(path) &&
    TASKS.test(text) &&
    (NAME.test(path) || VERSION.test(text)) &&
    callsEngine(text),
  load: () => import('./index.ts'),
});
