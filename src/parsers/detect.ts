import type { SourceFile } from './contract/parsed.ts';
import { ENGINE_IN_NAME, ENGINE_NAME } from './programs/engine-names.ts';

/** The parsers, by what they read. */
export type InputKind = 'compose' | 'shell' | 'inspect';

const YAML_NAME = /\.ya?ml$/i;
const COMPOSE_NAME = /(?:^|[./_-])compose(?:[._-][^/]*)?\.ya?ml$/i;
const SCRIPT_NAME = /\.(?:sh|bash|bats|ksh|zsh|dash)$/i;
const SHELL_SHEBANG = /^#!\s*\S*(?:\/|\s)(?:env\s+(?:-S\s+)?)?(?:ba|da|k|z|a)?sh\b|^#!\s*\S+\/env\s+(?:\S+\s+)?bats\b/;
const SERVICES_KEY = /^(?:services|"services"|'services')[ \t]*:/m;
const ENGINE_WORD = /\b(?:docker|podman|nerdctl)\b/;
/** A variable that stands for a container engine. */
const ENGINE_VARIABLE = new RegExp(`\\$\\{?(?:\\w*(?:docker|podman|nerdctl|${ENGINE_IN_NAME})|${ENGINE_NAME}\\b)`, 'i');

/** True for a name that could hold something to lint, so that a walk reads only such files; a name without an ending, such as `deploy` or `.bashrc`, may be a script. */
export function isCandidateName(path: string): boolean {
  return YAML_NAME.test(path) || SCRIPT_NAME.test(path) || /\.json$/i.test(path) || /(?:^|\/)\.?[^./]+$/.test(path);
}

/** True for the names by which a Compose file is known whatever it holds: `compose.yaml`, `docker-compose.prod.yml`, `dev.compose.yaml`. */
export function isComposeName(path: string): boolean {
  return COMPOSE_NAME.test(path);
}

/**
 * What a file is, by its name and content: a YAML file with a Compose name or a top-level `services:`, a script that names a
 * container engine, JSON of the shape that `docker inspect` prints. `undefined` where it is none of them.
 */
export function detectKind({ path, text }: SourceFile): InputKind | undefined {
  if (YAML_NAME.test(path)) return isComposeName(path) || SERVICES_KEY.test(text) ? 'compose' : undefined;
  if (/\.json$/i.test(path))
    return isInspectJson(text) ? 'inspect' : SERVICES_KEY.test(text) || isComposeName(path) ? 'compose' : undefined;
  if (SCRIPT_NAME.test(path) || SHELL_SHEBANG.test(text.slice(0, 256))) return callsEngine(text) ? 'shell' : undefined;
  return undefined;
}

/** What text without a name is, as on standard input: inspect JSON, a script where it has a shebang or calls an engine, else Compose. */
export function detectNameless(text: string): InputKind {
  if (isInspectJson(text) || isJsonArray(text)) return 'inspect';
  if (SERVICES_KEY.test(text)) return 'compose';
  return SHELL_SHEBANG.test(text.slice(0, 256)) || callsEngine(text) ? 'shell' : 'compose';
}

function callsEngine(text: string): boolean {
  return ENGINE_WORD.test(text) || ENGINE_VARIABLE.test(text);
}

/** Of all that `docker inspect` prints only containers have a `HostConfig`; their order, and whether they are an array, is the user's. */
function isInspectJson(text: string): boolean {
  return /^\uFEFF?\s*[[{]/.test(text) && text.includes('"HostConfig"');
}

/** Neither a Compose file nor a script begins like an array of nothing or of objects. */
function isJsonArray(text: string): boolean {
  return /^\uFEFF?\s*\[\s*[\]{]/.test(text);
}
