import type { Voice } from '../shared/voice.ts';
import { short } from '../shared/wording.ts';

/** What a variable is for: one of a container or exec, an argument of a build, or one that a Dockerfile sets. */
export type Use = 'variable' | 'build argument' | 'ARG' | 'ENV';

export interface Named {
  readonly name: string;
  readonly use: Use;
  /** The env file that has it, which Git tracks; `undefined` where the text itself has it. */
  readonly file: string | undefined;
  /** The variable whose default it is, where it is one. */
  readonly default: string | undefined;
  /** An action of a workflow builds, which has inputs in the place of flags. */
  readonly isAction: boolean;
}

export const PASSWORD_REMEDY =
  'Take the password from a variable that is set outside of the file, or from a file that is mounted as a secret.';

/** What is wrong: `secret` is in the variable. */
export function describe(voice: Voice, secret: string, named: Named): string {
  const { name, use, file } = named;
  const has = `${voice.name} ${voice.does('has', 'have')} ${secret}`;
  if (file !== undefined)
    return `${has} ${use === 'variable' ? '' : `the ${use} `}\`${name}\`: it is in the repository, since Git tracks \`${short(file)}\`, and visible to everyone who can read that.`;
  switch (use) {
    case 'variable':
      if (named.default !== undefined)
        return `${has} \`${name}\`, the default of \`${short(named.default)}\`: it is what everyone gets who does not set that, and visible to everyone who can read the file.`;
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

/** What to do about it; `other` in the place of what helps with a secret that is the whole value. */
export function remedyFor(voice: Voice, named: Named, other?: string): string {
  const { name, use, file } = named;
  if (file !== undefined)
    return `Take the file out of the repository (\`git rm --cached\`, and a line in \`.gitignore\`), and change the secret: the history still has it.`;
  if (use !== 'variable') return buildRemedy(voice, named);
  if (named.default !== undefined)
    return `Leave out the default of \`${named.default}\`, so that nothing starts with it: write \`\${${named.default}:?}\`.`;
  return other ?? secretRemedy(voice, name);
}

/** Programs that take each of their settings from a file, by how the names of their variables begin. */
const WITH_FILES = /^(?:GF_|GITEA__|FORGEJO__)/;

function secretRemedy(voice: Voice, name: string): string {
  const isKnown = WITH_FILES.test(name);
  const file = `\`${name}${isKnown ? '__FILE' : '_FILE'}\``;
  const where = (it: string): string => (isKnown ? '' : ` if the image reads ${it}`);
  return voice.remedy({
    compose: `Mount it as a file with \`secrets\` and name that in ${file}${where('it')}; else take it from outside: write \`\${${name}:?}\` in the place of its value.`,
    docker: `Mount it as a file and name that in ${file}${where('it')}; else take it from outside: \`-e ${name}\` without a value.`,
    service: `Make it a secret (\`docker secret create\`), give it with \`--secret\`, and name its file in ${file}${where('that')}; else take it from outside: \`-e ${name}\` without a value.`,
    ansible: `Take it from a variable that a vault holds (\`ansible-vault encrypt_string\`), or mount it as a file and name that in ${file}${where('it')}.`,
    quadlet: `Make it a secret of podman (\`podman secret create\`), and write \`Secret=NAME,type=env,target=${name}\`.`,
  });
}
