import { failureMessage } from '../files/discovery-note.ts';
import { type FileSystem, readNamed } from '../files/file-system.ts';
import { createFileGlob, createGlob, GlobFault, startOfGlob } from '../files/glob.ts';
import { similarHint } from '../files/similar.ts';
import type { Problem } from '../model/finding.ts';
import { type Plain, toPlain } from '../parsers/yaml/plain.ts';
import type { Node, Scalar } from '../parsers/yaml/tree.ts';
import { DEFAULT_EDITION, type Edition, isEdition } from '../rules/editions.ts';
import { findRule, isRuleNumber } from '../rules/index.ts';
import { LineIndex } from '../text/line-index.ts';
import type { Span } from '../text/location.ts';
import { joinPath, splitPath } from '../util/paths.ts';
import { configSpan, describeErrors, NO_DATE } from './config-errors.ts';
import {
  ConfigError,
  type ConfigFault,
  type ConfigFile,
  type Configuration,
  exceptionsOf,
  POLICY_KEYS,
  termsOf,
  toList,
  toShown,
} from './config-file.ts';
import { entryIn, mapRuleNames, nodeAt, readConfigTree } from './config-tree.ts';
import { followExtends } from './extended.ts';
import { createProjectPattern } from './project-pattern.ts';
import type { RuleSetting } from './rule-settings.ts';
import { validate } from './schema.generated.js';

export interface ReadConfigOptions {
  /** True if the user named the file, false if plimsoll found it. */
  readonly isNamed?: boolean;
  /** The benchmark version of rule numbers in it; if absent, the version that the file sets. */
  readonly edition?: Edition | undefined;
  /** True for a policy, which may have additional keys. */
  readonly isPolicy?: boolean;
  /** The absolute paths of the configurations that extend this one, the outermost first. */
  readonly chain?: readonly string[];
}

type FaultWriter = (span: Span, message: string) => ConfigFault;

/**
 * Reads and checks a configuration file, and replaces rule numbers with ids. Throws a ConfigError
 * that lists every fault and its place.
 */
export function readConfig(
  path: string,
  files: FileSystem,
  { isNamed = false, edition, isPolicy = false, chain = [] }: ReadConfigOptions = {},
): Configuration {
  const result = isNamed ? readNamed(path, files) : files.read(path);
  if ('failure' in result) {
    const hint = isNamed && result.failure === 'missing' ? similarHint(path, files) : '';
    throw new ConfigError([{ path, message: failureMessage(result.failure, path) + hint }]);
  }
  const { text } = result;
  const index = new LineIndex(text);
  const errorAt: FaultWriter = (span, message) => ({
    path,
    place: { span, position: index.positionOf(span.start) },
    message,
  });
  const written = readRoot(path, text, errorAt);
  const whole = joinPath(files.workingDirectory, path);
  const [folder] = splitPath(whole);
  const faults: ConfigFault[] = [];
  const gather = <T>(read: () => T): T | undefined => gathered(read, faults);
  const root = written && (gather(() => replaceRuleNumbers(written, edition, errorAt)) ?? written);
  const value = (root && toPlain(root, valueOf)) ?? {};
  const isValid = isConfigFile(value);
  if (!isValid) for (const fault of describeErrors(validate.errors ?? [], root, errorAt)) faults.push(fault);
  // Continue with the valid parts, to report their other faults too.
  const file = isValid ? value : withoutFaulty(value);
  if (file === undefined) throw new ConfigError(faults);
  gather(() => {
    checkValues(file, root, (glob) => createOwnGlob(glob, folder, files), errorAt);
  });
  if (!isPolicy)
    gather(() => {
      refusePolicyKeys(file, root, errorAt);
    });
  const own = [...chain, whole];
  const extended = gather(() =>
    followExtends(file.extends, {
      files,
      folder,
      isNamed,
      chain: own,
      read: (at) => readConfig(toShown(at, files), files, { isNamed, edition, isPolicy, chain: own }),
      fail: (index, message) => {
        throw new ConfigError([
          errorAt(configSpan(nodeAt(root, ['extends', ...(index === undefined ? [] : [index])])), message),
        ]);
      },
    }),
  );
  if (faults.length > 0 || extended === undefined) throw new ConfigError(inOrder(faults, path));
  return { path, folder, file, text, extended };
}

/**
 * Returns the result of `read`. Collects the faults of a ConfigError, and then returns `undefined`.
 */
function gathered<T>(read: () => T, faults: ConfigFault[]): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const fault of error.faults) faults.push(fault);
    return undefined;
  }
}

/** The valid top-level keys; `undefined` if the file is not a mapping. */
function withoutFaulty(value: Plain): ConfigFile | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value).filter(([key, each]) => isConfigFile({ [key]: each }));
  const sound = Object.fromEntries(entries);
  return isConfigFile(sound) ? sound : undefined;
}

/** Faults in this file by place, then faults in other files. */
function inOrder(faults: readonly ConfigFault[], path: string): readonly ConfigFault[] {
  const rank = ({ path: at, place }: ConfigFault): number =>
    at === path ? (place?.span.start ?? 0) : Number.POSITIVE_INFINITY;
  const isBefore = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
  return faults.toSorted((a, b) => isBefore(rank(a), rank(b)));
}

function refusePolicyKeys(file: ConfigFile, root: Node | undefined, errorAt: FaultWriter): void {
  const keys: readonly string[] = [
    ...POLICY_KEYS.filter((key) => file[key] !== undefined),
    ...(Object.keys(termsOf(file)).length > 0 ? ['exceptions'] : []),
  ];
  const faults = keys.map((key) => {
    const what = key === 'exceptions' ? 'a list of exceptions' : 'set by a policy, which --policy specifies';
    return errorAt(configSpan(entryIn(root, key)?.key), `\`${key}\` must be ${what}.`);
  });
  if (faults.length > 0) throw new ConfigError(faults);
}

/** The faults of a rule setting that is not from a file; empty if it is valid. */
export function faultsOfSetting(id: string, { severity, options }: RuleSetting): readonly string[] {
  const entry = { ...(severity === undefined ? {} : { severity }), ...options };
  const value = { rules: { [id]: entry } };
  if (Object.keys(entry).length === 0 || isConfigFile(value)) return [];
  const [root] = readConfigTree('', JSON.stringify(value)).documents;
  return describeErrors(validate.errors ?? [], root, (_span, message) => message);
}

/** The value of a scalar; an unquoted date is a string. */
function valueOf({ value }: Scalar): Plain {
  return value;
}

/**
 * The content of a configuration; `undefined` if it is empty. Throws a ConfigError for invalid or
 * excessive YAML.
 */
function readRoot(path: string, text: string, errorAt: FaultWriter): Node | undefined {
  const { documents, problems } = readConfigTree(path, text);
  const faults = problems.flatMap((problem) => toFault(problem, text, errorAt) ?? []);
  const [root, second] = documents;
  if (second !== undefined)
    faults.push(errorAt(configSpan(second), 'only one document is allowed; a second one starts here.'));
  if (faults.length > 0) throw new ConfigError(faults);
  return root;
}

function toFault(
  { id, message: { what, remedy }, place }: Problem,
  text: string,
  errorAt: FaultWriter,
): ConfigFault | undefined {
  const { span } = place.location;
  const written = text.slice(span.start, span.end);
  // Skip these: the schema checks types, and rule names may be numbers.
  if (id === 'syntax/invalid-value' || (id === 'syntax/wrong-type' && isRuleNumber(written))) return undefined;
  // In YAML, an unquoted glob that begins with `*` is an alias.
  const advice =
    id === 'syntax/invalid-yaml' && written.startsWith('*') ? `To use a glob, quote it: \`"${written}"\`.` : remedy;
  return errorAt(span, advice === undefined ? what : `${what} ${advice}`);
}

/**
 * Replaces rule numbers such as `5.4` with ids. They belong to version `given`, or else to the
 * version that the file sets. Compares numbers as text, because 5.1 equals 5.10 in YAML.
 */
function replaceRuleNumbers(root: Node, given: Edition | undefined, errorAt: FaultWriter): Node {
  const benchmark = entryIn(root, 'benchmark')?.node;
  const own = benchmark?.kind === 'scalar' ? benchmark.string : '';
  const edition = given ?? (isEdition(own) ? own : DEFAULT_EDITION);
  const faults: ConfigFault[] = [];
  const rename = (scalar: Scalar): Scalar => {
    const { string: written, value } = scalar;
    const rule = isRuleNumber(written) ? findRule(written, edition) : undefined;
    if (isRuleNumber(written) && rule === undefined)
      faults.push(errorAt(configSpan(scalar), `version ${edition} of the benchmark has no rule ${written}.`));
    if (rule === undefined && typeof value !== 'number') return scalar;
    const name = rule?.id ?? written;
    return { ...scalar, value: name, string: name };
  };
  const renamed = mapRuleNames(root, rename, (key) => {
    faults.push(errorAt(configSpan(key), `Duplicate key \`${key.string}\` in this mapping. Keep one of them.`));
  });
  if (faults.length > 0) throw new ConfigError(faults);
  return renamed;
}

/** Throws a ConfigError for unsupported globs and impossible dates. */
function checkValues(
  file: ConfigFile,
  root: Node | undefined,
  createOwn: (glob: string) => unknown,
  errorAt: FaultWriter,
): void {
  const faults: ConfigFault[] = [];
  const check = <G>(
    globs: readonly G[] | undefined,
    path: readonly (string | number)[],
    create: (glob: G) => unknown,
  ): void => {
    for (const [at, glob] of (globs ?? []).entries()) {
      try {
        create(glob);
      } catch (error) {
        if (!(error instanceof GlobFault)) throw error;
        faults.push(errorAt(configSpan(nodeAt(root, [...path, at]) ?? nodeAt(root, path)), error.message));
      }
    }
  };
  for (const key of ['ignores', 'include', 'composeFiles', 'stacks'] as const) check(file[key], [key], createOwn);
  const [first = ''] = file.ignores ?? [];
  if (first.startsWith('!') && file.extends === undefined)
    faults.push(
      errorAt(
        configSpan(nodeAt(root, ['ignores', 0])),
        `\`${first}\` has no effect: no pattern before it excludes files.`,
      ),
    );
  check(file.projects, ['projects'], createProjectPattern);
  for (const [index, { files, services }] of (file.overrides ?? []).entries()) {
    check(files, ['overrides', index, 'files'], createOwn);
    check(services, ['overrides', index, 'services'], createGlob);
  }
  for (const [index, { files = [], service = [], expires }] of exceptionsOf(file).entries()) {
    if (expires !== undefined && !isDay(expires))
      faults.push(errorAt(configSpan(nodeAt(root, ['exceptions', index, 'expires'])), NO_DATE));
    check(toList(files), ['exceptions', index, 'files'], createOwn);
    check(toList(service), ['exceptions', index, 'service'], createGlob);
  }
  if (faults.length > 0) throw new ConfigError(faults);
}

function endsInBracket(glob: string): boolean {
  let isOpen = false;
  // A `]` at the start of a bracket is a literal character.
  for (const [token] of glob.matchAll(/\\.|\[[!^]?\]?|\]/g)) {
    if (isOpen) isOpen = !token.endsWith(']') || token.startsWith('\\');
    else isOpen = token.startsWith('[');
  }
  return isOpen;
}

/**
 * Compiles a glob for files. Rejects backslashes (as on Windows), leading slashes (as in
 * `.gitignore`) and unclosed brackets.
 */
function createOwnGlob(glob: string, folder: string, files: Pick<FileSystem, 'kindOf'>): unknown {
  if (/\\(?:\w|\*\*)/.test(glob)) throw new GlobFault('Separate directories with `/`, not with a backslash.');
  if (endsInBracket(glob)) throw new GlobFault('A `[` requires a `]`. For the character itself, write `\\[`.');
  const below = /^\/[^/]/.test(glob) ? startOfGlob(glob).slice(1) : '';
  if (below !== '' && files.kindOf(`/${below}`) === undefined && files.kindOf(joinPath(folder, below)) !== undefined)
    throw new GlobFault(`\`${glob}\` is an absolute path. Write \`${glob.slice(1)}\`, relative to this file.`);
  return createFileGlob(glob);
}

/** True for `YYYY-MM-DD` if the day exists. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The generated validator checks the schema that {@link ConfigFile} mirrors. */
function isConfigFile(value: unknown): value is ConfigFile {
  return validate(value);
}
