import type { KnownImage } from '../../images/known-image.ts';
import type { Container, Exec } from '../../model/container.ts';
import type { PortRange } from '../../model/values.ts';
import { isSameLocation, type Place } from '../../text/location.ts';
import { type Setting, known as settingKnown, unknown } from '../../text/setting.ts';
import { UNKNOWN_CHARACTER } from '../../text/text.ts';
import { FORMS, textsOption } from '../options.ts';
import { defineSubjectRule } from '../rule.ts';
import { type Answer, ask, couldEqual, NO } from '../shared/demand.ts';
import {
  commandOf,
  imageAmong,
  isNamedElsewhere,
  isRepository,
  skeletonOf,
  toImageName,
} from '../shared/image/image-name.ts';
import { sourceText } from '../shared/image/known.ts';
import { type SshAnswer, startsSshServer } from '../shared/image/ssh-server.ts';
import { hasPort, openPorts } from '../shared/network/ports.ts';
import { quote, settingText, short } from '../shared/wording.ts';

const SSH_PORT = 22;
const MAX_COMMANDS = 32;

export default defineSubjectRule(['container', 'exec'], {
  id: 'sshd-in-container',
  references: [{ kind: 'cis', item: 6, level: 1, isScored: true }],
  severity: 'warning',
  securitySeverity: 4.7,
  title: 'Container runs an SSH server',
  brief: 'an SSH server',
  recommendation: 'No SSH server runs in the container',
  options: {
    images: textsOption(
      ['openssh-server', 'openssh', 'sshd', 'ssh-server', 'dropbear'],
      'Image repositories of SSH servers. Replaces the default list.',
      FORMS.repository,
    ),
    gitServers: textsOption(
      ['gitea', 'forgejo', 'gogs', 'gitlab', 'gitlab-ce', 'gitlab-ee'],
      'Image repositories of Git servers, whose port 22 is reported as info. Replaces the default list.',
      FORMS.repository,
    ),
  },
  messages: {
    command: (voice, { words }: { words: string }) => ({
      what: `${voice.name} ${voice.does('starts', 'start')} an SSH server (\`${words}\`).`,
      remedy: 'Remove it; to get a shell, run `docker exec -it NAME sh` on the host.',
    }),
    image: (voice, { image }: { image: string }) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} \`${image}\`, an SSH server image.`,
      remedy: 'Remove it; to get a shell, run `docker exec -it NAME sh` on the host.',
    }),
    gitServer: (voice, { image }: { image: string }) => ({
      what: `${voice.name} ${voice.does('opens', 'open')} container port ${SSH_PORT}, where the Git server \`${image}\` accepts pushes over SSH.`,
      remedy:
        'Remove the port if HTTPS is enough for Git. Otherwise, suppress this finding with a reason: `# plimsoll: ignore[sshd-in-container] -- REASON` or an exception in the configuration.',
    }),
    startedByImage: (voice, { image, source }: { image: string; source: string }) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} \`${image}\`, which starts an SSH server (${source}).`,
      remedy: 'Use an image without one; to get a shell, run `docker exec -it NAME sh` on the host.',
    }),
    gitServerStarts: (voice, { image, source }: { image: string; source: string }) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} the Git server \`${image}\`, which starts an SSH server for pushes (${source}).`,
      remedy:
        'Disable SSH in its settings if HTTPS is enough for Git. Otherwise, suppress this finding with a reason: `# plimsoll: ignore[sshd-in-container] -- REASON` or an exception in the configuration.',
    }),
    port: (voice) => ({
      what: `${voice.name} ${voice.does('opens', 'open')} container port ${SSH_PORT}, the SSH port.`,
      remedy: 'Remove the port and its SSH server; to get a shell, run `docker exec -it NAME sh` on the host.',
    }),
  },
  // One finding for each server: at its start, or else at its image or port.
  check(subject, { options: { images, gitServers }, image: known, judge, fail, unknownValue }) {
    const commands = commandsOf(subject).map(startsServer);
    const start = commands.find((answer) => answer.kind === 'yes');
    if (start !== undefined)
      return fail({ ...start, place: start.setting.place }, 'command', { words: short(start.words) });
    const open = commands.map((answer) =>
      answer.kind === 'unknown' ? unknownValue('The command', answer.setting) : undefined,
    );
    if (subject.kind === 'exec') return open;
    const image = serverImage(subject, images);
    if (image.kind === 'yes') return fail(image, 'image', { image: image.value });
    const gitServer = imageAmong(subject, gitServers);
    const git = gitServer && settingText(gitServer);
    const ports = portAnswers(subject);
    const port = ports.find(({ kind }) => kind === 'yes');
    if (port?.kind === 'yes')
      return git === undefined ? fail(port, 'port', {}) : fail(port, 'gitServer', { image: git }, { severity: 'info' });
    const byImage = startedByImage(subject, known());
    const started =
      byImage === undefined || git === undefined
        ? byImage && fail(byImage, 'startedByImage', byImage)
        : fail(byImage, 'gitServerStarts', { ...byImage, image: git }, { severity: 'info' });
    return [
      started,
      open,
      judge(image, 'The image', () => undefined),
      ports.map((answer) => judge(answer, 'A container port', () => undefined)),
    ];
  },
});

/**
 * Whether the named image is an SSH server. A built image has the service's name, and the command
 * of its base image, unless another one is set.
 */
function serverImage(container: Container, images: readonly string[]): Answer<string> {
  const image = namedImage(container);
  if (image === undefined || isNamedElsewhere(container)) return NO;
  const isServer = (name: string): boolean => isRepository(toImageName(name), images, true);
  const skeleton = skeletonOf(image);
  if (isServer(skeleton)) return { kind: 'yes', value: settingText(image), place: image.place, isCertain: true };
  const { base, tag, hasDigest } = toImageName(skeleton);
  // If the tag is unknown too, unpinned-image reports the image.
  const isPinned = hasDigest || (tag !== undefined && tag !== '' && !tag.includes(UNKNOWN_CHARACTER));
  const answer = ask(image, isServer, () => base === UNKNOWN_CHARACTER && isPinned);
  return answer.kind === 'yes' ? { ...answer, value: quote(answer) } : answer;
}

/** A known image that starts an SSH server. A Dockerfile takes precedence. */
function startedByImage(
  { config, image: built }: Container,
  { program, entrypoint, cmd }: KnownImage,
): { readonly place: Place; readonly image: string; readonly source: string } | undefined {
  const { image } = config;
  if (image === undefined || config.cmd !== undefined || config.entrypoint !== undefined || built !== undefined)
    return undefined;
  const words = [...(entrypoint?.value ?? []), ...(cmd?.value ?? [])].map((word) => settingKnown(word, image.place));
  const started = startsSshServer(words).kind === 'yes' ? (cmd ?? entrypoint) : undefined;
  const fact = program?.value.startsSshServer === true ? program : started;
  if (fact === undefined) return undefined;
  return { place: image.place, image: settingText(image), source: sourceText(fact.source) };
}

function namedImage(container: Container): Setting<string> | undefined {
  const { config, image, place } = container;
  const isUnnamed = config.image !== undefined && isSameLocation(config.image.place.location, place.location);
  if (!isUnnamed) return config.image;
  const { entrypoint, cmd } = commandOf(container);
  return entrypoint.length === 0 && cmd.length === 0 ? image?.base : undefined;
}

/** Like {@link startsSshServer}, for each possible command. */
function startsServer(command: readonly Setting<string>[]): SshAnswer & { readonly isCertain: boolean } {
  const commands = possibleCommands(command);
  const answers = commands.map(startsSshServer);
  const answer = answers.find(({ kind }) => kind === 'yes') ??
    answers.find(({ kind }) => kind === 'unknown') ?? { kind: 'no' };
  return { isCertain: commands.length === 1, ...answer };
}

/** The possible commands if words have candidates; the command itself if there are too many. */
function possibleCommands(command: readonly Setting<string>[]): readonly (readonly Setting<string>[])[] {
  if (command.every((word) => word.known || word.candidates.length === 0)) return [command];
  let commands: Setting<string>[][] = [[]];
  for (const word of command) {
    if (word.known || word.candidates.length === 0) {
      // A command may have thousands of words, so it is copied only if necessary.
      for (const before of commands) before.push(word);
      continue;
    }
    const words = [...word.candidates, ...(word.isOpen === true ? [unknown<string>(word.pattern, word.place)] : [])];
    commands = commands.flatMap((before) => words.map((one) => [...before, one]));
    if (commands.length > MAX_COMMANDS) return [command];
  }
  return commands;
}

/** A subject's commands. An entrypoint script usually runs its command. */
function commandsOf(subject: Container | Exec): readonly (readonly Setting<string>[])[] {
  if (subject.kind === 'exec') return subject.cmd === undefined ? [] : [subject.cmd];
  const { entrypoint, cmd } = commandOf(subject);
  const [program] = entrypoint;
  const name = program?.known === true ? program.value : '';
  const handsOver = name === '' || name.endsWith('.sh') || name.includes('entrypoint');
  return [[...entrypoint, ...cmd], ...(handsOver && entrypoint.length > 0 ? [cmd] : [])];
}

function portAnswers(container: Container): readonly Answer<PortRange>[] {
  return openPorts(container)
    .filter(({ protocol }) => !protocol.known || protocol.value === 'tcp')
    .map(({ containerPort }) =>
      ask(
        containerPort,
        (range) => hasPort(range, SSH_PORT),
        (pattern) => couldEqual(pattern, String(SSH_PORT)),
      ),
    );
}
