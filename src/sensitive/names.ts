export const PASSWORD_WORDS: readonly string[] = ['password', 'passwd', 'passphrase', 'passcode'];
/**
 * Short words that indicate a password only as a separate word, or after its owner: `DB_PASS`,
 * `rootpw`.
 */
export const SHORT_PASSWORD_WORDS: readonly string[] = ['pass', 'pwd', 'pw'];
export const PASSWORD_OWNERS: readonly string[] =
  'db root user admin redis mysql mongo postgres pg smtp mail ftp ldap mqtt'.split(' ');
/** Words before `key`, for keys that users or services choose. */
export const CHOSEN_KEYS: readonly string[] =
  'secret encryption encrypt signing master jwt hmac session cookie cipher crypto app auth private admin'.split(' ');
/** Words before `key`, for keys that others issue. */
export const ISSUED_KEYS: readonly string[] = ['api', 'application', 'account', 'shared'];

/** Words that indicate a secret in names of variables, keys and options. */
const SECRET_WORD = new RegExp(
  [
    PASSWORD_WORDS.join('|'),
    `(?<![a-z])(?:(?:${PASSWORD_OWNERS.join('|')})?(?:${SHORT_PASSWORD_WORDS.join('|')})|auth|creds?)(?![a-z])`,
    // Common misspellings.
    'pas(?:s?wrod|s?owrd|word|sword?|swrd|phrase|sphrse)|psswo?r?d|sec(?:ert|rect|eret)|tok(?:ne|n)(?![a-z])',
    '(?:basic|digest)-?auth\\.users(?![a-z])',
    'secret|token|credential',
    `(?:${[...CHOSEN_KEYS, ...ISSUED_KEYS, 'access'].join('|')})[_-]?key|key[_-]base`,
    '(?:require|master)(?:pass|auth)(?![a-z])',
  ].join('|'),
  'gi',
);

/** Short words in mixed-case names: `appPwd`, `mainPass`. */
const CAPITAL_WORD = /(?<=[a-z\d])(?:Pass|Pwd|Pw|Auth|Creds?)(?![a-z])/g;

/** The words in a text that may precede a secret, in order. */
export function secretWordsIn(text: string): readonly { readonly word: string; readonly index: number }[] {
  const found: { readonly word: string; readonly index: number }[] = [];
  // Don't use `matchAll`, which copies the expression for each text.
  for (const pattern of [SECRET_WORD, CAPITAL_WORD]) {
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text))
      found.push({ word: match[0], index: match.index });
  }
  return found.sort((a, b) => a.index - b.index);
}

/** Names for facts about a secret, such as its file or lifetime. */
const ABOUT_SECRET =
  /[_.-](?:file|path|dir|port|host|version|tag|image|ttl|expiry|length|size|enabled|type|name|stdin|env)$|^-*(?:no|with|ask|disable|enable|without)-/i;

/**
 * True for names of secrets such as `DB_PASSWORD`, `api-key` and `app.token`, also misspelled, and
 * for a proxy's list of users with hashes. False for `DB_PASSWORD_FILE` and `auth.realm`.
 */
export function isSecretName(name: string): boolean {
  if (ABOUT_SECRET.test(name)) return false;
  if (/(?:basic|digest)-?auth\.users$/i.test(name)) return true;
  const last = name.slice(name.lastIndexOf('.') + 1);
  return last.search(SECRET_WORD) >= 0 || last.search(CAPITAL_WORD) >= 0;
}

/**
 * True for options such as `--password`, `-token` and `--api-key`. False for a bundle of letters,
 * and for `--password-stdin`.
 */
export function isSecretOption(word: string): boolean {
  return /^--?[A-Za-z][\w.-]{2,}$/.test(word) && isSecretName(word);
}

const REFERENCE = /^["']?\$(?:\w+|\{\w+(?::?\?[^{}$"']*)?\}|\((?:cat\s|<)[\s\w./-]+\))["']?$/;

/** The value of `--secret`, which contains a secret's name and source. */
const SECRET_SPEC = /^["']?(?:id|source|src|type|target|env)=[\w./~-]+(?:,[a-z]+=[\w./~-]+){0,100}["']?$/;

/**
 * True for text that only refers to a value: `$X`, `"${X}"`, `${X:?say}`, `$(cat file)`,
 * `id=X,src=file`.
 */
export function isReference(text: string): boolean {
  return REFERENCE.test(text) || SECRET_SPEC.test(text);
}
