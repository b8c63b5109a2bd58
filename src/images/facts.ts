/** What `image inspect` shows of an image and linting can use: nothing that may be a secret. What is left out is not known. */
export interface ImageConfigFacts {
  /** `Config.User`; empty is root. */
  readonly user?: string;
  /** `Healthcheck.Test`, such as `['CMD-SHELL', 'pg_isready']`; `none` where the image has no health check. */
  readonly healthcheck?: readonly string[] | 'none';
  /** Such as `5432/tcp` or `4510-4559/tcp`. */
  readonly exposedPorts?: readonly string[];
  readonly volumes?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly stopSignal?: string;
}

/**
 * A variable or a flag of the program, with the values that count. Without any of these every value counts but an empty
 * one, and a flag counts wherever it is.
 */
export interface SwitchValues {
  /** These values, as the program reads them. Case does not count. */
  readonly is?: readonly string[];
  /** Values of which one of these is a part. */
  readonly has?: readonly string[];
  /** Every value but these, and the empty one. */
  readonly not?: readonly string[];
  /** An address, or a list of them, of which one is not the loopback's. */
  readonly address?: true;
  /** None of these may be set: a variable by its name, with any value, or a switch. */
  readonly unless?: readonly (string | Switch)[];
  /** This has to be set too. */
  readonly with?: Switch;
}

/** The name of a variable may end with `*`, which stands for any ending. */
export type Switch = ({ readonly env: string } | { readonly flag: string }) & SwitchValues;

/** What holds a password: a variable, a variable that names a file, or a flag. */
export type PasswordHolder = { readonly env: string } | { readonly file: string } | { readonly flag: string };

/** What a container of the image needs to start, and to start again on the same data. */
export interface StartFacts {
  /** It starts as root and gives that up: to whom, and which program does it. */
  readonly drop?: { readonly user: string; readonly by: string };
  /** What `cap_drop: [ALL]` has to be followed by; empty where it needs none. Left out where it is not known. */
  readonly capabilities?: readonly string[];
  /** What it needs besides where low ports are privileged: in the host's network, and under other engines than Docker. */
  readonly onHostNetwork?: readonly string[];
  /** Folders that have to be writable, its data among them; empty where it needs none. */
  readonly writable?: readonly string[];
  /** Those of them for which a tmpfs will do. */
  readonly tmpfs?: readonly string[];
  /** Folders that must not be mounted `noexec`, which a tmpfs is unless it says `exec`. */
  readonly exec?: readonly string[];
  readonly shm?: string;
  /** The user that can be set from outside; then it needs no capability to become one. Its data has to belong to it. */
  readonly user?: string;
  /** As whom it runs where the root filesystem is read-only, whatever its variables say: that is who needs its data. */
  readonly readOnlyUser?: string;
  /** What it does not work with: `user` is a user from outside, `init` is the engine's init. */
  readonly breaks?: readonly ('init' | 'no-new-privileges' | 'read-only' | 'user')[];
  /**
   * When it was measured with a real engine, and with which program: that of Debian, started as the entrypoint starts
   * it
   * (test/engine/images). Left out where it is documented only: read in the entrypoint's scripts.
   */
  readonly measured?: { readonly date: string; readonly program: string };
}

/** Who gets in. */
export interface AuthFacts {
  /**
   * What holds where nothing is set. `open`: everybody gets in. `loopback`: it listens, or lets in, inside the
   * container only. `refuses`: it does not start. `generated`: a password is made up. `default`: there is a known one.
   * `first-visit`: the first visitor sets it. `closed`: nobody gets in. `elsewhere`: another service decides.
   */
  readonly unset: 'open' | 'loopback' | 'refuses' | 'generated' | 'default' | 'first-visit' | 'closed' | 'elsewhere';
  /** The known user and password of `default`. */
  readonly login?: { readonly user?: string; readonly password: string };
  /** Each of them lets everybody in. With `sign` it means that in every image, since no other program has it. */
  readonly opens?: readonly (Switch & { readonly sign?: true })[];
  /** What sets a password, as it is. */
  readonly password?: readonly PasswordHolder[];
  /** What sets a password by its hash, which gives nothing away. */
  readonly hashed?: readonly PasswordHolder[];
  /** One of them has to be set, or the password does nothing. */
  readonly needs?: readonly Switch[];
  /** With one of them it does not start where no password is set. */
  readonly refuses?: readonly Switch[];
  /** With one of them it asks for a login that is made elsewhere, unless a password is set. */
  readonly closes?: readonly Switch[];
  /** With one of them set nobody can say who gets in: it depends on the version, or on what is in a file. */
  readonly unsure?: readonly Switch[];
  /**
   * The files that say who gets in, or folders that hold nothing else: what is mounted there, or from the host above
   * it, may change all of this. A volume that is mounted above it holds data, and at first no such file.
   */
  readonly configs?: readonly string[];
  /** Passwords that samples have and people leave. */
  readonly known?: readonly string[];
}

/** A port on which the program listens. */
export interface ListenerFacts {
  readonly port: number;
  /** What sets another port or address: `9090`, `:9090`, `127.0.0.1:9090`. */
  readonly address?: readonly ({ readonly env: string } | { readonly flag: string })[];
  /** `tcp` where it is left out. */
  readonly transport?: 'udp' | 'sctp';
  readonly what: string;
  /** `admin`: who reaches it rules the service. `peer`: for other nodes of a cluster only. */
  readonly kind:
    | 'admin'
    | 'api'
    | 'cache'
    | 'database'
    | 'dns'
    | 'mail'
    | 'metrics'
    | 'other'
    | 'peer'
    | 'proxy'
    | 'queue'
    | 'ssh'
    | 'vpn'
    | 'web';
  /** What is spoken, such as `http` or `postgresql`. */
  readonly protocol?: string;
  /** Who gets in at this port, where it is not what holds for the others; `none` asks nobody for a password. */
  readonly login?: 'none' | AuthFacts;
  /** It listens inside the container only, unless the configuration says otherwise. */
  readonly loopback?: true;
  /** It listens only with one of them. */
  readonly only?: readonly Switch[];
  /** It does not listen with one of them. */
  readonly never?: readonly Switch[];
}

/** How the program's documentation asks whether it is healthy. */
export interface CheckFacts {
  /** The first that fits. `when` has what must be set. */
  readonly probes: readonly {
    /**
     * A command of a shell, which takes no password. `{--port|PORT}` is the value of the first of these that is set,
     * and what is in brackets is for that case only: `redis-cli[ -p {--port}] ping`.
     */
    readonly command: string;
    readonly when?: readonly Switch[];
  }[];
  /** Flags that look as if they moved the listener, and that the probes do not depend on. `*` stands for any ending. */
  readonly ignores?: readonly Switch[];
  /** With one of them set nobody can say where to ask. */
  readonly unsure?: readonly Switch[];
  /** Files that may move the listener, or folders of them. */
  readonly files?: readonly string[];
}

/** What is known of the program in an image. */
export interface ProgramFacts {
  readonly start?: StartFacts;
  readonly auth?: AuthFacts;
  readonly listens?: readonly ListenerFacts[];
  /** What holds where the container's own entrypoint starts one of these programs instead of the image's: the rest of the row, but for what is said here. */
  readonly direct?: {
    readonly programs: readonly string[];
    readonly auth?: AuthFacts;
    readonly listens?: readonly ListenerFacts[];
  };
  /** `proxy`: 80 and 443 are what it is for. `one-off`: it does its work and ends. `runtime`: a language, for a program of one's own. */
  readonly kind?: 'one-off' | 'proxy' | 'runtime';
  readonly startsSshServer?: true;
  readonly check?: CheckFacts;
  /** With what a command may begin that still starts the program, beside the first word of the image's own and its flags. */
  readonly commands?: readonly string[];
}

/** A program, and the settings by which it can be told in every image. */
export interface ImageSign {
  readonly signs: readonly Switch[];
  readonly facts: ProgramFacts;
}

/** Which tags a row is for; a tag that none of it names is not known. */
export interface Coverage {
  /** Versions, `17`, `8.4` or `14-17`: a tag that begins with one of them, and a `v` before it. */
  readonly versions?: readonly string[];
  /** What may come behind the version, with `*` for anything; anything where it is left out. */
  readonly suffixes?: readonly string[];
  /**
   * Tags without a version, such as `latest`, with `*` for anything. `*` alone is for all tags that no row before it
   * covers, those to come and unknown ones too.
   */
  readonly tags?: readonly string[];
  /** Tags that it is not for, with `*` for anything. */
  readonly except?: readonly string[];
}

/** Where the facts were read. */
export interface RowSource {
  /** On GitHub: `owner/name`. */
  readonly repository: string;
  readonly commit: string;
  /** The Dockerfile. */
  readonly path: string;
  /** The stage of it that is published. */
  readonly target?: string;
  readonly entrypoint?: string;
}

/** What is known of an image: a row of the table, without what only those read who check it. */
export interface ImageFacts extends ProgramFacts {
  /** Without tag; those of Docker Hub without its registry. */
  readonly names: readonly string[];
  readonly covers: Coverage;
  /** When it was compared with its sources: `2026-11-28`. */
  readonly checked: string;
  /** The day of the commit of its first source: `2026-06-30`. Left out where nobody could look it up. */
  readonly dated?: string;
  readonly config: ImageConfigFacts;
}

/** What was derived of tags of an image, and no row says. */
export interface DerivedFacts {
  /** With a space between them. */
  readonly tags: string;
  /** Versions that stand for more tags, as those of {@link Coverage}. */
  readonly versions?: readonly string[];
  /** The day of the list of tags. */
  readonly date: string;
  readonly config: ImageConfigFacts;
  readonly start?: StartFacts;
  readonly kind?: NonNullable<ProgramFacts['kind']>;
}

/** A row as it is written, with where its facts were read. */
export interface WrittenRow extends ImageFacts {
  /** The first is the image's own, others are those of what it builds on. */
  readonly sources: readonly RowSource[];
  /** The lines that say who gets in, and at which ports. A row with a login must have them. */
  readonly cites?: readonly Citation[];
  /** `source` says in words where that was read. */
  readonly check?: CheckFacts & { readonly source?: string };
}

/** A few lines of a source, and what they are read for. */
export interface Citation {
  /** `owner/name@commit:path#L12-L15`, on GitHub. */
  readonly at: string;
  /** A text in these lines: where the newest version of the file does not have it, somebody has to read it again. */
  readonly has: string;
  /** What follows from it. */
  readonly says: string;
  /** It is about old versions only, and the newest file need not have it. */
  readonly past?: true;
}
