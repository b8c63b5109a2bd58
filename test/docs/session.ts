import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'shell-quote';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo, type MemoryFile } from '../memory-io.ts';
import { ROOT } from './markdown.ts';

export type Tree = Readonly<Record<string, string>>;

/** The bundled examples, where a page's commands run unless it says otherwise. */
export const EXAMPLES: Tree = Object.fromEntries(
  ['compose.yaml', 'deploy.sh'].map((name) => [name, readFileSync(join(ROOT, 'test/fixtures/examples', name), 'utf8')]),
);

/** The engine's `docker inspect` output. */
const INSPECTED = JSON.stringify([
  {
    Id: '0',
    Created: '2026-01-01T00:00:00Z',
    Path: 'nginx',
    Name: '/web',
    Config: { Image: 'nginx:1.27' },
    HostConfig: { Privileged: true },
  },
]);

/** Its `docker image inspect` output. */
const INSPECTED_IMAGE = JSON.stringify([
  { RepoTags: ['registry.example/shop:4.2'], RepoDigests: [], Config: { User: '1000', Cmd: ['serve'] } },
]);

/** A terminal that runs a page's commands in one directory. */
export interface Session {
  /** The current files. */
  readonly tree: () => Tree;
  readonly write: (path: string, text: string) => void;
  /** Empties the directory. */
  readonly clear: () => void;
  /** Runs one command line and returns the terminal's output. Throws on unsupported syntax. */
  readonly run: (command: string) => Promise<Shown>;
}

export interface Shown {
  readonly output: string;
  readonly code: number;
}

const PRINTED: Tree = { inspect: INSPECTED, 'image inspect': INSPECTED_IMAGE };

/** A terminal with 100 columns, without colors, on the tests' fixed date. */
export function createSession(start: Tree): Session {
  let tree: Record<string, string> = { ...start };
  let lastCode = 0;
  return {
    tree: () => tree,
    write: (path, text) => {
      tree = { ...tree, [path]: text };
    },
    clear: () => {
      tree = {};
    },
    async run(command) {
      if (command === 'echo $?') return { output: `${lastCode}\n`, code: 0 };
      const line = readCommand(command);
      if (line.program === 'cat') return { output: line.words.map((path) => fileIn(tree, path)).join(''), code: 0 };
      const stdin = line.stdin === undefined ? '' : (PRINTED[line.stdin] ?? fileIn(tree, line.stdin));
      const shown = await runPlimsoll(line.words, tree, stdin, line.stdout !== undefined);
      tree = { ...tree, ...shown.written, ...(line.stdout === undefined ? {} : { [line.stdout]: shown.stdout }) };
      lastCode = shown.code;
      return shown;
    },
  };
}

function fileIn(tree: Tree, path: string): string {
  const text = tree[path];
  if (text === undefined) throw new Error(`There is no file ${path} at this point of the page.`);
  return text;
}

async function runPlimsoll(
  argv: readonly string[],
  tree: Readonly<Record<string, MemoryFile>>,
  stdin: string,
  isRedirected: boolean,
): Promise<Shown & { stdout: string; written: Tree }> {
  const io = createMemoryIo(tree, { stdin, isTerminal: true, columns: 100, environment: { NO_COLOR: '1' } });
  let output = '';
  let stdout = '';
  const code = await main(argv, {
    ...io,
    stdout: {
      isTerminal: !isRedirected,
      columns: 100,
      write: (text) => {
        stdout += text;
        if (!isRedirected) output += text;
      },
    },
    stderr: {
      ...io.stderr,
      write: (text) => {
        output += text;
      },
    },
  });
  return { output, stdout, code, written: Object.fromEntries(io.written) };
}

interface CommandLine {
  readonly program: 'plimsoll' | 'cat';
  readonly words: readonly string[];
  /** The input file, or the client command before it in the pipe: `inspect` or `image inspect`. */
  readonly stdin?: string;
  readonly stdout?: string;
}

/** True for command lines with plimsoll or its output, which are run. */
export function isOurs(command: string): boolean {
  return /(?:^|[\s/])plimsoll(?:\.js)?(?:\s|$)/.test(command.replace(/\s#.*$/, ''));
}

/** Reads `[cat FILE | docker inspect … |] plimsoll … [< FILE] [> FILE]`, or `cat FILE`. */
export function readCommand(command: string): CommandLine {
  const stages: (string | { readonly op: string })[][] = [[]];
  for (const entry of parse(command, (name) => `$${name}`)) {
    if (typeof entry !== 'string' && 'comment' in entry) continue;
    const token = typeof entry === 'string' ? entry : 'pattern' in entry ? entry.pattern : { op: entry.op };
    if (typeof token !== 'string' && token.op === '|') stages.push([]);
    else stages.at(-1)?.push(token);
  }
  const [first = [], second, ...more] = stages;
  if (more.length > 0) throw new Error(`The test can't run this command: ${command}`);
  const own = readStage(second ?? first, command);
  if (second === undefined) return own;
  const [producer, ...words] = first;
  if (producer === 'docker' || producer === 'podman')
    return { ...own, stdin: words[0] === 'image' ? 'image inspect' : 'inspect' };
  if (producer === 'cat' && typeof words[0] === 'string') return { ...own, stdin: words[0] };
  throw new Error(`The test can't run this command: ${command}`);
}

function readStage(stage: readonly (string | { readonly op: string })[], command: string): CommandLine {
  const words: string[] = [];
  const files = new Map<string, string>();
  for (let at = 0; at < stage.length; at += 1) {
    const token = stage[at];
    if (typeof token === 'string') {
      words.push(token);
      continue;
    }
    const file = stage[at + 1];
    if (token === undefined || (token.op !== '<' && token.op !== '>') || typeof file !== 'string')
      throw new Error(`The test can't run this command: ${command}`);
    files.set(token.op, file);
    at += 1;
  }
  const [stdin, stdout] = [files.get('<'), files.get('>')];
  const program =
    /^(?:npx (?:--no -- )?|node (?:\S*\/)?dist\/)?plimsoll(?:\.js)?(?= |$)/.exec(words.join(' '))?.[0].split(' ')
      .length ?? 0;
  if (program === 0 && words[0] !== 'cat') throw new Error(`The test can't run this command: ${command}`);
  return {
    program: program === 0 ? 'cat' : 'plimsoll',
    words: words.slice(Math.max(program, 1)),
    ...(stdin === undefined ? {} : { stdin }),
    ...(stdout === undefined ? {} : { stdout }),
  };
}
