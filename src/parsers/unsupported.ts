import { isTemplateName } from './jinja.ts';

/** The inputs that plimsoll accepts, in one sentence. */
export const ACCEPTED =
  'plimsoll reads Compose files, scripts and pipelines that call docker or podman, and docker inspect output.';

/** What an unsupported text is, as the words after `is`, and the command to run instead. */
const FORMS: readonly (readonly [isForm: (text: string) => boolean, sentence: string])[] = [
  [(text) => text.trim() === '', 'empty.'],
  [
    (text) => /^\s*(?:CONTAINER ID[ \t]+IMAGE\b|NAME[ \t]+IMAGE[ \t]+COMMAND\b|\{"Command":")/.test(text),
    'docker ps output, which lacks the settings. To check running containers, run docker inspect $(docker ps -q) | plimsoll -.',
  ],
  [
    (text) => /^\s*(?:REPOSITORY[ \t]+TAG\b|IMAGE[ \t]+ID[ \t]+DISK USAGE\b)/.test(text),
    'docker images output. plimsoll lints the files that start containers; to record image facts, run docker image inspect IMAGE | plimsoll images.',
  ],
  [
    (text) => /^\s*[[{]/.test(text) && text.includes('"RepoTags"') && !text.includes('"HostConfig"'),
    'docker image inspect output. To record these image facts, run docker image inspect IMAGE | plimsoll images.',
  ],
  [
    isDockerfile,
    'a Dockerfile, which starts no container. Lint the Compose file or script that builds it: plimsoll compose.yaml.',
  ],
  [
    isKubernetes,
    'a Kubernetes manifest, and plimsoll supports Docker and Podman only. To check manifests, run kube-linter lint FILE.',
  ],
  [(text) => text.includes('\0'), 'not a text file.'],
  [
    (text) => /^\s*<(?:!doctype\b|html\b)/i.test(text),
    'an HTML page. Download the file itself: on GitHub, the address of Raw.',
  ],
  [isReport, 'output of plimsoll. To lint files, name them: plimsoll compose.yaml.'],
  [isFailure, 'an error message: the command before the pipe failed. Run it alone to see why.'],
];

/** Why no front end reads a text, as the words after its name. */
export function whyUnsupported(text: string): string | undefined {
  const form = FORMS.find(([isForm]) => isForm(text))?.[1];
  return form === undefined ? composeFault(text) : `is ${form}`;
}

/**
 * Why a text without a name isn't an input, in such words; `undefined` if it is one of this kind.
 */
export function whyNoInput(text: string, kind: string | undefined): string | undefined {
  const isDoubtful = kind === undefined || kind === 'inspect' || isFailure(text) || isReport(text);
  const why = isDoubtful ? whyUnsupported(text) : undefined;
  return why ?? (kind === undefined ? `is not a supported format. ${ACCEPTED}` : undefined);
}

/** Why a text with Compose keys isn't a Compose file. */
function composeFault(text: string): string | undefined {
  const other = /^["']?(services?|containers?)["']?[ \t]*:/im.exec(text)?.[1];
  if (other !== undefined && other !== 'services')
    return `has the top-level key \`${other}\`. In a Compose file, it must be \`services\`.`;
  if (/^services[ \t]*:[ \t]*(?:#.*)?\n[ \t]*-/m.test(text))
    return 'has a list as `services`. In a Compose file, it must be a mapping: write `NAME:`, without a dash.';
  if (/^[ \t]+services[ \t]*:[ \t]*\n[ \t]+[\w.-]+[ \t]*:[ \t]*\n[ \t]+(?:image|build)[ \t]*:/m.test(text))
    return 'has `services` below another key. In a Compose file, it must be a top-level key, without indentation.';
  return undefined;
}

/** In characters: the beginning shows what a text is. */
const BEGINNING = 10_000;

/** The first line that is no comment. */
function firstLine(text: string): string {
  const lines = text.slice(0, BEGINNING).split('\n');
  return lines.map((line) => line.trim()).find((line) => line !== '' && !line.startsWith('#')) ?? '';
}

/** True if the first instruction is `FROM`, or `ARG` before it. */
function isDockerfile(text: string): boolean {
  const first = firstLine(text);
  return /^FROM[ \t]+[^\s:=]\S*(?:[ \t]+AS[ \t]+\S+)?$/i.test(first) || isArgument(first, text);
}

function isArgument(first: string, text: string): boolean {
  return /^ARG[ \t]+\w/.test(first) && /^[ \t]*FROM[ \t]+\S/m.test(text);
}

/** True for an error that a shell or a client printed instead of output. */
function isFailure(text: string): boolean {
  return /^(?:(?:.*: )?(?:docker|podman|docker-compose): (?:command )?not found|Error(?: response from daemon)?: |Cannot connect to |(?:[Gg]ot )?permission denied while |error during connect: |Unable to find image |no such (?:object|container|service): |[45]\d\d: ?[A-Z]|curl: \(\d+\) )/.test(
    // Before an error, docker inspect prints an empty list.
    firstLine(text.replace(/^\[\]\s/, '')),
  );
}

function isReport(text: string): boolean {
  return /^\d+ files?, \d+ containers?[^:\n]*: \d+ errors?, |^\{\s*"version": 1,\s*"findings": \[/m.test(text);
}

/** True for a manifest, which no engine's client accepts. */
function isKubernetes(text: string): boolean {
  return /^["']?apiVersion["']?:/m.test(text) && /^["']?kind["']?:/m.test(text);
}

/** The first lines of a script, without comments: commands, assignments, options and conditions. */
const COMMAND =
  /^(?:(?:sudo|set|cd|export|if|for|echo|source|exec)\b|\.[ \t]|\[|\w+=|(?:docker|podman|nerdctl|finch)[ \t])/;

/**
 * Names of documents and files in other languages, where commands and Compose files are examples or
 * strings.
 */
const OTHER_NAME =
  /\.(?:md|mdx|rst|adoc|html?|xml|py|rb|[cm]?[jt]sx?|go|rs|java|kts?|groovy|php|pl|lua|c|h|cc|cpp|cs|swift|ps1|bat|cmd|tf|toml|ini|cfg|lock|csv|sql|log|ya?ml|json|j2|jinja2?)$|(?:^|\/)(?:[A-Z]+|[A-Z]\w*file)$/;

/**
 * True for the name of a document, or of a file in another language, which isn't read because of
 * its content.
 */
export function isOtherName(path: string): boolean {
  return OTHER_NAME.test(path) || isTemplateName(path);
}

/** True for the text of a script, although neither its name nor its first line says so. */
export function isScriptByContent(text: string, path: string): boolean {
  if (path.endsWith('.txt')) return false;
  const first = firstLine(text);
  return COMMAND.test(first) && /^[ \t]*(?:sudo[ \t]+)?(?:docker|podman|nerdctl|finch)[ \t]+[a-z-]/m.test(text);
}
