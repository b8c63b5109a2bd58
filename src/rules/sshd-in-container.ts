import type { PortRange } from '../model/config.ts';
import type { Container, Subject } from '../model/container.ts';
import type { Setting } from '../model/setting.ts';
import { isSameLocation } from '../model/source.ts';
import { UNKNOWN_CHARACTER } from '../model/text.ts';
import { imageNameOf, isNamedElsewhere, isRepository } from './image-name.ts';
import { ask, couldEqual, type Answer } from './judge.ts';
import { hasPort, openPorts } from './ports.ts';
import { defineSubjectRule } from './rule.ts';
import { startsSshServer } from './ssh-server.ts';
import { settingText, short } from './wording.ts';

const SSH_PORT = 22;

interface Options {
  readonly images: readonly string[];
}

const options: Options = { images: ['openssh-server', 'openssh', 'sshd', 'ssh-server', 'dropbear'] };

export default defineSubjectRule({
  id: 'sshd-in-container',
  item: 6,
  level: 1,
  isScored: true,
  severity: 'warning',
  securitySeverity: 4.7,
  title: 'Container runs an SSH server',
  options,
  optionSchemas: { images: { type: 'array', items: { type: 'string' }, description: 'The repositories of images that are SSH servers, instead of the default list.' } },
  messages: {
    command: (voice, { words }: { words: string }) => ({
      what: `${voice.name} ${voice.does('starts', 'start')} an SSH server (\`${words}\`).`,
      remedy: 'Do not start it; get a shell with `docker exec -it NAME sh` on the host.',
    }),
    image: (voice, { image }: { image: string }) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} the image \`${image}\`, which is an SSH server.`,
      remedy: 'Do without it; get a shell with `docker exec -it NAME sh` on the host.',
    }),
    port: (voice) => ({
      what: `${voice.name} ${voice.does('opens', 'open')} container port ${SSH_PORT}, the port of an SSH server.`,
      remedy: 'Remove the port and the server behind it; get a shell with `docker exec -it NAME sh` on the host.',
    }),
  },
  // One server is one finding: what starts it, else what it is known by.
  *check(subject, { options: { images }, fail, unsettled }) {
    const commands = commandsOf(subject).map(startsSshServer);
    const start = commands.find(({ kind }) => kind === 'yes');
    const image = subject.kind === 'container' ? writtenImage(subject) : undefined;
    const ports = subject.kind === 'container' ? portAnswers(subject) : [];
    const name = imageNameOf(image);
    const port = ports.find(({ kind }) => kind === 'yes');

    if (start?.kind === 'yes') {
      yield fail(start.setting.place, 'command', { words: short(start.words) });
    } else if (image !== undefined && name !== undefined && isRepository(name, images, true)) {
      yield fail(image.place, 'image', { image: settingText(image) });
    } else if (port?.kind === 'yes') {
      yield fail(port.place, 'port', {}, port);
    } else {
      for (const answer of commands) if (answer.kind === 'unknown') yield unsettled('The command', answer.setting);
      if (image?.known === false && name?.base === UNKNOWN_CHARACTER) yield unsettled('The image', image);
      for (const answer of ports) if (answer.kind === 'undecided') yield unsettled('A container port', answer.setting);
    }
  },
});

/** The image that the text names; one that is only built gets its name from the service. */
function writtenImage(container: Container): Setting<string> | undefined {
  const { image } = container.config;
  return image === undefined || isNamedElsewhere(container) || isSameLocation(image.place.location, container.place.location) ? undefined : image;
}

/** The commands that a subject runs. An entrypoint that is a script mostly runs the command that it is given. */
function commandsOf(subject: Subject): readonly (readonly Setting<string>[])[] {
  if (subject.kind === 'exec') return subject.cmd === undefined ? [] : [subject.cmd];
  const { entrypoint = [], cmd = [] } = subject.config;
  const [program] = entrypoint;
  const name = program?.known === true ? program.value : '';
  const handsOver = name === '' || name.endsWith('.sh') || name.includes('entrypoint');
  return [[...entrypoint, ...cmd], ...(handsOver && entrypoint.length > 0 ? [cmd] : [])];
}

/** Of each port that the container publishes or exposes, whether it is an SSH server's. */
function portAnswers(container: Container): readonly Answer<PortRange>[] {
  return openPorts(container)
    .filter(({ protocol }) => !protocol.known || protocol.value === 'tcp')
    .map(({ containerPort }) => ask(containerPort, (range) => hasPort(range, SSH_PORT), (pattern) => couldEqual(pattern, String(SSH_PORT))));
}
