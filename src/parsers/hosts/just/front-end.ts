import { A_MILLION } from '../../contract/front-end.ts';
import { callsEngine } from '../../shell/syntax/detect.ts';
import { defineHost } from '../ci/host.ts';

const NAME = /(?:^|\/)(?:\.?justfile|[^/]+\.just)$/i;

/** Justfiles whose recipes call an engine. */
export default defineHost({
  kind: 'justfile',
  isCandidate: (path) => NAME.test(path),
  detect: (text, path) => path !== undefined && NAME.test(path) && callsEngine(text),
  load: async () => ({ ...(await import('./index.ts')), limit: A_MILLION }),
});
