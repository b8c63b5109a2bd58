import { callsEngine } from '../../shell/syntax/detect.ts';
import { defineCommandFile } from '../ci/command-file.ts';

const NAME = /(?:^|\/)package\.json$/;
const SCRIPTS = /"scripts"[ \t\r\n]*:[ \t\r\n]*\{/;

/** The scripts of a package.json that call an engine. */
export default defineCommandFile({
  kind: 'package-json',
  mentions: 'keys',
  isCandidate: (path) => NAME.test(path),
  isRequired: () => false,
  detect: (text, path) => path !== undefined && NAME.test(path) && callsEngine(text) && SCRIPTS.test(text),
  load: () => import('./index.ts'),
});
