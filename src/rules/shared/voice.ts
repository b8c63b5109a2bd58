import {
  type DeploySection,
  type Dialect,
  dialectOf,
  isPodman,
  type MadeFrom,
  type Origin,
  type Subject,
} from '../../model/container.ts';
import type { Message } from '../../model/finding.ts';
import type { Place } from '../../text/location.ts';
import { inAnsible, inDevcontainer, inQuadlet, inService } from './remedies/dialects.ts';
import { short } from './wording.ts';

/** How a message names its subject, for every front end and for uncertain findings. */
export interface Voice {
  readonly name: string;
  readonly engine: 'Docker' | 'podman';
  /** `does('runs', 'run')`: "runs", or "might run" if true only on some code paths. */
  does(certain: string, possible: string): string;
  remedy(texts: RemedyTexts): string;
  /** A flag as the command spells it, with a value: `--memory=1g`, `-m 1g`. */
  flag(name: `--${string}`, value?: string): string;
  /** How to suppress a finding whose remedy would break the container. */
  suppression(rules: string, reason: string): string;
  /** True if a Compose remedy belongs in this section of `deploy`. */
  deploys(section: DeploySection): boolean;
}

export interface RemedyTexts {
  readonly compose: string;
  readonly docker: string;
  /** Default: recreate the container with `docker`. */
  readonly inspect?: string;
  /** Default: `docker` with the options of `docker service create`. */
  readonly service?: string;
  /** Default: `docker` with keys instead of flags. */
  readonly quadlet?: string;
  /** Default: `docker` with module parameters instead of flags. */
  readonly ansible?: string;
}

/**
 * The voice for a subject and those in `also`, in the syntax of the file at the place. `certain` is
 * false for possible findings.
 */
export function toVoice(subject: Subject, { location }: Place, also: readonly string[], certain: boolean): Voice {
  const addition =
    subject.kind === 'container' && subject.addition?.path === location.path ? subject.addition : undefined;
  // A running container is fixed in the file that created it.
  const madeFrom = subject.kind === 'container' ? subject.engine?.madeFrom : undefined;
  const dialect = addition?.dialect ?? (madeFrom === undefined ? dialectOf(subject.origin) : 'compose');
  const flagNames = addition?.flagNames ?? (subject.kind === 'container' ? subject.flagNames : undefined);
  return {
    name:
      nameOf(subject, dialectOf(subject.origin)) +
      alsoText(also) +
      (madeFrom === undefined ? '' : ` (${madeFromText(madeFrom)})`),
    engine: isPodman(subject.origin) ? 'podman' : 'Docker',
    does: (isSo, mayBe) => (certain ? isSo : `might ${mayBe}`),
    remedy: (texts) => {
      switch (dialect) {
        case 'compose':
          return texts.compose;
        case 'docker':
          return texts.docker;
        case 'service':
          return texts.service ?? inService(texts.docker);
        case 'inspect':
          return (
            texts.inspect ?? `Recreate the container: ${texts.docker.charAt(0).toLowerCase()}${texts.docker.slice(1)}`
          );
        case 'devcontainer':
          return inDevcontainer(
            texts.docker,
            flagNames ?? NO_NAMES,
            addition === undefined ? undefined : texts.compose,
          );
        case 'quadlet':
          return texts.quadlet ?? inQuadlet(texts.docker, (key) => isFlagNamed(subject, key));
        case 'ansible':
          return texts.ansible ?? inAnsible(texts.docker, isPodman(subject.origin));
      }
    },
    suppression: (rules, reason) => {
      const hasComments = dialect === 'devcontainer' || !location.path.endsWith('.json');
      if (dialect === 'inspect' || !hasComments)
        return `suppress this finding with an exception in \`.plimsoll.yaml\`: \`{ rule: ${rules}, reason: ${reason} }\``;
      const mark = dialect === 'devcontainer' ? '//' : '#';
      return `suppress this finding with \`${mark} plimsoll: ignore[${rules}] -- ${reason}\``;
    },
    deploys: (section) => subject.kind === 'container' && subject.deploySections?.has(section) === true,
    flag: (name, value) => {
      // devcontainer.json has properties instead, which replace the whole remedy.
      const isFlag = subject.kind === 'container' && dialect !== 'devcontainer';
      const written = (isFlag ? flagNames?.get(name) : undefined) ?? name;
      // A value under its own key has no flag.
      if (written === '') return value ?? name;
      return value === undefined ? written : `${written}${written.startsWith('--') ? '=' : ' '}${value}`;
    },
  };
}

/** A message as a rule writes it: with one remedy, or one for each syntax. */
export type WrittenMessage = Message | (Pick<Message, 'what'> & RemedyTexts);

/** A message with the remedy in the file's syntax, and the commands of the subject's client. */
export function toMessage(written: WrittenMessage, voice: Voice, { origin }: Subject): Message {
  const { what } = written;
  const remedy = 'compose' in written ? voice.remedy(written) : written.remedy;
  return remedy === undefined ? { what } : { what, remedy: remedy.replaceAll('`docker ', `\`${clientOf(origin)} `) };
}

/** The program users call for a subject. */
export function clientOf(origin: Origin): 'docker' | 'podman' | 'nerdctl' {
  if (isPodman(origin)) return 'podman';
  return origin.startsWith('nerdctl ') ? 'nerdctl' : 'docker';
}

function isFlagNamed(subject: Subject, name: string): boolean {
  return subject.kind === 'container' && subject.flagNames?.has(name) === true;
}

/** Words before the names of containers with these origins. */
const BY_ORIGIN: Readonly<Partial<Record<Origin, string>>> = {
  'workflow job': 'The container of job',
  'pipeline job': 'The container of job',
  'workflow service': 'Service',
  'pipeline service': 'Service',
  'workflow step': 'The container of step',
  'pipeline step': 'The container of step',
  'workflow action': 'The container of action',
  'compose pre_start': 'The `pre_start` container of service',
};

function nameOf(subject: Subject, dialect: Dialect): string {
  const name = short(subject.name);
  if (subject.kind === 'build') return `The build of ${dialect === 'compose' ? 'service' : 'image'} \`${name}\``;
  const what = BY_ORIGIN[subject.origin];
  if (what !== undefined) return `${what} \`${name}\``;
  if (subject.kind === 'exec')
    return dialect === 'compose' ? `The hook of service \`${name}\`` : `The command run in \`${name}\``;
  if (subject.isPod === true) return `Pod \`${name}\``;
  // The container has no name, and only a variable contains its image.
  if (subject.containerName === undefined && name.startsWith('$')) return `The container of image \`${name}\``;
  return `${dialect === 'compose' || dialect === 'service' ? 'Service' : 'Container'} \`${name}\``;
}

/**
 * ``service `web` of `/srv/shop/compose.yaml` ``; of several files the last two, which override the
 * others.
 */
function madeFromText({ service, files }: MadeFrom): string {
  const shown = files.slice(-MAX_FILES).map((file) => `\`${short(file)}\``);
  return `service \`${short(service)}\` of ${shown.join(' and ')}`;
}

const MAX_FILES = 2;

/** In parentheses, so that the sentence stays singular. */
function alsoText(also: readonly string[]): string {
  if (also.length === 0) return '';
  const shown = also.slice(0, MAX_NAMES).map((name) => `\`${short(name)}\``);
  const rest = also.length - shown.length;
  return ` (also ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''})`;
}

const MAX_NAMES = 9;
const NO_NAMES: ReadonlyMap<string, string> = new Map();
