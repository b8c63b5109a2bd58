import type { Severity } from '../../model/finding.ts';
import { type Pattern, patternText } from '../../text/setting.ts';
import { defineContainerRule, type Voice } from '../rule.ts';
import { ask, knownValues } from '../shared/demand.ts';
import { couldAccessEngine, engineAccess } from '../shared/engine-sockets.ts';
import { type HostMount, hostMounts, type MountForm } from '../shared/mounts.ts';
import { liesIn, normalizePath, relationTo } from '../shared/paths.ts';
import { HARMLESS_PATHS, SENSITIVE_DIRECTORIES } from '../shared/sensitive-directories.ts';
import { short } from '../shared/wording.ts';

interface Options {
  readonly directories: readonly string[];
  readonly harmless: readonly string[];
  readonly allow: readonly string[];
}

const options: Options = { directories: SENSITIVE_DIRECTORIES, harmless: HARMLESS_PATHS, allow: [] };
const paths = { type: 'array', items: { type: 'string', pattern: '^/' } };

interface MountData {
  readonly source: string;
  /** Left out where the source may not be told. */
  readonly directory: string | undefined;
  readonly form: MountForm;
}

export default defineContainerRule({
  id: 'sensitive-host-mount',
  references: [{ kind: 'cis', item: 5, level: 1, isScored: true }],
  severity: 'warning',
  securitySeverity: 8.6,
  title: 'Container mounts a system directory of the host',
  recommendation: 'No sensitive host path is mounted',
  options,
  optionSchemas: {
    directories: { ...paths, description: 'The directories that are sensitive, instead of the default list.' },
    harmless: { ...paths, description: 'What is not reported when mounted read-only, instead of the default list.' },
    allow: { ...paths, description: 'What is not reported at all: these paths and what lies in them.' },
  },
  messages: {
    writable: (voice, data: MountData) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} ${describe(data)}, writable: it can change the host's own files.`,
      remedy: `${readOnlyRemedy(voice, data.form)} Keep its own data in a named volume or a directory made for it, such as \`/srv/app\`.`,
    }),
    readOnly: (voice, data: MountData) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} ${describe(data)}, read-only.`,
      remedy:
        data.source === data.directory
          ? 'Mount only the files in it that it reads.'
          : 'Remove the mount unless it must read this.',
    }),
  },
  *check(container, { options: { directories, harmless, allow }, fail, unsettled }) {
    const mounts = hostMounts(container);
    if (mounts.length === 0) return;
    const judged = directories.map(normalizePath);
    const within = (path: string, list: readonly string[]): boolean =>
      list.some((entry) => liesIn(path, normalizePath(entry)));

    for (const mount of mounts) {
      const answer = ask(
        mount.source,
        (path) => sensitiveDirectory(path, judged) !== undefined,
        (pattern) => couldBeSensitive(pattern, judged),
      );
      if (answer.kind === 'no') continue;
      const source = answer.kind === 'yes' ? normalizePath(answer.value) : patternText(answer.setting.pattern);
      if (within(source, allow)) continue;
      const directory =
        answer.kind === 'yes' ? sensitiveDirectory(source, judged) : certainDirectory(answer.setting.pattern, judged);
      if (mount.doubt !== undefined) {
        yield unsettled('Whether the mount is a path of the host', mount.doubt);
      } else if (directory === undefined) {
        if (answer.kind === 'undecided') yield unsettled('The source of a mount', answer.setting);
      } else {
        const mode = modeOf(mount);
        if (within(source, harmless) && mode === 'read-only') continue;
        if (within(source, harmless) && mode === 'unknown' && mount.readOnly?.known === false) {
          yield unsettled('Whether the mount is read-only', mount.readOnly);
          continue;
        }
        // Where it is not known whether it is writable, the milder of the two certainly holds.
        const messageId = mode === 'writable' ? 'writable' : 'readOnly';
        const { place, isCertain } = answer.kind === 'yes' ? answer : { place: answer.setting.place, isCertain: true };
        yield fail(
          place,
          messageId,
          {
            source: place.shown === undefined ? short(source) : short(place.shown),
            directory: place.shown === undefined ? directory : undefined,
            form: mount.form,
          },
          { isCertain, severity: severityOf(source === directory, messageId) },
        );
      }
    }
  },
});

/** The innermost sensitive directory that a path is or lies in; `/` counts as itself only. An engine's socket has a rule of its own. */
function sensitiveDirectory(source: string, directories: readonly string[]): string | undefined {
  if (!source.startsWith('/') || engineAccess(source) === 'socket') return undefined;
  const path = normalizePath(source);
  return innermost(directories.filter((directory) => (directory === '/' ? path === '/' : liesIn(path, directory))));
}

/** The innermost sensitive directory that a path certainly lies in, whatever its unknown parts are. */
function certainDirectory(pattern: Pattern, directories: readonly string[]): string | undefined {
  return innermost(directories.filter((directory) => relationTo(directory, pattern) === 'inside'));
}

function couldBeSensitive(pattern: Pattern, directories: readonly string[]): boolean {
  return (
    couldAccessEngine(pattern) !== 'socket' &&
    directories.some((directory) => relationTo(directory, pattern) !== 'outside')
  );
}

function innermost(directories: readonly string[]): string | undefined {
  return directories.toSorted((a, b) => b.length - a.length)[0];
}

/** Writable where it can be for one of several candidates. */
function modeOf({ readOnly }: HostMount): 'writable' | 'read-only' | 'unknown' {
  if (readOnly === undefined) return 'writable';
  const values = knownValues(readOnly);
  if (values.length === 0) return 'unknown';
  return values.every(({ value }) => value) ? 'read-only' : 'writable';
}

function severityOf(isExact: boolean, mode: 'writable' | 'readOnly'): Severity {
  if (isExact) return mode === 'readOnly' ? 'warning' : 'error';
  return mode === 'readOnly' ? 'info' : 'warning';
}

function describe({ source, directory }: MountData): string {
  if (directory === undefined) return `\`${source}\`, which is a system directory of the host or lies in one`;
  return source === directory
    ? `the host's system directory \`${source}\``
    : `\`${source}\`, which lies in the host's \`${directory}\``;
}

function readOnlyRemedy(voice: Voice, form: MountForm): string {
  switch (form) {
    case 'bind':
      return voice.remedy({
        compose: 'If it only reads, add `:ro` (`read_only: true` in the long form).',
        docker: 'If it only reads, add `:ro`.',
      });
    case 'mount':
      return voice.remedy({
        compose: 'If it only reads, add `read_only: true`.',
        docker: 'If it only reads, add `,readonly`.',
      });
    case 'volume':
      return "If it only reads, add `ro` to the volume's option `o`.";
  }
}
