import type { Place } from '../../../text/location.ts';
import { known, type Setting, unknown } from '../../../text/setting.ts';
import type { Text } from '../../../text/text.ts';
import { defined } from '../../../util/objects.ts';
import { problem } from '../../contract/problem.ts';
import { findDeepBracket, MAX_NESTING } from '../../syntax/nesting.ts';
import { isScalar, type Ref, textOf } from '../../yaml/tree.ts';
import { loadPath } from '../files/loader.ts';
import { readTexts } from '../values/values.ts';
import { containerNameOf } from './names.ts';
import { type Given, get, type ServiceScope } from './scope.ts';

const UNCONFINED_PATHS = 'systempaths=unconfined';

/** `security_opt`: one of its options sets empty masked and read-only paths instead. */
export function readSecurityOptions(scope: ServiceScope): Given {
  const list = get(scope, 'security_opt');
  if (list === undefined) return {};
  const options = readTexts(list);
  const unconfined = options.find((option) => option.value === UNCONFINED_PATHS);
  const noPaths = unconfined && { value: [], place: unconfined.place };
  return {
    hostConfig: defined({
      securityOpt: options.filter((option) => option !== unconfined).map((option) => securityOption(option, scope)),
      maskedPaths: noPaths,
      readonlyPaths: noPaths,
    }),
  };
}

/** A namespace mode; `service:` becomes `container:` (docker/compose `resolveSharedNamespaces`). */
export function readNamespace(mode: Ref, scope: ServiceScope): Setting<string> | undefined {
  if (!isScalar(mode)) return undefined;
  const text = textOf(mode);
  const { value } = text;
  if (value?.startsWith('service:') !== true) return text.toStringSetting();
  const target = value.slice('service:'.length);
  const name = containerNameOf(target, scope.resources, text.place);
  return name.known
    ? { ...name, value: `container:${name.value}`, place: text.place }
    : unknown(['container:', ...name.pattern], text.place);
}

/**
 * An option as sent (docker/compose `parseSecurityOpts`): with a seccomp profile's content instead
 * of its path.
 */
function securityOption(option: Text, scope: ServiceScope): Setting<string> {
  const { value } = option;
  if (value === undefined) return option.toStringSetting();
  if (value !== 'no-new-privileges' && !/[=:]/.test(value)) {
    const remedy = 'Write `name=value` or `name:value`, such as `no-new-privileges:true`.';
    const what = `\`${value}\` is not a valid security option.`;
    scope.reportCreation(problem('syntax/invalid-value', option.place, what, remedy));
  }
  const profile = /^seccomp[=:]/.test(value) ? option.slice('seccomp='.length) : undefined;
  if (profile === undefined || profile.value === 'unconfined' || profile.value === 'builtin')
    return option.toStringSetting();
  return readProfile(profile, option.place, scope);
}

function readProfile(
  path: Text,
  place: Place,
  { directory, loader, reportCreation: report }: ServiceScope,
): Setting<string> {
  const { file } = loadPath(path, directory, { ...loader, report }, 'seccomp profile');
  const what = `Seccomp profile \`${path.shown}\` is`;
  const isDeep = file !== undefined && findDeepBracket(file.text) !== undefined;
  const content = file === undefined || isDeep ? undefined : compactJson(file.text);
  if (isDeep)
    report(
      problem('syntax/limit', path.place, `${what} nested more than ${MAX_NESTING} levels deep, so it was not read.`),
    );
  else if (file !== undefined && content === undefined)
    report(problem('syntax/invalid-value', path.place, `${what} not valid JSON.`));
  if (file === undefined || content === undefined) return unknown(['seccomp=', { unknown: path.source }], place);
  const isHidden = loader.context.isOutside?.(file.path) === true;
  return known(`seccomp=${content}`, isHidden ? { ...place, shown: `seccomp=${path.shown}` } : place);
}

function compactJson(text: string): string | undefined {
  try {
    const content: unknown = JSON.parse(text);
    return JSON.stringify(content);
  } catch {
    return undefined;
  }
}
