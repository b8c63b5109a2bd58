import { defineFrontEnd } from '../../contract/front-end.ts';
import { callsEngine, mayDeploy } from '../../shell/syntax/detect.ts';

const NAME = /(?:^|\/)package\.json$/;

/** The scripts of a package.json that call an engine. */
export default defineFrontEnd({
  kind: 'package-json',
  isCandidate: (path) => NAME.test(path),
  isCertain: () => false,
  isRequired: () => false,
  detect: (text, path) =>
    path !== undefined && NAME.test(path) && callsEngine(text) && /"scripts"[ \t\r\n]*:[ \t\r\n]*\{/.test(text),
  waitsForCommands: true,
  mayDeploy,
  load: async () => {
    const { parsePackages } = await import('./index.ts');
    return {
      parse: parsePackages,
      loadWriter: async () => (await import('../../shell/writer/index.ts')).shellWriter,
    };
  },
});
