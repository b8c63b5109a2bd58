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
import { inAnsible } from './remedies/ansible.ts';
import { inDevcontainer } from './remedies/devcontainer.ts';
import { inQuadlet } from './remedies/quadlet.ts';
import { inService } from './remedies/service.ts';
import { short } from './wording.ts';

/** How a message speaks of its subject, so that it is right for every front end and for what only may be so. */
export interface Voice {
  /** Such as: Service `web`, Container `db`. */
  readonly name: string;
  /** The engine that it is for: Docker, podman. */
  readonly engine: 'Docker' | 'podman';
  /** `does('runs', 'run')`: "runs" where it is certain, "may run" where it holds on some code paths only. */
  does(certain: string, possible: string): string;
  /** The remedy in the syntax of the file that it was written in. */
  remedy(texts: RemedyTexts): string;
  /** A flag by the name that the command has for it, and with a value: `--memory=1g`, `-m 1g`. */
  flag(name: `--${string}`, value?: string): string;
  /** What to write next to a finding to suppress it, as text: for what a remedy would break. */
  suppression(rules: string, reason: string): string;
  /** True where a remedy for Compose belongs in this section of `deploy`, not in keys of the service. */
  deploys(section: DeploySection): boolean;
}

/** One remedy in several syntaxes. */
export interface RemedyTexts {
  readonly compose: string;
  readonly docker: string;
  /** Left out, the container is to be created again as `docker` says. */
  readonly inspect?: string;
  /** Left out, it is `docker` with the options that `docker service create` has in their place. */
  readonly service?: string;
  /** Left out, it is `docker` with keys in the place of flags. */
  readonly quadlet?: string;
  /** Left out, it is `docker` with parameters of the module in the place of flags. */
  readonly ansible?: string;
}

/**
 * How messages speak of a subject at a place, together with the subjects named by `also`; in the syntax of the file
 * that the place is in. `certain` is false for what only may be so.
 */
export function toVoice(subject: Subject, { location }: Place, also: readonly string[], certain: boolean): Voice {
  const addition =
    subject.kind === 'container' && subject.addition?.path === location.path ? subject.addition : undefined;
  // What runs is repaired in the file that it was made from.
  const madeFrom = subject.kind === 'container' ? subject.engine?.madeFrom : undefined;
  const dialect = addition?.dialect ?? (madeFrom === undefined ? dialectOf(subject.origin) : 'compose');
  const flagNames = addition?.flagNames ?? (subject.kind === 'container' ? subject.flagNames : undefined);
  return {
    name:
      nameOf(subject, dialectOf(subject.origin)) +
      alsoText(also) +
      (madeFrom === undefined ? '' : ` (${madeFromText(madeFrom)})`),
    engine: isPodman(subject.origin) ? 'podman' : 'Docker',
    does: (isSo, mayBe) => (certain ? isSo : `may ${mayBe}`),
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
        return `suppress it with an exception in \`.plimsoll.yaml\`: \`{ rule: ${rules}, reason: ${reason} }\``;
      const mark = dialect === 'devcontainer' ? '//' : '#';
      return `suppress it with \`${mark} plimsoll: ignore[${rules}] -- ${reason}\``;
    },
    deploys: (section) => subject.kind === 'container' && subject.deploySections?.has(section) === true,
    flag: (name, value) => {
      // A devcontainer.json has properties in their place, by which the whole remedy is put.
      const isFlag = subject.kind === 'container' && dialect !== 'devcontainer';
      const written = (isFlag ? flagNames?.get(name) : undefined) ?? name;
      // Under a key of its own a value has no flag.
      if (written === '') return value ?? name;
      return value === undefined ? written : `${written}${written.startsWith('--') ? '=' : ' '}${value}`;
    },
  };
}

/** A message whose commands are those of the subject's own client. */
export function forClient({ what, remedy }: Message, { origin }: Subject): Message {
  const client = clientOf(origin);
  return client === 'docker' || remedy === undefined
    ? { what, ...(remedy === undefined ? {} : { remedy }) }
    : { what, remedy: remedy.replaceAll('`docker ', `\`${client} `) };
}

/** The program that a person calls for what a subject is of. */
export function clientOf(origin: Origin): 'docker' | 'podman' | 'nerdctl' {
  if (isPodman(origin)) return 'podman';
  return origin.startsWith('nerdctl ') ? 'nerdctl' : 'docker';
}

function isFlagNamed(subject: Subject, name: string): boolean {
  return subject.kind === 'container' && subject.flagNames?.has(name) === true;
}

function nameOf(subject: Subject, dialect: Dialect): string {
  const name = short(subject.name);
  if (subject.kind === 'build') return `The build of ${dialect === 'compose' ? 'service' : 'image'} \`${name}\``;
  switch (subject.origin) {
    case 'workflow job':
    case 'pipeline job':
      return `The container of job \`${name}\``;
    case 'workflow service':
    case 'pipeline service':
      return `Service \`${name}\``;
    case 'workflow step':
      return `The container of step \`${name}\``;
    case 'compose pre_start':
      return `The \`pre_start\` container of service \`${name}\``;
    case 'workflow action':
      return `The container of action \`${name}\``;
    default:
      break;
  }
  if (subject.kind === 'exec')
    return dialect === 'compose' ? `The hook of service \`${name}\`` : `The command run in \`${name}\``;
  if (subject.isPod === true) return `Pod \`${name}\``;
  return `${dialect === 'compose' || dialect === 'service' ? 'Service' : 'Container'} \`${name}\``;
}

/** ``service `web` of `/srv/shop/compose.yaml` ``; of several files the last two, which are merged over the others. */
function madeFromText({ service, files }: MadeFrom): string {
  const shown = files.slice(-MAX_FILES).map((file) => `\`${short(file)}\``);
  return `service \`${short(service)}\` of ${shown.join(' and ')}`;
}

const MAX_FILES = 2;

/** The others in brackets, so that the sentence about the first stays in the singular. */
function alsoText(also: readonly string[]): string {
  if (also.length === 0) return '';
  const shown = also.slice(0, MAX_NAMES).map((name) => `\`${short(name)}\``);
  const rest = also.length - shown.length;
  return ` (also ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''})`;
}

const MAX_NAMES = 9;
const NO_NAMES: ReadonlyMap<string, string> = new Map();
