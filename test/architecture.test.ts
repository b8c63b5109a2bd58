import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { type Import, imports, ROOT, roomOf, sources } from './source-imports.ts';

interface Reach {
  /** The rooms it may import from, including types. */
  readonly rooms: readonly string[];
  readonly packages?: readonly string[];
}

/** The rooms of front ends, as their registry lists them. */
const FRONT_ENDS = imports.filter(({ from }) => from === 'src/parsers/all.ts').map(({ to }) => roomOf(to));

/** What every front end may import; never another front end. */
const FOR_FRONT_ENDS = [
  'files',
  'model',
  'parsers/contract',
  'parsers/docker',
  'parsers/dockerfile',
  'parsers/programs',
  'parsers/syntax',
  'sensitive',
  'text',
  'util',
];

/** What some front ends may import in addition. */
const BESIDES: Readonly<Record<string, Partial<Reach>>> = {
  'parsers/compose': { rooms: ['parsers/yaml'] },
  // Documents in another syntax contain scripts, commands and containers.
  'parsers/hosts': { rooms: ['parsers/compose', 'parsers/shell', 'parsers/yaml'], packages: ['jsonc-parser'] },
  'parsers/inspect': { packages: ['jsonc-parser'] },
  'parsers/shell': { packages: ['unbash'] },
};

/** What each other room may import; nothing else is allowed. */
const OTHERS: Readonly<Record<string, Reach>> = {
  util: { rooms: [] },
  text: { rooms: ['util'] },
  // What Git tracks is read from its own files; Git is never run.
  files: { rooms: ['text', 'util'], packages: ['node:fs', 'node:path'] },
  git: { rooms: ['files', 'util'], packages: ['node:crypto'] },
  model: { rooms: ['text'] },
  'engine-json': { rooms: ['model', 'sensitive', 'text', 'util'] },
  // Front ends report where values are and mark secrets; this room masks parsed values and knows
  // only the contract.
  sensitive: { rooms: ['model', 'parsers/contract', 'parsers/programs', 'text', 'util'] },

  // Image facts: the table, and what an engine reported. Reads no files.
  images: { rooms: ['model', 'parsers/syntax', 'text', 'util'] },

  // Rules see the model, never the source text. Programs that run other programs are facts about a
  // command.
  rules: { rooms: ['images', 'model', 'parsers/programs', 'parsers/syntax', 'sensitive', 'text', 'util'] },

  'parsers/contract': { rooms: ['files', 'model', 'text', 'util'] },
  'parsers/syntax': { rooms: ['model', 'text', 'util'] },
  'parsers/yaml': { rooms: ['files', 'model', 'parsers/contract', 'parsers/syntax', 'text'], packages: ['yaml'] },
  'parsers/mentions': {
    rooms: ['files', 'model', 'parsers/contract', 'parsers/programs', 'parsers/yaml', 'text', 'util'],
  },
  'parsers/programs': { rooms: ['text', 'util'], packages: ['shell-quote'] },
  'parsers/dockerfile': {
    rooms: ['files', 'model', 'parsers/contract', 'parsers/syntax', 'sensitive', 'text', 'util'],
  },
  'parsers/docker': {
    rooms: [
      'files',
      'model',
      'parsers/contract',
      'parsers/dockerfile',
      'parsers/programs',
      'parsers/syntax',
      'sensitive',
      'text',
      'util',
    ],
  },
  parsers: {
    rooms: [
      'files',
      'model',
      'parsers/contract',
      'parsers/dockerfile',
      'parsers/mentions',
      'parsers/yaml',
      'sensitive',
      'text',
      'util',
      ...FRONT_ENDS,
    ],
  },

  // Rules as data: JSON Schemas over the printed request.
  policies: { rooms: ['engine-json', 'images', 'model', 'parsers/syntax', 'rules', 'text', 'util'] },

  config: {
    rooms: [
      'files',
      'git',
      'images',
      'model',
      'parsers/contract',
      'parsers/syntax',
      'parsers/yaml',
      'policies',
      'rules',
      'text',
      'util',
    ],
  },
  findings: {
    rooms: ['config', 'files', 'images', 'model', 'parsers/contract', 'parsers/syntax', 'rules', 'text', 'util'],
    packages: ['jsonc-parser', 'node:crypto'],
  },
  // Fixes: model changes that front ends write, verified on the parsed result. `.env` variables are
  // those Compose reads.
  fixes: {
    rooms: [
      'config',
      'files',
      'findings',
      'model',
      'parsers',
      'parsers/compose',
      'parsers/contract',
      'parsers/syntax',
      'projects',
      'rules',
      'text',
      'util',
    ],
    packages: ['diff'],
  },
  report: { rooms: ['files', 'findings', 'model', 'parsers', 'rules', 'text', 'util'] },
  // Groups files into inputs, and relates inputs; it knows no findings.
  projects: {
    rooms: ['config', 'files', 'git', 'parsers', 'parsers/compose', 'parsers/contract', 'util'],
    packages: ['ignore'],
  },
  terminal: { rooms: [] },
  'version.ts': { rooms: [] },
  'node-watchdog.ts': { rooms: ['util'], packages: ['node:vm'] },
  reporters: {
    rooms: ['findings', 'model', 'report', 'rules', 'sensitive', 'terminal', 'text', 'util', 'version.ts'],
    packages: ['node:crypto'],
  },
  // The only path from an input to its findings: directly, in threads, or from a cache.
  lint: {
    rooms: [
      'config',
      'files',
      'findings',
      'fixes',
      'model',
      'parsers',
      'parsers/contract',
      'projects',
      'report',
      'rules',
      'sensitive',
      'text',
      'util',
    ],
    packages: ['node:crypto'],
  },
  // From the inputs of a run to what is reported, in steps.
  outcome: {
    rooms: [
      'config',
      'files',
      'findings',
      'git',
      'lint',
      'model',
      'parsers',
      'parsers/compose',
      'parsers/contract',
      'parsers/mentions',
      'projects',
      'report',
      'text',
      'util',
    ],
  },
  // Assembles everything; the command line, language server and library are thin layers over it.
  session: {
    rooms: [
      'config',
      'engine-json',
      'files',
      'findings',
      'fixes',
      'git',
      'images',
      'lint',
      'model',
      'outcome',
      'parsers',
      'parsers/contract',
      'parsers/syntax',
      'policies',
      'projects',
      'report',
      'rules',
      'text',
      'util',
    ],
  },

  // Compares running containers with the files.
  drift: {
    rooms: [
      'config',
      'engine-json',
      'findings',
      'images',
      'model',
      'parsers/contract',
      'parsers/inspect',
      'report',
      'sensitive',
      'terminal',
      'text',
      'util',
    ],
  },

  // Everything about a single text, for a page that has only the language.
  playground: {
    rooms: [
      'config',
      'drift',
      'engine-json',
      'files',
      'fixes',
      'lint',
      'model',
      'parsers',
      'parsers/contract',
      'report',
      'rules',
      'text',
      'util',
    ],
  },

  'library.ts': {
    rooms: [
      'config',
      'files',
      'lint',
      'node-watchdog.ts',
      'parsers/contract',
      'report',
      'reporters',
      'rules',
      'session',
    ],
  },
  'index.ts': {
    rooms: [
      'config',
      'engine-json',
      'files',
      'findings',
      'library.ts',
      'lint',
      'model',
      'parsers',
      'parsers/contract',
      'report',
      'reporters',
      'rules',
      'session',
      'text',
    ],
  },
  // The editor's entry to the session: documents instead of files.
  lsp: {
    rooms: [
      'config',
      'engine-json',
      'files',
      'fixes',
      'model',
      'parsers',
      'parsers/contract',
      'report',
      'reporters',
      'rules',
      'session',
      'text',
      'util',
      'version.ts',
    ],
    packages: [
      'node:stream',
      'vscode-languageserver',
      'vscode-languageserver-protocol/node',
      'vscode-languageserver-textdocument',
    ],
  },
  cli: {
    rooms: [
      'config',
      'drift',
      'engine-json',
      'files',
      'findings',
      'fixes',
      'git',
      'images',
      'lint',
      'lsp',
      'model',
      'node-watchdog.ts',
      'outcome',
      'parsers',
      'parsers/contract',
      'parsers/syntax',
      'policies',
      'projects',
      'report',
      'reporters',
      'rules',
      'sensitive',
      'session',
      'terminal',
      'text',
      'util',
      'version.ts',
    ],
    packages: [
      'marked',
      'yargs-parser',
      'node:child_process',
      'node:crypto',
      'node:fs',
      'node:path',
      'node:stream',
      'node:readline',
      'node:tty',
    ],
  },
  'bin.ts': { rooms: ['cli'] },
  // The build puts this in front of the command line; it loads the rest (`parts.ts`) at run time.
  launch: {
    rooms: ['cli', 'files', 'lint', 'node-watchdog.ts', 'session', 'version.ts'],
    packages: ['node:fs', 'node:module', 'node:os', 'node:path', 'node:v8', 'node:vm', 'node:worker_threads'],
  },
};

const ROOMS: Readonly<Record<string, Reach>> = {
  ...OTHERS,
  ...Object.fromEntries(
    FRONT_ENDS.map((room) => {
      const { rooms = [], packages = [] } = BESIDES[room] ?? {};
      return [room, { rooms: [...FOR_FRONT_ENDS, ...rooms], packages }];
    }),
  ),
};

/**
 * The directories of a room. Each may import only itself and earlier ones; '' is the room's own
 * files.
 */
const FOLDERS: Readonly<Record<string, readonly string[]>> = {
  lsp: ['client', 'diagnostics', 'features', ''],
  'parsers/docker': ['grammar', 'commands', 'link', 'writer', ''],
  // Syntax, command words, variables, expansion, command effects, in this order.
  'parsers/shell': ['syntax', 'items', 'state', 'expand', 'interpret', 'writer', ''],
  // File loading, service readers, the key table that lists them, and the merged project.
  'parsers/compose': [
    'schema',
    'values',
    'variables',
    'files',
    'service',
    'keys',
    'project',
    'checks',
    'related',
    'writer',
    '',
  ],
};

function reachedFrom(room: string): readonly string[] {
  return imports.filter(({ from }) => roomOf(from) === room).map(({ to }) => (to.startsWith('src/') ? roomOf(to) : to));
}

describe('dependencies run one way', () => {
  test.each(Object.entries(ROOMS))('%s reaches only what it may', (room, { rooms, packages = [] }) => {
    const reached = imports.filter(
      ({ from, to }) => roomOf(from) === room && !(to.startsWith('src/') && roomOf(to) === room),
    );
    const isAllowed = ({ to }: Import): boolean =>
      to.startsWith('src/') ? rooms.includes(roomOf(to)) : packages.includes(to);
    expect(reached.filter((one) => !isAllowed(one)).map(toText)).toEqual([]);
  });

  test('every file is in a room', () => {
    const rooms = new Set(sources.map(({ fileName }) => roomOf(fileName)));
    expect([...rooms].filter((room) => !(room in ROOMS))).toEqual([]);
  });

  test('what a room may reach is reached, so that the table says no more than the code', () => {
    const unused = Object.entries({ ...OTHERS, ...BESIDES }).flatMap(([room, { rooms = [], packages = [] }]) => {
      const reached = reachedFrom(room);
      return [...rooms, ...packages].filter((one) => !reached.includes(one)).map((one) => `${room} → ${one}`);
    });
    const reached = FRONT_ENDS.flatMap(reachedFrom);
    expect([...unused, ...FOR_FRONT_ENDS.filter((one) => !reached.includes(one))]).toEqual([]);
  });

  test('no room reaches another that reaches it', () => {
    const edges = new Map<string, readonly string[]>(Object.entries(ROOMS).map(([room, { rooms }]) => [room, rooms]));
    expect(findCycle(edges)).toBeUndefined();
  });

  test.each(Object.entries(FOLDERS))(
    'the directories of %s have an order, and none reaches one above it',
    (room, order) => {
      const folderOf = (path: string): string => /^([^/]+)\//.exec(path.slice(`src/${room}/`.length))?.[1] ?? '';
      const own = imports.filter(({ from, to }) => from.startsWith(`src/${room}/`) && to.startsWith(`src/${room}/`));
      const rankOf = (path: string): number => order.indexOf(folderOf(path));
      expect([...new Set(own.flatMap(({ from, to }) => [from, to]).map(folderOf))].sort()).toEqual([...order].sort());
      expect(own.filter(({ from, to }) => rankOf(to) > rankOf(from)).map(toText)).toEqual([]);
    },
  );

  test('no module imports itself by way of others, types included', () => {
    const edges = new Map<string, string[]>();
    for (const { from, to } of imports) if (to.startsWith('src/')) edges.set(from, [...(edges.get(from) ?? []), to]);
    expect(findCycle(edges)).toBeUndefined();
  });
});

/** Loaded on demand by several front ends, and the library's own `lintText`. */
const SEVERAL: readonly string[] = ['comments', 'lintText', 'read'];

test('each exported name has one meaning, so that a search for it finds one thing', () => {
  const byName = new Map<string, Set<string>>();
  for (const source of sources)
    for (const name of exportedNames(source)) byName.set(name, (byName.get(name) ?? new Set()).add(source.fileName));
  const several = [...byName].filter(([name, files]) => files.size > 1 && !SEVERAL.includes(name));
  expect(several.map(([name, files]) => `${name}: ${[...files].join(', ')}`)).toEqual([]);
});

test('every package that is used is among those that are installed, and nothing has to be installed with the bundle', () => {
  const { dependencies, devDependencies } = readManifest();
  const used = new Set(
    imports
      .filter(({ to }) => !to.startsWith('src/') && !to.startsWith('node:'))
      .map(({ to }) => to.replace(/\/node$/, '')),
  );
  expect([...used].filter((name) => !devDependencies.includes(name))).toEqual([]);
  expect(dependencies).toEqual([]);
});

describe('the world outside is passed in', () => {
  test('only the command line, and what the library does unasked, knows the process', () => {
    expect(
      sources
        .filter((source) => usesGlobal(source, ['process']))
        .map(({ fileName }) => fileName)
        .sort(),
    ).toEqual([
      'src/bin.ts',
      'src/cli/output/replace-file.ts',
      // The process ID in the name of a temporary file lets the next run find leftovers.
      'src/cli/output/rewrite-file.ts',
      'src/cli/process-input.ts',
      'src/cli/process-io.ts',
      'src/launch/bundle.ts',
      'src/launch/code-cache.ts',
      'src/launch/launch.ts',
      'src/launch/standalone-thread.ts',
      'src/launch/standalone.ts',
      'src/launch/thread.ts',
      'src/library.ts',
      // The processor time that work has used.
      'src/node-watchdog.ts',
      // An environment variable turns it off.
      'src/parsers/yaml/fast-path/switch.ts',
    ]);
  });

  test('only the command line, and what the library does unasked, knows the clock', () => {
    expect(
      sources
        .filter((source) => usesGlobal(source, ['performance']) || asksForTheTime(source))
        .map(({ fileName }) => fileName)
        .sort(),
    ).toEqual(['src/cli/process-io.ts', 'src/library.ts']);
  });

  test('files are read and written in a few places', () => {
    const found = imports.filter(({ to }) => to === 'node:fs' || to === 'node:fs/promises').map(({ from }) => from);
    expect(found.sort()).toEqual([
      'src/cli/output/replace-file.ts',
      'src/cli/output/rewrite-file.ts',
      'src/cli/process-input.ts',
      'src/cli/process-io.ts',
      'src/files/node-file-system.ts',
      'src/launch/bundle.ts',
      'src/launch/code-cache.ts',
    ]);
  });

  test('nothing that is read is run, and nothing goes over the network', () => {
    const forbidden = /^node:(?:child_process|cluster|dgram|dns|http|http2|https|inspector|repl|tls|vm|worker_threads)/;
    // Only the build's own files (compiled code, threads, the watchdog), and Git for `--since`.
    expect(
      imports
        .filter(({ to }) => forbidden.test(to))
        .map(toText)
        .sort(),
    ).toEqual([
      'src/cli/git-program.ts → node:child_process',
      'src/launch/code-cache.ts → node:vm',
      'src/launch/launch.ts → node:worker_threads',
      'src/launch/port.ts → node:worker_threads',
      'src/launch/standalone-thread.ts → node:worker_threads',
      'src/launch/standalone.ts → node:worker_threads',
      'src/launch/thread.ts → node:worker_threads',
      'src/launch/threads.ts → node:worker_threads',
      'src/node-watchdog.ts → node:vm',
    ]);
    expect(
      sources.filter((source) => usesGlobal(source, ['eval', 'fetch', 'WebSocket'])).map(({ fileName }) => fileName),
    ).toEqual([]);
  });
});

describe('the playground runs in a browser', () => {
  /** Every module of the bundle, with its importer. */
  const reached = new Map<string, string>();
  const follow = (from: string): void => {
    for (const { to } of imports.filter((each) => each.from === from)) {
      if (reached.has(to)) continue;
      reached.set(to, from);
      follow(to);
    }
  };
  follow('src/playground/lint-page.ts');

  test('it has the front ends and the rules', () => {
    expect([...reached.keys()]).toEqual(
      expect.arrayContaining(['src/parsers/shell/index.ts', 'src/rules/all.ts', 'yaml', 'unbash']),
    );
  });

  test('it needs none of the modules of Node', () => {
    expect([...reached].filter(([to]) => to.startsWith('node:')).map(([to, from]) => `${from} → ${to}`)).toEqual([]);
  });

  test('it needs none of the globals of Node', () => {
    const globals = ['process', 'Buffer', 'global', 'require', '__dirname', 'setImmediate'];
    expect(
      sources
        .filter((source) => reached.has(source.fileName) && usesGlobal(source, globals))
        .map(({ fileName }) => fileName),
      // An own rule has a key of this name; that there is no process is a case that the last one
      // has.
    ).toEqual(['src/policies/entry.ts', 'src/policies/own-rule.ts', 'src/parsers/yaml/fast-path/switch.ts']);
  });
});

function readManifest(): { readonly dependencies: readonly string[]; readonly devDependencies: readonly string[] } {
  const manifest: unknown = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const namesIn = (key: string): readonly string[] => {
    const found: unknown = Object.entries(manifest ?? {}).find(([name]) => name === key)?.[1];
    return Object.keys(found ?? {});
  };
  return { dependencies: namesIn('dependencies'), devDependencies: namesIn('devDependencies') };
}

function toText({ from, to }: Pick<Import, 'from' | 'to'>): string {
  return `${from} → ${to}`;
}

/** True if a file uses one of these globals as a value, not as a property, type or local name. */
function usesGlobal(source: ts.SourceFile, names: readonly string[]): boolean {
  const isOwn = (node: ts.Identifier): boolean => {
    const { parent } = node;
    return (
      (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
      (ts.isPropertyAssignment(parent) && parent.name === node) ||
      ts.isTypeNode(parent) ||
      ts.isQualifiedName(parent)
    );
  };
  const visit = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && names.includes(node.text) && !isOwn(node)) ||
    (ts.forEachChild(node, (child) => visit(child) || undefined) ?? false);
  return visit(source);
}

/** True if a file asks for the current time; parsing dates is fine. */
function asksForTheTime(source: ts.SourceFile): boolean {
  const isDate = (node: ts.Node): boolean => ts.isIdentifier(node) && node.text === 'Date';
  const visit = (node: ts.Node): boolean => {
    if (ts.isNewExpression(node) && isDate(node.expression) && (node.arguments?.length ?? 0) === 0) return true;
    if (ts.isPropertyAccessExpression(node) && isDate(node.expression) && node.name.text === 'now') return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(source);
}

/** A cycle in a graph, if any. */
function findCycle(edges: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const follow = (node: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(node)) return [...way.slice(way.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const next of edges.get(node) ?? []) {
      const cycle = follow(next, [...way, node]);
      if (cycle !== undefined) return cycle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of edges.keys()) {
    const cycle = follow(node, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

function exportedNames(source: ts.SourceFile): readonly string[] {
  return source.statements.flatMap((statement) => {
    if (!ts.canHaveModifiers(statement)) return [];
    const isExported = ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
    if (!isExported) return [];
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : []));
    const isNamed =
      ts.isFunctionDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement);
    return isNamed && statement.name !== undefined ? [statement.name.text] : [];
  });
}
