import type { Origin, Subject } from '../../model/container.ts';
import { isGiven, type Place } from '../../text/location.ts';
import type { Setting } from '../../text/setting.ts';
import { UNKNOWN_CHARACTER } from '../../text/text.ts';
import { texts } from '../options.ts';
import { document } from '../references.ts';
import { defineSubjectRule } from '../rule.ts';
import { skeletonOf } from '../shared/image/image-name.ts';
import type { Voice } from '../shared/voice.ts';
import { short } from '../shared/wording.ts';
import { secretWordOf } from './commands.ts';
import { secretKindOf } from './names.ts';
import { hasPasswordInAddress, hasPasswordInSettings, isLiteralSecret } from './values.ts';

export default defineSubjectRule(['container', 'exec', 'build'], {
  id: 'secret-in-environment',
  references: [
    document(
      'OWASP Docker Security Cheat Sheet, rule 12',
      'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-12-utilize-docker-secrets-for-sensitive-data-management',
    ),
  ],
  severity: 'warning',
  securitySeverity: 5.5,
  isRecommended: true,
  title: 'Variable, build argument or command holds a hard-coded secret',
  recommendation: 'Secrets come from outside',
  options: {
    allow: texts([], 'The names of variables whose values are not secrets, or may be written.', { minLength: 1 }),
  },
  messages: {
    command: (voice, { use }: { use: 'command' | 'health check' }) => ({
      what: `${voice.name} ${voice.does('has', 'have')} a hard-coded password in its ${use}: it is visible to everyone who can read the file, inspect the container or list its processes.`,
      remedy: PASSWORD_REMEDY,
    }),
    literal: (voice, named: Named) => ({
      what: describe(voice, 'a hard-coded secret in', named),
      remedy: remedyFor(voice, named),
    }),
    address: (voice, named: Named) => ({
      what: describe(voice, 'a hard-coded password in the address in', named),
      remedy: remedyFor(voice, named, PASSWORD_REMEDY),
    }),
    settings: (voice, named: Named) => ({
      what: describe(voice, 'a hard-coded password in the settings in', named),
      remedy: remedyFor(voice, named, PASSWORD_REMEDY),
    }),
  },
  *check(subject, { options: { allow }, isTracked, fail, undecided }) {
    for (const { words, use } of commandsOf(subject)) {
      const at = secretWordOf(words.map(textOf));
      const word = at === undefined ? undefined : words[at];
      if (word !== undefined) yield fail(word, 'command', { use });
    }
    for (const { setting, use } of variablesOf(subject)) {
      const texts = setting.known
        ? [{ text: setting.value, place: setting.place, isSole: true }]
        : setting.candidates.length > 0
          ? setting.candidates.map(({ value, place }) => ({ text: value, place, isSole: false }))
          : [{ text: skeletonOf(setting.pattern), place: setting.place, isSole: true }];
      const found = texts.flatMap(({ text, place, isSole }) => {
        const answer = askVariable(text, allow);
        if (answer === undefined) return [];
        // What comes from an env file or the environment is written elsewhere: the repository has it if Git tracks
        // that.
        const file = isGiven(place) ? fileOf(place) : undefined;
        const isWritten = !isGiven(place) || (file !== undefined && isTracked(file));
        return isWritten ? [{ ...answer, file, place, isSole }] : [];
      });
      const bad = found.find(({ message }) => message !== undefined);
      const [first] = found;
      if (bad?.message !== undefined)
        yield fail(
          { place: bad.place, isCertain: bad.isSole },
          bad.message,
          { name: bad.name, use, file: bad.file, isAction: subject.origin === 'workflow build' },
          // The database of a test is gone with the job, and holds what the test put there.
          JOBS.includes(subject.origin) ? { severity: 'info' } : undefined,
        );
      else if (first !== undefined) yield undecided({ place: first.place, reason: NO_NAME });
    }
  },
});

/** What a runner creates for one job. */
const JOBS: readonly Origin[] = [
  'workflow job',
  'workflow service',
  'workflow step',
  'pipeline job',
  'pipeline service',
];

const NO_NAME = 'The name of the variable, which may say that its value is a secret, is not known.';

/** What a variable is for: one of a container or exec, an argument of a build, or one that a Dockerfile sets. */
type Use = 'variable' | 'build argument' | 'ARG' | 'ENV';

interface Named {
  readonly name: string;
  readonly use: Use;
  /** The env file that has it, which Git tracks; `undefined` where the text itself has it. */
  readonly file: string | undefined;
  /** An action of a workflow builds, which has inputs in the place of flags. */
  readonly isAction: boolean;
}

/** `NAME=value` each, with what it is for. */
function variablesOf(subject: Subject): readonly { readonly setting: Setting<string>; readonly use: Use }[] {
  const usedAs = (use: Use, settings: readonly Setting<string>[] = []) => settings.map((setting) => ({ setting, use }));
  switch (subject.kind) {
    case 'container':
      return usedAs('variable', subject.config.env);
    case 'exec':
      return usedAs('variable', subject.env);
    case 'build': {
      const { buildArgs, dockerfile } = subject;
      return [
        ...usedAs('build argument', buildArgs),
        ...usedAs('ARG', dockerfile?.args),
        ...usedAs('ENV', dockerfile?.env),
      ];
    }
  }
}

/** A command of a subject, and what it is to it. */
interface Command {
  readonly words: readonly Setting<string>[];
  readonly use: 'command' | 'health check';
}

function commandsOf(subject: Subject): readonly Command[] {
  switch (subject.kind) {
    case 'container': {
      const { entrypoint = [], cmd = [], healthcheck } = subject.config;
      return [
        { words: [...entrypoint, ...cmd], use: 'command' },
        { words: healthcheck?.test ?? [], use: 'health check' },
      ];
    }
    case 'exec':
      return [{ words: subject.cmd ?? [], use: 'command' }];
    case 'build':
      return [];
  }
}

/** The word with its unknown parts; nothing of one that comes from an env file or the environment. */
function textOf(word: Setting<string>): string {
  if (isGiven(word.place)) return UNKNOWN_CHARACTER;
  return word.known ? word.value : skeletonOf(word.pattern);
}

/** The one file from which all of a value comes that the text does not have; `undefined` where that is none. */
function fileOf({ location, hops, shown = '' }: Place): string | undefined {
  const given = hops.filter(({ kind }) => kind === 'given').map((hop) => hop.location.path);
  if (given.length === 0) return hops.length === 0 ? location.path : undefined;
  const isAll = given.length >= shown.split('${').length - 1;
  return isAll && new Set(given).size === 1 ? given[0] : undefined;
}

/** What a text `NAME=value` has in it; without a message where its name is not known. */
function askVariable(
  text: string,
  allow: readonly string[],
): { readonly name: string; readonly message?: 'literal' | 'address' | 'settings' } | undefined {
  const equals = text.indexOf('=');
  if (equals <= 0) return undefined;
  const [name, value] = [text.slice(0, equals), text.slice(equals + 1)];
  if (allow.includes(name) || /[\s`]/.test(name)) return undefined;
  const says = short(name.replaceAll(UNKNOWN_CHARACTER, '…'));
  const kind = secretKindOf(name);
  if (kind !== undefined && isLiteralSecret(value, kind)) return { name: says, message: 'literal' };
  if (hasPasswordInAddress(value)) return { name: says, message: 'address' };
  if (hasPasswordInSettings(value)) return { name: says, message: 'settings' };
  return name.endsWith(UNKNOWN_CHARACTER) && isLiteralSecret(value, 'issued') ? { name: says } : undefined;
}

const PASSWORD_REMEDY =
  'Take the password from a variable that is set outside of the file, or from a file that is mounted as a secret.';

function describe(voice: Voice, secret: string, { name, use, file }: Named): string {
  const has = `${voice.name} ${voice.does('has', 'have')} ${secret}`;
  if (file !== undefined)
    return `${has} ${use === 'variable' ? '' : `the ${use} `}\`${name}\`: it is in the repository, since Git tracks \`${short(file)}\`, and visible to everyone who can read that.`;
  switch (use) {
    case 'variable':
      return `${has} \`${name}\`: it is visible to everyone who can read the file or inspect the container.`;
    case 'build argument':
      return `${has} the build argument \`${name}\`: it is visible to everyone who can read the file or the history of the image.`;
    case 'ARG':
    case 'ENV':
      return `${has} \`${use} ${name}\` of its Dockerfile: it is visible to everyone who can read the file or the history of the image.`;
  }
}

function buildRemedy(voice: Voice, { name, use, isAction }: Named): string {
  const step = `mount it in the step that needs it (\`RUN --mount=type=secret,id=${name}\`)`;
  if (use === 'ENV')
    return `Remove it: if the container needs it, give it \`${name}\` when it starts, from outside or as a secret; if the build does, ${step}.`;
  if (isAction)
    return `Make it a build secret: give it in the input \`secrets\`, from a secret of the repository, and ${step}.`;
  return voice.remedy({
    compose: `Make it a build secret: name it in \`secrets\` of \`build\`, and ${step}.`,
    docker: `Make it a build secret: \`--secret id=${name}\` in the place of the argument, and ${step}.`,
  });
}

function remedyFor(voice: Voice, named: Named, other?: string): string {
  const { name, use, file } = named;
  if (file !== undefined)
    return `Take the file out of the repository (\`git rm --cached\`, and a line in \`.gitignore\`), and change the secret: the history still has it.`;
  if (use !== 'variable') return buildRemedy(voice, named);
  return other ?? secretRemedy(voice, name);
}

function secretRemedy(voice: Voice, name: string): string {
  return voice.remedy({
    compose: `Mount it as a file with \`secrets\` and name that in \`${name}_FILE\` if the image reads it; else take it from outside: \`${name}: \${${name}:?}\`.`,
    docker: `Mount it as a file and name that in \`${name}_FILE\` if the image reads it; else take it from outside: \`-e ${name}\` without a value.`,
    service: `Make it a secret (\`docker secret create\`), give it with \`--secret\`, and name its file in \`${name}_FILE\` if the image reads that; else take it from outside: \`-e ${name}\` without a value.`,
    quadlet: `Make it a secret of podman (\`podman secret create\`), and write \`Secret=NAME,type=env,target=${name}\`.`,
  });
}
