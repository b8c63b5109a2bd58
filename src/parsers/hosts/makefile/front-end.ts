import { A_MILLION } from '../../contract/front-end.ts';
import { defineHost } from '../ci/host.ts';
import { isMakefile, isMakefileName } from './detect.ts';

/** GNU Makefiles that name a container engine. */
export default defineHost({
  kind: 'makefile',
  isCandidate: isMakefileName,
  detect: isMakefile,
  readsInOthers: true,
  load: async () => ({ ...(await import('./index.ts')), limit: A_MILLION }),
});
