import type { Subject } from '../../model/container.ts';
import { isCertain, type Place } from '../../text/location.ts';
import type { Setting } from '../../text/setting.ts';
import { UNKNOWN_CHARACTER } from '../../text/text.ts';
import { defineSubjectRule, type Voice } from '../rule.ts';
import { skeletonOf } from '../shared/image/image-name.ts';
import { short } from '../shared/wording.ts';
import { secretKindOf } from './names.ts';
import { hasPasswordInAddress, hasPasswordInSettings, isLiteralSecret } from './values.ts';

interface Options {
  readonly allow: readonly string[];
}

const options: Options = { allow: [] };

export default defineSubjectRule({
  id: 'secret-in-environment',
  references: [
    {
      kind: 'document',
      title: 'OWASP Docker Security Cheat Sheet, rule 12',
      url: 'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html#rule-12-utilize-docker-secrets-for-sensitive-data-management',
    },
  ],
  severity: 'warning',
  securitySeverity: 5.5,
  title: 'Environment variable holds a hard-coded secret',
  recommendation: 'Variables hold no hard-coded secrets',
  options,
  optionSchemas: {
    allow: {
      type: 'array',
      items: { type: 'string', minLength: 1 },
      description: 'The names of variables whose values are not secrets, or may be written.',
    },
  },
  messages: {
    literal: (voice, { name }: Named) => ({
      what: `${voice.name} ${voice.does('has', 'have')} a hard-coded secret in \`${name}\`: it is visible to everyone who can read the file or inspect the container.`,
      remedy: remedyFor(voice, name),
    }),
    address: (voice, { name }: Named) => ({
      what: `${voice.name} ${voice.does('has', 'have')} a hard-coded password in the address in \`${name}\`: it is visible to everyone who can read the file or inspect the container.`,
      remedy:
        'Take the password from a variable that is set outside of the file, or from a file that is mounted as a secret.',
    }),
    settings: (voice, { name }: Named) => ({
      what: `${voice.name} ${voice.does('has', 'have')} a hard-coded password in the settings in \`${name}\`: it is visible to everyone who can read the file or inspect the container.`,
      remedy:
        'Take the password from a variable that is set outside of the file, or from a file that is mounted as a secret.',
    }),
  },
  *check(subject, { options: { allow }, fail, undecided }) {
    for (const setting of variablesOf(subject)) {
      const texts = setting.known
        ? [{ text: setting.value, place: setting.place, isSole: true }]
        : setting.candidates.length > 0
          ? setting.candidates.map(({ value, place }) => ({ text: value, place, isSole: false }))
          : [{ text: skeletonOf(setting.pattern), place: setting.place, isSole: true }];
      const found = texts.flatMap(({ text, place, isSole }) => {
        const answer = askVariable(text, place, allow);
        return answer === undefined ? [] : [{ ...answer, place, isSole }];
      });
      const bad = found.find(({ message }) => message !== undefined);
      const [first] = found;
      if (bad?.message !== undefined)
        yield fail(bad.place, bad.message, { name: bad.name }, { isCertain: bad.isSole && isCertain(bad.place) });
      else if (first !== undefined)
        yield undecided(
          first.place,
          'The name of the variable, which may say that its value is a secret, is not known.',
        );
    }
  },
});

interface Named {
  readonly name: string;
}

/** `NAME=value` each, of a container or of a command that is run in it. */
function variablesOf(subject: Subject): readonly Setting<string>[] {
  return (subject.kind === 'container' ? subject.config.env : subject.env) ?? [];
}

/** What a text `NAME=value` has in it; without a message where its name is not known. */
function askVariable(
  text: string,
  { shown }: Place,
  allow: readonly string[],
): { readonly name: string; readonly message?: 'literal' | 'address' | 'settings' } | undefined {
  const equals = text.indexOf('=');
  // What comes from an env file or the environment is not written where it is used.
  if (equals <= 0 || shown !== undefined) return undefined;
  const [name, value] = [text.slice(0, equals), text.slice(equals + 1)];
  if (allow.includes(name) || /[\s`]/.test(name)) return undefined;
  const says = short(name.replaceAll(UNKNOWN_CHARACTER, '…'));
  const kind = secretKindOf(name);
  if (kind !== undefined && isLiteralSecret(value, kind)) return { name: says, message: 'literal' };
  if (hasPasswordInAddress(value)) return { name: says, message: 'address' };
  if (hasPasswordInSettings(value)) return { name: says, message: 'settings' };
  return name.endsWith(UNKNOWN_CHARACTER) && isLiteralSecret(value, 'issued') ? { name: says } : undefined;
}

function remedyFor(voice: Voice, name: string): string {
  return voice.remedy({
    compose: `Mount it as a file with \`secrets\` and name that in \`${name}_FILE\` if the image reads it; else take it from outside: \`${name}: \${${name}:?}\`.`,
    docker: `Mount it as a file and name that in \`${name}_FILE\` if the image reads it; else take it from outside: \`-e ${name}\` without a value.`,
    service: `Make it a secret (\`docker secret create\`), give it with \`--secret\`, and name its file in \`${name}_FILE\` if the image reads that; else take it from outside: \`-e ${name}\` without a value.`,
    quadlet: `Make it a secret of podman (\`podman secret create\`), and write \`Secret=NAME,type=env,target=${name}\`.`,
  });
}
