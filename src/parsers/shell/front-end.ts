import { defineFrontEnd } from '../contract/front-end.ts';
import { concatParsed } from '../contract/parsed.ts';
import { ENGINE_IN_NAME, ENGINE_NAME } from '../programs/engine-names.ts';

const SCRIPT_NAME = /\.(?:sh|bash|bats|ksh|zsh|dash)$/i;
const NO_SCRIPT_NAME = /\.(?:ya?ml|json)$/i;
const SHELL_SHEBANG = /^#!\s*\S*(?:\/|\s)(?:env\s+(?:-S\s+)?)?(?:ba|da|k|z|a)?sh\b|^#!\s*\S+\/env\s+(?:\S+\s+)?bats\b/;
const ENGINE_WORD = /\b(?:docker|podman|nerdctl)\b/;
/** A variable that stands for a container engine. */
const ENGINE_VARIABLE = new RegExp(`\\$\\{?(?:\\w*(?:docker|podman|nerdctl|${ENGINE_IN_NAME})|${ENGINE_NAME}\\b)`, 'i');

/** Shell scripts that name a container engine, by an ending or a shebang. */
export default defineFrontEnd({
  kind: 'shell',
  // A name without an ending, such as `deploy` or `.bashrc`, may be a script.
  isCandidate: (path) => SCRIPT_NAME.test(path) || /(?:^|\/)\.?[^./]+$/.test(path),
  isCertain: () => false,
  isRequired: (path) => SCRIPT_NAME.test(path),
  detect: (text, path) => {
    if (path === undefined) return hasShebang(text) || callsEngine(text);
    return !NO_SCRIPT_NAME.test(path) && (SCRIPT_NAME.test(path) || hasShebang(text)) && callsEngine(text);
  },
  load: async () => {
    const { fileScript, findShellComments, parseShell } = await import('./index.ts');
    return {
      parse: (files, context) => concatParsed(files.map((file) => parseShell(file, context))),
      comments: ({ path, text }, isWanted) => findShellComments(fileScript(path, text), isWanted),
    };
  },
});

function hasShebang(text: string): boolean {
  return SHELL_SHEBANG.test(text.slice(0, 256));
}

function callsEngine(text: string): boolean {
  return ENGINE_WORD.test(text) || ENGINE_VARIABLE.test(text);
}
