import type { Subject } from '../../model/container.ts';
import { issuedSecretIn } from '../../sensitive/issued.ts';
import { isGiven, type Place } from '../../text/location.ts';
import { known, type Setting } from '../../text/setting.ts';
import { UNKNOWN_CHARACTER } from '../../text/text.ts';
import { FORMS, textsOption } from '../options.ts';
import { document } from '../references.ts';
import { defineSubjectRule } from '../rule.ts';
import { type StatedFix } from '../shared/changes.ts';
import { skeletonOf } from '../shared/image/image-name.ts';
import { short } from '../shared/wording.ts';
import { secretWordOf } from './commands.ts';
import { secretKindOf } from './names.ts';
import { hasPasswordInAddress, hasPasswordInSettings, isFillIn, isForTests, isLiteralSecret } from './values.ts';
import {
  defaultIn,
  describe,
  type NamedValue,
  PASSWORD_REMEDY,
  remedyFor,
  type SecretHolder,
  withoutDefaults,
} from './words.ts';

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
  cwe: [798],
  isRecommended: true,
  title: 'Secret is hard-coded',
  brief: 'a hard-coded secret',
  recommendation: 'Secrets come from outside the file',
  fixes: {
    envFile: {
      risk: 'medium',
      title: 'Move the value to `.env`, which Git ignores, and require the variable',
      breaks:
        'Nothing starts without `.env`, for example on another machine; a shell variable of the same name takes precedence.',
      isByName: true,
    },
  },
  options: {
    allow: textsOption([], 'Variables whose values are not secrets, or are allowed to be hard-coded.', FORMS.variable),
  },
  messages: {
    command: (voice, { use, what }: { use: 'command' | 'health check'; what: string }) => ({
      what: `${voice.name} ${voice.does('has', 'have')} a hard-coded ${what} in its ${use}, visible to anyone who can read the file, inspect the container or list its processes.`,
      remedy:
        what === 'password' ? PASSWORD_REMEDY : `Revoke the ${what}. ${PASSWORD_REMEDY.replace('password', what)}`,
    }),
    issued: (voice, { what, ...named }: NamedValue & { readonly what: string }) => ({
      what: describe(voice, `hard-coded ${what} in`, named),
      remedy: `Revoke the ${what}, then use a new one. ${remedyFor(voice, named)}`,
    }),
    literal: (voice, named: NamedValue) => ({
      what: describe(voice, 'hard-coded secret in', named),
      remedy: remedyFor(voice, named),
    }),
    address: (voice, named: NamedValue) => ({
      what: describe(voice, 'hard-coded password in the URL in', named),
      remedy: remedyFor(voice, named, PASSWORD_REMEDY),
    }),
    settings: (voice, named: NamedValue) => ({
      what: describe(voice, 'hard-coded password in the settings in', named),
      remedy: remedyFor(voice, named, PASSWORD_REMEDY),
    }),
  },
  check(subject, { options: { allow }, isTracked, fail, undecided }) {
    // A job's test database is disposable.
    const severity = isForJob(subject) ? 'info' : undefined;
    const commands = commandsOf(subject).map(({ words, use }) => {
      const texts = words.map(textOf);
      const at = secretWordOf(texts, subject.place.location.path);
      const issued = at === undefined ? texts.findIndex((text) => issuedSecretIn(text) !== undefined) : -1;
      const word = words[at ?? issued];
      const what = issuedSecretIn(texts[issued] ?? '')?.what ?? 'password';
      return word && fail(word, 'command', { use, what }, { severity });
    });
    const variables = variablesOf(subject).map(({ setting, use }) => {
      const values = setting.known ? [] : setting.candidates;
      const texts =
        values.length === 0
          ? [{ text: skeletonOf(setting), place: setting.place, isCertain: true }]
          : values.map(({ value, place }) => ({ text: value, place, isCertain: false }));
      const found = texts.flatMap(({ text, place, isCertain }) => {
        const answer =
          use === 'label'
            ? askIssued(text, place.expression, allow)
            : askVariable(text, place.expression, allow, place.location.path);
        if (answer === undefined) return [];
        // An env file's value is in the repository only if Git tracks the file.
        const file = isGiven(place) ? fileOf(place) : undefined;
        const isWritten = !isGiven(place) || (file !== undefined && isTracked(file));
        return isWritten ? [{ ...answer, file, place, isCertain }] : [];
      });
      const [first] = found;
      const bad = found.find(({ message }) => message !== undefined);
      if (bad?.message === undefined) return first && undecided({ place: first.place, reason: NO_NAME });
      const { name, file } = bad;
      const data = { name, use, file, default: bad.default, isAction: subject.origin === 'workflow build' };
      const fixes = () => (severity === undefined && use !== 'label' ? toEnvFile(setting, bad, subject) : []);
      return bad.message === 'issued'
        ? fail(bad, 'issued', { ...data, what: bad.what ?? 'secret' }, { severity, fixes })
        : fail(bad, bad.message, data, { severity, fixes });
    });
    return [commands, variables];
  },
});

/**
 * A fix for a Compose service's literal value, or the default of one variable. In Compose, names
 * contain only letters, digits and `_`.
 */
function toEnvFile(
  setting: Setting<string>,
  bad: { readonly name: string; readonly default?: string | undefined },
  subject: Subject,
): readonly StatedFix<'envFile'>[] {
  if (subject.kind !== 'container' || subject.origin !== 'compose' || !setting.known) return [];
  const { place } = setting;
  if (isGiven(place)) return [];
  const variable = bad.default ?? bad.name.replace(/\W/g, '_');
  if (!/^[A-Za-z_]\w*$/.test(variable)) return [];
  const change = { kind: 'move', field: 'env', place, variable } as const;
  return [
    { id: 'envFile', changes: [change], title: `Move the value of \`${variable}\` to \`.env\`, which Git ignores` },
  ];
}

/** Where a CI runner creates containers for one job. */
const OF_JOB = /^(?:workflow|pipeline) (?:job|service|step)$/;

/** Includes containers that a step starts on a disposable machine. */
function isForJob(subject: Subject): boolean {
  return OF_JOB.test(subject.origin) || (subject.kind === 'container' && subject.isOnHostedRunner === true);
}

const NO_NAME = "The variable's name is unknown, so plimsoll can't tell whether its value is a secret.";

/** The `NAME=value` entries, each with its use. */
function variablesOf(subject: Subject): readonly { readonly setting: Setting<string>; readonly use: SecretHolder }[] {
  const usedAs = (use: SecretHolder, settings: readonly Setting<string>[] = []) =>
    settings.map((setting) => ({ setting, use }));
  switch (subject.kind) {
    case 'container':
      return [
        ...usedAs('variable', subject.config.env),
        ...usedAs(
          'label',
          subject.config.labels?.map(({ key, value }) => known(`${skeletonOf(key)}=${skeletonOf(value)}`, value.place)),
        ),
      ];
    case 'exec':
      return usedAs('variable', subject.env);
    case 'build': {
      const { buildArgs, dockerfile } = subject;
      return [
        ...usedAs(
          'build argument',
          buildArgs?.filter((argument) => dockerfile === undefined || isDeclared(argument, dockerfile.declared)),
        ),
        ...usedAs(
          'ARG',
          dockerfile?.args.filter((argument) => !argument.known || !isFillIn(argument.value)),
        ),
        ...usedAs('ENV', dockerfile?.env),
      ];
    }
  }
}

/** The builder ignores arguments without an `ARG`, except its own. */
function isDeclared(argument: Setting<string>, declared: ReadonlySet<string>): boolean {
  const [name = '', ...value] = skeletonOf(argument.known ? [argument.value] : argument.pattern).split('=');
  return value.length === 0 || name.includes(UNKNOWN_CHARACTER) || /_proxy$/i.test(name) || declared.has(name);
}

/** A subject's command and its role. */
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

/** A word with its unknown parts; empty if it comes from an env file or the environment. */
function textOf(word: Setting<string>): string {
  if (isGiven(word.place)) return UNKNOWN_CHARACTER;
  return skeletonOf(word);
}

/** The single file outside this one that has the whole value; `undefined` if there is none. */
function fileOf({ location, hops, shown = '' }: Place): string | undefined {
  const given = hops.filter(({ kind }) => kind === 'given').map((hop) => hop.location.path);
  if (given.length === 0) return hops.length === 0 ? location.path : undefined;
  const isAll = given.length >= shown.split('${').length - 1;
  return isAll && new Set(given).size === 1 ? given[0] : undefined;
}

interface Answer {
  readonly name: string;
  /** Absent if the name is unknown. */
  readonly message?: 'literal' | 'address' | 'settings' | 'issued';
  /** What was issued. */
  readonly what?: string;
  /** The variable whose default is the secret. */
  readonly default?: string | undefined;
}

/** Finds a secret in a `NAME=value` text, which `expression` produced. */
function askVariable(
  text: string,
  expression: string | undefined,
  allow: readonly string[],
  path: string,
): Answer | undefined {
  const equals = text.indexOf('=');
  if (equals <= 0) return undefined;
  const [name, value] = [text.slice(0, equals), text.slice(equals + 1)];
  if (allow.includes(name) || /[\s`]/.test(name)) return undefined;
  const says = (): string => short(name.replaceAll(UNKNOWN_CHARACTER, '…'));
  const kind = secretKindOf(name);
  const issued = askIssued(text, expression, allow);
  if (issued !== undefined) return issued;
  if (kind !== undefined && isForTests(value, path)) return undefined;
  if (kind !== undefined && isLiteralSecret(value, kind))
    return { name: says(), message: 'literal', default: defaultIn(expression, text, true) };
  const hasPassword = (of: string): 'address' | 'settings' | undefined =>
    hasPasswordInAddress(of) ? 'address' : hasPasswordInSettings(of) ? 'settings' : undefined;
  const message = hasPassword(value);
  if (message !== undefined) {
    const other = expression === undefined ? undefined : hasPassword(withoutDefaults(expression.slice(equals + 1)));
    return { name: says(), message, default: other === undefined ? defaultIn(expression, text, false) : undefined };
  }
  return name.endsWith(UNKNOWN_CHARACTER) && isLiteralSecret(value, 'issued') ? { name: says() } : undefined;
}

/** Finds an issued secret by its published format, whatever its name. */
function askIssued(text: string, expression: string | undefined, allow: readonly string[]): Answer | undefined {
  const equals = text.indexOf('=');
  const [name, value] = [text.slice(0, equals), text.slice(equals + 1)];
  const issued = equals <= 0 || allow.includes(name) ? undefined : issuedSecretIn(value);
  if (issued === undefined) return undefined;
  const shown = short(name.replaceAll(UNKNOWN_CHARACTER, '…'));
  return { name: shown, message: 'issued', what: issued.what, default: defaultIn(expression, text, true) };
}
