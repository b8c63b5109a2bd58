import { ENGINE_IN_NAME, ENGINE_NAME } from '../programs/engine-names.ts';

const SCRIPT_NAME = /\.(?:sh|bash|bats|ksh|zsh|dash)$/i;
const NO_SCRIPT_NAME = /\.(?:ya?ml|json)$/i;
const SHELL_SHEBANG = /^#!\s*\S*(?:\/|\s)(?:env\s+(?:-S\s+)?)?(?:ba|da|k|z|a)?sh\b|^#!\s*\S+\/env\s+(?:\S+\s+)?bats\b/;
const ENGINE_WORD = /\b(?:docker|podman|nerdctl)\b/;
/** A variable that stands for a container engine. */
const ENGINE_VARIABLE = new RegExp(
  `\\$\\{?(?:\\w*(?:docker|podman|nerdctl|compose|${ENGINE_IN_NAME})|(?:${ENGINE_NAME}|dcc?)\\b)`,
  'i',
);

/** True for a name that says that the file is a script. */
export function isScriptName(path: string): boolean {
  return SCRIPT_NAME.test(path);
}

/** True for a text that is linted as a script by itself: one that names a container engine, and has the name or the shebang of a script. */
export function isScript(text: string, path: string | undefined): boolean {
  if (path === undefined) return hasShebang(text) || callsEngine(text);
  return !NO_SCRIPT_NAME.test(path) && (SCRIPT_NAME.test(path) || hasShebang(text)) && callsEngine(text);
}

function hasShebang(text: string): boolean {
  return SHELL_SHEBANG.test(text.slice(0, 256));
}

function callsEngine(text: string): boolean {
  return ENGINE_WORD.test(text) || ENGINE_VARIABLE.test(text);
}
