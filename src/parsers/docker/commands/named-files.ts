import type { Problem } from '../../../model/finding.ts';
import { isCertain } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import { problem } from '../../contract/problem.ts';
import { quoted, splitKeyValue } from '../../syntax/reading.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import { SECCOMP_PROFILES } from '../grammar/values/security-options.ts';
import type { DockerInvocation } from './invocation.ts';

/** Checks the project files that options name: the client reads them before it calls the engine. */
export function checkNamedFiles({ uses }: FlagLine, invocation: DockerInvocation): readonly Problem[] {
  return uses.flatMap(({ flag, value }) => {
    switch (flag.name) {
      case 'env-file':
        return checkVariables(value, 'env file', invocation);
      case 'label-file':
        return checkVariables(value, 'label file', invocation);
      case 'security-opt':
        return checkProfile(value, invocation);
      default:
        return [];
    }
  });
}

/** Reports env files that `docker compose` reads and the project lacks. */
export function checkEnvFiles({ uses }: Pick<FlagLine, 'uses'>, { lookAt }: DockerInvocation): readonly Problem[] {
  return uses.flatMap(({ flag, value }) => {
    return flag.name === 'env-file' && lookAt?.(value) === 'missing' ? missing(value, 'env file') : [];
  });
}

function missing(name: Text, what: string): readonly Problem[] {
  if (!isCertain(name.place)) return [];
  const text = `The ${what} ${quoted(name)} does not exist in the project.`;
  const remedy = 'Correct the name, unless the file is created before this command runs.';
  return [problem('syntax/missing-file', name.place, text, { remedy, severity: 'info' })];
}

/** docker/cli `pkg/kvfile`. */
function checkVariables(name: Text, what: string, { lookAt }: DockerInvocation): readonly Problem[] {
  const found = lookAt?.(name);
  if (found === undefined) return [];
  if (found === 'missing') return missing(name, what);
  const subject = `The ${what} ${quoted(name)}`;
  if (found === 'folder')
    return [problem('syntax/unreadable-file', name.place, `${subject} is a directory, not a file.`)];
  const names = found.text.split(/\r?\n/).map(nameIn);
  const line = names.findIndex((variable) => variable !== undefined && /^$|[ \t]/.test(variable));
  if (line < 0) return [];
  const why = names[line] === '' ? 'has no variable name' : 'has a space in a variable name';
  return [
    problem('syntax/invalid-env-file', name.place, `${subject} ${why} on line ${line + 1}.`, {
      remedy: 'Write `NAME=value` there.',
    }),
  ];
}

function nameIn(line: string): string | undefined {
  const text = line.replace(/^\uFEFF/, '').trimStart();
  return text === '' || text.startsWith('#') ? undefined : text.split('=', 1)[0];
}

/** docker/cli `parseSecurityOpts`. */
function checkProfile(option: Text, { lookAt }: DockerInvocation): readonly Problem[] {
  const byEquals = splitKeyValue(option);
  const { key, value: name } = byEquals.value === undefined ? splitKeyValue(option, ':') : byEquals;
  if (key.value !== 'seccomp' || name === undefined || SECCOMP_PROFILES.includes(name.value ?? '')) return [];
  const remedy = 'Specify a file that contains the profile as JSON.';
  if (/^\{.*\}$/s.test(name.value ?? ''))
    return [problem('syntax/invalid-value', name.place, 'The seccomp profile must be a file name.', { remedy })];
  const found = lookAt?.(name);
  if (found === undefined) return [];
  if (found === 'missing') return missing(name, 'seccomp profile');
  const subject = `Seccomp profile ${quoted(name)}`;
  if (found === 'folder')
    return [problem('syntax/unreadable-file', name.place, `${subject} is a directory, not a file.`)];
  return isJson(found.text)
    ? []
    : [problem('syntax/invalid-value', name.place, `${subject} is not valid JSON.`, { remedy })];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
