/** The words by which the name of a variable, a key or an option says that its value is a secret. */
export const SECRET_WORD =
  /pass(?:word|wd|phrase|code)|(?<![a-z])(?:pass|pwd|auth|creds?)(?![a-z])|secret|token|credential|(?:api|access|private|secret|encryption|signing|master)[_-]?key|(?:require|master)(?:pass|auth)(?![a-z])/gi;

/** What is said about a secret, such as the file that holds it or how long it is valid, is none. */
const ABOUT_SECRET =
  /[_.-](?:file|path|dir|port|host|version|tag|image|ttl|expiry|length|size|enabled|type|name|stdin|env)$|^-*(?:no|with|ask|disable|enable|without)-/i;

/** True for the name of a variable or a key whose value is a secret: `DB_PASSWORD`, `api-key`, `app.token`; not `DB_PASSWORD_FILE`, nor `auth.realm`. */
export function isSecretName(name: string): boolean {
  return !ABOUT_SECRET.test(name) && name.slice(name.lastIndexOf('.') + 1).search(SECRET_WORD) >= 0;
}

/** `--password`, `-token`, `--api-key`; not a bundle of letters, nor `--password-stdin`. */
export function isSecretOption(word: string): boolean {
  return /^--?[A-Za-z][\w.-]{2,}$/.test(word) && isSecretName(word);
}

const REFERENCE = /^["']?\$(?:\w+|\{\w+(?::?\?[^{}$"']*)?\}|\((?:cat\s|<)[\s\w./-]+\))["']?$/;

/** True for a text that gives no value of its own: `$X`, `"${X}"`, `${X:?say}`, `$(cat file)`. */
export function isReference(text: string): boolean {
  return REFERENCE.test(text);
}
