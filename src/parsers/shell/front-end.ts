import { defineFrontEnd } from '../contract/front-end.ts';
import { concatParsed } from '../contract/parsed.ts';
import { mayScriptDeploy } from './syntax/deploys.ts';
import { isScript, isScriptName, isWritten, sourcesScript } from './syntax/detect.ts';

/**
 * Shell scripts, by name or shebang, if they name a container engine or source a file that does.
 */
export default defineFrontEnd({
  kind: 'shell',
  // A name without an ending, such as `deploy` or `.bashrc`, may be a script.
  isCandidate: (path) => isScriptName(path) || /(?:^|\/)\.?[^./]+$/.test(path),
  isCertain: () => false,
  isRequired: (path) => isScriptName(path),
  readsInOthers: true,
  detect: (text, path, files) =>
    isScript(text, path) || (path !== undefined && files !== undefined && sourcesScript(text, path, files)),
  isScript: (text, path) => isWritten(text, path),
  mayDeploy: mayScriptDeploy,
  load: async () => {
    const { fileScript, findShellComments, parseShell } = await import('./index.ts');
    return {
      dropsNuls: true,
      parse: (files, context) => concatParsed(files.map((file) => parseShell(file, context))),
      comments: ({ path, text }, isWanted) => findShellComments(fileScript(path, text), isWanted),
      loadWriter: async () => (await import('./writer/index.ts')).shellWriter,
    };
  },
});
