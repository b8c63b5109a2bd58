import type { FileReader } from '../../../files/file-reader.ts';
import { joinPath, splitPath } from '../../../util/paths.ts';
import { ENGINE_IN_NAME, ENGINE_NAME } from '../../programs/engine-names.ts';

const SCRIPT_NAME = /\.(?:sh|bash|bats|ksh|zsh|dash|command|envrc)$|(?:^|\/)\.husky\/[\w-]+$/i;

const NO_SCRIPT_NAME = /\.(?:ya?ml|json)$/i;

const SHELL_SHEBANG =
  /^#!\s*\S*(?:\/|\s)(?:env\s+(?:-S\s+)?)?(?:ba|da|k|z|a)?sh(?:io)?\b|^#!\s*\S+\/env\s+(?:\S+\s+)?bats\b/;

const PLAIN_SH_SHEBANG = /^#!\s*\S*(?:\/|\s)(?:env\s+(?:-S\s+)?)?(?:da|a)?sh(?![\w-])/;

const ENGINE_WORD = /\b(?:docker|podman|nerdctl|finch)\b/;

/** A variable for a container engine: `$DOCKER`, `${PODMAN}`, `$(DOCKER)` (make). */
const ENGINE_VARIABLE = new RegExp(
  `\\$[{(]?(?:\\w*(?:docker|podman|nerdctl|compose|${ENGINE_IN_NAME})|(?:${ENGINE_NAME}|dcc?)\\b)`,
  'i',
);

/** Such a variable in Jinja, before an option or a subcommand. */
const ENGINE_EXPRESSION = new RegExp(
  `\\{\\{-?[ \\t]*[\\w.]{0,99}(?:docker|podman|nerdctl|${ENGINE_IN_NAME}|\\b${ENGINE_NAME}\\b)[^{}\\n]{0,99}\\}\\}["']?[\\s,"']{1,99}(?:-|run\\b|exec\\b|create\\b|start\\b|compose\\b|container\\b)`,
  'i',
);

export function isScriptName(path: string): boolean {
  return SCRIPT_NAME.test(path);
}

/** True for a script that names a container engine, by its name or shebang. */
export function isScript(text: string, path: string | undefined): boolean {
  if (path === undefined) return hasShebang(text) || callsEngine(text);
  return isWritten(text, path) && callsEngine(text);
}

export function isWritten(text: string, path: string): boolean {
  if (NO_SCRIPT_NAME.test(path)) return false;
  return SCRIPT_NAME.test(path) || (hasShebang(text) && !(MAKEFILE.test(path) && PHONY.test(text)));
}

/** make ignores a shebang. */
const MAKEFILE = /(?:^|\/)(?:GNU)?[Mm]akefile$|\.mk$/;
const PHONY = /^\.PHONY[ \t]*:/m;

/** `. "$(dirname "$0")/lib.sh"`, `bash commands.txt`: the literal part of the name. */
const SOURCED =
  /(?:^|[;&|{(]|\bthen|\bdo)[ \t]*(?:\.|source|((?:ba|da|k|z)?sh)(?:[ \t]+-\w{1,9}){0,9}(?:[ \t]+<)?)[ \t]+[^\n;&|#]{0,200}?(?<=[\s/"'])((?:\.{1,2}\/){0,9}\w[\w.@+-]{0,99}(?:\/[\w.@+-]{1,99}){0,9})["']?[ \t]*(?=$|[;&|#])/gm;

const MAX_SOURCED = 20;

/**
 * True for a script that names no engine, but sources a file that does, calls functions of such a
 * file, or runs it with a shell.
 */
export function sourcesScript(text: string, path: string, files: FileReader): boolean {
  if (!isWritten(text, path)) return false;
  const [folder] = splitPath(path);
  const seen = new Set<string>();
  const left = [text];
  for (let script = left.pop(); script !== undefined; script = left.pop()) {
    for (const { 1: shell, 2: name = '' } of script.matchAll(SOURCED)) {
      if (shell !== undefined && SCRIPT_NAME.test(name)) continue;
      const sourced = joinPath(folder, name);
      if (seen.has(sourced) || seen.size >= MAX_SOURCED) continue;
      seen.add(sourced);
      const result = files.read(sourced);
      if (!('text' in result)) continue;
      if (callsEngine(result.text)) return true;
      left.push(result.text);
    }
  }
  return false;
}

export function hasShebang(text: string): boolean {
  return SHELL_SHEBANG.test(text.slice(0, 256));
}

/** True for a shebang of a shell without braces: `sh`, `dash`, `ash`. */
export function hasPlainShebang(text: string): boolean {
  return PLAIN_SH_SHEBANG.test(text.slice(0, 256));
}

/** True for a text that names a container engine, or a variable for one. */
export function callsEngine(text: string): boolean {
  const read = text.includes('\0') ? text.replaceAll('\0', '') : text;
  return ENGINE_WORD.test(read) || ENGINE_VARIABLE.test(read) || (read.includes('{{') && ENGINE_EXPRESSION.test(read));
}
