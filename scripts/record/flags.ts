import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CLIENT_KEY, type OtherRecorder, type TopicRecordings } from './recorder.ts';

/**
 * Flags by name, with the letter, if any, and pflag's type: `-e stringArray`, `-d` for a boolean.
 */
type Flags = Readonly<Record<string, string>>;

const run = promisify(execFile);

/**
 * nerdctl's source (no distribution in CI packages it): its directory `cmd`, with the commit in a
 * file `COMMIT`.
 */
const NERDCTL = '.clients/nerdctl';

/**
 * Records test/conformance/flags: podman's flags from its help, and nerdctl's from its source.
 * Missing programs are omitted.
 */
export const record: OtherRecorder = async ({ topic }) => {
  const topics = [
    { name: 'podman', record: recordPodman },
    { name: 'nerdctl', record: recordNerdctl },
  ].filter(({ name }) => name.includes(topic));
  const recordings = await Promise.all(topics.map(async ({ name, record: each }) => ({ name, cases: await each() })));
  return recordings.flatMap(({ name, cases }): readonly TopicRecordings[] => {
    if (cases !== undefined) return [{ path: `test/conformance/flags/${name}.json`, cases, errors: [] }];
    console.log(`flags: ${name} is not here`);
    return [];
  });
};

async function recordPodman(): Promise<ReadonlyMap<string, unknown> | undefined> {
  const help = async (...words: readonly string[]): Promise<string> =>
    run('podman', [...words, '--help']).then(
      ({ stdout }) => stdout,
      () => '',
    );
  const version = await run('podman', ['--version']).catch(() => undefined);
  if (version === undefined) return undefined;
  const own = flagsInHelp(await help());
  const cases = new Map<string, unknown>([
    [CLIENT_KEY, version.stdout.trim().replace(' version', '')],
    ['podman', own],
  ]);
  for (const command of ['run', 'create', 'exec']) {
    const isInherited = async ([name, type]: readonly [string, string]): Promise<boolean> =>
      (await help(command, isBoolean(type) ? `--${name}` : `--${name}=x`)) !== '';
    const inherited = [];
    for (const flag of Object.entries(own)) if (await isInherited(flag)) inherited.push(flag);
    cases.set(`podman ${command}`, { ...Object.fromEntries(inherited), ...flagsInHelp(await help(command)) });
  }
  return cases;
}

function isBoolean(type: string): boolean {
  return /^(?:-.)?$/.test(type);
}

/** The options in a help text. A value's name is between the flag and two spaces. */
function flagsInHelp(help: string): Flags {
  return Object.fromEntries(
    Array.from(
      help.matchAll(/^ {2}(?:-(\S), | {4})--([\w-]+)(?: (\S+))?(?: {2}|$)/gm),
      ([, letter, name = '', type = '']): readonly [string, string] => [name, toText(letter, type)],
    ),
  );
}

function toText(letter: string | undefined, type: string): string {
  return [...(letter === undefined ? [] : [`-${letter}`]), ...(type === '' ? [] : [type])].join(' ');
}

function recordNerdctl(): ReadonlyMap<string, unknown> | undefined {
  if (!existsSync(NERDCTL)) return undefined;
  const source = (path: string): string => readFileSync(join(NERDCTL, 'cmd/nerdctl', path), 'utf8');
  const ofRun = source('container/container_run.go');
  const inherited = flagsInSource(source('main.go'));
  return new Map<string, unknown>([
    [CLIENT_KEY, `nerdctl ${readFileSync(join(NERDCTL, 'COMMIT'), 'utf8').trim()}`],
    ['nerdctl', inherited],
    ['nerdctl run', flagsInSource(ofRun)],
    ['nerdctl create', flagsInSource(ofRun.slice(ofRun.indexOf('func setCreateFlags')))],
    ['nerdctl exec', flagsInSource(source('container/container_exec.go'))],
  ]);
}

/**
 * `Flags().StringP("name", "n", …` and nerdctl's own
 * `AddPersistentStringFlag(cmd, "name", []string{"n"}, nil, []string{"alias"}, …`.
 */
function flagsInSource(source: string): Flags {
  const plain = source.matchAll(/Flags\(\)\.([A-Z]\w*?)(?:P\("([\w-]+)", "(\w)"|\("([\w-]+)", )/g);
  const own = source.matchAll(
    /AddPersistent(\w+)Flag\(rootCmd, "([\w-]+)", (?:nil|\[\]string\{([^}]*)\}), (?:nil|\[\]string\{[^}]*\}), (?:nil|\[\]string\{([^}]*)\}|cfg)/g,
  );
  return Object.fromEntries([
    ...Array.from(plain).flatMap(([, type = '', lettered, letter, unlettered = '']): [string, string][] =>
      type.startsWith('Get') ? [] : [[lettered ?? unlettered, toText(letter, typeName(type))]],
    ),
    ...Array.from(own).flatMap(([, type = '', name = '', letters = '', aliases = '']): [string, string][] => {
      const [letter] = wordsIn(letters);
      return [
        [name, toText(letter, typeName(type))],
        ...wordsIn(aliases).map((alias): [string, string] => [alias, typeName(type)]),
      ];
    }),
  ]);
}

function wordsIn(list: string): readonly string[] {
  return Array.from(list.matchAll(/"([^"]+)"/g), ([, word = '']) => word);
}

/** The pflag help's name of a Go type. */
function typeName(method: string): string {
  const name = method.charAt(0).toLowerCase() + method.slice(1);
  return name === 'bool' ? '' : name.replace(/Slice$/, 's');
}
