export const PASSWORD_WORDS: readonly string[] = ['password', 'passwd', 'passphrase', 'passcode'];
/** Short ones, which mean a password only as a word of their own, or behind whose it is: `DB_PASS`, `rootpw`. */
export const SHORT_PASSWORD_WORDS: readonly string[] = ['pass', 'pwd', 'pw'];
export const PASSWORD_OWNERS: readonly string[] =
  'db root user admin redis mysql mongo postgres pg smtp mail ftp ldap mqtt'.split(' ');
/** Words before `key` for one that the user chooses, or a service does. */
export const CHOSEN_KEYS: readonly string[] =
  'secret encryption encrypt signing master jwt hmac session cookie cipher crypto app auth private admin'.split(' ');
/** Words before `key` for one that somebody else issues. */
export const ISSUED_KEYS: readonly string[] = ['api', 'application', 'account', 'shared'];

/** The words by which the name of a variable, a key or an option says that its value is a secret. */
const SECRET_WORD = new RegExp(
  [
    PASSWORD_WORDS.join('|'),
    `(?<![a-z])(?:(?:${PASSWORD_OWNERS.join('|')})?(?:${SHORT_PASSWORD_WORDS.join('|')})|auth|creds?)(?![a-z])`,
    // As people misspell them.
    'pas(?:s?wrod|s?owrd|word|sword?|swrd|phrase|sphrse)|psswo?r?d|sec(?:ert|rect|eret)|tok(?:ne|n)(?![a-z])',
    '(?:basic|digest)-?auth\\.users(?![a-z])',
    'secret|token|credential',
    `(?:${[...CHOSEN_KEYS, ...ISSUED_KEYS, 'access'].join('|')})[_-]?key|key[_-]base`,
    '(?:require|master)(?:pass|auth)(?![a-z])',
  ].join('|'),
  'gi',
);

/** The short words in the middle of a name in mixed case: `appPwd`, `mainPass`. */
const CAPITAL_WORD = /(?<=[a-z\d])(?:Pass|Pwd|Pw|Auth|Creds?)(?![a-z])/g;

/** The words in a text that say that what is after them is a secret, in their order. */
export function secretWordsIn(text: string): readonly { readonly word: string; readonly index: number }[] {
  const found: { readonly word: string; readonly index: number }[] = [];
  // With `matchAll` each text would take an expression of its own.
  for (const pattern of [SECRET_WORD, CAPITAL_WORD]) {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text))
      found.push({ word: match[0], index: match.index });
  }
  return found.sort((a, b) => a.index - b.index);
}

/** What is said about a secret, such as the file that holds it or how long it is valid, is none. */
const ABOUT_SECRET =
  /[_.-](?:file|path|dir|port|host|version|tag|image|ttl|expiry|length|size|enabled|type|name|stdin|env)$|^-*(?:no|with|ask|disable|enable|without)-/i;

/**
 * True for a name whose value is a secret: `DB_PASSWORD`, `api-key`, `app.token`, also misspelt, and the users with their
 * hashes of a proxy; not `DB_PASSWORD_FILE`, `auth.realm`.
 */
export function isSecretName(name: string): boolean {
  if (ABOUT_SECRET.test(name)) return false;
  if (/(?:basic|digest)-?auth\.users$/i.test(name)) return true;
  const last = name.slice(name.lastIndexOf('.') + 1);
  return last.search(SECRET_WORD) >= 0 || last.search(CAPITAL_WORD) >= 0;
}

/** `--password`, `-token`, `--api-key`; not a bundle of letters, nor `--password-stdin`. */
export function isSecretOption(word: string): boolean {
  return /^--?[A-Za-z][\w.-]{2,}$/.test(word) && isSecretName(word);
}

const REFERENCE = /^["']?\$(?:\w+|\{\w+(?::?\?[^{}$"']*)?\}|\((?:cat\s|<)[\s\w./-]+\))["']?$/;

/** What `--secret` of the clients takes: a secret's name, and where its value is. */
const SECRET_SPEC = /^["']?(?:id|source|src|type|target|env)=[\w./~-]+(?:,[a-z]+=[\w./~-]+){0,100}["']?$/;

/** True for a text that gives no value of its own: `$X`, `"${X}"`, `${X:?say}`, `$(cat file)`, `id=X,src=file`. */
export function isReference(text: string): boolean {
  return REFERENCE.test(text) || SECRET_SPEC.test(text);
}
