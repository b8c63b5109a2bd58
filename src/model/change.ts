import type { FileEdit } from '../text/edit.ts';
import type { Location, Place } from '../text/location.ts';
import type { Setting } from '../text/setting.ts';
import type { Exec } from './container.ts';
import type { HOST_CONFIG, HostConfig } from './host-config.ts';

type HostField<C extends 'set' | 'add'> = {
  [K in keyof typeof HOST_CONFIG]: (typeof HOST_CONFIG)[K] extends { readonly change: C } ? K : never;
}[keyof typeof HOST_CONFIG];

/** The fields of a container that a change can set, with what they are set to, in the units of the model. */
export type SettableFields = {
  readonly [K in HostField<'set'>]: K extends 'restartPolicy'
    ? { readonly name: 'on-failure'; readonly maximumRetryCount: number }
    : K extends 'logConfig'
      ? { readonly type: 'local' }
      : Required<HostConfig>[K] extends Setting<infer T>
        ? T
        : never;
} & {
  /** An image that is built is not pulled before. */
  readonly pullPolicy: 'build';
  readonly user: string;
  readonly image: string;
  readonly healthcheck: { readonly test: readonly ['CMD-SHELL', command: string] };
};

/** The lists of a container that a change can add to. */
export type ExtensibleField = HostField<'add'>;

/** What a tmpfs allows only where its options ask for it; each is denied by the option `no…`. */
export type TmpfsAllowance = 'exec' | 'suid' | 'dev';

/**
 * What a change can set in one element of a list: the address of a port, the access of a mount, the permissions of a
 * device, what a tmpfs allows. A tmpfs has no place; that of its options is taken.
 */
export interface ElementFields extends Readonly<Record<TmpfsAllowance, false>> {
  readonly hostIp: string;
  readonly readOnly: true;
  readonly cgroupPermissions: string;
}

/** A list whose elements have parts of their own. */
export type ElementList = 'portBindings' | 'binds' | 'mounts' | 'devices' | 'tmpfs';

/** The fields of a container or an exec that hold values. */
export type ChangedField =
  | keyof HostConfig
  | Exclude<keyof Exec, 'kind' | 'origin' | 'name' | 'place' | 'unresolvedOptions' | 'commandLine'>;

/** Gives a field this value; `place` is that of the value that it has so far, and left out where it has none. */
export interface SetChange<F extends keyof SettableFields> {
  readonly kind: 'set';
  readonly field: F;
  readonly value: SettableFields[F];
  readonly place?: Place;
}

/** What stands between a program and the engine's socket, and lets through requests that read. */
export interface EngineProxy {
  /** The name of its service, by which it is reached. */
  readonly service: string;
  /** The key of the network that it has with those that use it. */
  readonly network: string;
  /** What gives the program its address: an entry of the variables, or a word of the command. */
  readonly address: { readonly field: 'env' | 'cmd'; readonly text: string };
  /** The service, which comes in with the change; left out where it is there already. */
  readonly added?: {
    readonly image: string;
    /** Of the Engine API, by the names of the variables that let them through. */
    readonly sections: readonly string[];
    readonly socket: string;
  };
}

/**
 * A change of the model of one container or exec. It knows nothing of any syntax: the front end that read the subject
 * writes it back. Where it names a value that is there, it does so by the place that the model has for it.
 */
export type Change =
  | { readonly [F in keyof SettableFields]: SetChange<F> }[keyof SettableFields]
  /** Adds elements to a list, which is made where there is none. */
  | { readonly kind: 'add'; readonly field: ExtensibleField; readonly values: readonly string[] }
  /** Puts another text in the place of an element. */
  | { readonly kind: 'replace'; readonly field: 'securityOpt'; readonly place: Place; readonly value: string }
  /**
   * The element keeps its value, which the client takes from this variable: its env file is written, too. The value,
   * which is a secret, is that of the model.
   */
  | { readonly kind: 'move'; readonly field: 'env'; readonly place: Place; readonly variable: string }
  /** Takes the engine's socket away, and puts a proxy in its place. */
  | { readonly kind: 'proxy'; readonly field: 'binds' | 'mounts'; readonly place: Place; readonly proxy: EngineProxy }
  /** Gives one part of an element of a list this value. */
  | {
      readonly [M in keyof ElementFields]: {
        readonly kind: 'set-in';
        readonly field: ElementList;
        readonly place: Place;
        readonly member: M;
        readonly value: ElementFields[M];
      };
    }[keyof ElementFields]
  /** Removes a field, an element of a list, or one part of an element: whatever has this place. */
  | { readonly kind: 'remove'; readonly field: ChangedField; readonly place: Place };

/**
 * How likely a fix breaks what works today, the least likely first.
 * - `safe`: it cannot
 * - `low`: few programs need what it takes away
 * - `medium`: some do, and others have to be reached or sized otherwise
 * - `high`: most that were not made for it do
 */
export const RISKS = ['safe', 'low', 'medium', 'high'] as const;
export type Risk = (typeof RISKS)[number];

/** True for a risk that is not above the other. */
export function isAtMost(risk: Risk, limit: Risk): boolean {
  return RISKS.indexOf(risk) <= RISKS.indexOf(limit);
}

/** The risk of the least risky of the fixes that are made without their rule being named; `undefined` where there are none. */
export function leastRisk(fixes: readonly Pick<Fix, 'risk' | 'isByName' | 'withheld'>[] = []): Risk | undefined {
  return RISKS.find((risk) =>
    fixes.some((fix) => fix.risk === risk && fix.isByName !== true && fix.withheld === undefined),
  );
}

/** Those that reports name: not the ones that are withheld here. */
export function statedFixes(fixes: readonly Fix[]): readonly Fix[] {
  return fixes.filter(({ withheld }) => withheld === undefined);
}

/** What is known of a kind of fix without a finding. */
export type FixMeta = {
  /** What it does, in the imperative, without a full stop. */
  readonly title: string;
  /** Made only where its rule is named: what it takes away may be needed, and nothing says whether it is. */
  readonly isByName?: true;
  /** The value that only the user knows: without it there is no such fix. */
  readonly value?: keyof FixValues;
} & (
  | { readonly risk: 'safe' }
  | {
      readonly risk: Exclude<Risk, 'safe'>;
      /** What may stop working, one sentence. */
      readonly breaks: string;
    }
);

/** A change, and the container or exec that it is about by its index among the subjects of its input. */
export interface SubjectChange {
  readonly subject: number;
  readonly change: Change;
}

/** A way to get rid of a finding. */
export interface Fix {
  readonly title: string;
  readonly risk: Risk;
  /** What may stop working, one sentence; left out where nothing can. */
  readonly breaks?: string;
  /** Why it is one step less risky than its kind, one sentence; left out where it is not. */
  readonly lowered?: string;
  /** Made only where its rule is named (see {@link FixMeta}). */
  readonly isByName?: true;
  /** Why it is not made here, though its kind is known; one sentence. */
  readonly withheld?: string;
  /** All of them belong together. */
  readonly changes: readonly SubjectChange[];
  /** What makes it, once that is proven: edits of the texts as they are. */
  readonly edits?: readonly FileEdit[];
  /** What is done to a text that is wrong itself: a comment, a misspelt key, a repeated element. Rules have none. */
  readonly repairs?: readonly Repair[];
}

/** A part of a text to be put right, or to be removed: the element, or the key with its value, that has this place. */
export type Repair =
  | ({ readonly kind: 'edit' } & FileEdit)
  | {
      readonly kind: 'remove';
      readonly location: Location;
    };

/** What fixes write where only the user knows the value; without one there is no such fix. */
export interface FixValues {
  /** Bytes. */
  readonly memory?: number;
  readonly cpus?: number;
  /** The default is far above what any program needs, and still stops a fork bomb. */
  readonly pids?: number;
  /** The host address that ports are published on. */
  readonly address?: string;
}

/** The values for all containers, then those for the containers that a test accepts by name: later ones win. */
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
