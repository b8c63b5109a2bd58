import type { KnownImage } from '../../images/known-image.ts';
import type { Container } from '../../model/container.ts';
import type { Place } from '../../text/location.ts';
import { defineContainerRule } from '../rule.ts';
import { addTo, type StatedFix, setTo } from '../shared/changes.ts';
import { demand } from '../shared/demand.ts';
import { normalizeHostPath } from '../shared/host/paths.ts';
import { type Needs, needsOf, tmpfsToAdd } from '../shared/image/needs.ts';
import { hasOwnConfiguration, type StartDifference, startDifference } from '../shared/image/start-differences.ts';
import type { Voice } from '../shared/voice.ts';
import { listed } from '../shared/wording.ts';

export default defineContainerRule({
  id: 'writable-root-filesystem',
  references: [{ kind: 'cis', item: 12, level: 1, isScored: true }],
  severity: 'info',
  securitySeverity: 4.4,
  title: 'Container has a writable root filesystem',
  brief: 'a writable root filesystem',
  lacks: 'no read-only root filesystem',
  recommendation: 'The root filesystem is read-only',
  fixes: {
    known: {
      risk: 'high',
      title: "Make the root filesystem read-only, with the image's written paths on tmpfs",
      breaks:
        'Breaks writes outside volumes and tmpfs mounts, and data in the tmpfs mounts is lost when the container stops.',
    },
    withTmp: {
      risk: 'high',
      title: 'Make the root filesystem read-only, with a tmpfs on `/tmp`',
      breaks: 'Breaks writes outside `/tmp` and volumes, and data in `/tmp` is lost when the container stops.',
      isByName: true,
    },
    readOnly: {
      risk: 'high',
      title: 'Make the root filesystem read-only',
      breaks: 'Breaks writes outside volumes.',
      isByName: true,
    },
  },
  messages: {
    missing: (voice, known: Known) => ({
      what: `${voice.name} has a writable root filesystem: an attacker can modify its programs and leave files behind.`,
      remedy: remedyText(voice, known, { compose: 'Set', docker: 'Add' }),
    }),
    writable: (voice, known: Known) => ({
      what: `${voice.name} sets its root filesystem to writable.`,
      remedy: remedyText(voice, known, { compose: 'Write', docker: 'Write' }),
    }),
  },
  check(container, { image, decide, fail, missing }) {
    let found: Known | undefined;
    const known = (): Known => (found ??= knownFor(container, image()));
    return decide(demand('Whether the root filesystem is read-only', container.hostConfig.readonlyRootfs, Boolean), {
      absent: () => missing('missing', known(), { fixes: () => toFixes(container, known()) }),
      unmet: ({ place }) => fail({ place }, 'writable', known(), { fixes: () => toFixes(container, known(), place) }),
    });
  },
});

interface Known {
  /** The directories that need a tmpfs, with options; absent if unknown. */
  readonly folders: readonly string[] | undefined;
  readonly needs: Needs | undefined;
  readonly difference: StartDifference | undefined;
  /** False if a build or a mounted configuration may change where the program writes. */
  readonly isMeasured: boolean;
}

function knownFor(container: Container, image: KnownImage): Known {
  const needs = needsOf(container, image);
  return {
    needs,
    folders: needs && tmpfsToAdd(container, image, needs),
    difference: startDifference(container, image),
    isMeasured: container.image === undefined && !hasOwnConfiguration(container, image),
  };
}

function remedyText(
  voice: Voice,
  { folders, needs, difference }: Known,
  verb: { compose: string; docker: string },
): string {
  if (isBroken(needs))
    return `Its image isn't known to support a read-only root filesystem (${needs?.source ?? ''}): try it first, or ${voice.suppression('writable-root-filesystem', "its image doesn't support it")}.`;
  const owner = ownerText(needs) ?? difference?.why;
  return `${voice.remedy({
    compose: `${verb.compose} \`read_only: true\`${tmpfsText(folders, true)}.`,
    docker: `${verb.docker} \`--read-only\`${tmpfsText(folders, false)}.`,
  })}${owner === undefined ? '' : ` ${owner}`}`;
}

function isBroken(needs: Needs | undefined): boolean {
  return needs?.start.breaks?.includes('read-only') === true;
}

function ownerText(needs: Needs | undefined): string | undefined {
  const user = needs?.startsAsRoot === true ? needs.start.readOnlyUser : undefined;
  return user === undefined
    ? undefined
    : `The program then runs as user ${user}, which must own its data: \`PUID\` and \`PGID\` have no effect.`;
}

function tmpfsText(folders: Known['folders'], isCompose: boolean): string {
  if (folders?.length === 0) return '; its image writes only to volumes';
  const quoted = (folder: string): string => (folder.includes(':') ? `"${folder}"` : folder);
  const code = isCompose
    ? `tmpfs: [${(folders ?? [TMP]).map(quoted).join(', ')}]`
    : (folders ?? [TMP]).map((folder) => `--tmpfs ${folder}`).join(' ');
  return `, with \`${code}\` ${folders === undefined ? 'or a volume for the paths it writes' : 'for the paths its image writes'}`;
}

type Fixes = readonly StatedFix<'known' | 'withTmp' | 'readOnly'>[];

function toFixes(container: Container, { needs, folders, difference, isMeasured }: Known, place?: Place): Fixes {
  if (isBroken(needs)) return [];
  const change = setTo('readonlyRootfs', true, place);
  const withheld: Fixes =
    difference === undefined ? [] : [{ id: 'known', withheld: difference.why, changes: [change] }];
  if (difference?.isOther === false) return withheld;
  if (needs !== undefined && folders !== undefined)
    return [
      {
        id: 'known',
        title: `${TITLE}${folders.length === 0 ? '' : `, with ${listed(folders.map((each) => each.replace(/:.*/, '')))} in memory`}`,
        lowered: isMeasured ? `The paths the image writes were ${needs.source}.` : undefined,
        withheld: ownerText(needs),
        changes: [change, ...addTo('tmpfs', folders)],
      },
    ];
  const readOnly = { id: 'readOnly', changes: [change] } as const;
  if (hasTmp(container)) return [...withheld, readOnly];
  return [...withheld, { id: 'withTmp', changes: [change, ...addTo('tmpfs', [TMP])] }, readOnly];
}

const TITLE = 'Make the root filesystem read-only';
const TMP = '/tmp';

function hasTmp({ hostConfig: { binds = [], mounts = [], tmpfs = [] } }: Container): boolean {
  const targets = [...binds, ...mounts].map(({ target }) => target).concat(tmpfs.map(({ key }) => key));
  return targets.some(
    (target) => target?.known === false || (target !== undefined && normalizeHostPath(target.value) === TMP),
  );
}
