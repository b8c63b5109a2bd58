import { detectKind } from '../../parsers/registry.ts';
import { FORMATS, type Format } from '../../reporters/index.ts';
import { joinPath, toPlainPath } from '../../util/paths.ts';
import { type Io, UsageError } from '../io.ts';
import { choiceHint, type ParsedOptions } from './options.ts';

/** A report and its file; without a file it goes to standard output. */
export interface Output {
  readonly format: Format;
  readonly file: string | undefined;
}

/** True if a report includes notes and the summary; otherwise they go to stderr. */
export function showsNotes(outputs: readonly Output[]): boolean {
  return outputs.some(({ format, file }) => format === 'pretty' && file === undefined);
}

const WITH_FIXES: readonly Format[] = ['pretty', 'json', 'sarif', 'markdown', 'html'];

/** True if a report says what can be fixed. */
export function showsFixes(outputs: readonly Output[]): boolean {
  return outputs.some(({ format }) => WITH_FIXES.includes(format));
}

/**
 * Reads the requested reports. Throws a UsageError for an unknown format, or two reports in one
 * place.
 */
export function readOutputs(options: ParsedOptions): readonly Output[] {
  const outputs = options.values('format').map((value): Output => {
    const [name = '', ...rest] = value.split('=');
    const format = FORMATS.find((known) => known === name);
    if (format === undefined) {
      const paths = options.values('format').filter((each) => /[./\\]/.test(each));
      if (/[./\\]/.test(name))
        throw new UsageError(
          paths.length > 1
            ? `--format (-f) chooses the report format. To merge Compose files, use --project ${paths.join(',')}`
            : `--format (-f) chooses the report format. To lint ${name}, pass it without an option: plimsoll ${name}`,
        );
      const several = value.split(',');
      if (several.length > 1)
        throw new UsageError(
          `--format takes one format. For several reports, repeat it: ${several.map((each) => `--format ${each.includes('=') ? each : `${each}=FILE`}`).join(' ')}.`,
        );
      throw new UsageError(
        `Unknown format ${JSON.stringify(name)}. ${choiceHint(name, FORMATS)}Valid formats: ${FORMATS.join(', ')}.`,
      );
    }
    return { format, file: rest.length === 0 ? undefined : rest.join('=') };
  });
  if (outputs.some(({ file }) => file === '')) throw new UsageError('--format FORMAT= requires a file name after =.');
  if (outputs.filter(({ file }) => file === undefined).length > 1)
    throw new UsageError(
      'Only one report can go to standard output: write others to files, such as --format=json=report.json.',
    );

  const output = options.value('output');
  if (FORMATS.some((format) => format === output))
    throw new UsageError(`--output (-o) takes a file. To choose the format, use --format ${output} (-f ${output}).`);
  if (outputs.length === 0) return [{ format: formatOf(output), file: output }];
  if (output === undefined) return outputs;
  if (outputs.every(({ file }) => file !== undefined))
    throw new UsageError('--output has no effect because every --format already has a file.');
  return outputs.map(({ format, file }) => ({ format, file: file ?? output }));
}

const FORMATS_BY_ENDING: readonly (readonly [ending: RegExp, format: Format])[] = [
  [/\.sarif(?:\.json)?$/i, 'sarif'],
  [/\.json$/i, 'json'],
  [/\.html?$/i, 'html'],
  [/\.xml$/i, 'junit'],
  [/\.(?:md|markdown)$/i, 'markdown'],
];

function formatOf(file: string | undefined): Format {
  return FORMATS_BY_ENDING.find(([ending]) => file !== undefined && ending.test(file))?.[1] ?? 'pretty';
}

/**
 * True for a file that plimsoll lints, except Markdown: an existing report may contain commands.
 */
function isInput(path: string, files: Io['files']): boolean {
  const found = files.kindOf(path) === 'file' ? files.read(path) : undefined;
  if (found === undefined || !('text' in found)) return false;
  const kind = detectKind({ path, text: found.text });
  return kind !== undefined && kind !== 'markdown';
}

/** Throws a UsageError if a report would overwrite another report or a linted file. */
export function checkTargets(outputs: readonly Output[], options: ParsedOptions, { files }: Io): void {
  const toAbsolute = (path: string): string =>
    joinPath(files.workingDirectory, toPlainPath(path, files.workingDirectory));
  const inputs = new Set(
    [
      ...options.operands,
      ...options.values('project').flatMap((list) => list.split(',').map((path) => path.trim())),
    ].map(toAbsolute),
  );
  const seen = new Set<string>();
  for (const { file } of outputs) {
    // Devices, such as /dev/null, accept any number of reports.
    if (file === undefined || files.kindOf(file) === 'other') continue;
    const path = toAbsolute(file);
    if (seen.has(path)) throw new UsageError(`Two reports can't use the same file ${file}.`);
    if (inputs.has(path) || isInput(file, files))
      throw new UsageError(`Report file ${file} would overwrite an input file.`);
    seen.add(path);
  }
}
