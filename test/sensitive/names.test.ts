import { expect, test } from 'vitest';
import { secretKindOf } from '../../src/rules/secret-in-environment/names.ts';
import { secretsIn } from '../../src/sensitive/line-secrets.ts';
import { occurrencesOf } from '../../src/sensitive/mask.ts';
import { isSecretName } from '../../src/sensitive/names.ts';

const NAMES =
  'password passwd passphrase passcode pass db_pwd pw db_pass dbpass rootpw mysqlpwd secret client_secret token credentials creds auth api_key apikey application_key account_key shared_key secret_key secretkey encryption_key encrypt_key signing_key master_key masterkey jwt_key hmac_key session_key cookie_key cipher_key crypto_key app_key auth_key private_key admin_key secret_access_key db_key_base'.split(
    ' ',
  );

test.each(NAMES)('%s says that a value is a secret, to the rule that reports it and to what masks it', (name) => {
  for (const form of [name, name.toUpperCase(), `MY_${name.toUpperCase()}_2`]) {
    expect(secretKindOf(form), form).toBeDefined();
    expect(isSecretName(form), form).toBe(true);
    expect(secretsIn(`${form}=hunter2`), form).toEqual([{ start: form.length + 1, end: form.length + 8 }]);
    expect(secretsIn(`--${form.toLowerCase().replaceAll('_', '-')} hunter2`), form).toHaveLength(1);
  }
});

test.each(['appPwd', 'myPw', 'userAuth', 'mainPass', 'dbCreds', 'dbPassword', 'apiKey', 'jwtSecret'])(
  '%s, in mixed case, says so to both',
  (name) => {
    expect(secretKindOf(name)).toBeDefined();
    expect(isSecretName(name)).toBe(true);
    expect(secretsIn(`${name}=hunter2`)).toEqual([{ start: name.length + 1, end: name.length + 8 }]);
  },
);

test.each([
  'key',
  'monkey',
  'app_keys_dir',
  'bypass',
  'compass',
  'author',
  'pwnat',
  'PUBLIC_KEY',
  'byPassing',
  'theAuthor',
])('%s says nothing of the kind to either', (name) => {
  expect([secretKindOf(name), isSecretName(name)]).toEqual([undefined, false]);
});

// A pattern with lookahead at the start would overflow the stack.
test('a value of ten megabytes is found where it is', () => {
  const value = `1${'a'.repeat(10_000_000)}`;
  expect(occurrencesOf([value], `x ${value}`)).toEqual([{ start: 2, end: 2 + value.length }]);
});

test.each([
  ['a token of the fewest characters', ['xoxb', '0123456789'].join('-'), 0],
  ['a hash', '$1$abcdefghijklmnop', 0],
  ['an option', '--token x', 8],
  ['a default', '${PW:-x}', 6],
  ['a list', '["--pw","x"]', 8],
])('%s is found in a text of nothing else', (_, text, start) => {
  expect(secretsIn(text).map((span) => span.start)).toEqual([start]);
});
