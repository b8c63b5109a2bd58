/** The useful fields of `image inspect`, without possible secrets. Absent fields are unknown. */
export interface ImageConfigFacts {
  /** `Config.User`; empty is root. */
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
 * A program's variable or flag with its effective values; by default every non-empty value, and any
 * use of a flag.
 */
export interface SwitchValues {
  /** These values, as the program reads them, ignoring case. */
  readonly is?: readonly string[];
  /** Values that contain one of these. */
  readonly has?: readonly string[];
  /** All values but these and the empty one. */
  readonly not?: readonly string[];
  /**
   * A non-loopback address, or a list with one; a flag counts with each use. `named`: without a
   * host, as in `:80`, it is loopback.
   */
  readonly address?: true | 'named';
  /** None of these may be set: a variable with any value, or a switch. */
  readonly unless?: readonly (string | Switch)[];
  /** This must be set too. */
  readonly with?: Switch;
}

/** A variable's name may end with `*` for any ending. */
export type Switch = ({ readonly env: string } | { readonly flag: string }) & SwitchValues;

/** Holds a password: a variable, a variable with a file name, or a flag. */
export type PasswordHolder = { readonly env: string } | { readonly file: string } | { readonly flag: string };

/** A mount, variable or flag with which the start does more; `does` follows *it*. */
export type StartChange = ({ readonly mount: string } | Switch) & { readonly does: string };

/** What a container of the image needs to start, also again with the same data. */
export interface StartFacts {
  /** It starts as root and drops to this user with this program. */
  readonly drop?: { readonly user: string; readonly by: string };
  /** The capabilities it needs after `cap_drop: [ALL]`; absent if unknown. */
  readonly capabilities?: readonly string[];
  /**
   * Additional ones if low ports are privileged: on the host network, and in other engines than
   * Docker.
   */
  readonly onHostNetwork?: readonly string[];
  /** Directories that must be writable, including its data. */
  readonly writable?: readonly string[];
  /** Those that can be a tmpfs. */
  readonly tmpfs?: readonly string[];
  /**
   * Those that every user may write, by their mode in the image, which a tmpfs there takes over.
   */
  readonly forAll?: readonly string[];
  /** Directories that must not be mounted `noexec`, the default of a tmpfs. */
  readonly exec?: readonly string[];
  readonly shm?: string;
  /**
   * The user that can be set from outside, so that it needs no capability to switch. It must own
   * the data.
   */
  readonly user?: string;
  /** The user with a read-only root filesystem, regardless of variables, who needs the data. */
  readonly readOnlyUser?: string;
  /** What it does not work with: `user` is a user from outside, `init` is the engine's init. */
  readonly breaks?: readonly ('init' | 'no-new-privileges' | 'read-only' | 'user')[];
  /** With one of these, it writes or needs more than these facts say. */
  readonly unlike?: readonly StartChange[];
  /** Directories of configuration that doesn't decide what it writes. */
  readonly harmless?: readonly string[];
  /**
   * The measurement with a real engine: its date, and Debian's program, started like the entrypoint
   * does (test/engine/images). Absent if only documented.
   */
  readonly measured?: { readonly date: string; readonly program: string };
}

/** Who gets in. */
export interface AuthFacts {
  /**
   * Without settings. `loopback`: only the container itself. `refuses`: it does not start.
   * `generated`: a random password. `default`: a known one. `first-visit`: the first visitor sets
   * it. `elsewhere`: another service decides.
   */
  readonly unset: 'open' | 'loopback' | 'refuses' | 'generated' | 'default' | 'first-visit' | 'closed' | 'elsewhere';
  /** The known login of `default`. */
  readonly login?: { readonly user?: string; readonly password: string };
  /**
   * Each lets anyone in. `sign`: it means so in every image of the program, also of other
   * publishers.
   */
  readonly opens?: readonly (Switch & { readonly sign?: true })[];
  /** Settings that images of the program have in common, also of other publishers. */
  readonly signs?: readonly Switch[];
  /** With one of these nobody can log in with the password. */
  readonly hides?: readonly Switch[];
  /** Sets a password in plain text. */
  readonly password?: readonly PasswordHolder[];
  /** Sets a password by its hash, which reveals nothing. */
  readonly hashed?: readonly PasswordHolder[];
  /** The password has no effect without one of these. */
  readonly needs?: readonly Switch[];
  /** With one of these it does not start without a password. */
  readonly refuses?: readonly Switch[];
  /** With one of these it asks for a login made elsewhere, unless a password is set. */
  readonly closes?: readonly Switch[];
  /** With one of these access is unknown: it depends on the version or a file. */
  readonly unsure?: readonly Switch[];
  /**
   * Files about access, or their directories: a mount there, or a host mount above, may change
   * everything. A volume above initially lacks such a file.
   */
  readonly configs?: readonly string[];
  /** Sample passwords that users often keep. */
  readonly known?: readonly string[];
}

/** A port on which the program listens. */
export interface ListenerFacts {
  readonly port: number;
  /** Sets another port or address: `9090`, `:9090`, `127.0.0.1:9090`. */
  readonly address?: readonly ({ readonly env: string } | { readonly flag: string })[];
  /**
   * Variables with a list of URLs, on whose ports it listens instead
   * (`PLAINTEXT://:9092,CONTROLLER://:9093`). The first that is set counts, and controllers are for
   * other nodes.
   */
  readonly urls?: readonly string[];
  /** Default: `tcp`. */
  readonly transport?: 'udp' | 'sctp';
  readonly what: string;
  /** `admin`: its users control the service. `peer`: for other cluster nodes only. */
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
  /** Its protocol, such as `http` or `postgresql`. */
  readonly protocol?: string;
  /** The access rules of this port, if they differ; `none`: no password. */
  readonly login?: 'none' | AuthFacts;
  /** By default it listens only inside the container. */
  readonly loopback?: true;
  /** It listens only with one of these. */
  readonly only?: readonly Switch[];
  /** It does not listen with one of these. */
  readonly never?: readonly Switch[];
}

/** The health check by the program's documentation. */
export interface CheckFacts {
  /** The first suitable one counts. `when` must be set. */
  readonly probes: readonly {
    /**
     * A shell command without password. `{--port|PORT}` is the first one's value that is set;
     * brackets are for that case: `redis-cli[ -p {--port}] ping`.
     */
    readonly command: string;
    readonly when?: readonly Switch[];
  }[];
  /**
   * Flags that seem to move the listener, but don't matter to the probes. `*` stands for any
   * ending.
   */
  readonly ignores?: readonly Switch[];
  /** With one of these the address to probe is unknown. */
  readonly unsure?: readonly Switch[];
  /** Files that may move the listener, or their directories. */
  readonly files?: readonly string[];
}

/** The facts about an image's program. */
export interface ProgramFacts {
  readonly start?: StartFacts;
  readonly auth?: AuthFacts;
  readonly listens?: readonly ListenerFacts[];
  /**
   * The facts if the container's entrypoint starts one of these programs instead of the image's;
   * other facts stay. `byCommand`: the entrypoint starts them as they are if the command names
   * them.
   */
  readonly direct?: {
    readonly programs: readonly string[];
    readonly byCommand?: true;
    readonly auth?: AuthFacts;
    readonly listens?: readonly ListenerFacts[];
  };
  /**
   * `proxy`: made for ports 80 and 443. `one-off`: it works and ends. `runtime`: a language for
   * users' programs.
   */
  readonly kind?: 'one-off' | 'proxy' | 'runtime';
  readonly startsSshServer?: true;
  readonly check?: CheckFacts;
  /** First words of commands that still start the program, besides the image's own and flags. */
  readonly commands?: readonly string[];
}

/**
 * A program in the image of another publisher: its name says what it is, and a setting that the
 * facts apply.
 */
export interface ImageSign {
  readonly signs: readonly Switch[];
  /** The last components of its images' names and what it is, in lowercase. */
  readonly programs: readonly string[];
  readonly facts: ProgramFacts;
}

/** The tags of a row; other tags are unknown. */
export interface ImageCoverage {
  /** Versions, `17`, `8.4` or `14-17`: the start of a tag, after an optional `v`. */
  readonly versions?: readonly string[];
  /** Suffixes after the version, with `*` for anything; by default any. */
  readonly suffixes?: readonly string[];
  /**
   * Tags without a version, such as `latest`, with `*` for anything. `*` alone covers all tags that
   * no earlier row does, unknown ones too; next to `versions`, no other version.
   */
  readonly tags?: readonly string[];
  /** Excluded tags, with `*` for anything. */
  readonly except?: readonly string[];
}

/** The source of the facts. */
export interface RowSource {
  /** On GitHub: `owner/name`. */
  readonly repository: string;
  readonly commit: string;
  /** The Dockerfile. */
  readonly path: string;
  /** Its published stage. */
  readonly target?: string;
  readonly entrypoint?: string;
}

/** The facts about an image: a row of the table without the fields for its checks. */
export interface ImageFacts extends ProgramFacts {
  /** Without tag; Docker Hub names without registry. */
  readonly names: readonly string[];
  readonly covers: ImageCoverage;
  /** The date of the comparison with its sources: `2026-11-28`. */
  readonly checked: string;
  /** The commit date of its first source: `2026-06-30`; absent if unknown. */
  readonly dated?: string;
  /**
   * The configuration of its versions was derived from their Git tags; `config` is that of other
   * tags.
   */
  readonly released?: true;
  readonly config: ImageConfigFacts;
}

/** Derived facts about tags that are in no row. */
export interface DerivedFacts {
  /** Separated by spaces. */
  readonly tags: string;
  /** Versions that stand for more tags, as in {@link ImageCoverage}. */
  readonly versions?: readonly string[];
  readonly suffixes?: readonly string[];
  /** The date of the list of tags. */
  readonly date: string;
  readonly config: ImageConfigFacts;
  readonly start?: StartFacts;
  readonly kind?: NonNullable<ProgramFacts['kind']>;
}

/** A row as written, with its sources. */
export interface WrittenRow extends ImageFacts {
  /** The first is the image's own, others are those of its base. */
  readonly sources: readonly RowSource[];
  /**
   * The first source's Git tags, if they aren't plain versions: a regular expression with the
   * version in its group, and the Dockerfile's paths at other tags. `false` if they aren't versions
   * of the image.
   */
  readonly git?: false | { readonly tags?: string; readonly paths?: readonly string[] };
  /** The lines about access and its ports; required for a row with a login. */
  readonly cites?: readonly Citation[];
  readonly check?: CheckFacts & { readonly source?: string };
}

/** Lines of a source with their meaning. */
export interface Citation {
  /** `owner/name@commit:path#L12-L15`, on GitHub. */
  readonly at: string;
  /**
   * A text in these lines: if the file's newest version lacks it, the row must be checked again.
   */
  readonly has: string;
  /** The conclusion. */
  readonly says: string;
  /** For old versions only, so the newest file may lack it. */
  readonly past?: true;
  /** The major versions whose source this is, in a row of several. */
  readonly of?: readonly string[];
}
