import type { Change, TmpfsAllowance } from '../../model/change.ts';
import type { Container } from '../../model/container.ts';
import { isCertain } from '../../text/location.ts';
import type { Setting } from '../../text/setting.ts';
import { UNKNOWN_CHARACTER } from '../../text/text.ts';
import type { Marked, Outcome } from '../outcome.ts';
import { document } from '../references.ts';
import { defineContainerRule } from '../rule.ts';
import { ask } from '../shared/demand.ts';
import { skeletonOf } from '../shared/image/image-name.ts';
import { settingText } from '../shared/wording.ts';

/** The effect of each option; the engine sets the opposites by default. */
const OPTIONS: Readonly<Record<TmpfsAllowance, string>> = {
  exec: 'programs can run from it',
  suid: 'setuid programs work there',
  dev: 'device files work there',
};

const NAMES: readonly TmpfsAllowance[] = ['exec', 'suid', 'dev'];

export default defineContainerRule({
  id: 'executable-tmpfs',
  references: [document('Docker documentation, tmpfs mounts', 'https://docs.docker.com/engine/storage/tmpfs/')],
  severity: 'warning',
  securitySeverity: 3.9,
  title: 'Container mounts a tmpfs with exec, suid or dev',
  brief: 'an executable tmpfs',
  recommendation: 'tmpfs mounts: noexec, nosuid, nodev',
  fixes: {
    deny: {
      risk: 'medium',
      title: 'Mount it with noexec, nosuid, nodev',
      breaks: "Programs and native libraries in it can't run.",
    },
  },
  messages: {
    allows: (voice, { path, names }: { path: string; names: readonly TmpfsAllowance[] }) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} a tmpfs on \`${path}\` with ${names.map((name) => `\`${name}\``).join(' and ')}: ${names.map((name) => OPTIONS[name]).join(', and ')}.`,
      remedy: `Remove ${names.map((name) => `\`${name}\``).join(' and ')} from its options; the engine's defaults are ${names.map((name) => `\`no${name}\``).join(', ')}.`,
    }),
  },
  concerns: ({ hostConfig }) => hostConfig.tmpfs !== undefined || hostConfig.mounts !== undefined,
  *check(container, { image, fail, unknownValue }) {
    for (const { path, options, isEntry } of tmpfsMounts(container)) {
      let needsExec: boolean | undefined;
      const namesIn = (text: string, asked: 'allowed' | 'possible'): readonly TmpfsAllowance[] => {
        const names = namesOf(text, asked);
        if (!names.includes('exec')) return names;
        needsExec ??= holdsOneOf(path, image().program?.value.start?.exec ?? []);
        return needsExec ? names.filter((name) => name !== 'exec') : names;
      };
      const allows = (marked: Required<Marked>, names: readonly TmpfsAllowance[]): Outcome => {
        const data = { path: path === undefined ? '?' : settingText(path), names };
        return fail(marked, 'allows', data, {
          fixes: () => (marked.isCertain && isEntry ? denying(options, names) : []),
        });
      };
      const bad = ask(options, (text) => namesIn(text, 'allowed').length > 0);
      if (bad.kind === 'yes') yield allows(bad, namesIn(bad.value, 'allowed'));
      if (bad.kind !== 'undecided') continue;
      const { place, pattern } = bad.setting;
      const skeleton = skeletonOf(pattern);
      const names = namesIn(skeleton, 'allowed');
      if (names.length > 0) yield allows({ place, isCertain: isCertain(place) }, names);
      else if (namesIn(skeleton, 'possible').length > 0) yield unknownValue('A tmpfs option', bad.setting);
    }
  },
});

interface TmpfsMount {
  readonly path: Setting<string> | undefined;
  readonly options: Setting<string>;
  /** An element of `HostConfig.Tmpfs`: a file can't set a mount's options. */
  readonly isEntry: boolean;
}

function tmpfsMounts({ hostConfig: { tmpfs = [], mounts = [] } }: Container): readonly TmpfsMount[] {
  return [
    ...tmpfs.map(({ key, value }) => ({ path: key, options: value, isEntry: true })),
    ...mounts.flatMap(({ type, target, tmpfsOptions }) =>
      type.known && type.value === 'tmpfs'
        ? (tmpfsOptions?.options ?? []).map((options) => ({ path: target, options, isEntry: false }))
        : [],
    ),
  ];
}

function holdsOneOf(path: Setting<string> | undefined, folders: readonly string[]): boolean {
  if (path?.known !== true) return false;
  const above = path.value.endsWith('/') ? path.value : `${path.value}/`;
  return folders.some((folder) => `${folder}/`.startsWith(above));
}

function denying({ place }: Setting<string>, names: readonly TmpfsAllowance[]) {
  const changes = names.map((member): Change => ({ kind: 'set-in', field: 'tmpfs', place, member, value: false }));
  return [{ id: 'deny', changes }] as const;
}

/**
 * The effective or possible options: the last of `exec` and `noexec` counts (moby
 * `daemon/oci_linux.go`, `mount.MergeTmpfsOptions`).
 */
function namesOf(options: string, asked: 'allowed' | 'possible'): readonly TmpfsAllowance[] {
  const words = options.split(',').toReversed();
  return NAMES.filter((name) => {
    const last = words.find(
      (word) => word === name || word === `no${name}` || (asked === 'possible' && /^[^=]*\uFFFC/.test(word)),
    );
    return last === name || last?.includes(UNKNOWN_CHARACTER) === true;
  });
}
