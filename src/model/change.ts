import type { FileEdit } from '../text/edit.ts';
import type { Location, Place } from '../text/location.ts';
import type { Setting } from '../text/setting.ts';
import type { Exec } from './container.ts';
import type { HOST_CONFIG, HostConfig } from './host-config.ts';

type HostField<C extends 'set' | 'add'> = {
  [K in keyof typeof HOST_CONFIG]: (typeof HOST_CONFIG)[K] extends { readonly change: C } ? K : never;
}[keyof typeof HOST_CONFIG];

/** The container fields that a change can set, with their values in the model's units. */
export type SettableFields = {
  readonly [K in HostField<'set'>]: K extends 'restartPolicy'
    ? { readonly name: 'on-failure'; readonly maximumRetryCount: number }
    : K extends 'logConfig'
      ? { readonly type: 'local' }
      : Required<HostConfig>[K] extends Setting<infer T>
        ? T
        : never;
} & {
  /** A built image is not pulled first. */
  readonly pullPolicy: 'build';
  readonly user: string;
  readonly image: string;
  readonly healthcheck: { readonly test: readonly ['CMD-SHELL', command: string] };
};

/** The lists of a container that a change can extend. */
export type ExtensibleField = HostField<'add'>;

/** What a tmpfs allows only on request; each has a `no…` option that denies it. */
export type TmpfsAllowance = 'exec' | 'suid' | 'dev';

/**
 * The parts of a list element that a change can set: a port's address, a mount's access, a device's
 * permissions, a tmpfs option (at the place of its options).
 */
export interface ElementFields extends Readonly<Record<TmpfsAllowance, false>> {
  readonly hostIp: string;
  readonly readOnly: true;
  readonly cgroupPermissions: string;
}

/** A list whose elements have parts. */
export type ElementList = 'portBindings' | 'binds' | 'mounts' | 'devices' | 'tmpfs';

/** The fields of a container or an exec that hold values. */
export type ChangedField =
  | keyof HostConfig
  | Exclude<keyof Exec, 'kind' | 'origin' | 'name' | 'place' | 'unresolvedOptions' | 'commandLine'>;

/** Sets a field; `place` is that of its current value, absent if it has none. */
export interface SetChange<F extends keyof SettableFields> {
  readonly kind: 'set';
  readonly field: F;
  readonly value: SettableFields[F];
  readonly place?: Place;
}

/** A proxy between a program and the engine's socket that only lets reading requests through. */
export interface EngineProxy {
  /** The name of its service, which is also its hostname. */
  readonly service: string;
  /** The key of the network that it shares with its users. */
  readonly network: string;
  /** What tells the program the proxy's address: an environment entry or a word of the command. */
  readonly address: { readonly field: 'env' | 'cmd'; readonly text: string };
  /** The service to add; absent if it exists. */
  readonly added?: {
    readonly image: string;
    /** Sections of the Engine API, by the names of the variables that allow them. */
    readonly sections: readonly string[];
    readonly socket: string;
  };
}

/**
 * A change of one container or exec in the model, free of syntax: the front end that read the
 * subject writes it. Existing values are identified by their place.
 */
export type Change =
  | { readonly [F in keyof SettableFields]: SetChange<F> }[keyof SettableFields]
  /** Adds elements to a list, creating it if needed. */
  | { readonly kind: 'add'; readonly field: ExtensibleField; readonly values: readonly string[] }
  /** Replaces an element. */
  | { readonly kind: 'replace'; readonly field: 'securityOpt'; readonly place: Place; readonly value: string }
  /**
   * Moves a secret value (it is in the model) into the env file; the element then takes it from
   * this variable.
   */
  | { readonly kind: 'move'; readonly field: 'env'; readonly place: Place; readonly variable: string }
  | { readonly kind: 'proxy'; readonly field: 'binds' | 'mounts'; readonly place: Place; readonly proxy: EngineProxy }
  /** Sets one part of a list element. */
  | {
      readonly [M in keyof ElementFields]: {
        readonly kind: 'set-in';
        readonly field: ElementList;
        readonly place: Place;
        readonly member: M;
        readonly value: ElementFields[M];
      };
    }[keyof ElementFields]
  /** Removes the field, list element or part that has this place. */
  | { readonly kind: 'remove'; readonly field: ChangedField; readonly place: Place };

/**
 * How likely a fix breaks what works today, in ascending order: `safe`: never. `low`: few programs
 * need what it removes.
 * `medium`: some need it, or must be reached or sized differently. `high`: most programs not made
 * for it break.
 */
export const RISKS = ['safe', 'low', 'medium', 'high'] as const;
export type Risk = (typeof RISKS)[number];

/** True if the risk is at most the limit. */
export function isAtMost(risk: Risk, limit: Risk): boolean {
  return RISKS.indexOf(risk) <= RISKS.indexOf(limit);
}

/**
 * The lowest risk of the fixes that apply without naming their rule; `undefined` if there are none.
 */
export function leastRisk(fixes: readonly Pick<Fix, 'risk' | 'isByName' | 'withheld'>[] = []): Risk | undefined {
  return RISKS.find((risk) =>
    fixes.some((fix) => fix.risk === risk && fix.isByName !== true && fix.withheld === undefined),
  );
}

/** The fixes that reports show: all that are not withheld. */
export function statedFixes(fixes: readonly Fix[]): readonly Fix[] {
  return fixes.filter(({ withheld }) => withheld === undefined);
}

/** The facts about a kind of fix. */
export type FixMeta = {
  /** The action, in the imperative, without a full stop. */
  readonly title: string;
  /** Applied only if its rule is named: the container may need what it removes. */
  readonly isByName?: true;
  /** A value that only the user knows; the fix requires it. */
  readonly value?: keyof FixValues;
} & (
  | { readonly risk: 'safe' }
  | {
      readonly risk: Exclude<Risk, 'safe'>;
      /** What may stop working, one sentence. */
      readonly breaks: string;
    }
);

/** A change of a container or exec, identified by its index in the input's subjects. */
export interface SubjectChange {
  readonly subject: number;
  readonly change: Change;
}

/** A way to resolve a finding. */
export interface Fix {
  readonly title: string;
  readonly risk: Risk;
  /** What may stop working, one sentence; absent if nothing can. */
  readonly breaks?: string;
  /** Why it is one step less risky than its kind, one sentence. */
  readonly lowered?: string;
  /** Applied only if its rule is named (see {@link FixMeta}). */
  readonly isByName?: true;
  /** Why it does not apply here, one sentence. */
  readonly withheld?: string;
  /** They apply together or not at all. */
  readonly changes: readonly SubjectChange[];
  /** The edits of the current texts, set once the fix is proven. */
  readonly edits?: readonly FileEdit[];
  /** Repairs of faulty text: a comment, a misspelt key, a repeated element. Rules have none. */
  readonly repairs?: readonly Repair[];
}

/** Corrects or removes the text at this place: an element, or a key with its value. */
export type Repair =
  | ({ readonly kind: 'edit' } & FileEdit)
  | {
      readonly kind: 'remove';
      readonly location: Location;
    };

/** Values for fixes that only the user knows; a fix without its value does not exist. */
export interface FixValues {
  /** Bytes. */
  readonly memory?: number;
  readonly cpus?: number;
  /** The default is far above what programs need, yet stops a fork bomb. */
  readonly pids?: number;
  /** The host address that ports are published on. */
  readonly address?: string;
}

/** Values for all containers, and for those whose name a test accepts: later ones win. */
export type FixValueSet = readonly { readonly isForName?: (name: string) => boolean; readonly values: FixValues }[];

/** OpenShift's default per pod. */
export const DEFAULT_PIDS = 4096;

/** The values for the container with this name. */
export function fixValuesFor(set: FixValueSet, name: string): FixValues {
  return set.reduce<FixValues>(
    (below, { isForName, values }) => (isForName?.(name) === false ? below : { ...below, ...values }),
    {},
  );
}
