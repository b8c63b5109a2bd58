import { credentialsIn } from '../../sensitive/addresses.ts';
import { UNKNOWN_CHARACTER } from '../../text/text.ts';
import { isTestPath } from '../shared/test-path.ts';
import type { SecretKind } from './names.ts';

const SWITCH =
  /^(?:true|false|yes|no|on|off|[01ynt]|enabled?|disabled?|none|null|nil|undefined|unset|not[-_ ]?(?:set|needed|used|required|applicable)|auto|optional|required|prompt)$/i;
/**
 * Values that something else fills in: variables, templates, references to secret stores, encrypted
 * values.
 */
const REFERENCE =
  /^(?:\$[\w{(]|%[\w(]|\{\{|<%|@|#\{|\/run\/secrets|(?:vault|arn|ssm|secretsmanager|env|file|op|sops|sm|secretref|ref|awssm|gcp|kms|doppler|infisical|secret):|ENC[[(]|projects\/[^/]+\/secrets\/)/i;
const ADDRESS = /^[a-z][a-z\d+.-]{0,100}:\/\//i;
const PATH = /^(?:(?:~|\.{1,2})?\/[\w.@/-]*|[A-Za-z]:[\\/].*)$/;
const FILE =
  /^[\w.@/-]+\.(?:pem|key|crt|cer|p12|pfx|jks|keystore|json|ya?ml|toml|txt|env|conf|cfg|ini|pub|asc|gpg|secret|token|sh|js)$/i;
/** Template marks: no program accepts them as values. */
const MARKS = /^(?:<.*>|\[.*\]|\(.*\)|__.*__|[xX]{3,}|[yY]{3,}|[zZ]{3,}|[*.\-_#?\u2026]+)$/s;
/** Paths are shorter, and on megabytes the patterns would overflow the stack. */
const MAX_FORM = 10_000;
/** Issued secrets that are obviously placeholders: `sk-XXXX`, `nvidiaapikey`. */
const FILLED_IN = /x{4}|X{4}|^[a-z]*api[-_]?key$/;
/** Words of hexadecimal digits that replace the real key in a build argument. */
const HEX_WORDS = /^(?:0x)?(?:babe|beef|c0de|cafe|dead|f00d|face|feed){2,8}$/i;

/** True for the default of a build argument that is filled in later, such as `CAFEBABE`. */
export function isFillIn(argument: string): boolean {
  return HEX_WORDS.test(argument.slice(argument.indexOf('=') + 1));
}

/** Placeholder words, except for chosen secrets: `changeme` works as a password. */
const WORDS =
  /^(?:your|insert|enter|put|add|replace|fill|paste|todo|fixme|tbd|dummy|fake|example|placeholder|sample|n\/?a|no|not|unused|ignored|invalid|whatever)(?:$|[^a-z])|^(?:replaceme|user_provided|your[a-z]*(?:key|token|secret))$|[^a-z](?:here|goes|placeholder|example)$/i;
/** A count: passwords aren't so short. */
const COUNT = /^\d{1,2}$/;
/** A limit or a duration. */
const AMOUNT = /^\d{1,5}$|^\d+(?:ms|[smhdw])$/;

const TEST_VALUE = /^test(?:er|ing|s)?(?:[-_.]?(?:pass|passwd|password|pwd?|secret|key|token|user|db|only|\d{1,6}))*$/i;

/** True for a value such as `test123` in a test file: it only protects services the test starts. */
export function isForTests(value: string, path: string): boolean {
  return value.length < 40 && TEST_VALUE.test(value) && isTestPath(path);
}

/**
 * True for a value that can be a secret: not a switch, path, address, reference, amount or
 * placeholder.
 */
export function isLiteralSecret(value: string, kind: SecretKind): boolean {
  const text = value.trim();
  if (text === '' || text.includes(UNKNOWN_CHARACTER)) return false;
  if ([REFERENCE, ADDRESS].some((form) => form.test(text))) return false;
  if (text.length <= MAX_FORM && [SWITCH, PATH, FILE, MARKS].some((form) => form.test(text))) return false;
  switch (kind) {
    case 'chosen':
      return !COUNT.test(text);
    case 'issued':
      return (
        !AMOUNT.test(text) && !WORDS.test(text) && !FILLED_IN.test(text) && !isOneCharacter(text) && !text.includes(' ')
      );
    case 'pair': {
      const password = /^[\w.@+-]{1,100}[:/](\S+)$/.exec(text)?.[1];
      return password !== undefined && !/^\d+$/.test(password) && isLiteralSecret(password, 'chosen');
    }
  }
}

/** True for `xxxx` in either case. On megabytes, a pattern would overflow the stack. */
function isOneCharacter(text: string): boolean {
  const lower = text.toLowerCase();
  return lower === lower.charAt(0).repeat(lower.length);
}

/**
 * True if a URL in a value contains a literal password; unknown parts are
 * {@link UNKNOWN_CHARACTER}.
 */
export function hasPasswordInAddress(value: string): boolean {
  return credentialsIn(value).some(
    ({ password }) => password !== undefined && isLiteralSecret(value.slice(password.start, password.end), 'chosen'),
  );
}

/**
 * `Password=x` in a list of pairs, and command options: `-Dstore.password=x`, `--requirepass x`.
 */
const PAIRS =
  /(?:^|[;&?,\s"'])[\w. -]{0,60}(?:password|passwd|pwd|accountkey|sharedaccesskey)["']?[ \t]{0,5}=[ \t]{0,5}["']?([^;&,\s"']{1,500})/gi;
const OPTIONS = /(?:^|\s)--(?:requirepass|masterauth|password)\s{1,5}(\S{1,500})/g;

/** True if settings in a value, such as a connection string, contain a literal password. */
export function hasPasswordInSettings(value: string): boolean {
  // Cheap check first.
  if (!value.includes('=') && !value.includes('--')) return false;
  return [PAIRS, OPTIONS].some((form) =>
    Array.from(value.matchAll(form), ([, password = '']) => password).some((password) =>
      isLiteralSecret(password, 'chosen'),
    ),
  );
}
