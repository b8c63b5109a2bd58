import { baseName } from '../parsers/programs/engines.ts';
import type { Span } from '../text/location.ts';
import { isReference, isSecretOption } from './names.ts';

/** How a program takes passwords, beside what holds for all: options that are named like secrets, and `NAME=value`. */
interface PasswordSyntax {
  /** Options of which the next word, or what follows in the same word, is the password: `-p S`, `-pS`. */
  readonly options?: readonly string[];
  /** Options of which the next word is the password, and nothing else. */
  readonly next?: readonly string[];
  /** Options that have it in the same word only: `-pS`, where `-p` alone asks for it. */
  readonly glued?: readonly string[];
  /** Options whose value is a user and the password after this sign: `-u user:S`. */
  readonly pairs?: Readonly<Record<string, string>>;
  /** Only with this word among the arguments: `login`. */
  readonly subcommand?: string;
  /** How many words behind `after` are shown; those that follow them are passwords. Options do not count. */
  readonly words?: { readonly after: string; readonly shown: number };
}

/** The option letters of `-b` style bundles after which `htpasswd` takes the password as its last word. */
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
      ['curl', { pairs: USER_AND_PASSWORD, options: ['--oauth2-bearer'] }],
      ['http https', { pairs: { '-a': ':', '--auth': ':' } }],
      ['sshpass', { options: ['-p'] }],
      ['smbclient', { pairs: { '-U': '%', '--user': '%' } }],
      ['lftp', { pairs: { '-u': ',', '--user': ',' } }],
      ['sqlcmd bcp zip unzip', { options: ['-P'] }],
      ['7z', { glued: ['-p'] }],
      ['mosquitto_pub mosquitto_sub', { options: ['-P', '--pw'] }],
      ['openssl', { next: ['-pass', '-passin', '-passout', '-k'] }],
      ['rabbitmqctl', { words: { after: 'add_user', shown: 1 } }, { words: { after: 'change_password', shown: 1 } }],
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

/** A program that reads a password from its input where it has one of these words; `''` where it always does. */
const READERS: ReadonlyMap<string, readonly string[]> = new Map([
  ['chpasswd', ['']],
  ['passwd', ['--stdin']],
  ['sudo', ['-S', '--stdin']],
  ['gh', ['--with-token']],
  ['glab', ['--stdin']],
]);
const READER_OPTIONS: readonly string[] = ['--password-stdin', '--token-stdin'];

const PRINTERS: ReadonlySet<string> = new Set(['echo', 'printf']);

/** Where the words of a command, with or without quotes, hold passwords. What only names a variable is none. */
export function passwordsInWords(words: readonly string[]): readonly (readonly Span[])[] {
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
      // What is after the first one is after all of them.
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
    // Also at the end of a bundle: `curl -sSu user:S`.
    const isNext =
      text === option || (option.length === 2 && /^-[A-Za-z]+$/.test(text) && text.endsWith(option.slice(1)));
    if (!isNext && !isGlued(text, option)) continue;
    const at = isNext ? index + 1 : index;
    const from = isNext ? 0 : option.length;
    const behind = words[at]?.text.indexOf(sign, from) ?? -1;
    if (behind >= 0) add(at, behind + 1);
  }
}

/** `-pS`; of a long option only `--pass=S`. */
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

/** True for a command that reads a password from its input: `docker login --password-stdin`. */
export function readsPassword(words: readonly string[]): boolean {
  const bare = new Set(words.map((word) => withoutQuotes(word).text));
  return [...bare].some(
    (word) =>
      READER_OPTIONS.includes(word) ||
      READERS.get(baseName(word))?.some((option) => option === '' || bare.has(option)) === true,
  );
}

/** Where the words stand that a command prints, for each word: all but the name and the options. */
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
  /** Where it begins in the word with its quotes. */
  readonly start: number;
}

function withoutQuotes(word: string): Word {
  const quote = word.charAt(0);
  return word.length > 1 && (quote === '"' || quote === "'") && word.endsWith(quote)
    ? { text: word.slice(1, -1), start: 1 }
    : { text: word, start: 0 };
}
