import type { Change, ExtensibleField, SetChange, SettableFields } from '../../../model/change.ts';
import { sizeText } from '../../syntax/size.ts';
import type { SyntaxMapping } from '../yaml/syntax.ts';
import type { Scalar } from './style.ts';
import { pairOf } from './syntax-path.ts';

/** The keys of a service that hold lists. */
export const LIST_KEYS: Readonly<Record<ExtensibleField, string>> = {
  securityOpt: 'security_opt',
  capDrop: 'cap_drop',
  tmpfs: 'tmpfs',
};

type AnySet = { readonly [F in keyof SettableFields]: SetChange<F> }[keyof SettableFields];

/** Where a field is written, below which keys of the service, and what is written there. */
export interface FieldText {
  readonly parents: readonly string[];
  readonly key: string;
  readonly value: Scalar;
}

/**
 * How a service says that a field has a value, in the form that it uses already: what `deploy` has is not said again beside it, since clients refuse or
 * pass over the one for the other.
 */
export function fieldTexts(change: AnySet, service: SyntaxMapping): readonly FieldText[] {
  const deploy = pairOf(service, 'deploy')?.value;
  const isDeployed = pairOf(pairOf(deploy, 'resources')?.value, 'limits') !== undefined;
  const limits = isDeployed ? ['deploy', 'resources', 'limits'] : [];
  switch (change.field) {
    case 'readonlyRootfs':
      return [{ parents: [], key: 'read_only', value: change.value }];
    case 'memory':
      return [{ parents: limits, key: isDeployed ? 'memory' : 'mem_limit', value: sizeText(change.value) }];
    case 'nanoCpus': {
      const cpus = change.value / 1e9;
      return [{ parents: limits, key: 'cpus', value: isDeployed ? String(cpus) : cpus }];
    }
    case 'pidsLimit':
      return [{ parents: limits, key: isDeployed ? 'pids' : 'pids_limit', value: change.value }];
    case 'restartPolicy': {
      const { name, maximumRetryCount } = change.value;
      return pairOf(deploy, 'restart_policy') === undefined
        ? [{ parents: [], key: 'restart', value: `${name}:${maximumRetryCount}` }]
        : [
            { parents: ['deploy', 'restart_policy'], key: 'condition', value: name },
            { parents: ['deploy', 'restart_policy'], key: 'max_attempts', value: maximumRetryCount },
          ];
    }
  }
}

/** The key of a part of an element in the long syntax; `undefined` for the options of a tmpfs, which has none. */
export function memberText(change: Extract<Change, { kind: 'set-in' }>): FieldText | undefined {
  switch (change.member) {
    case 'hostIp':
      return { parents: [], key: 'host_ip', value: change.value };
    case 'readOnly':
      return { parents: [], key: 'read_only', value: change.value };
    case 'cgroupPermissions':
      return { parents: [], key: 'permissions', value: change.value };
    case 'exec':
    case 'suid':
    case 'dev':
      return undefined;
  }
}
