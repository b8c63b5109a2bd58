import { A_MILLION, defineFrontEnd } from '../../contract/front-end.ts';
import { mayScriptDeploy } from '../../shell/syntax/deploys.ts';
import { isMakefile, isMakefileName } from './detect.ts';

/** GNU Makefiles that name a container engine. */
export default defineFrontEnd({
  kind: 'makefile',
  isCandidate: isMakefileName,
  isCertain: () => false,
  isRequired: isMakefileName,
  detect: isMakefile,
  readsInOthers: true,
  waitsForCommands: true,
  mayDeploy: mayScriptDeploy,
  load: async () => {
    const { findMakefileComments, parseMakefiles } = await import('./index.ts');
    return {
      limit: A_MILLION,
      parse: parseMakefiles,
      comments: findMakefileComments,
      loadWriter: async () => (await import('../../shell/writer/index.ts')).shellWriter,
    };
  },
});
