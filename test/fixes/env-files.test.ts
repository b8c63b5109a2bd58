import { describe, expect, it } from 'vitest';
import { fixFiles } from './fix-text.ts';

type Files = Readonly<Record<string, string>>;

const RULE = 'secret-in-environment';

/** The files after moving secrets to `.env`; `refusals` has the reasons for skipped fixes. */
async function moved(
  files: Files,
  isIgnored: boolean | undefined = true,
): Promise<{ readonly files: Files; readonly refusals: readonly string[] }> {
  const run = await fixFiles(files, { rules: [RULE], isIgnoredByGit: () => isIgnored });
  return {
    files: { ...files, ...Object.fromEntries(run.files.map(({ path, after }) => [path, after])) },
    refusals: run.withdrawn.map(({ withdrawal: { message } }) => message),
  };
}

const db = (...environment: readonly string[]): string =>
  `services:\n  db:\n    image: postgres:17.2\n    environment:\n${environment.map((line) => `      ${line}\n`).join('')}`;

describe('the value of a secret moves into .env', () => {
  it.each<readonly [string, string, string, string]>([
    [
      'a literal',
      'POSTGRES_PASSWORD: s3cret # of all',
      'POSTGRES_PASSWORD: "${POSTGRES_PASSWORD:?}" # of all',
      'POSTGRES_PASSWORD=s3cret\n',
    ],
    [
      'in its quotes',
      "POSTGRES_PASSWORD: 's3cret'",
      "POSTGRES_PASSWORD: '${POSTGRES_PASSWORD:?}'",
      'POSTGRES_PASSWORD=s3cret\n',
    ],
    [
      'a number',
      'POSTGRES_PASSWORD: 123456',
      'POSTGRES_PASSWORD: "${POSTGRES_PASSWORD:?}"',
      'POSTGRES_PASSWORD=123456\n',
    ],
    [
      'of a list',
      '- POSTGRES_PASSWORD=s3cret',
      '- "POSTGRES_PASSWORD=${POSTGRES_PASSWORD:?}"',
      'POSTGRES_PASSWORD=s3cret\n',
    ],
    [
      'with an escaped $',
      'POSTGRES_PASSWORD: s3$$cret',
      'POSTGRES_PASSWORD: "${POSTGRES_PASSWORD:?}"',
      "POSTGRES_PASSWORD='s3$cret'\n",
    ],
    [
      'with what begins a comment',
      'POSTGRES_PASSWORD: "a #b"',
      'POSTGRES_PASSWORD: "${POSTGRES_PASSWORD:?}"',
      "POSTGRES_PASSWORD='a #b'\n",
    ],
    ['a default', 'POSTGRES_PASSWORD: ${DB_PASS:-s3cret}', 'POSTGRES_PASSWORD: "${DB_PASS:?}"', 'DB_PASS=s3cret\n'],
    ['a name with a dot', 'db.password: s3cret', 'db.password: "${db_password:?}"', 'db_password=s3cret\n'],
    ['an address', 'URL: postgres://a:s3cret@db/a', 'URL: "${URL:?}"', 'URL=postgres://a:s3cret@db/a\n'],
  ])('%s', async (_, before, after, env) => {
    expect((await moved({ 'compose.yaml': db(before) })).files).toEqual({ 'compose.yaml': db(after), '.env': env });
  });

  const PASSWORD = 'POSTGRES_PASSWORD: s3cret';
  const REQUIRED = 'POSTGRES_PASSWORD: "${POSTGRES_PASSWORD:?}"';

  it('is added to what .env has', async () => {
    const { files } = await moved({ 'compose.yaml': db(PASSWORD), '.env': 'A=1\r\nB=2' });
    expect(files['.env']).toBe('A=1\r\nB=2\r\nPOSTGRES_PASSWORD=s3cret\r\n');
  });

  it.each(['POSTGRES_PASSWORD="s3cret"\n', 'export POSTGRES_PASSWORD=s3cret # of the database\n'])(
    'is there already as %j',
    async (env) => {
      const { files } = await moved({ 'compose.yaml': db(PASSWORD), '.env': env });
      expect(files).toEqual({ 'compose.yaml': db(REQUIRED), '.env': env });
    },
  );

  it('is there once for several services', async () => {
    const two = `${db(PASSWORD)}  web:\n    image: app:1\n    environment:\n      ${PASSWORD}\n`;
    expect((await moved({ 'compose.yaml': two })).files).toEqual({
      'compose.yaml': two.replaceAll(PASSWORD, REQUIRED),
      '.env': 'POSTGRES_PASSWORD=s3cret\n',
    });
  });

  it.each([
    ['where Git does not ignore it, .gitignore gets a line', { '.gitignore': 'dist' }, false, 'dist\n.env\n'],
    ['where there is none, .gitignore is made', {}, false, '.env\n'],
    ['where there is no repository, there is nothing to ignore', {}, undefined, undefined],
  ])('%s', async (_, given, isIgnored, expected) => {
    const { files } = await moved({ 'app/compose.yaml': db(PASSWORD), ...prefixed(given) }, isIgnored);
    expect(files['app/.gitignore']).toBe(expected);
    expect(files['app/.env']).toBe('POSTGRES_PASSWORD=s3cret\n');
  });

  it.each<readonly [string, Files, string]>([
    [
      '.env has another value',
      { 'compose.yaml': db(PASSWORD), '.env': 'POSTGRES_PASSWORD=x\n' },
      '`.env` sets `POSTGRES_PASSWORD` differently.',
    ],
    [
      '.env takes it from another variable',
      { 'compose.yaml': db(PASSWORD), '.env': 'POSTGRES_PASSWORD=${OTHER}\n' },
      '`.env` sets `POSTGRES_PASSWORD` differently.',
    ],
    [
      'no line gives the value back',
      { 'compose.yaml': db('POSTGRES_PASSWORD: "it\'s"') },
      "`.env` can't represent some of its characters.",
    ],
    [
      'the name is one of the client',
      { 'compose.yaml': db('DOCKER_PASSWORD: s3cret') },
      '`DOCKER_PASSWORD` has a special meaning for the client.',
    ],
    [
      'the container would get all of .env',
      { 'compose.yaml': `${db('POSTGRES_PASSWORD: ${DB_PASS:-s3cret}')}    env_file: .env\n`, '.env': 'A=1\n' },
      'It would also change something else in `db`.',
    ],
    [
      'a project beside it reads the variable',
      { 'compose.yaml': db(PASSWORD), 'other.yaml': 'services: {a: {image: "a:${POSTGRES_PASSWORD}"}}\n' },
      'It would change a variable that `other.yaml` also reads.',
    ],
  ])('not where %s', async (_, files, message) => {
    expect(await moved(files)).toEqual({ files, refusals: [message] });
  });

  it.each([
    ['what comes from a variable in parts', db('URL: "postgres://a:s3cret@${HOST}/a"')],
    ['a command', 'services:\n  db:\n    image: redis:7\n    command: redis-server --requirepass s3cret\n'],
  ])('%s has no fix', async (_, text) => {
    expect(await moved({ 'compose.yaml': text })).toEqual({ files: { 'compose.yaml': text }, refusals: [] });
  });

  it('is made by the name of the rule only, and not where no env file may be written', async () => {
    const files = { 'compose.yaml': db(PASSWORD) };
    const unasked = await fixFiles(files, { isIgnoredByGit: () => true });
    expect(unasked.byName.get(RULE)).toBe(1);
    expect(unasked.files.map(({ path }) => path)).toEqual(['compose.yaml']);
    const [refused] = (await fixFiles(files, { rules: [RULE] })).withdrawn;
    expect(refused?.withdrawal.message).toBe("It needs a line in `.env`, which isn't changed here.");
  });

  it('says no value but in .env', async () => {
    const { made } = await fixFiles({ 'compose.yaml': db(PASSWORD) }, { rules: [RULE], isIgnoredByGit: () => true });
    expect(made).toHaveLength(1);
    expect(JSON.stringify(made.map(({ finding, fix }) => [finding, fix]))).not.toContain('s3cret');
    expect(made[0]?.edits.filter(({ newText }) => newText.includes('s3cret')).map(({ path }) => path)).toEqual([
      '.env',
    ]);
  });
});

function prefixed(files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [`app/${path}`, text]));
}
