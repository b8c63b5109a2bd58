import { ENGINE_IN_NAME, ENGINE_NAME } from './engine-names.ts';

/** The supported programs. All have docker's syntax; the last two have more flags. */
export type Program = 'docker' | 'docker-compose' | 'podman' | 'nerdctl';

const programs: ReadonlyMap<string, Program> = new Map<string, Program>([
  ['docker', 'docker'],
  ['docker.io', 'docker'],
  ['nvidia-docker', 'docker'],
  ['docker-compose', 'docker-compose'],
  ['podman', 'podman'],
  ['podman-remote', 'podman'],
  ['nerdctl', 'nerdctl'],
  ['nerdctl.lima', 'nerdctl'],
  // finch passes its commands to nerdctl.
  ['finch', 'nerdctl'],
]);

/** The program that a name or path refers to, by its last part. */
export function findProgram(name: string): Program | undefined {
  const base = baseName(name);
  return programs.get(base.endsWith('.exe') ? base.slice(0, -'.exe'.length) : base);
}

/** True for `podman-compose`, which has other options but deploys the same files. */
export function isPodmanCompose(name: string): boolean {
  return baseName(name) === 'podman-compose';
}

export function baseName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

const subcommands: ReadonlySet<string> = new Set(
  'run create exec update container compose volume network service stack build builder buildx image tag commit'.split(
    ' ',
  ),
);

/** True for a word that can follow an engine's name: a subcommand or a global option. */
export function canFollowEngine(word: string): boolean {
  return subcommands.has(word) || word.startsWith('-');
}

/** True for text that starts with an engine command: `docker run …`, `sudo podman exec …`. */
export function isEngineCommand(text: string): boolean {
  const [, name = '', next = ''] = /^\s*(?:sudo\s+)?(\S+)\s+(\S+)/.exec(text) ?? [];
  return findProgram(name) !== undefined && subcommands.has(next);
}

export interface Guess {
  readonly program: Program;
  /** True if the word means an engine, but not which. */
  readonly mayBeAnother: boolean;
}

const ANY_ENGINE = new RegExp(`${ENGINE_IN_NAME}|^${ENGINE_NAME}$`);

/**
 * The end of a variable name for an engine's program: `systemd_host_command_docker`, `podman_bin`.
 */
const ENGINE_LAST = /_(docker|podman|nerdctl)(?:_(?:cmd|command|bin|binary|exe|executable|path|cli))?_*$/;

/** Words that show that a variable isn't the engine: `DOCKER_ARGS`, `DOCKERFILE`, `dockerd`. */
const OTHER_WORDS: ReadonlySet<string> = new Set(
  `arg args argv config container containers context d dir env file files flag flags gid group host hub id image images machine name net network opt opts
  option options org param params port pull push registry repo sock socket tag tags uid url user version volume volumes`.split(
    /\s+/,
  ),
);

/**
 * The probable program of an unknown first word: `$DOCKER run`, `"${PODMAN_CMD[@]}" run`,
 * `"$(command -v podman)" exec`; in make `$(shell which docker) run`.
 */
export function guessProgram(written: string, next: string): Guess | undefined {
  if (!canFollowEngine(next)) return undefined;
  const expression = written.toLowerCase();
  const name = variableName(expression);
  const command = /^(?:\$\((?:shell\s+)?|`)(?:which|command -v|type -p) (?<command>[^()`]+)[)`]$/.exec(expression)
    ?.groups?.['command'];
  const text = name ?? command;
  if (text === undefined) return undefined;
  const [, engine] = name === undefined ? [] : (ENGINE_LAST.exec(name) ?? []);
  if (engine !== undefined) return { program: programs.get(engine) ?? 'docker', mayBeAnother: false };
  if (/docker_?-?compose|(?:^|_)compose(?:_|$)|^dcc?$/.test(text))
    return next !== 'compose' && !isOther(text, /docker|compose/g)
      ? { program: 'docker-compose', mayBeAnother: false }
      : undefined;
  // `$(command -v dockerd)` names another program.
  const named = (['docker', 'podman', 'nerdctl'] as const).filter((engine) =>
    name === undefined ? new RegExp(`\\b${engine}(?![a-z])`).test(text) : text.includes(engine),
  );
  const [program] = named;
  if (program !== undefined && (name === undefined || !isOther(name, /docker|podman|nerdctl/g)))
    return { program, mayBeAnother: named.length > 1 };
  return program === undefined && name !== undefined && ANY_ENGINE.test(name.replace(/_{1,20}$/, ''))
    ? { program: 'docker', mayBeAnother: true }
    : undefined;
}

/** The variable of a simple expression: `$X`, `${X}`, `${X[@]}`, `{{ x.y }}` with any filters. */
export function variableName(expression: string): string | undefined {
  const [, path] = /^\{\{-?\s*([a-z_][\w.]*)\s*(?:\|[^{}]*)?-?\}\}$/i.exec(expression) ?? [];
  if (path !== undefined) return path.replaceAll('.', '_');
  const groups = /^\$(?:(?<bare>\w+)|\{(?<braced>\w+)(?:\[[\w@*]*\])?\})$/.exec(expression)?.groups;
  return groups?.['bare'] ?? groups?.['braced'];
}

/** True if a variable's name means something of an engine, such as its options. */
function isOther(name: string, engines: RegExp): boolean {
  const words = name.replace(engines, '_').split(/[^a-z]+/);
  return words.some((word) => OTHER_WORDS.has(word));
}
