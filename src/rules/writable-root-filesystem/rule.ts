import type { Container } from '../../model/container.ts';
import type { Place } from '../../text/location.ts';
import { defineContainerRule } from '../rule.ts';
import { addTo, byName, risky, type StatedFix, setTo } from '../shared/changes.ts';
import { demand } from '../shared/demand.ts';
import { normalizePath } from '../shared/host/paths.ts';
import { type Needs, needsOf, tmpfsToAdd } from '../shared/image/needs.ts';
import { listed } from '../shared/wording.ts';

export default defineContainerRule({
  id: 'writable-root-filesystem',
  references: [{ kind: 'cis', item: 12, level: 1, isScored: true }],
  severity: 'info',
  securitySeverity: 4.4,
  title: 'Container can write to its root file system',
  brief: 'a writable root',
  lacks: 'no read-only root',
  recommendation: 'The root filesystem is read-only',
  fixes: {
    known: risky(
      'high',
      'Make the root file system read-only, with what the image writes in memory',
      'What is written anywhere but to a volume and to what the image writes by itself fails, and what is in memory is gone when the container stops.',
    ),
    withTmp: byName(
      risky(
        'high',
        'Make the root file system read-only, with a writable /tmp in memory',
        'What writes anywhere but to /tmp or a volume fails, and what is in /tmp is gone when the container stops.',
      ),
    ),
    readOnly: byName(
      risky('high', 'Make the root file system read-only', 'What writes anywhere but to a volume fails.'),
    ),
  },
  messages: {
    missing: (voice, { folders }: Folders) => ({
      what: `${voice.name} can write to its root file system: an intruder can change its programs and leave files behind.`,
      remedy: voice.remedy({
        compose: `Set \`read_only: true\`${keysText(folders)}.`,
        docker: `Add \`--read-only\`${optionsText(folders)}.`,
      }),
    }),
    writable: (voice, { folders }: Folders) => ({
      what: `${voice.name} sets its root file system to be writable.`,
      remedy: voice.remedy({
        compose: `Write \`read_only: true\`${keysText(folders)}.`,
        docker: `Write \`--read-only\`${optionsText(folders)}.`,
      }),
    }),
  },
  *check(container, { image, decide, fail, missing }) {
    const known = (): Known => {
      const needs = needsOf(container, image());
      return { needs, folders: needs && tmpfsToAdd(container, image(), needs) };
    };
    yield* decide(demand('Whether the root file system is read-only', container.hostConfig.readonlyRootfs, Boolean), {
      absent: () => missing('missing', known(), { fixes: toFixes(container, known()) }),
      unmet: ({ place }) => fail({ place }, 'writable', known(), { fixes: toFixes(container, known(), place) }),
    });
  },
});

/** The folders that need a tmpfs, with its options; left out where they are not known. */
interface Folders {
  readonly folders: readonly string[] | undefined;
}

interface Known extends Folders {
  readonly needs: Needs | undefined;
}

function keysText(folders: Folders['folders']): string {
  if (folders === undefined) return ', with `tmpfs: [/tmp]` or a volume for what it must write';
  return folders.length === 0
    ? '; its image writes to volumes only'
    : `, with \`tmpfs: [${folders.map(quoted).join(', ')}]\` for what its image writes`;
}

function quoted(folder: string): string {
  return folder.includes(':') ? `"${folder}"` : folder;
}

function optionsText(folders: Folders['folders']): string {
  if (folders === undefined) return ', with `--tmpfs /tmp` or a volume for what it must write';
  const options = folders.map((folder) => `--tmpfs ${folder}`).join(' ');
  return folders.length === 0
    ? '; its image writes to volumes only'
    : `, with \`${options}\` for what its image writes`;
}

type Fixes = readonly StatedFix<'known' | 'withTmp' | 'readOnly'>[];

function toFixes(container: Container, { needs, folders }: Known, place?: Place): Fixes {
  if (needs?.start.breaks?.includes('read-only') === true) return [];
  const change = setTo('readonlyRootfs', true, place);
  if (needs !== undefined && folders !== undefined)
    return [
      {
        id: 'known',
        title: `Make the root file system read-only${folders.length === 0 ? '' : `, with ${listed(folders.map((each) => each.replace(/:.*/, '')))} in memory`}`,
        lowered: `What its image writes is known: ${needs.source}.`,
        changes: [change, ...addTo('tmpfs', folders)],
      },
    ];
  const readOnly = { id: 'readOnly', changes: [change] } as const;
  if (hasTmp(container)) return [readOnly];
  return [{ id: 'withTmp', changes: [change, ...addTo('tmpfs', [TMP])] }, readOnly];
}

const TMP = '/tmp';

/** True where something is mounted at /tmp, or may be. */
function hasTmp({ hostConfig: { binds = [], mounts = [], tmpfs = [] } }: Container): boolean {
  const targets = [...binds, ...mounts].map(({ target }) => target).concat(tmpfs.map(({ key }) => key));
  return targets.some(
    (target) => target?.known === false || (target !== undefined && normalizePath(target.value) === TMP),
  );
}
