import { type Container, dialectOf } from '../../model/container.ts';
import type { Setting } from '../../text/setting.ts';
import { UNKNOWN_CHARACTER } from '../../text/text.ts';
import { FORMS, flagOption, textsOption } from '../options.ts';
import { document } from '../references.ts';
import { defineContainerRule } from '../rule.ts';
import { ask } from '../shared/demand.ts';
import { imageAmong, isFromScratch } from '../shared/image/image-name.ts';
import { sourceText, unknownImage } from '../shared/image/known.ts';
import { couldBeRoot, isRoot, knownStart } from '../shared/privileges/root.ts';
import { quote, settingText } from '../shared/wording.ts';
import { settableUser, userFixes } from './settable-user.ts';

export default defineContainerRule({
  id: 'root-user',
  references: [
    document('CIS Docker Benchmark, 4.1', 'https://www.cisecurity.org/benchmark/docker'),
    document(
      'OWASP Docker Security Cheat Sheet, rule 2',
      'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
    ),
  ],
  severity: 'info',
  securitySeverity: 5.5,
  cwe: [250],
  isRecommended: 'written',
  title: 'Container runs as root',
  brief: 'runs as root',
  lacks: 'no non-root user',
  recommendation: 'It runs as a non-root user',
  options: {
    require: flagOption(false, "Also report containers that set no user if the image's user is unknown."),
    imagesWithUser: textsOption([], 'Image repositories known to run as a non-root user.', FORMS.repository),
    imagesWithRoot: textsOption([], 'Image repositories known to run as root, such as `debian`.', FORMS.repository),
  },
  everyOption: { require: true },
  fixes: {
    setUser: {
      risk: 'high',
      title: 'Start it as the user its program switches to',
      breaks:
        'Breaks access to root-only files, such as keys or data owned by another user, and start-up steps that need root.',
    },
  },
  messages: {
    root: (voice, { user }: { user: string }) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} as root (\`${user}\`).`,
      compose: 'Set a non-root user, such as `user: "1000:1000"`.',
      docker: `Set a non-root user, such as \`${voice.flag('--user', '1000:1000')}\`.`,
    }),
    changesOwners: (voice) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} as root because its \`chown\` needs it.`,
      compose: `${CHANGES_OWNERS} with \`cap_drop: [ALL]\` and \`cap_add: [CHOWN]\`.`,
      docker: `${CHANGES_OWNERS} with \`--cap-drop ALL --cap-add CHOWN\`.`,
      quadlet: `${CHANGES_OWNERS} with \`DropCapability=all\` and \`AddCapability=CHOWN\`.`,
    }),
    imageRoot: (voice, { user }: { user: string }) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} as root: the last \`USER\` of its Dockerfile is \`${user}\`.`,
      compose: 'End the Dockerfile with `USER` and a non-root user, or set `user` for the service.',
      docker: 'End the Dockerfile with `USER` and a non-root user, or set `--user`.',
    }),
    imageStartsAsRoot: (voice, { source }: { source: string }) => ({
      what: `${voice.name} runs as root: no user is set here or in its image (${source}).`,
      compose: 'Set a user that owns its data, such as `user: "1000:1000"`, or use an image that sets one.',
      docker: 'Set a user that owns its data, such as `--user 1000:1000`, or use an image that sets one.',
    }),
    dropped: (voice, { user, by, settable, source }: Dropped) => ({
      what: `${voice.name} ${voice.does('starts', 'start')} as root and \`${by}\` then switches to \`${user}\` (${source}); \`exec\` commands still run as root.`,
      remedy:
        settable === undefined
          ? 'The image must start as root: grant only the capabilities it needs, or suppress this finding with a reason.'
          : voice.remedy({
              compose: `Set \`user: "${settable}"\`; that user must own its data.`,
              docker: `Set \`--user ${settable}\`; that user must own its data.`,
            }),
    }),
    byDefault: (voice) => ({
      what: `${voice.name} runs as root: no user is set here or in its image.`,
      compose: 'Set a user, such as `user: "1000:1000"`, or end the image\'s Dockerfile with `USER`.',
      docker: "Set a user, such as `--user 1000:1000`, or end the image's Dockerfile with `USER`.",
    }),
    notSet: (voice) => ({
      what: `${voice.name} sets no user, so it runs as root unless its image sets another user.`,
      compose:
        'Set a user, such as `user: "1000:1000"`, or add the image to the rule\'s `imagesWithUser` option if it sets one.',
      docker:
        "Set a user, such as `--user 1000:1000`, or add the image to the rule's `imagesWithUser` option if it sets one.",
    }),
  },
  check(container, { options, image: known, fail, missing, mayBeMissing, unknownValue, notApplicable }) {
    const { config, image, origin } = container;
    const isOwn = ask(config.user, (user) => user !== '').kind !== 'no';
    const user: Setting<string> | undefined = isOwn ? config.user : image?.user;
    if (user !== undefined) {
      const root = ask(user, isRoot, couldBeRoot);
      const isKnownRoot = root.kind === 'undecided' && isRoot(knownStart(root.setting.pattern));
      if (root.kind === 'yes' && isOwn && changesOwners(container))
        return fail(root, 'changesOwners', {}, { severity: 'info' });
      const messageId = isOwn ? 'root' : 'imageRoot';
      if (root.kind === 'yes') return fail(root, messageId, { user: quote(root) }, { severity: 'warning' });
      if (isKnownRoot) return fail(user, messageId, { user: settingText(user) }, { severity: 'warning' });
      return root.kind === 'undecided' ? unknownValue('The user', root.setting) : undefined;
    }
    if (dialectOf(origin) === 'inspect') return missing('byDefault', {});
    if (imageAmong(container, options.imagesWithUser) !== undefined) return undefined;
    if (changesOwners(container)) return notApplicable('Its command changes file owners, which requires root.');
    const isScratch = image !== undefined && isFromScratch(image);
    if (isScratch || imageAmong(container, options.imagesWithRoot) !== undefined) return missing('byDefault', {});
    const { user: fact, program } = known();
    if (fact === undefined) return options.require ? missing('notSet', {}) : mayBeMissing(unknownImage(container));
    if (fact.value !== '' && !isRoot(fact.value)) return undefined;
    const source = sourceText(fact.source);
    const start = program?.value.start;
    if (start?.drop === undefined) return missing('imageStartsAsRoot', { source });
    const data = { ...start.drop, settable: settableUser(container, start), source };
    return missing('dropped', data, { fixes: () => userFixes(container, known()) });
  },
});

const CHANGES_OWNERS =
  'Only root can change owners: suppress this finding with a reason, and drop all other capabilities';

/** True for a command that ends with a change of file owners, as when it prepares a volume. */
function changesOwners({ config: { entrypoint = [], cmd = [] } }: Container): boolean {
  const words = [...entrypoint, ...cmd].map((word) => (word.known ? word.value : UNKNOWN_CHARACTER));
  const last =
    words
      .join(' ')
      .trim()
      .split(/&&|[;\n]/)
      .findLast((command) => /\S/.test(command)) ?? '';
  return /(?:^|[\s/])chown\s/.test(last) && !/\bexec\b/.test(last);
}

/** Root at startup only. */
interface Dropped {
  readonly user: string;
  /** The program that drops root. */
  readonly by: string;
  /** The user to set from outside. */
  readonly settable: string | undefined;
  readonly source: string;
}
