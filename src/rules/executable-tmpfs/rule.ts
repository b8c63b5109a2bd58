import type { Change, TmpfsAllowance } from '../../model/change.ts';
import type { Container } from '../../model/container.ts';
import { isCertain } from '../../text/location.ts';
import type { Setting } from '../../text/setting.ts';
import { UNKNOWN_CHARACTER } from '../../text/text.ts';
import { defineContainerRule } from '../rule.ts';
import { skeletonOf } from '../shared/image/image-name.ts';
import { settingText } from '../shared/wording.ts';

/** What each option allows on a tmpfs; the engine mounts every one with their opposites unless it is asked for them. */
const OPTIONS: Readonly<Record<TmpfsAllowance, string>> = {
  exec: 'programs can be run from there',
  suid: 'a program there can run as its owner',
  dev: 'device files work there',
};

const NAMES: readonly TmpfsAllowance[] = ['exec', 'suid', 'dev'];

export default defineContainerRule({
  id: 'executable-tmpfs',
  references: [
    {
      kind: 'document',
      title: 'Docker documentation, tmpfs mounts',
      url: 'https://docs.docker.com/engine/storage/tmpfs/',
    },
  ],
  severity: 'warning',
  securitySeverity: 3.9,
  title: 'Container has a tmpfs with exec, suid or dev',
  recommendation: 'Each tmpfs is noexec, nosuid, nodev',
  fixes: {
    deny: {
      title: 'Mount it with noexec, nosuid, nodev',
      applicability: 'unsafe',
      breaks: 'Programs and native libraries that are put there do not start.',
    },
  },
  options: {},
  optionSchemas: {},
  messages: {
    allows: (voice, { path, names }: { path: string; names: readonly TmpfsAllowance[] }) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} a tmpfs on \`${path}\` with ${names.map((name) => `\`${name}\``).join(' and ')}: ${names.map((name) => OPTIONS[name]).join(', and ')}.`,
      remedy: `Remove ${names.map((name) => `\`${name}\``).join(' and ')} from its options; the engine then mounts it with ${names.map((name) => `\`no${name}\``).join(', ')}.`,
    }),
  },
  *check(container, { fail, unknownValue }) {
    for (const { path, options, isEntry } of tmpfsMounts(container)) {
      const texts = options.known
        ? [{ text: options.value, place: options.place, isSole: true }]
        : options.candidates.map(({ value, place }) => ({ text: value, place, isSole: false }));
      const bad = texts.find(({ text }) => namesIn(text, 'allowed').length > 0);
      if (bad !== undefined) {
        const names = namesIn(bad.text, 'allowed');
        const isSure = bad.isSole && isCertain(bad.place);
        yield fail(
          bad.place,
          'allows',
          { path: path === undefined ? '?' : settingText(path), names },
          { isCertain: isSure, fixes: isSure && isEntry ? denying(options, names) : [] },
        );
        continue;
      }
      if (options.known || (options.candidates.length > 0 && options.isOpen !== true)) continue;
      const skeleton = skeletonOf(options.pattern);
      const names = namesIn(skeleton, 'allowed');
      if (names.length > 0)
        yield fail(
          options.place,
          'allows',
          { path: path === undefined ? '?' : settingText(path), names },
          { fixes: isEntry && isCertain(options.place) ? denying(options, names) : [] },
        );
      else if (namesIn(skeleton, 'possible').length > 0) yield unknownValue('The options of a tmpfs', options);
    }
  },
});

interface TmpfsMount {
  readonly path: Setting<string> | undefined;
  /** Comma-separated. */
  readonly options: Setting<string>;
  /** An element of `HostConfig.Tmpfs`; the options of a mount can be written in no file. */
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

function denying({ place }: Setting<string>, names: readonly TmpfsAllowance[]) {
  const changes = names.map((member): Change => ({ kind: 'set-in', field: 'tmpfs', place, member, value: false }));
  return [{ id: 'deny', changes }] as const;
}

/**
 * The options that are in force, or can be: of `exec` and `noexec` the last counts (moby `daemon/oci_linux.go`, `mount.MergeTmpfsOptions`). What is unknown
 * behind a `=` is a size or a mode.
 */
function namesIn(options: string, asked: 'allowed' | 'possible'): readonly TmpfsAllowance[] {
  const words = options.split(',').toReversed();
  return NAMES.filter((name) => {
    const last = words.find(
      (word) => word === name || word === `no${name}` || (asked === 'possible' && /^[^=]*\uFFFC/.test(word)),
    );
    return last === name || last?.includes(UNKNOWN_CHARACTER) === true;
  });
}
