/**
 * The fields of `image inspect` that plimsoll uses; none may contain secrets. An absent field is
 * unknown.
 */
export interface ImageConfigFacts {
  /** `Config.User`; empty means root. */
  readonly user?: string;
  /**
   * `Healthcheck.Test`, such as `['CMD-SHELL', 'pg_isready']`; `none` if the image has no health
   * check.
   */
  readonly healthcheck?: readonly string[] | 'none';
  /** For example `5432/tcp` or `4510-4559/tcp`. */
  readonly exposedPorts?: readonly string[];
  readonly volumes?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly cmd?: readonly string[];
  readonly stopSignal?: string;
}

/**
 * A variable or flag of a program, and the values that have an effect. By default these are all
 * non-empty values; for a flag, any use.
 */
export interface SwitchValues {
  /** Only these values; case doesn't matter to the program. */
  readonly is?: readonly string[];
  /** Only values that contain one of these. */
  readonly has?: readonly string[];
  /** All values except these and the empty one. */
  readonly not?: readonly string[];
  /**
   * Only non-loopback addresses, and lists with one; for a flag, every use counts. `named`: an
   * address without a host, such as `:80`, is loopback.
   */
  readonly address?: true | 'named';
  /** Has an effect only if none of these is set: a variable with any value, or a switch. */
  readonly unless?: readonly (string | Switch)[];
  /** Has an effect only if this is also set. */
  readonly with?: Switch;
}

/** A `*` at the end of a variable's name stands for any ending. */
export type Switch = ({ readonly env: string } | { readonly flag: string }) & SwitchValues;

/**
 * A variable with a password, a variable with the name of a password file, or a flag with a
 * password.
 */
export type PasswordHolder = { readonly env: string } | { readonly file: string } | { readonly flag: string };

/** A mount, variable or flag that makes the start do more; `does` says what, after “it”. */
export type StartChange = ({ readonly mount: string } | Switch) & { readonly does: string };

/** What a container of the image needs to start, including a restart with the same data. */
export interface StartFacts {
  /** The container starts as root; program `by` then switches to user `user`. */
  readonly drop?: { readonly user: string; readonly by: string };
  /** The capabilities needed after `cap_drop: [ALL]`; absent if unknown. */
  readonly capabilities?: readonly string[];
  /**
   * Additional capabilities where low ports are privileged: on the host network, and in engines
   * other than Docker.
   */
  readonly onHostNetwork?: readonly string[];
  /** Directories that must be writable, including the data's. */
  readonly writable?: readonly string[];
  /** The writable directories that can be a tmpfs. */
  readonly tmpfs?: readonly string[];
  /**
   * The writable directories that every user may write by their mode in the image. A tmpfs there
   * takes over that mode.
   */
  readonly forAll?: readonly string[];
  /** Directories that must not be mounted `noexec`, the default of a tmpfs. */
  readonly exec?: readonly string[];
  readonly shm?: string;
  /**
   * A user to set with `user:`, so that the start needs no capability to switch users. This user
   * must own the data.
   */
  readonly user?: string;
  /**
   * The only user that works with a read-only root filesystem, regardless of variables. This user
   * must own the data.
   */
  readonly readOnlyUser?: string;
  /**
   * Settings that stop the image from working. `user`: any user set from outside; `init`: the
   * engine's init.
   */
  readonly breaks?: readonly ('init' | 'no-new-privileges' | 'read-only' | 'user')[];
  /** With one of these, the container writes or needs more than these facts say. */
  readonly unlike?: readonly StartChange[];
  /** Configuration directories that don't affect what the container writes. */
  readonly harmless?: readonly string[];
  /**
   * How the facts were measured with a real engine: the date, and the Debian program that was
   * started like the entrypoint does it (test/engine/images). Absent if they come only from
   * documentation.
   */
  readonly measured?: { readonly date: string; readonly program: string };
}

/** Who can log in. */
export interface AuthFacts {
  /**
   * Access without settings. `loopback`: only from inside the container. `refuses`: the program
   * doesn't start. `generated`: with a random password. `default`: with a known login.
   * `first-visit`: the first visitor sets the password. `elsewhere`: another service decides.
   */
  readonly unset: 'open' | 'loopback' | 'refuses' | 'generated' | 'default' | 'first-visit' | 'closed' | 'elsewhere';
  /** The known login, if `unset` is `default`. */
  readonly login?: { readonly user?: string; readonly password: string };
  /**
   * Each of these lets anyone in. `sign`: the setting has this meaning in every image of the
   * program, including other publishers' images.
   */
  readonly opens?: readonly (Switch & { readonly sign?: true })[];
  /** Settings that all images of the program share, including other publishers' images. */
  readonly signs?: readonly Switch[];
  /** With one of these, nobody can log in with the password. */
  readonly hides?: readonly Switch[];
  /** Set a password in plain text. */
  readonly password?: readonly PasswordHolder[];
  /** Set a password by its hash, which is not a secret. */
  readonly hashed?: readonly PasswordHolder[];
  /** Without one of these, the password has no effect. */
  readonly needs?: readonly Switch[];
  /** With one of these, the program doesn't start without a password. */
  readonly refuses?: readonly Switch[];
  /** With one of these, users log in elsewhere, unless a password is set. */
  readonly closes?: readonly Switch[];
  /** With one of these, access is unknown, because it depends on the version or a file. */
  readonly unsure?: readonly Switch[];
  /**
   * Files that decide about access, or their directories. A mount there, or a host mount above, may
   * change everything; a volume above lacks the file at first.
   */
  readonly configs?: readonly string[];
  /** Passwords from examples, which users often keep. */
  readonly known?: readonly string[];
}

export interface ListenerFacts {
  readonly port: number;
  /** Options that set the port or address: `9090`, `:9090`, `127.0.0.1:9090`. */
  readonly address?: readonly ({ readonly env: string } | { readonly flag: string })[];
  /**
   * Variables with a list of URLs; the program listens on their ports instead
   * (`PLAINTEXT://:9092,CONTROLLER://:9093`). The first variable that is set counts. Controllers
   * are for other nodes.
   */
  readonly urls?: readonly string[];
  /** Default: `tcp`. */
  readonly transport?: 'udp' | 'sctp';
  readonly what: string;
  /** `admin`: users control the service. `peer`: only for other nodes of a cluster. */
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
  /** The port's protocol, such as `http` or `postgresql`. */
  readonly protocol?: string;
  /** The access rules of this port if they differ from the program's; `none`: no password. */
  readonly login?: 'none' | AuthFacts;
  /** By default, the program listens only inside the container. */
  readonly loopback?: true;
  /** The program listens only with one of these. */
  readonly only?: readonly Switch[];
  /** With one of these, the program doesn't listen. */
  readonly never?: readonly Switch[];
}

/** The health check that the program's documentation recommends. */
export interface CheckFacts {
  /** The first suitable probe counts; `when` must be set. */
  readonly probes: readonly {
    /**
     * A shell command without a password. `{--port|PORT}` is the value of the first one that is
     * set. Text in brackets is left out if none is: `redis-cli[ -p {--port}] ping`.
     */
    readonly command: string;
    readonly when?: readonly Switch[];
  }[];
  /**
   * Flags that look as if they move the listener, but don't matter to the probes. `*` stands for
   * any ending.
   */
  readonly ignores?: readonly Switch[];
  /** With one of these, the address to probe is unknown. */
  readonly unsure?: readonly Switch[];
  /** Files that may move the listener, or their directories. */
  readonly files?: readonly string[];
}

export interface ProgramFacts {
  readonly start?: StartFacts;
  readonly auth?: AuthFacts;
  readonly listens?: readonly ListenerFacts[];
  /**
   * Replaces some facts if the container's entrypoint starts one of these programs directly.
   * `byCommand`: the image's own entrypoint starts them unchanged if the command names them.
   */
  readonly direct?: {
    readonly programs: readonly string[];
    readonly byCommand?: true;
    readonly auth?: AuthFacts;
    readonly listens?: readonly ListenerFacts[];
  };
  /**
   * `proxy`: meant for ports 80 and 443. `one-off`: does one task and ends. `runtime`: runs users'
   * programs in a language.
   */
  readonly kind?: 'one-off' | 'proxy' | 'runtime';
  readonly startsSshServer?: true;
  readonly check?: CheckFacts;
  /**
   * Commands that still start the program, by their first word, besides the image's own command and
   * flags.
   */
  readonly commands?: readonly string[];
}

/**
 * Recognizes a program in another publisher's image: by the image's name, and by a setting that
 * only this program has.
 */
export interface ImageSign {
  readonly signs: readonly Switch[];
  /** The last components of names of such images, in lowercase, and the programs. */
  readonly programs: readonly string[];
  readonly facts: ProgramFacts;
}

/** The tags that a row is about; other tags are unknown. */
export interface ImageCoverage {
  /** Versions such as `17`, `8.4` or `14-17`, as a tag starts after an optional `v`. */
  readonly versions?: readonly string[];
  /** Suffixes after the version, with `*` for anything; absent for any suffix. */
  readonly suffixes?: readonly string[];
  /**
   * Tags without a version, such as `latest`, with `*` for anything. `*` alone covers every tag
   * that no earlier row covers, even unknown ones. In a row with `versions`, it covers no other
   * version.
   */
  readonly tags?: readonly string[];
  /** Excluded tags, with `*` for anything. */
  readonly except?: readonly string[];
}

export interface RowSource {
  /** On GitHub: `owner/name`. */
  readonly repository: string;
  readonly commit: string;
  readonly path: string;
  /** The published stage of the Dockerfile. */
  readonly target?: string;
  readonly entrypoint?: string;
}

/**
 * The facts about an image: a row of the table, without the fields that are only for checking it.
 */
export interface ImageFacts extends ProgramFacts {
  /** Without tag; names on Docker Hub without registry. */
  readonly names: readonly string[];
  readonly covers: ImageCoverage;
  /** The day on which the facts were last compared with the sources: `2026-11-28`. */
  readonly checked: string;
  /** The commit date of the first source, such as `2026-06-30`; absent if unknown. */
  readonly dated?: string;
  /**
   * True if Git tags supplied the configuration of each version. `config` then is that of other
   * tags.
   */
  readonly released?: true;
  readonly config: ImageConfigFacts;
}

/** Facts about tags that no row covers, derived from Git tags. */
export interface DerivedFacts {
  /** Separated by spaces. */
  readonly tags: string;
  /** Versions that stand for more tags, as in {@link ImageCoverage}. */
  readonly versions?: readonly string[];
  readonly suffixes?: readonly string[];
  readonly date: string;
  readonly config: ImageConfigFacts;
  readonly start?: StartFacts;
  readonly kind?: NonNullable<ProgramFacts['kind']>;
}

export interface WrittenRow extends ImageFacts {
  /** The image's own source first, then those of its base image. */
  readonly sources: readonly RowSource[];
  /**
   * How the Git tags of the first source name versions, if not plainly: a regular expression with
   * the version in its group, and the Dockerfile's paths at other tags. `false` if tags aren't
   * versions of the image.
   */
  readonly git?: false | { readonly tags?: string; readonly paths?: readonly string[] };
  /** The lines in sources about access and ports; required if the row has a login. */
  readonly cites?: readonly Citation[];
  readonly check?: CheckFacts & { readonly source?: string };
}

/** Lines of a source, and what they mean. */
export interface Citation {
  /** `owner/name@commit:path#L12-L15`, on GitHub. */
  readonly at: string;
  /** Text in these lines. If the file's newest version lacks it, the row must be checked again. */
  readonly has: string;
  /** What the lines mean. */
  readonly says: string;
  /** True for lines about old versions; the newest file may lack them. */
  readonly past?: true;
  /** For a row of several major versions, those that this source belongs to. */
  readonly of?: readonly string[];
}
