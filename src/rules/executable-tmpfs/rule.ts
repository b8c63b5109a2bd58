import type { Container } from '../../model/container.ts';
import { isCertain } from '../../text/location.ts';
import type { Setting } from '../../text/setting.ts';
import { UNKNOWN_CHARACTER } from '../../text/text.ts';
import { defineContainerRule } from '../rule.ts';
import { skeletonOf } from '../shared/image/image-name.ts';
import { settingText } from '../shared/wording.ts';

/** What each option allows on a tmpfs; the engine mounts every one with their opposites unless it is asked for them. */
const OPTIONS = {
  exec: 'programs can be run from there',
  suid: 'a program there can run as its owner',
  dev: 'device files work there',
} as const;

type OptionName = keyof typeof OPTIONS;
const NAMES: readonly OptionName[] = ['exec', 'suid', 'dev'];

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
  options: {},
  optionSchemas: {},
  messages: {
    allows: (voice, { path, names }: { path: string; names: readonly OptionName[] }) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} a tmpfs on \`${path}\` with ${names.map((name) => `\`${name}\``).join(' and ')}: ${names.map((name) => OPTIONS[name]).join(', and ')}.`,
      remedy: `Remove ${names.map((name) => `\`${name}\``).join(' and ')} from its options; the engine then mounts it with ${names.map((name) => `\`no${name}\``).join(', ')}.`,
    }),
  },
  *check(container, { fail, unknownValue }) {
    for (const { path, options } of tmpfsMounts(container)) {
      const texts = options.known
        ? [{ text: options.value, place: options.place, isSole: true }]
        : options.candidates.map(({ value, place }) => ({ text: value, place, isSole: false }));
      const bad = texts.find(({ text }) => namesIn(text, 'allowed').length > 0);
      if (bad !== undefined) {
        yield fail(
          bad.place,
          'allows',
          { path: path === undefined ? '?' : settingText(path), names: namesIn(bad.text, 'allowed') },
          { isCertain: bad.isSole && isCertain(bad.place) },
        );
        continue;
      }
      if (options.known || (options.candidates.length > 0 && options.isOpen !== true)) continue;
      const skeleton = skeletonOf(options.pattern);
      const names = namesIn(skeleton, 'allowed');
      if (names.length > 0)
        yield fail(options.place, 'allows', { path: path === undefined ? '?' : settingText(path), names });
      else if (namesIn(skeleton, 'possible').length > 0) yield unknownValue('The options of a tmpfs', options);
    }
  },
});

interface TmpfsMount {
  readonly path: Setting<string> | undefined;
  /** Comma-separated. */
  readonly options: Setting<string>;
}

function tmpfsMounts({ hostConfig: { tmpfs = [], mounts = [] } }: Container): readonly TmpfsMount[] {
  return [
    ...tmpfs.map(({ key, value }) => ({ path: key, options: value })),
    ...mounts.flatMap(({ type, target, tmpfsOptions }) =>
      type.known && type.value === 'tmpfs'
        ? (tmpfsOptions?.options ?? []).map((options) => ({ path: target, options }))
        : [],
    ),
  ];
}

/**
 * The options that are in force, or can be: of `exec` and `noexec` the last counts (moby `daemon/oci_linux.go`, `mount.MergeTmpfsOptions`). What is unknown
 * behind a `=` is a size or a mode.
 */
function namesIn(options: string, asked: 'allowed' | 'possible'): readonly OptionName[] {
  const words = options.split(',').toReversed();
  return NAMES.filter((name) => {
    const last = words.find(
      (word) => word === name || word === `no${name}` || (asked === 'possible' && /^[^=]*\uFFFC/.test(word)),
    );
    return last === name || last?.includes(UNKNOWN_CHARACTER) === true;
  });
}
