import type { Voice } from '../shared/voice.ts';
import { short } from '../shared/wording.ts';

/** A variable of a container or exec, a label, a build argument, or a Dockerfile variable. */
export type SecretHolder = 'variable' | 'label' | 'build argument' | 'ARG' | 'ENV';

export interface NamedValue {
  readonly name: string;
  readonly use: SecretHolder;
  /** The env file that contains it, if Git tracks that file. */
  readonly file: string | undefined;
  readonly default: string | undefined;
  /** A workflow action builds it, with inputs instead of flags. */
  readonly isAction: boolean;
}

export const PASSWORD_REMEDY = 'Take the password from a variable set outside the file, or mount it as a secret file.';

/** Describes the problem: `secret` is in the variable. */
export function describe(voice: Voice, secret: string, named: NamedValue): string {
  const { name, use, file } = named;
  const has = `${voice.name} ${voice.does('has', 'have')} a ${secret}`;
  const target = `${use === 'variable' ? '' : `the ${use} `}\`${name}\``;
  if (file !== undefined)
    return `${has} ${target}, visible to anyone who can read the repository, because Git tracks \`${short(file)}\`.`;
  if (use === 'ARG' || use === 'ENV')
    return `${has} \`${use} ${name}\` in its Dockerfile, visible to anyone who can read the file or the image history.`;
  if (named.default !== undefined)
    return `${has.replace('hard-coded ', '')} the default of \`${short(named.default)}\`${named.default === name ? '' : `, for ${target}`}: used unless that variable is set, and visible to anyone who can read the file.`;
  const seen = use === 'variable' || use === 'label' ? 'inspect the container' : 'the image history';
  return `${has} ${target}, visible to anyone who can read the file or ${seen}.`;
}

function buildRemedy(voice: Voice, { name, use, isAction }: NamedValue): string {
  const step = `mount it in the step that needs it (\`RUN --mount=type=secret,id=${name}\`)`;
  if (use === 'ENV')
    return `Remove it. If the container needs it, pass \`${name}\` at run time, from outside or as a secret; if the build needs it, ${step}.`;
  if (isAction) return `Use a build secret: pass it in the \`secrets\` input, from a repository secret, and ${step}.`;
  return voice.remedy({
    compose: `Use a build secret: list it under \`secrets\` in \`build\`, and ${step}.`,
    docker: `Use a build secret: replace the argument with \`--secret id=${name}\`, and ${step}.`,
  });
}

/** The remedy; `other` replaces that for a value that is a secret as a whole. */
export function remedyFor(voice: Voice, named: NamedValue, other?: string): string {
  const { name, use, file } = named;
  if (file !== undefined)
    return `Remove \`${short(file)}\` from the repository (run \`git rm --cached\` and add it to \`.gitignore\`), then rotate the secret, because the old value remains in the history.`;
  if (use === 'label') return 'Remove it from the label: anyone who can list containers can read it.';
  if (use !== 'variable') return buildRemedy(voice, named);
  if (named.default !== undefined)
    return `Remove the default of \`${named.default}\` so that nothing starts without a value: write \`\${${named.default}:?}\`.`;
  return other ?? secretRemedy(voice, name);
}

/** Variable prefixes of programs that accept a file for each setting. */
const WITH_FILES = /^(?:GF_|GITEA__|FORGEJO__)/;

function secretRemedy(voice: Voice, name: string): string {
  const isKnown = WITH_FILES.test(name);
  const file = `\`${name}${isKnown ? '__FILE' : '_FILE'}\``;
  /**
   * `steps`, which use the variable. If the image may not support it, a condition with its name
   * comes first.
   */
  const first = (steps: (it: string) => string): string =>
    isKnown
      ? steps(file).replace(/^./, (letter) => letter.toUpperCase())
      : `If the image supports ${file}, ${steps('that variable')}`;
  const or = isKnown ? 'Or' : 'Otherwise,';
  const mounted = first((it) => `mount the secret as a file and set ${it} to its path`);
  const passed = `${or} pass the secret from outside: \`-e ${name}\` without a value.`;
  return voice.remedy({
    compose: `${first((it) => `mount the secret with \`secrets\` and set ${it} to the file's path`)}. ${or} replace the value with \`\${${name}:?}\`, which requires a value from outside.`,
    docker: `${mounted}. ${passed}`,
    service: `${first((it) => `create a secret (\`docker secret create\`), pass it with \`--secret\`, and set ${it} to its path`)}. ${passed}`,
    ansible: `${mounted}. ${or} store the secret in Ansible Vault (\`ansible-vault encrypt_string\`).`,
    quadlet: `Create a podman secret (\`podman secret create\`), and write \`Secret=NAME,type=env,target=${name}\`.`,
  });
}

/** A variable with a default, which may use another variable. */
const USE = /\$\{([A-Za-z_]\w{0,200}):?-((?:[^{}]|\$\{[^{}]*\})*)\}/g;

/**
 * The variable with a secret default: the only one with a default in `expression`, which produced
 * `text`. `isWhole`: the whole value is secret.
 */
export function defaultIn(expression: string | undefined, text: string, isWhole: boolean): string | undefined {
  const uses = [...(expression ?? '').matchAll(USE)];
  const [use] = uses;
  if (use === undefined || uses.length > 1) return undefined;
  const [whole, variable, operand = ''] = use;
  const value = text.slice(text.indexOf('=') + 1);
  const isTaken = isWhole
    ? expression?.endsWith(`=${whole}`) === true && operand.includes(value)
    : operand !== '' && value.includes(operand);
  return isTaken ? variable : undefined;
}

/** Removes defaults from an expression. */
export function withoutDefaults(expression: string): string {
  return expression.replace(USE, '$${$1}');
}
