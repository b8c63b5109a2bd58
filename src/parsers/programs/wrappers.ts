import { words } from '../../util/words.ts';

/**
 * A program that runs the command after it, from the manuals (sudo 1.9, util-linux 2.40, coreutils
 * 9, findutils 4, OpenSSH 9 …).
 */
export interface Wrapper {
  /** One-letter options with a value. */
  readonly letters?: string;
  /** Long options with a value in the next word. Those with `--name=value` needn't be listed. */
  readonly names?: string;
  /** The number of operands before the command: a duration, a user, a host. */
  readonly operands?: number;
  /** Its first operand must be this to run a command. */
  readonly subcommand?: string;
  /** True if `NAME=value` words come before the command. */
  readonly takesAssignments?: boolean;
  /** Options whose value is a shell script: a letter or a long name. */
  readonly scriptOptions?: readonly string[];
  /** Letters of options with which it runs nothing: `command -v`. */
  readonly onlyAsks?: string;
  /** What its words are: a command, a script joined by blanks, or a script each. */
  readonly runs?: 'command' | 'script' | 'scripts';
  /** The option with which the words are a command: `watch -x`. */
  readonly commandOption?: string;
  /** It starts a shell that reads this command's here-document as a script. */
  readonly readsScript?: true;
  /** Where it runs, without this shell's variables. */
  readonly runsIn?: 'login-shell' | 'other-machine';
  /** Whether these options drop this shell's variables. */
  readonly drops?: (options: readonly string[]) => boolean;
  /** It appends words from its input. */
  readonly appends?: boolean;
  /** True if options may follow operands: `su user -c …`. */
  readonly permutes?: boolean;
}

/** True for `sudo` without `-E`. */
const dropsUnlessAsked: Wrapper['drops'] = (options) =>
  !options.some((option) => /^-[A-Za-z]*E|^--preserve-env/.test(option));
const dropsIfAsked: Wrapper['drops'] = (options) =>
  options.some((option) => /^-[A-Za-z]*[iu]|^--(?:ignore-environment|unset)/.test(option));
const dropsAlways: Wrapper['drops'] = () => true;

/** `su` and `runuser`. */
const LOGIN: Wrapper = {
  letters: 'gGsuw',
  names: '--group --supp-group --shell --user --whitelist-environment',
  scriptOptions: ['c', '--command'],
  permutes: true,
  runsIn: 'login-shell',
};

function sameFor(names: string, wrapper: Wrapper): Readonly<Record<string, Wrapper>> {
  return Object.fromEntries(words(names).map((name) => [name, wrapper]));
}

const wrappers: ReadonlyMap<string, Wrapper> = new Map(
  Object.entries<Wrapper>({
    // These have no options with a value.
    ...sameFor(
      `nohup unbuffer setsid winpty chronic entr busybox builtin setarch linux32 linux64 uname26 i386 i486 i586 i686 x86_64
    ppc ppc32 ppc64 s390 s390x`,
      {},
    ),
    // Other users and environments.
    sudo: {
      letters: 'CDghpRrTtUu',
      names:
        '--close-from --chdir --group --host --prompt --chroot --role --command-timeout --type --other-user --user',
      takesAssignments: true,
      onlyAsks: 'lvVKe',
      drops: dropsUnlessAsked,
    },
    doas: { letters: 'aCu', drops: dropsAlways },
    pkexec: { names: '--user', drops: dropsAlways },
    env: {
      letters: 'uC',
      names: '--unset --chdir',
      takesAssignments: true,
      scriptOptions: ['S', '--split-string'],
      drops: dropsIfAsked,
    },
    su: { ...LOGIN, operands: 1 },
    runuser: LOGIN,
    sg: { operands: 1, scriptOptions: ['c'], runs: 'script' },
    newgrp: { operands: 1, permutes: true, readsScript: true },
    ...sameFor('gosu su-exec setuidgid', { operands: 1 }),
    chroot: { names: '--userspec --groups', operands: 1 },
    setpriv: {
      names:
        '--reuid --regid --groups --inh-caps --ambient-caps --bounding-set --securebits --selinux-label --apparmor-profile',
    },
    fakeroot: { letters: 'lfsib' },
    // Time and priority.
    time: { letters: 'fo', names: '--format --output' },
    ...sameFor('timeout gtimeout', { letters: 'ks', names: '--kill-after --signal', operands: 1 }),
    nice: { letters: 'n', names: '--adjustment' },
    ionice: { letters: 'cn', names: '--class --classdata', onlyAsks: 'pPu' },
    chrt: { letters: 'TPD', names: '--sched-runtime --sched-period --sched-deadline', operands: 1, onlyAsks: 'pm' },
    taskset: { operands: 1, onlyAsks: 'p' },
    numactl: { letters: 'CNmiPpw', names: '--cpunodebind --physcpubind --membind --interleave --preferred' },
    cpulimit: { letters: 'lpec', names: '--limit --pid --exe --cpu' },
    'systemd-run': {
      letters: 'HMpuE',
      names:
        '--host --machine --unit --property --setenv --description --slice --uid --gid --nice --working-directory --on-active --on-calendar --service-type',
      drops: dropsAlways,
    },
    'systemd-inhibit': { names: '--what --who --why --mode' },
    'systemd-cat': { letters: 'tp', names: '--identifier --priority --stderr-priority' },
    caffeinate: { letters: 'tw' },
    // Streams and terminals.
    stdbuf: { letters: 'ioe', names: '--input --output --error' },
    tmux: { letters: 'cefFLlnpsStTxy', operands: 1, runs: 'script' },
    screen: { letters: 'cehpsStT', onlyAsks: 'XQ' },
    script: {
      letters: 'IOBEmoT',
      names: '--log-in --log-out --log-io --echo --logging-format --output-limit --log-timing',
      operands: 1,
      scriptOptions: ['c', '--command'],
    },
    watch: { letters: 'nqs', names: '--interval --equexit --shotsdir', runs: 'script', commandOption: '-x' },
    rlwrap: { letters: 'abcCDfFgHilmMNOpPqQrsStwWzZ' },
    // Namespaces, locks, tracing, processes.
    nsenter: { letters: 'tSG', names: '--target --setuid --setgid' },
    unshare: {
      letters: 'SGRw',
      names: '--setuid --setgid --root --wd --propagation --setgroups --map-user --map-group',
    },
    flock: {
      letters: 'Ew',
      names: '--conflict-exit-code --wait --timeout',
      operands: 1,
      scriptOptions: ['c', '--command'],
    },
    strace: { letters: 'aeEIoOpPsSuUX', names: '--output --trace --attach --user' },
    ltrace: { letters: 'aAeDFlnopsuwx', names: '--output' },
    ...sameFor('tini docker-init', { letters: 'peg' }),
    catatonit: { letters: 'g' },
    'dumb-init': { letters: 'r', names: '--rewrite' },
    hyperfine: {
      letters: 'wmMrspcSLDun',
      names:
        '--warmup --min-runs --max-runs --runs --setup --prepare --conclude --cleanup --shell --parameter-list --output --input --time-unit --style --sort --export-json --export-csv --export-markdown --command-name',
      runs: 'scripts',
    },
    'dbus-run-session': { names: '--config-file --dbus-daemon' },
    'xvfb-run': {
      letters: 'efnpsw',
      names: '--error-file --auth-file --server-num --xauth-protocol --server-args --wait',
    },
    torsocks: { letters: 'uaP' },
    ...sameFor('proxychains proxychains4', { letters: 'f' }),
    xargs: {
      letters: 'adEIJLnPs',
      names: '--arg-file --delimiter --eof --max-args --max-procs --max-chars --process-slot-var',
      appends: true,
    },
    parallel: {
      letters: 'adEIjLNnPsS',
      names:
        '--jobs --colsep --delay --retries --timeout --joblog --results --arg-file --sshlogin --max-args --tagstring',
      appends: true,
    },
    // Environments.
    direnv: { operands: 2 },
    'cross-env': { takesAssignments: true },
    'cross-env-shell': { takesAssignments: true, runs: 'script' },
    'env-cmd': { letters: 'fre', names: '--file --rc-file --environments' },
    npx: { letters: 'pw', names: '--package --workspace', scriptOptions: ['c', '--call'] },
    nodemon: {
      letters: 'wied',
      names: '--watch --ignore --ext --delay --cwd',
      scriptOptions: ['x', '--exec'],
      permutes: true,
    },
    concurrently: {
      letters: 'nsmpclt',
      names:
        '--names --name-separator --success --max-processes --prefix --prefix-colors --prefix-length --timestamp-format --default-input-target --kill-signal --restart-tries --restart-after --teardown',
      runs: 'scripts',
    },
    dotenv: { letters: 'efpqv', names: '--file' },
    'nix-shell': {
      letters: 'AEIjo',
      names: '--attr --expr --keep --max-jobs --option',
      scriptOptions: ['--run', '--command'],
      permutes: true,
    },
    'flatpak-spawn': { drops: dropsAlways },
    // Builtins of the shell.
    exec: { letters: 'a' },
    command: { onlyAsks: 'vV' },
    // Other machines.
    ssh: { letters: 'BbcDEeFIiJLlmOoPpQRSWw', operands: 1, runs: 'script', runsIn: 'other-machine' },
    autossh: { letters: 'MBbcDEeFIiJLlmOoPpQRSWw', operands: 1, runs: 'script', runsIn: 'other-machine' },
    mosh: { letters: 'p', operands: 1, runsIn: 'other-machine' },
    sshpass: { letters: 'dfpP' },
    'docker-machine': { operands: 2, subcommand: 'ssh', runs: 'script', runsIn: 'other-machine' },
    vagrant: { scriptOptions: ['c', '--command'], permutes: true, runsIn: 'other-machine' },
    gcloud: { scriptOptions: ['--command'], permutes: true, runsIn: 'other-machine' },
    lima: { drops: dropsAlways },
    wsl: { letters: 'du', names: '--distribution --user --cd', drops: dropsAlways },
  }),
);

export function findWrapper(name: string): Wrapper | undefined {
  return wrappers.get(name);
}

export const SHELL_PROGRAMS: ReadonlySet<string> = new Set(words('sh bash dash ash zsh ksh ksh93 mksh rbash yash'));

export function isShell(name: string): boolean {
  return SHELL_PROGRAMS.has(name);
}

/** True for a shell without brace expansion; `sh` counts, although it is bash on some machines. */
export function isPlainSh(name: string): boolean {
  return name === 'sh' || name === 'dash' || name === 'ash';
}

const keywords: ReadonlySet<string> = new Set(words('! { ( do elif else if then time until while'));

/** True for a shell keyword that a command follows. */
export function isKeyword(word: string): boolean {
  return keywords.has(word);
}

const PRINTS =
  /(?:^|_)(?:log|echo|print|info|warn|err|die|msg|message|say|note|debug|fail|abort|usage|title|head|notify)/i;
const printers: ReadonlySet<string> = new Set(
  words(': [ cat echo egrep expr false fgrep grep logger pgrep pkill print printf read test true'),
);

/** True for programs that print or compare their words, and run nothing. */
export function isPrinter(name: string): boolean {
  return printers.has(name) || PRINTS.test(name);
}

const readers: ReadonlySet<string> = new Set(words('cat cp echo git grep ls mkdir mv printf rm sed touch which'));

export function isReader(name: string): boolean {
  return readers.has(name);
}

const RUNNING =
  'assert attempt cmd command ensure eventually exec execute invoke logged maybe measure quiet quietly repeat retries retry run runs safe silent silently spin sudo timed trace try until verbose wait with wrap';
const runningWords: ReadonlySet<string> = new Set(words(RUNNING));

/**
 * True if the name of an unknown command suggests that it runs another one: `retry`, `log_and_run`,
 * bats' `run`.
 */
export function isNamedLikeWrapper(name: string): boolean {
  return name
    .toLowerCase()
    .split(/[^a-z]+/)
    .some((part) => runningWords.has(part) || /(?:run|exec)$/.test(part));
}
