import type { Change, ExtensibleField, SetChange, SettableFields } from '../../../model/change.ts';
import { sizeText } from '../../syntax/size.ts';
import type { SyntaxMapping } from '../../yaml/syntax.ts';
import type { Value } from './style.ts';
import { pairOf } from './syntax-path.ts';

/** The keys of a service that hold lists. */
export const LIST_KEYS: Readonly<Record<ExtensibleField, string>> = {
  securityOpt: 'security_opt',
  capDrop: 'cap_drop',
  tmpfs: 'tmpfs',
};

type AnySet = { readonly [F in keyof SettableFields]: SetChange<F> }[keyof SettableFields];

/** Where a field is written, the keys on the way from the service, and what is written there. */
export interface FieldText {
  readonly keys: readonly string[];
  readonly value: Exclude<Value, object>;
}

/**
 * How a service says that a field has a value, in the form that it uses already: what `deploy` has is not said again beside it, since clients refuse or
 * pass over the one for the other, and a stack has no limits elsewhere.
 */
export function fieldTexts(change: AnySet, service: SyntaxMapping, isStack: boolean): readonly FieldText[] {
  const deploy = pairOf(service, 'deploy')?.value;
  const isDeployed = isStack || pairOf(pairOf(deploy, 'resources')?.value, 'limits') !== undefined;
  const limits = ['deploy', 'resources', 'limits'];
  switch (change.field) {
    case 'readonlyRootfs':
      return [{ keys: ['read_only'], value: change.value }];
    case 'memory':
      return [{ keys: isDeployed ? [...limits, 'memory'] : ['mem_limit'], value: sizeText(change.value) }];
    case 'nanoCpus':
      return [
        isDeployed
          ? { keys: [...limits, 'cpus'], value: String(change.value / 1e9) }
          : { keys: ['cpus'], value: change.value / 1e9 },
      ];
    case 'pidsLimit':
      return [{ keys: isDeployed ? [...limits, 'pids'] : ['pids_limit'], value: change.value }];
    case 'restartPolicy': {
      const { name, maximumRetryCount } = change.value;
      return pairOf(deploy, 'restart_policy') === undefined
        ? [{ keys: ['restart'], value: `${name}:${maximumRetryCount}` }]
        : [
            { keys: ['deploy', 'restart_policy', 'condition'], value: name },
            { keys: ['deploy', 'restart_policy', 'max_attempts'], value: maximumRetryCount },
          ];
    }
  }
}

/** The key of a part of an element in the long syntax; `undefined` for the options of a tmpfs, which has none. */
export function memberText(
  change: Extract<Change, { kind: 'set-in' }>,
): { readonly key: string; readonly value: Exclude<Value, object> } | undefined {
  switch (change.member) {
    case 'hostIp':
      return { key: 'host_ip', value: change.value };
    case 'readOnly':
      return { key: 'read_only', value: change.value };
    case 'cgroupPermissions':
      return { key: 'permissions', value: change.value };
    case 'exec':
    case 'suid':
    case 'dev':
      return undefined;
  }
}
