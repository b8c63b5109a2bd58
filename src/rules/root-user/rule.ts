import { type Container, dialectOf } from '../../model/container.ts';
import type { Setting } from '../../text/setting.ts';
import { UNKNOWN_CHARACTER } from '../../text/text.ts';
import { FORMS, flag, texts } from '../options.ts';
import { document } from '../references.ts';
import { defineContainerRule } from '../rule.ts';
import { risky } from '../shared/changes.ts';
import { ask } from '../shared/demand.ts';
import { hasImageOf, isFromScratch } from '../shared/image/image-config.ts';
import { sourceText, unknownImage } from '../shared/image/known.ts';
import { couldBeRoot, isRoot, knownStart } from '../shared/privileges/root.ts';
import { quote, settingText } from '../shared/wording.ts';
import { userFixes } from './settable-user.ts';

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
  title: 'Container runs as root',
  brief: 'runs as root',
  lacks: 'no user other than root',
  recommendation: 'It runs as a user other than root',
  options: {
    require: flag(false, 'Also report a container that sets no user, where the user of its image is not known.'),
    imagesWithUser: texts([], 'The repositories of images that are known to have a user other than root.', {
      pattern: FORMS.repository,
    }),
    imagesWithRoot: texts([], 'The repositories of images that are known to run as root, such as `debian`.', {
      pattern: FORMS.repository,
    }),
  },
  everyOption: { require: true },
  fixes: {
    setUser: risky(
      'high',
      'Start it as the user that its program becomes anyway',
      'What only root can read or write is out of its reach, such as a key or data that another user wrote, and so is what only root can do at the start.',
    ),
  },
  messages: {
    root: (voice, { user }: { user: string }) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} as root (\`${user}\`).`,
      remedy: voice.remedy({
        compose: 'Set a user of its own, such as `user: "1000:1000"`.',
        docker: `Set a user of its own, such as \`${voice.flag('--user', '1000:1000')}\`.`,
      }),
    }),
    changesOwners: (voice) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} as root, which its \`chown\` needs.`,
      remedy: voice.remedy({
        compose: `${CHANGES_OWNERS} with \`cap_drop: [ALL]\` and \`cap_add: [CHOWN]\`.`,
        docker: `${CHANGES_OWNERS} with \`--cap-drop ALL --cap-add CHOWN\`.`,
        quadlet: `${CHANGES_OWNERS} with \`DropCapability=all\` and \`AddCapability=CHOWN\`.`,
      }),
    }),
    imageRoot: (voice, { user }: { user: string }) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} as root: the last \`USER\` of its Dockerfile is \`${user}\`.`,
      remedy: voice.remedy({
        compose: 'End the Dockerfile with `USER` and a user of its own, or set `user` for the service.',
        docker: 'End the Dockerfile with `USER` and a user of its own, or set `--user`.',
      }),
    }),
    imageStartsAsRoot: (voice, { source }: { source: string }) => ({
      what: `${voice.name} runs as root: neither it nor its image sets another user (${source}).`,
      remedy: voice.remedy({
        compose:
          'Set a user, such as `user: "1000:1000"`, to which its data belongs, or use an image with a user of its own.',
        docker:
          'Set a user, such as `--user 1000:1000`, to which its data belongs, or use an image with a user of its own.',
      }),
    }),
    dropped: (voice, { user, by, settable, source }: Dropped) => ({
      what: `${voice.name} ${voice.does('starts', 'start')} as root, and \`${by}\` then makes it \`${user}\` (${source}); a command in it is still root's.`,
      remedy:
        settable === undefined
          ? 'Its image has to start as root: give it the capabilities that it needs alone, or accept it with a reason.'
          : voice.remedy({
              compose: `Set \`user: "${settable}"\`; its data has to belong to that user.`,
              docker: `Set \`--user ${settable}\`; its data has to belong to that user.`,
            }),
    }),
    byDefault: (voice) => ({
      what: `${voice.name} runs as root: neither it nor its image sets another user.`,
      remedy: voice.remedy({
        compose: 'Set a user, such as `user: "1000:1000"`, or end the Dockerfile of the image with `USER`.',
        docker: 'Set a user, such as `--user 1000:1000`, or end the Dockerfile of the image with `USER`.',
      }),
    }),
    notSet: (voice) => ({
      what: `${voice.name} sets no user: it runs as that of its image, which is root unless the image has another.`,
      remedy: voice.remedy({
        compose:
          'Set a user, such as `user: "1000:1000"`, or name the image in the rule\'s option `imagesWithUser` if it has one.',
        docker:
          "Set a user, such as `--user 1000:1000`, or name the image in the rule's option `imagesWithUser` if it has one.",
      }),
    }),
  },
  *check(container, { options, image: known, fail, missing, mayBeMissing, unknownValue, notApplicable }) {
    const { config, image, origin } = container;
    const own = ask(config.user, (user) => user !== '');
    const isOwn = own.kind !== 'no';
    const user: Setting<string> | undefined = isOwn ? config.user : image?.user;
    if (user !== undefined) {
      const root = ask(user, isRoot, couldBeRoot);
      const isKnownRoot = root.kind === 'undecided' && isRoot(knownStart(root.setting.pattern));
      if (root.kind === 'yes' && isOwn && changesOwners(container))
        yield fail(root, 'changesOwners', {}, { severity: 'info' });
      else if (root.kind === 'yes')
        yield fail(root, isOwn ? 'root' : 'imageRoot', { user: quote(root) }, { severity: 'warning' });
      else if (isKnownRoot)
        yield fail(user, isOwn ? 'root' : 'imageRoot', { user: settingText(user) }, { severity: 'warning' });
      else if (root.kind === 'undecided') yield unknownValue('The user', root.setting);
      return;
    }
    if (dialectOf(origin) === 'inspect') yield missing('byDefault', {});
    else if (hasImageOf(container, options.imagesWithUser)) return;
    else if (changesOwners(container)) yield notApplicable('Its command changes owners, which only root can.');
    else if ((image !== undefined && isFromScratch(image)) || hasImageOf(container, options.imagesWithRoot))
      yield missing('byDefault', {});
    else {
      const { user: fact, program } = known();
      if (fact === undefined) yield options.require ? missing('notSet', {}) : mayBeMissing(unknownImage(container));
      else if (fact.value === '' || isRoot(fact.value)) {
        const source = sourceText(fact.source);
        const start = program?.value.start;
        const drop = start?.drop;
        yield drop === undefined
          ? missing('imageStartsAsRoot', { source })
          : missing('dropped', { ...drop, settable: start?.user, source }, { fixes: userFixes(container, known()) });
      }
    }
  },
});

const CHANGES_OWNERS = 'Only root can do what `chown` does: accept it with a reason, and leave it that alone,';

/** True for a command that ends when files belong to another user, as one that prepares a volume does. */
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

/** Who is root at the start only. */
interface Dropped {
  readonly user: string;
  /** The program that sees to it. */
  readonly by: string;
  /** The user that can be set from outside. */
  readonly settable: string | undefined;
  readonly source: string;
}
