import type { KnownImage } from '../../../images/known-image.ts';
import type { Container } from '../../../model/container.ts';
import { displayText, type Setting, valueOf } from '../../../text/setting.ts';
import { rememberLast } from '../../../util/remember-last.ts';
import { askSwitch, isIn, programSettings, startsOwnProgram } from '../network/program-settings.ts';
import { short } from '../wording.ts';

/** Why facts about an image's start don't apply to a container. */
export interface StartDifference {
  /** One sentence. */
  readonly why: string;
  /** True if another program starts, which may need other things. */
  readonly isOther: boolean;
}

/** Directories with scripts that an entrypoint runs at its start, before it drops privileges. */
const OF_SCRIPTS =
  /(?:^|\/)(?:docker-entrypoint(?:-hooks|-init|-startup)?|entrypoint|(?:custom-)?cont-init|(?:custom-)?services|startup|vaultwarden)\.d(?=\/|$)/;
/** Databases run these later, as their own user. */
const OF_SETUP = /\/docker-entrypoint-(?:initdb|startdb)\.d(?:$|\/(?!.*\.(?:sql|js)(?:\.\w+)?$))/;
const CONFIGURATION =
  /^\/(?:usr\/local\/|opt\/[\w.-]+\/)?(?:etc|conf|config)(?:\/|$)|\.(?:conf|cnf|cfg|ini|ya?ml|toml|xml|properties|hcl|rc)$|\/Caddyfile$/;
const OF_HOST =
  /^\/etc\/(?:localtime|timezone|hosts|hostname|resolv\.conf|ssl|ca-certificates|pki|letsencrypt|machine-id|passwd|group)(?:\/|$)/;
/** Where programs write; elsewhere they only read. */
const WRITTEN = /^\/(?:var|data|logs?|tmp|home|root|srv|opt|mnt|run|app|backups?|storage|cache)\//;
const INSTALLING = ['DOCKER_MODS', 'INSTALL_PACKAGES', 'INSTALL_PIP_PACKAGES'] as const;

/**
 * Why a container may write or need more at its start than its image's facts say; `undefined` if
 * they hold. Remembered, since several rules need it.
 */
export const startDifference = rememberLast((container: Container, image: KnownImage): StartDifference | undefined => {
  const start = image.program?.value.start;
  if (image.otherStart !== undefined) return { why: image.otherStart, isOther: true };
  if (start === undefined) return undefined;
  if (image.program?.value.kind === 'runtime')
    return SCRIPTED.test(commandOf(container)) ? { why: OF_SCRIPT, isOther: true } : undefined;
  if (!startsOwnProgram(container, image))
    return { why: "Its command differs from its image's command.", isOther: true };
  const why = knownChange(container, image) ?? possibleChange(container, image);
  return why === undefined ? undefined : { why, isOther: false };
});

/** Programs that may install packages or switch users, as npm before version 9 does for scripts. */
const SCRIPTED =
  /(?:^|[\s/])(?:(?:ba|da|a|z)?sh|[\w.-]+\.sh|apt|apt-get|apk|dnf|yum|npm|npx|pnpm|yarn|corepack|crond?|su|sudo|gosu|su-exec|setpriv|sleep|tail)(?:\s|$)/;
const OF_SCRIPT = 'Its command runs a script or a package manager, which may need more.';

function commandOf({ config: { entrypoint = [], cmd = [] } }: Container): string {
  return [...entrypoint, ...cmd].map(displayText).join(' ');
}

/** A setting that changes the start, by the image's facts. */
function knownChange(container: Container, image: KnownImage): string | undefined {
  const settings = programSettings(withBuiltVariables(container), image);
  const changes = image.program?.value.start?.unlike ?? [];
  for (const change of changes) {
    if ('mount' in change) {
      const found = targetsOf(container).find((target) => isIn(target, change.mount));
      if (found !== undefined) return `With \`${short(found)}\`, it ${change.does} at startup.`;
      continue;
    }
    const answer = askSwitch(change, settings);
    if (answer !== undefined) return `With \`${short(answer.value.name)}\`, it ${change.does} at startup.`;
  }
  const isOpen = container.unreadVariables !== undefined && changes.some((change) => 'env' in change);
  if (isOpen) return 'A file that was not read sets variables, which may change what it writes at startup.';
  const installing = INSTALLING.find((name) => settings.variable(name) !== undefined);
  return installing === undefined ? undefined : `With \`${installing}\`, it installs programs at startup.`;
}

/** A mount or a path that may change the start of any image. */
function possibleChange(container: Container, image: KnownImage): string | undefined {
  const targets = targetsOf(container);
  const scripts = targets.find((target) => OF_SCRIPTS.test(target));
  if (scripts !== undefined)
    return `At startup, it runs scripts from \`${short(scripts)}\`, which may write to more paths or need more rights.`;
  const words = [...(image.entrypoint?.value ?? []), ...(image.cmd?.value.slice(0, 1) ?? [])];
  const replaced = targets.find((target) => words.some((word) => isProgram(word, target)));
  if (replaced !== undefined) return `A mount replaces \`${short(replaced)}\`, the program that starts it.`;
  const folders = [
    ...writableMounts(container),
    ...(image.program?.value.start?.writable ?? []),
    ...(image.volumes?.value ?? []),
  ];
  const written = namedPaths(container).find(
    (path) => WRITTEN.test(path) && !folders.some((folder) => isIn(path, folder)),
  );
  return written === undefined
    ? undefined
    : `It may write to \`${short(written)}\`, which its image doesn't by default.`;
}

/**
 * True if a mounted file may decide where the program writes: a configuration, or a script that
 * runs once.
 */
export function hasOwnConfiguration(container: Container, { program }: KnownImage): boolean {
  const { writable = [], harmless = [] } = program?.value.start ?? {};
  return targetsOf(container).some(
    (target) =>
      OF_SETUP.test(target) ||
      (CONFIGURATION.test(target) &&
        !OF_HOST.test(target) &&
        ![...writable, ...harmless].some((folder) => isIn(target, folder))),
  );
}

/**
 * The paths in variables and the command. Not those of variables that end in `_FILE`, which
 * programs only read.
 */
export function namedPaths({ config: { env = [], cmd = [] } }: Container): readonly string[] {
  const values = env.map(entryOf).flatMap(([name, value]) => (name.endsWith('_FILE') ? [] : [value]));
  const words = cmd.map((word) => displayText(word).replace(/^[\w.-]*=/, ''));
  return [...values, ...words].filter((text) => /^\/[^\s:]*$/.test(text));
}

export function entryOf(setting: Setting<string>): readonly [name: string, value: string] {
  const [name = ''] = displayText(setting).split('=', 1);
  return [name, displayText(setting).slice(name.length + 1)];
}

function targetsOf({ hostConfig: { binds = [], mounts = [] }, image }: Container): readonly string[] {
  const all = [...[...binds, ...mounts].map(({ target }) => target), ...(image?.copies ?? [])];
  return all.flatMap((target) => valueOf(target) ?? []);
}

function writableMounts({ hostConfig: { binds = [], mounts = [], tmpfs = [] } }: Container): readonly string[] {
  const all = [...binds, ...mounts].map(({ target }) => target).concat(tmpfs.map(({ key }) => key));
  return all.flatMap((target) => valueOf(target) ?? []);
}

function withBuiltVariables(container: Container): Container {
  const { config, image } = container;
  if (image?.env === undefined) return container;
  return { ...container, config: { ...config, env: [...image.env, ...(config.env ?? [])] } };
}

/**
 * True if a mounted file is the program that a word of the command names: in a directory of
 * programs or, if it is a script, in any.
 */
function isProgram(word: string, target: string): boolean {
  if (word.startsWith('/')) return word === target;
  return target.endsWith(`/${word}`) && (word.endsWith('.sh') || /\/s?bin\//.test(target));
}
