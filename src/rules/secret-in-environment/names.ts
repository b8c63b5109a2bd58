import {
  CHOSEN_KEYS,
  ISSUED_KEYS,
  PASSWORD_OWNERS,
  PASSWORD_WORDS,
  SHORT_PASSWORD_WORDS,
} from '../../sensitive/names.ts';

/**
 * The kind of secret by a variable's name: chosen by the user (password, signing key), issued by
 * others (API key, token), or a user and password pair.
 */
export type SecretKind = 'chosen' | 'issued' | 'pair';

/** Words after the deciding one: `DB_PASSWORD_2`, `TOKEN_DEV`. */
const SUFFIXES: ReadonlySet<string> = new Set(
  'value plain plaintext default dev development prod production staging stage test testing local'.split(' '),
);
const PUBLIC: ReadonlySet<string> = new Set('public publishable anon vite site'.split(' '));
const FOLDERS: ReadonlySet<string> = new Set(['PWD', 'OLDPWD']);

/** Several secrets: `INIT_API_TOKENS`, `CLIENT_PASSWORDS`. */
const LISTS = /^(?:\S* passwords|(?:access|admin|api|auth|bearer|service) tokens|api keys)$/;

/** Words that end in `pass` but don't mean a password. */
const OTHER_PASS = /(?:com|by|tres|over|under|sur)pass$/;

const SHORT = SHORT_PASSWORD_WORDS.join('|');
const PASSWORD = new RegExp(`(?:${PASSWORD_WORDS.join('|')})$|^(?:${PASSWORD_OWNERS.join('|')})?(?:${SHORT})$`);

/** A quick test: false for a name that contains none of the words below. */
const MAY_PROMISE = new RegExp(
  [...PASSWORD_WORDS, ...SHORT_PASSWORD_WORDS, 'phrase|cookie|salt|pat|secret|token|cred|auth|key'].join('|'),
  'i',
);

/**
 * The kind of secret that a name's last word means; none for `PASSWORD_FILE`, `TOKEN_URL` and
 * `MAX_TOKENS`.
 */
export function secretKindOf(name: string): SecretKind | undefined {
  if (!MAY_PROMISE.test(name) || FOLDERS.has(name)) return undefined;
  const words = wordsOf(name);
  if (words.some((word) => PUBLIC.has(word)) || name.startsWith('REACT_APP_')) return undefined;
  while (words.length > 1 && isSuffix(words.at(-1))) words.pop();
  // Rails derives keys from these: `SECRET_KEY_BASE`, `DB_KEY_BASE`.
  if (words.join(' ').endsWith('key base')) return 'chosen';
  const before = words.at(-2) ?? '';
  const last = LISTS.test(`${before} ${words.at(-1) ?? ''}`)
    ? (words.at(-1)?.slice(0, -1) ?? '')
    : (words.at(-1) ?? '');
  if (PASSWORD.test(last) || (last.endsWith('pass') && !OTHER_PASS.test(last))) return 'chosen';
  if (last === 'phrase' && before === 'pass') return 'chosen';
  // Erlang nodes authenticate with a cookie; a salt is part of hashes.
  if ((last === 'cookie' && before === 'erlang') || last === 'salt') return 'chosen';
  if (last === 'pat') return 'issued';
  if (last.endsWith('secret')) return before === 'client' || before === 'consumer' ? 'issued' : 'chosen';
  if (last.endsWith('token')) return 'issued';
  if (/^(?:credentials?|creds|auth)$/.test(last)) return 'pair';
  const joined = last.endsWith('key') ? last.slice(0, -'key'.length) : '';
  if (ISSUED_KEYS.includes(joined)) return 'issued';
  if (CHOSEN_KEYS.includes(joined)) return 'chosen';
  if (last !== 'key') return undefined;
  if (CHOSEN_KEYS.includes(before)) return 'chosen';
  // An access key is a user name, a secret access key isn't.
  if (ISSUED_KEYS.includes(before)) return 'issued';
  return before === 'access' && /^(?:secret|shared|storage)$/.test(words.at(-3) ?? '') ? 'issued' : undefined;
}

function isSuffix(word: string | undefined): boolean {
  return word !== undefined && (SUFFIXES.has(word) || /^\d+$/.test(word));
}

/** A name's words in lowercase, from `DB_PASSWORD`, `db.password` or `dbPassword`. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
}
