import { callsEngine } from '../../shell/syntax/detect.ts';
import { defineHost } from '../ci/host.ts';

const NAME = /(?:^|\/)package\.json$/;
const SCRIPTS = /"scripts"[ \t\r\n]*:[ \t\r\n]*\{/;

/** The scripts of a package.json that call an engine. */
export default defineHost({
  kind: 'package-json',
  mentions: 'keys',
  isCandidate: (path) => NAME.test(path),
  isRequired: () => false,
  detect: (text, path) => path !== undefined && NAME.test(path) && callsEngine(text) && SCRIPTS.test(text),
  hasComments: false,
  load: () => import('./index.ts'),
});
