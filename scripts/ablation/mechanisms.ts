/** A function whose body becomes one statement without its mechanism. */
export interface Change {
  /** Below `src`. */
  readonly file: string;
  readonly change: (text: string) => string;
}

/** An ability of the parsers beyond literal text, and how to turn it off. */
export interface Mechanism {
  readonly name: string;
  /** The files that only it needs, below `src`. */
  readonly files: readonly string[];
  readonly off: readonly Change[];
}

const SHELL = 'parsers/shell';
const INTERPRET = `${SHELL}/interpret`;
const LOOPS = `${INTERPRET}/loops`;
const EXPAND = `${SHELL}/expand`;
const YAML = 'parsers/yaml';

/** Documents with scripts or containers, by their front ends' names in `parsers/all.ts`. */
const HOSTS = [
  ...['ansible', 'devcontainer', 'githubWorkflow', 'gitlabCi', 'justfile', 'makefile', 'markdown', 'packageJson'],
  ...['pipeline', 'quadlet', 'systemdUnit', 'taskfile'],
];

/**
 * Checks for what a Compose client rejects in a loaded project: functions of
 * `parsers/compose/checks`.
 */
const COMPOSE_CHECKS = [
  ['conflicts', 'checkServiceConflicts'],
  ['cycles', 'checkCycles'],
  ['published-ports', 'checkPublishedPorts'],
  ['references', 'checkReferences'],
  ['service-values', 'checkServiceValues'],
  ['validate', 'validateProject'],
] as const;

/** Checks for what an engine rejects: files of `rules/refused-request`. */
const ENGINE_CHECKS = ['network', 'settings', 'limits', 'mounts'];

/**
 * Basic reading of scripts, below `parsers/shell/interpret`: it has no row, since no command would
 * be found without it. All other files belong to mechanisms.
 */
export const READING: readonly string[] = [
  ...[
    'branches',
    'coverage',
    'descriptors',
    'embedded',
    'files',
    'invocations',
    'nested',
    'outcomes',
    'unfollowed',
    'unread',
    'walk',
  ],
  ...['builtins', 'leaving', 'options', 'reading', 'variables'].map((name) => `builtins/${name}`),
  ...['call', 'input', 'likely-words', 'run-command', 'run-words'].map((name) => `commands/${name}`),
  ...['assignments', 'client-environment', 'declarations'].map((name) => `variables/${name}`),
].map((name) => `${INTERPRET}/${name}.ts`);

/**
 * A row each. Without its mechanism a script gives undecided results or nothing, but never a crash.
 */
export const MECHANISMS: readonly Mechanism[] = [
  {
    name: 'rounds of loops',
    files: [`${LOOPS}/loops.ts`, `${LOOPS}/rounds.ts`],
    off: [
      does(`${LOOPS}/loops.ts`, 'isWithinRounds', 'return false;'),
      does(`${LOOPS}/loops.ts`, 'runDecidedRounds', 'return false;'),
    ],
  },
  {
    name: 'conditions',
    files: [`${INTERPRET}/conditions.ts`],
    off: [
      does(`${INTERPRET}/conditions.ts`, 'nodeCondition', 'return undefined;'),
      does(`${INTERPRET}/conditions.ts`, 'matchesCase', 'return undefined;'),
    ],
  },
  {
    name: 'narrowing',
    files: [`${INTERPRET}/narrowing.ts`],
    off: [does(`${INTERPRET}/narrowing.ts`, 'narrow', 'return new Map();')],
  },
  {
    name: 'printed values',
    files: [`${INTERPRET}/printing.ts`, `${INTERPRET}/output.ts`],
    off: [does(`${INTERPRET}/printing.ts`, 'keepPrinted', 'scope.session.printed.delete(part); return;')],
  },
  {
    name: 'written files',
    files: [`${INTERPRET}/written-files.ts`],
    off: [
      does(`${INTERPRET}/written-files.ts`, 'noteWritten', 'return;'),
      does(`${INTERPRET}/written-files.ts`, 'runWriting', 'run(scope); return;'),
    ],
  },
  {
    name: 'sourced files',
    files: [`${INTERPRET}/sources.ts`],
    off: [does(`${INTERPRET}/sources.ts`, 'find', 'return undefined;')],
  },
  {
    name: 'functions',
    files: [`${INTERPRET}/functions.ts`],
    off: [does(`${INTERPRET}/functions.ts`, 'findFunction', 'return undefined;')],
  },
  {
    name: 'traps and aliases',
    files: [`${INTERPRET}/builtins/traps.ts`],
    off: [does(`${INTERPRET}/nested.ts`, 'keep', 'return;')],
  },
  {
    name: 'variables of unknown names',
    files: [`${EXPAND}/unknown-names.ts`],
    off: [does(`${EXPAND}/unknown-names.ts`, 'assignToUnknown', 'return;')],
  },
  {
    name: 'paths of variables',
    files: [`${EXPAND}/paths.ts`, `${EXPAND}/path-names.ts`],
    off: [does(`${EXPAND}/paths.ts`, 'pathOfText', 'return undefined;')],
  },
  {
    name: 'guessed programs',
    files: [],
    off: [does(`${EXPAND}/command-words.ts`, 'guessedProgram', 'return undefined;')],
  },
  {
    name: 'braces',
    files: [`${EXPAND}/braced-words.ts`, `${SHELL}/syntax/braces.ts`],
    off: [does(`${EXPAND}/braced-words.ts`, 'wordsOfBraces', 'return undefined;')],
  },
  {
    name: 'each line of alternatives',
    files: ['parsers/docker/grammar/readings.ts', 'parsers/docker/grammar/merge-lines.ts'],
    off: [does('parsers/docker/grammar/readings.ts', 'readingsOf', 'return undefined;')],
  },
  ...HOSTS.map(
    (name): Mechanism => ({
      name: `host: ${name}`,
      files: [],
      off: [{ file: 'parsers/all.ts', change: (text) => replaced(text, `  ${name},\n`, '') }],
    }),
  ),
  ...COMPOSE_CHECKS.map(
    ([file, name]): Mechanism => ({
      name: `check: ${name}`,
      files: [],
      off: [does(`parsers/compose/checks/${file}.ts`, name, 'return;')],
    }),
  ),
  ...ENGINE_CHECKS.map(
    (name): Mechanism => ({
      name: `engine check: ${name}`,
      files: [`rules/refused-request/${name}.ts`],
      off: [
        {
          file: 'rules/refused-request/rule.ts',
          change: (text) =>
            text.includes(`...${name.toUpperCase()}`)
              ? replaced(text, `...${name.toUpperCase()}`, '...[]')
              : replaced(text, `, ${name.toUpperCase()})`, ', [])'),
        },
      ],
    }),
  ),
  {
    name: 'YAML: fast path',
    files: ['cursor', 'reader', 'scalars', 'switch'].map((name) => `${YAML}/fast-path/${name}.ts`),
    off: [does(`${YAML}/fast-path/switch.ts`, 'isFastPathOn', 'return false;')],
  },
];

/**
 * The change that inserts a statement at the start of a function. Fails if there is no such
 * function, so that rows stay up to date.
 */
function does(file: string, name: string, statement: string): Change {
  return {
    file,
    change: (text) => {
      const start = new RegExp(`\\bfunction ${name}\\b`).exec(text)?.index;
      if (start === undefined) throw new Error(`${file} has no function ${name}`);
      const body = startOfBody(text, start);
      return `${text.slice(0, body)}\n${statement}${text.slice(body)}`;
    },
  };
}

/**
 * The start of a function's body: after the first brace that ends a line outside its parameters.
 */
function startOfBody(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === '{' && depth === 0 && text.charAt(at + 1) === '\n') return at + 1;
  }
  throw new Error('a function without a body');
}

function replaced(text: string, search: string, by: string): string {
  if (!text.includes(search)) throw new Error(`nothing to replace: ${search}`);
  return text.replace(search, by);
}

/** The lines of one list that another lacks, counting repetitions. */
export function without(lines: readonly string[], others: readonly string[]): readonly string[] {
  const left = new Map<string, number>();
  for (const line of others) left.set(line, (left.get(line) ?? 0) + 1);
  return lines.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
