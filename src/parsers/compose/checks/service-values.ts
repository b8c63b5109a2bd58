import type { Place } from '../../../text/location.ts';
import { valueOf } from '../../../text/setting.ts';
import type { Text } from '../../../text/text.ts';
import { nearestWord } from '../../../util/nearest-word.ts';
import { mistypedMode } from '../../contract/network-mode.ts';
import { problem, silent } from '../../contract/problem.ts';
import { quoted } from '../../syntax/reading.ts';
import { readVolumeSpec } from '../../syntax/volume-spec.ts';
import { type Field, field, isMapping, isScalar, itemsOf, placeOf, textOf, textPlace } from '../../yaml/tree.ts';
import { get, isInStack, type ServiceScope } from '../service/scope.ts';
import { isExternal, readBoolean, readString, readTexts } from '../values/values.ts';

/** Reports incomplete values, and values that newer clients reject. */
export function checkServiceValues(scope: ServiceScope): void {
  checkDeviceTargets(scope);
  checkVariableNames(scope);
  checkLabels(scope);
  checkMountOptions(scope);
  checkNetworkMode(scope);
  checkReadOnlyFiles(scope);
  checkSwarmFiles(scope);
  checkNamespaceModes(scope);
}

/** compose-go `override/uncity.go`, `deviceMappingIndexer`. */
function checkDeviceTargets(scope: ServiceScope): void {
  for (const device of itemsOf(get(scope, 'devices'))) {
    if (!isMapping(device) || field(device, 'target') !== undefined) continue;
    scope.report(problem('syntax/missing-key', placeOf(device), 'This device has no `target` (the container path).'));
  }
}

/**
 * Reports a space before `=`, which belongs to the name in a list (compose-go `types/mapping.go`).
 */
function checkVariableNames(scope: ServiceScope): void {
  const environment = get(scope, 'environment');
  if (isMapping(environment)) return;
  for (const text of readTexts(environment)) {
    const equals = text.indexOf('=');
    const name = equals < 0 ? undefined : text.slice(0, equals);
    const colon = /^(?:[A-Za-z_]\w*(?=:[ \t]|:$)|[A-Z][A-Z\d_]*(?=:))/.exec(text.skeleton)?.[0];
    if (equals < 0 && colon !== undefined) {
      const what = `This item gives \`${colon}\` no value: it names a variable of the shell.`;
      const remedy = `Write \`${colon}=VALUE\`.`;
      scope.report(problem('syntax/invalid-value', text.place, what, { remedy, severity: 'warning' }));
    }
    if (name?.value === undefined || !/\s$/.test(name.value)) continue;
    const remedy = 'Write `NAME=value`, without spaces around `=`.';
    scope.report(problem('syntax/invalid-value', name.place, 'The variable name ends with a space.', remedy));
  }
}

/** In a list, `name: value` is a label without a value. */
function checkLabels(scope: ServiceScope): void {
  const labels = get(scope, 'labels');
  if (isMapping(labels)) return;
  for (const text of readTexts(labels)) {
    const name = /^([\w./-]+): /.exec(text.skeleton)?.[1];
    if (name === undefined || text.indexOf('=') >= 0) continue;
    const what = `This label is named ${quoted(text)} and has no value.`;
    const remedy = `Write \`${name}=VALUE\`.`;
    scope.report(problem('syntax/invalid-value', text.place, what, { remedy, severity: 'warning' }));
  }
}

/**
 * A misspelled `ro`: Compose ignores unknown options (compose-go `format.populateFieldFromBuffer`),
 * so the mount stays writable.
 */
function checkMountOptions(scope: ServiceScope): void {
  for (const text of itemsOf(get(scope, 'volumes')).flatMap((item) => (isScalar(item) ? textOf(item) : []))) {
    // A quick test, since few volumes have such an option.
    if (!MISSPELT_OPTION.test(text.source)) continue;
    const spec = readVolumeSpec(text);
    const option = spec.failure === undefined ? spec.value.options.find(isMisspeltReadOnly) : undefined;
    if (option === undefined) continue;
    const what = `Compose ignores the unknown option ${quoted(option)}, so the mount is writable.`;
    const remedy = 'Write `ro`.';
    scope.report(problem('syntax/unsupported', option.place, what, { remedy, severity: 'warning' }));
  }
}

const MISSPELT = /^(?:r|r[/+-]?o|or|read|read[-_ ]?only)$/i;
const MISSPELT_OPTION = new RegExp(`[:,](?!ro(?:[:,]|$))${MISSPELT.source.slice(1, -1)}(?:[:,]|$)`, 'i');

function isMisspeltReadOnly({ value }: Text): boolean {
  return value !== undefined && value !== 'ro' && MISSPELT.test(value);
}

function checkNetworkMode(scope: ServiceScope): void {
  const mode = readString(get(scope, 'network_mode'));
  if (mode?.known !== true || scope.resources.networks.has(mode.value)) return;
  for (const one of mistypedMode(mode)) scope.report(one);
}

/** Modes in moby `api/types/container/hostconfig.go`. */
const NAMESPACE_MODES: Readonly<Record<string, readonly string[]>> = {
  pid: ['host'],
  ipc: ['host', 'none', 'private', 'shareable'],
  userns_mode: ['host'],
  uts: ['host'],
};

/** Reports misspelled modes only: podman has more modes than the engine. */
function checkNamespaceModes(scope: ServiceScope): void {
  for (const [key, modes] of Object.entries(NAMESPACE_MODES)) {
    const mode = readString(get(scope, key));
    const meant = mode?.known === true && !modes.includes(mode.value) ? nearestWord(mode.value, modes) : undefined;
    if (mode?.known !== true || meant === undefined) continue;
    const what = `\`${mode.value}\` is not a valid value of \`${key}\`.`;
    scope.reportCreation(problem('syntax/invalid-value', mode.place, what, `Did you mean \`${meant}\`?`));
  }
}

/**
 * Reports files that Compose copies into a read-only container, which fails: content without a file
 * (docker/compose `injectFileReferences`, `useAPISocket`).
 */
function checkReadOnlyFiles(scope: ServiceScope): void {
  const isTrue = (key: string): boolean => valueOf(readBoolean(get(scope, key), silent)) === true;
  if (!isTrue('read_only')) return;
  const socket = get(scope, 'use_api_socket');
  if (socket !== undefined && isTrue('use_api_socket')) {
    const what = "A container with `read_only` can't start with `use_api_socket`, which copies a file into it.";
    scope.reportCreation(problem('syntax/conflict', placeOf(socket.key), what, 'Remove one of the two.'));
  }
  for (const { place, kind, definition } of filesOf(scope)) {
    const source = ['content', 'environment'].find((key) => {
      const value = readString(field(definition, key));
      return value !== undefined && valueOf(value) !== '';
    });
    if (source === undefined) continue;
    const what = `A container with \`read_only\` can't receive ${kind} from \`${source}\`.`;
    scope.reportCreation(problem('syntax/conflict', place, what, 'Store the value in a file and use `file`.'));
  }
}

/**
 * Reports secrets and configs in use that only a swarm can provide (docker/compose
 * `buildContainerSecretMounts`).
 */
function checkSwarmFiles(scope: ServiceScope): void {
  if (isInStack(scope)) return;
  for (const { place, kind, definition } of filesOf(scope)) {
    const key = ['driver', 'template_driver'].find((name) => field(definition, name) !== undefined);
    if (key === undefined && !isExternal(definition)) continue;
    const why = isExternal(definition) ? 'is external' : `has a \`${key}\``;
    const what = `\`docker compose\` can't use ${kind} that ${why}; only a swarm can.`;
    scope.report(problem('syntax/unsupported', place, what, { severity: 'warning' }));
  }
}

interface UsedFile {
  readonly place: Place;
  readonly kind: 'a secret' | 'a config';
  readonly definition: Field;
}

function filesOf(scope: ServiceScope): readonly UsedFile[] {
  return (['secrets', 'configs'] as const).flatMap((key) =>
    itemsOf(get(scope, key)).flatMap((item) => {
      const name = isScalar(item) ? item : field(item, 'source');
      const definition = isScalar(name) ? scope.resources[key].get(textOf(name).source) : undefined;
      if (definition === undefined || !isScalar(name)) return [];
      return [{ place: textPlace(name), kind: key === 'secrets' ? 'a secret' : 'a config', definition }];
    }),
  );
}
