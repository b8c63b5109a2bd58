import { joinTexts } from '../../../text/parts.ts';
import { Text } from '../../../text/text.ts';
import { isScalar, itemsOf } from '../../yaml/tree.ts';
import { STARTING_MODULE } from './modules.ts';
import type { Parameters } from './parameters.ts';

const STARTING = new RegExp(`^${STARTING_MODULE}$`);
/** Only these files are followed. */
const YAML = /\.ya?ml(?:\.j2)?$/;
const COPY = /^(?:ansible\.(?:builtin|legacy)\.)?(?:copy|template)$/;

/** The start of a path in a known directory: the playbook's or the role's. */
const FOLDERS = /^\{\{\s*(playbook_dir|role_path)\s*\}\}\/?/;

/**
 * The command equivalent to a module that starts named files; `undefined` for other modules, and if
 * the files are in parameters. `folder` contains the task file.
 */
export function startCommand(module: string, parameters: Parameters, folder: string): Text | undefined {
  const [isStart, kind] = STARTING.exec(module) ?? [];
  if (isStart === undefined || parameters.text('state')?.value === 'absent') return undefined;
  const named = (texts: readonly Text[]): readonly Text[] => texts.flatMap((text) => quoted(below(text, folder)));
  if (kind === 'stack') {
    const files = itemsOf(parameters.get('compose')).flatMap((item) => (isScalar(item) ? parameters.fill(item) : []));
    return command('docker stack deploy -c ', named(files), ' -c ', ' stack');
  }
  if (kind === 'play') return command('podman kube play ', named(listed(parameters.text('kube_file'))), ' ');
  const [source] = named(listed(parameters.text('project_src')));
  if (source === undefined) return undefined;
  const files = named(parameters.list('files')).map((file) => withPart(source, '/', file));
  return (
    command('docker compose -f ', files, ' -f ', ' up -d') ??
    command('docker compose --project-directory ', [source], '', ' up -d')
  );
}

/**
 * Commands that copy the file that a module copies, one for each directory in which the module may
 * find it.
 */
export function copyCommands(module: string, parameters: Parameters, folder: string): readonly Text[] {
  const source = COPY.test(module) ? parameters.text('src') : undefined;
  const [target] = listed(parameters.text('dest')).flatMap(quoted);
  if (source === undefined || !YAML.test(source.value ?? '') || target === undefined) return [];
  const start = isOfRole(folder) ? '../' : './';
  return [`${start}files/`, `${start}templates/`, './'].flatMap((directory) =>
    quoted(source).map((name) =>
      withPart(Text.derived(`cp ${directory}`, source.whole), '', withPart(name, ' ', target)),
    ),
  );
}

/** The command, preceded by `cd` to the directory. */
export function inFolder(run: Text, directory: Text | undefined, folder: string): Text {
  const [name] = listed(directory).flatMap((text) => quoted(below(text, folder)));
  if (name === undefined) return run;
  return Text.concat([Text.derived('cd ', name.whole), name, Text.derived('\n', name.whole), run], run.whole);
}

function command(start: string, words: readonly Text[], separator: string, end = ''): Text | undefined {
  const [first] = words;
  if (first === undefined) return undefined;
  const place = first.whole;
  return Text.concat([Text.derived(start, place), joinTexts(words, separator, place), Text.derived(end, place)], place);
}

function withPart(before: Text, separator: string, text: Text): Text {
  return Text.concat([before, Text.derived(separator, text.whole), text], text.whole);
}

/** A path that begins with such a directory, relative to the task file's directory. */
function below(text: Text, folder: string): Text {
  const [prefix, base] = FOLDERS.exec(text.source) ?? [];
  // In a role, the playbook's directory is unknown; elsewhere, there is no role path.
  if (prefix === undefined || isOfRole(folder) !== (base === 'role_path')) return text;
  const path = text.source.slice(prefix.length);
  if (!/^[\w./-]*$/.test(path)) return text;
  return Text.derived(`${base === 'role_path' ? '../' : './'}${path}`, text.place);
}

function isOfRole(folder: string): boolean {
  return /(?:^|\/)(?:tasks|handlers)$/.test(folder);
}

/** A word for the shell; none if the text has quotes, which paths don't have. */
function quoted(text: Text): readonly Text[] {
  if (text.skeleton.includes("'")) return [];
  const mark = Text.derived("'", text.whole);
  return [Text.concat([mark, text, mark], text.whole)];
}

function listed(text: Text | undefined): readonly Text[] {
  return text === undefined ? [] : [text];
}
