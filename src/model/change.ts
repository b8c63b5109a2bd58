import type { FileEdit } from '../text/edit.ts';
import type { Location, Place } from '../text/location.ts';
import type { Setting } from '../text/setting.ts';
import type { Exec } from './container.ts';
import type { HOST_CONFIG, HostConfig } from './host-config.ts';

type HostField<C extends 'set' | 'add'> = {
  [K in keyof typeof HOST_CONFIG]: (typeof HOST_CONFIG)[K] extends { readonly change: C } ? K : never;
}[keyof typeof HOST_CONFIG];

/** The container fields that a change can set. Values are in the model's units. */
export type SettableFields = {
  readonly [K in HostField<'set'>]: K extends 'restartPolicy'
    ? { readonly name: 'on-failure'; readonly maximumRetryCount: number }
    : K extends 'logConfig'
      ? { readonly type: 'local' }
      : Required<HostConfig>[K] extends Setting<infer T>
        ? T
        : never;
} & {
  /** Builds a built image instead of pulling it first. */
  readonly pullPolicy: 'build';
  readonly user: string;
  readonly image: string;
  readonly healthcheck: { readonly test: readonly ['CMD-SHELL', command: string] };
};

/** The lists of a container that a change can extend. */
export type ExtensibleField = HostField<'add'>;

/** Options of a tmpfs that grant something; for each, a `no…` option denies it. */
export type TmpfsAllowance = 'exec' | 'suid' | 'dev';

/**
 * The parts of list elements that a change can set: a port's address, a mount's access, a device's
 * permissions, or a tmpfs option (at the place of the tmpfs's options).
 */
export interface ElementFields extends Readonly<Record<TmpfsAllowance, false>> {
  readonly hostIp: string;
  readonly readOnly: true;
  readonly cgroupPermissions: string;
}

export type ElementList = 'portBindings' | 'binds' | 'mounts' | 'devices' | 'tmpfs';

/** The fields with values in a container or an exec. */
export type ChangedField =
  | keyof HostConfig
  | Exclude<keyof Exec, 'kind' | 'origin' | 'name' | 'place' | 'unresolvedOptions' | 'commandLine'>;

/** Sets a field. `place` is the place of the current value; absent if there is none. */
export interface SetChange<F extends keyof SettableFields> {
  readonly kind: 'set';
  readonly field: F;
  readonly value: SettableFields[F];
  readonly place?: Place;
}

/** A proxy between a program and the engine's socket that only passes on read requests. */
export interface EngineProxy {
  /** The name of the proxy's service, which is also its hostname. */
  readonly service: string;
  /** The key of the network that the proxy and its users share. */
  readonly network: string;
  /** How the program learns the proxy's address: an environment entry, or a word of its command. */
  readonly address: { readonly field: 'env' | 'cmd'; readonly text: string };
  readonly added?: {
    readonly image: string;
    /** The allowed sections of the Engine API, by the variables that allow them. */
    readonly sections: readonly string[];
    readonly socket: string;
  };
}

/**
 * A change of one container or exec in the model, independent of syntax: the front end that read
 * the subject writes it. The place identifies an existing value.
 */
export type Change =
  | { readonly [F in keyof SettableFields]: SetChange<F> }[keyof SettableFields]
  /** Adds elements to a list, creating it if needed. */
  | { readonly kind: 'add'; readonly field: ExtensibleField; readonly values: readonly string[] }
  /** Replaces an element. */
  | { readonly kind: 'replace'; readonly field: 'securityOpt'; readonly place: Place; readonly value: string }
  /**
   * Moves a secret value into the env file; the element then uses this variable. The value itself
   * is in the model.
   */
  | { readonly kind: 'move'; readonly field: 'env'; readonly place: Place; readonly variable: string }
  | { readonly kind: 'proxy'; readonly field: 'binds' | 'mounts'; readonly place: Place; readonly proxy: EngineProxy }
  | {
      readonly [M in keyof ElementFields]: {
        readonly kind: 'set-in';
        readonly field: ElementList;
        readonly place: Place;
        readonly member: M;
        readonly value: ElementFields[M];
      };
    }[keyof ElementFields]
  /** Removes the field, list element or part at this place. */
  | { readonly kind: 'remove'; readonly field: ChangedField; readonly place: Place };

/**
 * How likely a fix breaks something, in ascending order. `safe`: never. `low`: few programs need
 * what the fix removes. `medium`: some programs need it, or need another address or size. `high`:
 * breaks most programs that aren't prepared for it.
 */
export const RISKS = ['safe', 'low', 'medium', 'high'] as const;
export type Risk = (typeof RISKS)[number];

export function isAtMost(risk: Risk, limit: Risk): boolean {
  return RISKS.indexOf(risk) <= RISKS.indexOf(limit);
}

/**
 * The lowest risk of the fixes that don't require naming their rule; `undefined` if there are none.
 */
export function leastRisk(fixes: readonly Pick<Fix, 'risk' | 'isByName' | 'withheld'>[] = []): Risk | undefined {
  return RISKS.find((risk) =>
    fixes.some((fix) => fix.risk === risk && fix.isByName !== true && fix.withheld === undefined),
  );
}

/** The fixes that reports show, without withheld ones. */
export function statedFixes(fixes: readonly Fix[]): readonly Fix[] {
  return fixes.filter(({ withheld }) => withheld === undefined);
}

export type FixMeta = {
  /** What the fix does, in the imperative and without a full stop. */
  readonly title: string;
  /**
   * True if the user must name the rule to apply the fix, because the container may need what it
   * removes.
   */
  readonly isByName?: true;
  /** The value that the fix requires from the user. */
  readonly value?: keyof FixValues;
} & (
  | { readonly risk: 'safe' }
  | {
      readonly risk: Exclude<Risk, 'safe'>;
      /** What may stop working, as one sentence. */
      readonly breaks: string;
    }
);

/** A change of the container or exec with this index in the input's subjects. */
export interface SubjectChange {
  readonly subject: number;
  readonly change: Change;
}

export interface Fix {
  readonly title: string;
  readonly risk: Risk;
  /** What may stop working, as one sentence; absent if nothing can. */
  readonly breaks?: string;
  /** Why the fix is one step less risky than usual for its kind, as one sentence. */
  readonly lowered?: string;
  /** True if the user must name the rule to apply the fix (see {@link FixMeta}). */
  readonly isByName?: true;
  /** Why the fix can't be applied here, as one sentence. */
  readonly withheld?: string;
  /** Applied together or not at all. */
  readonly changes: readonly SubjectChange[];
  /** The edits of the current texts; only set for verified fixes. */
  readonly edits?: readonly FileEdit[];
  /**
   * Repairs of faulty text, such as a comment, a misspelled key or a duplicate element. Fixes of
   * container rules have none.
   */
  readonly repairs?: readonly Repair[];
}

/** Corrects or removes text: an element, or a key with its value. */
export type Repair =
  | ({ readonly kind: 'edit' } & FileEdit)
  | {
      readonly kind: 'remove';
      readonly location: Location;
    };

/** Values for fixes that only users know. Without its value, a fix doesn't exist. */
export interface FixValues {
  /** In bytes. */
  readonly memory?: number;
  readonly cpus?: number;
  /** The default far exceeds what programs need, but stops a fork bomb. */
  readonly pids?: number;
  /** The host address to publish ports on. */
  readonly address?: string;
}

/** Values for all containers, or for those whose name passes a test. Later ones win. */
export type FixValueSet = readonly { readonly isForName?: (name: string) => boolean; readonly values: FixValues }[];

/** The default limit of OpenShift, per pod. */
export const DEFAULT_PIDS = 4096;

export function fixValuesFor(set: FixValueSet, name: string): FixValues {
  return set.reduce<FixValues>(
    (below, { isForName, values }) => (isForName?.(name) === false ? below : { ...below, ...values }),
    {},
  );
}
