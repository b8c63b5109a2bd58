import { baseName } from '../parsers/programs/engines.ts';
import type { Span } from '../text/location.ts';
import { isReference, isSecretOption } from './names.ts';

/**
 * How a program takes passwords, apart from `NAME=value` and from options that are named like
 * secrets.
 */
interface PasswordSyntax {
  /** Options with the password in the next word or attached: `-p S`, `-pS`. */
  readonly options?: readonly string[];
  /** Options with the password in the next word only. */
  readonly next?: readonly string[];
  /** Options with an attached password only: `-pS`. `-p` alone prompts for it. */
  readonly glued?: readonly string[];
  /** Options with user and password, joined by this separator: `-u user:S`. */
  readonly pairs?: Readonly<Record<string, string>>;
  /** Applies only if this word is among the arguments, such as `login`. */
  readonly subcommand?: string;
  /**
   * Words after `after` without an option: the first `shown` ones aren't secret, the others are
   * passwords.
   */
  readonly words?: { readonly after: string; readonly shown: number };
}

/** Bundles of `htpasswd` options with `b`; the last word then is the password. */
const HTPASSWD_BATCH = /^-[ac-zA-Z]*b[A-Za-z]*$/;

const USER_AND_PASSWORD: Readonly<Record<string, string>> = {
  '-u': ':',
  '--user': ':',
  '-U': ':',
  '--proxy-user': ':',
};

const PROGRAMS: ReadonlyMap<string, readonly PasswordSyntax[]> = new Map(
  (
    [
      [
        'docker podman nerdctl finch buildah skopeo helm oras crane az',
        { options: ['-p'], subcommand: 'login' },
        { pairs: { '--creds': ':', '--src-creds': ':', '--dest-creds': ':' } },
      ],
      ['mysql mysqladmin mysqlcheck mysqldump mysqlimport mysqlpump mysqlshow mysqlslap', { glued: ['-p'] }],
      ['mariadb mariadb-admin mariadb-check mariadb-dump mariadb-import mariadb-show', { glued: ['-p'] }],
      ['redis-cli valkey-cli keydb-cli', { options: ['-a', '--pass'] }],
      ['mongo mongosh mongodump mongoexport mongoimport mongorestore', { options: ['-p'] }],
      ['ldapadd ldapdelete ldapmodify ldappasswd ldapsearch ldapwhoami', { options: ['-w'] }],
      ['curl ctr etcdctl', { pairs: USER_AND_PASSWORD, options: ['--oauth2-bearer'] }],
      ['http https xh', { pairs: { '-a': ':', '--auth': ':' } }],
      ['sshpass beeline cqlsh cypher-shell rabbitmqadmin ncftp ncftpput', { options: ['-p'] }],
      ['useradd usermod', { options: ['-p'] }],
      ['plink pscp psftp', { options: ['-pw'] }],
      ['ssh-keygen', { next: ['-N', '-P'] }],
      ['ipmitool osql tsql', { options: ['-P'] }],
      ['keytool jarsigner', { next: ['-storepass', '-keypass', '-srcstorepass', '-deststorepass'] }],
      ['smbclient', { pairs: { '-U': '%', '--user': '%' } }],
      ['lftp', { pairs: { '-u': ',', '--user': ',' } }],
      ['sqlcmd bcp zip unzip', { options: ['-P'] }],
      ['7z', { glued: ['-p'] }],
      ['mosquitto_pub mosquitto_sub', { options: ['-P', '--pw'] }],
      ['openssl', { next: ['-pass', '-passin', '-passout', '-k'] }],
      [
        'rabbitmqctl',
        ...['add_user', 'change_password', 'authenticate_user'].map((after) => ({ words: { after, shown: 1 } })),
      ],
      ['ngrok', ...['authtoken', 'add-authtoken'].map((after) => ({ words: { after, shown: 0 } }))],
      ['vault', { words: { after: 'login', shown: 0 } }, { words: { after: 'unseal', shown: 0 } }],
      ['neo4j-admin', { words: { after: 'set-initial-password', shown: 0 } }],
      ['grafana-cli grafana', { words: { after: 'reset-admin-password', shown: 0 } }],
      ['rclone', { words: { after: 'obscure', shown: 0 } }],
      ['wpa_passphrase', { words: { after: 'wpa_passphrase', shown: 1 } }],
      [
        'mc',
        { words: { after: 'set', shown: 3 }, subcommand: 'alias' },
        { words: { after: 'add', shown: 3 }, subcommand: 'host' },
      ],
      [
        'aws',
        { words: { after: 'aws_secret_access_key', shown: 0 } },
        { words: { after: 'aws_session_token', shown: 0 } },
      ],
    ] satisfies readonly (readonly [names: string, ...PasswordSyntax[]])[]
  ).flatMap(([names, ...syntaxes]) => names.split(' ').map((name) => [name, syntaxes] as const)),
);

/**
 * Programs that read a password from standard input if they have one of these words; `''` means
 * always.
 */
const READERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['chpasswd', ['']],
  ['passwd', ['--stdin']],
  ['sudo', ['-S', '--stdin']],
  ['gh', ['--with-token']],
  ['glab', ['--stdin']],
]);
const READER_OPTIONS: readonly string[] = ['--password-stdin', '--token-stdin'];

const PRINTERS: ReadonlySet<string> = new Set(['echo', 'printf']);

/**
 * The spans of passwords in each word of a command; words may be quoted. Leaves out references to
 * variables.
 */
export function passwordsInWords(words: readonly string[]): readonly (readonly Span[])[] {
  if (!words.some(mayPassPasswords)) return words.map(() => NO_SPANS);
  const found = words.map((): Span[] => []);
  const bare = words.map(withoutQuotes);
  const add = (index: number, from: number): void => {
    const word = bare[index];
    if (word === undefined) return;
    const { text, start } = word;
    if (from < text.length && !isReference(text.slice(from)))
      found[index]?.push({ start: start + from, end: start + text.length });
  };
  let program: readonly PasswordSyntax[] = [];
  const texts = new Set(bare.map(({ text }) => text));
  const handled = new Set<string>();
  for (const [index, { text }] of bare.entries()) {
    const name = baseName(text);
    const known = PROGRAMS.get(name);
    if (known !== undefined) {
      program = known.filter(({ subcommand }) => subcommand === undefined || texts.has(subcommand));
      // Call it once per program: it covers all words after the first occurrence.
      if (!handled.has(name)) addWords(program, bare, index, add);
      handled.add(name);
    } else if (name === 'htpasswd' && !handled.has(name) && bare.some((word) => HTPASSWD_BATCH.test(word.text))) {
      add(bare.length - 1, 0);
      handled.add(name);
    }
    if (!text.startsWith('-')) continue;
    const equals = text.indexOf('=');
    if (isSecretOption(equals < 0 ? text : text.slice(0, equals))) {
      if (equals >= 0) add(index, equals + 1);
      else if (bare[index + 1]?.text.startsWith('-') === false) add(index + 1, 0);
    }
    for (const syntax of program) addOption(syntax, text, index, bare, add);
  }
  return found;
}

const NO_SPANS: readonly Span[] = [];

/** Programs that take or read a password without an option for it. */
const WITHOUT_OPTION = new RegExp(
  [
    ...[...PROGRAMS].flatMap(([name, syntaxes]) => (syntaxes.some(({ words }) => words !== undefined) ? [name] : [])),
    ...[...READERS].flatMap(([name, options]) => (options.includes('') ? [name] : [])),
  ].join('|'),
);

/** A fast test: false if no command in a script can pass a password. */
export function mayPassPasswords(script: string): boolean {
  return /(?:^|[^\w.])-/.test(script) || WITHOUT_OPTION.test(script);
}

type Add = (index: number, from: number) => void;

function addOption(
  { options = [], next = [], glued = [], pairs = {} }: PasswordSyntax,
  text: string,
  index: number,
  words: readonly Word[],
  add: Add,
): void {
  for (const option of options) {
    if (text === option) add(index + 1, 0);
    else if (isGlued(text, option)) add(index, option.length + (text.charAt(option.length) === '=' ? 1 : 0));
  }
  if (next.includes(text)) add(index + 1, 0);
  for (const option of glued) if (isGlued(text, option)) add(index, option.length);
  for (const [option, sign] of Object.entries(pairs)) {
    // The option may end a bundle: `curl -sSu user:S`.
    const isNext =
      text === option || (option.length === 2 && /^-[A-Za-z]+$/.test(text) && text.endsWith(option.slice(1)));
    if (!isNext && !isGlued(text, option)) continue;
    const at = isNext ? index + 1 : index;
    const from = isNext ? 0 : option.length;
    const behind = words[at]?.text.indexOf(sign, from) ?? -1;
    if (behind >= 0) add(at, behind + 1);
  }
}

/** True for an attached value: `-pS`; for a long option, only `--pass=S`. */
function isGlued(text: string, option: string): boolean {
  return option.startsWith('--')
    ? text.startsWith(`${option}=`)
    : text.startsWith(option) && text.length > option.length && option.length === 2;
}

function addWords(program: readonly PasswordSyntax[], words: readonly Word[], from: number, add: Add): void {
  for (const { words: positional } of program) {
    if (positional === undefined) continue;
    const after = words.findIndex(({ text }, index) => index > from && text === positional.after);
    if (after < 0) continue;
    let count = 0;
    for (let index = after + 1; index < words.length; index += 1) {
      if (/^(?:-|\d?[<>])/.test(words[index]?.text ?? '')) continue;
      if (count >= positional.shown) add(index, 0);
      count += 1;
    }
  }
}

/**
 * True for a command that reads a password from standard input, such as `docker login
 * --password-stdin`.
 */
export function readsPassword(words: readonly string[]): boolean {
  const bare = new Set(words.map((word) => withoutQuotes(word).text));
  return [...bare].some(
    (word) =>
      READER_OPTIONS.includes(word) ||
      READERS.get(baseName(word))?.some((option) => option === '' || bare.has(option)) === true,
  );
}

/** The spans of the words that a command prints, without its name and options. */
export function printedWords(words: readonly string[]): readonly (readonly Span[])[] {
  const name = words.findIndex((word) => PRINTERS.has(baseName(withoutQuotes(word).text)));
  return words.map((word, index) => {
    const { text, start } = withoutQuotes(word);
    const isPrinted = name >= 0 && index > name && text !== '' && !/^-[neE]+$/.test(text) && !isReference(text);
    return isPrinted && !/^(?:%s|\\n)+$/.test(text) ? [{ start, end: start + text.length }] : [];
  });
}

interface Word {
  readonly text: string;
  /** The start of the text in the quoted word. */
  readonly start: number;
}

function withoutQuotes(word: string): Word {
  const quote = word.charAt(0);
  return word.length > 1 && (quote === '"' || quote === "'") && word.endsWith(quote)
    ? { text: word.slice(1, -1), start: 1 }
    : { text: word, start: 0 };
}
