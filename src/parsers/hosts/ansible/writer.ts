import type { ExtensibleField, SetChange, SettableFields } from '../../../model/change.ts';
import { isPodman } from '../../../model/container.ts';
import type { FieldText } from '../../compose/writer/fields.ts';
import { createYamlWriter } from '../../compose/writer/index.ts';
import { pairOf, stepsTo } from '../../compose/writer/syntax-path.ts';
import { refused, type Writer } from '../../contract/writer.ts';
import { DOCKER_PARAMETERS, PODMAN_PARAMETERS } from '../../programs/ansible-parameters.ts';
import { shellWriter } from '../../shell/writer/index.ts';
import { sizeText } from '../../syntax/size.ts';

type Texts = {
  readonly [F in keyof SettableFields]?: (value: SettableFields[F]) => readonly FieldText[];
};

function parameter(name: string, value: FieldText['value']): readonly FieldText[] {
  return [{ keys: [name], value }];
}

const DOCKER: Texts = {
  memory: (bytes) => parameter('memory', sizeText(bytes)),
  nanoCpus: (nano) => parameter('cpus', nano / 1e9),
  cpuShares: (shares) => parameter('cpu_shares', shares),
  pidsLimit: (limit) => parameter('pids_limit', limit),
  readonlyRootfs: (is) => parameter('read_only', is),
  restartPolicy: ({ name, maximumRetryCount }) => [
    ...parameter('restart_policy', name),
    ...parameter('restart_retries', maximumRetryCount),
  ],
  user: (user) => parameter('user', user),
  logConfig: ({ type }) => parameter('log_driver', type),
  healthcheck: ({ test: [, command] }) => [{ keys: ['healthcheck', 'test'], value: command }],
};

const PODMAN: Texts = {
  ...DOCKER,
  restartPolicy: ({ name, maximumRetryCount }) => parameter('restart_policy', `${name}:${maximumRetryCount}`),
  healthcheck: ({ test: [, command] }) => parameter('healthcheck', command),
};

/** The lists that changes extend, by flag; podman's module has a mapping for tmpfs. */
const LISTS: Readonly<Record<ExtensibleField, string>> = {
  capAdd: 'cap-add',
  capDrop: 'cap-drop',
  securityOpt: 'security-opt',
  tmpfs: 'tmpfs',
};

const parameterWriter: Writer = createYamlWriter({
  holder: 'module',
  // Parameters are below the module's name.
  depthOf: (_steps, { place }, page) => stepsTo(page, place.location.span).length,
  listKeyOf: (field, { origin }, module) => {
    const row = (isPodman(origin) ? PODMAN_PARAMETERS : DOCKER_PARAMETERS).find(({ flag }) => flag === LISTS[field]);
    const names = row?.form === 'list' ? row.names : [];
    return names.find((name) => pairOf(module, name) !== undefined) ?? names[0] ?? '';
  },
  fieldTexts: (change, _mapping, subject) => textsOf(isPodman(subject.origin) ? PODMAN : DOCKER, change),
  memberKeyOf: ({ member }) => (member === 'readOnly' ? 'read_only' : undefined),
});

/**
 * Writes changes of modules' containers into parameters, and those of commands into the commands.
 */
export const ansibleWriter: Writer = {
  ...parameterWriter,
  write: (change, subject, texts) => {
    if (!subject.origin.endsWith(' ansible')) return shellWriter.write(change, subject, texts);
    const { hops } = ('place' in change ? change.place : undefined) ?? subject.place;
    if (hops.some(({ kind }) => kind === 'variable')) return refused('variable', 'A variable sets it.');
    return parameterWriter.write(change, subject, texts);
  },
};

function textsOf<F extends keyof SettableFields>(texts: Texts, { field, value }: SetChange<F>): readonly FieldText[] {
  return texts[field]?.(value) ?? [];
}
