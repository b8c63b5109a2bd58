import type { Config } from '../../../model/config.ts';
import type { HostConfig } from '../../../model/host-config.ts';
import type { Network, NetworkAttachment, Volume } from '../../../model/resources.ts';
import type { Place } from '../../../text/location.ts';
import type { Setting } from '../../../text/setting.ts';
import type { Text } from '../../../text/text.ts';
import { type Report, silent } from '../../contract/problem.ts';
import { type Field, field, type Mapping, type Ref, type Scalar } from '../../yaml/tree.ts';
import type { ProjectLoader } from '../files/loader.ts';
import type { ProjectName } from '../files/project-name.ts';
import type { Lookup } from '../variables/interpolate.ts';
import type { ServiceVolume } from './volumes.ts';

export interface Resources {
  readonly name: ProjectName;
  readonly services: ReadonlyMap<string, Field>;
  /** The `build` of services, by image name as written. */
  readonly builders: ReadonlyMap<string, Field>;
  /** Services that others wait for to complete; the places are the dependencies'. */
  readonly completed: ReadonlyMap<string, Place>;
  /** True if a service has settings for swarms only. */
  readonly mayBeStack: boolean;
  /**
   * True if limits are only under `deploy.resources.limits`, or if there are none and a swarm may
   * read the file.
   */
  readonly deploysLimits: boolean;
  /** False if a swarm may read the file, and its format version lacks process limits. */
  readonly hasProcessLimit: boolean;
  readonly volumes: ReadonlyMap<string, Volume>;
  readonly networks: ReadonlyMap<string, Network>;
  readonly configs: ReadonlyMap<string, Field>;
  readonly secrets: ReadonlyMap<string, Field>;
  readonly models: ReadonlySet<string>;
}

export interface ServiceScope {
  readonly name: string;
  readonly key: Ref<Scalar>;
  /** The place of the service's key, also for the client's defaults. */
  readonly place: Place;
  /** The service, without keys that the deploying client ignores. */
  readonly service: Ref<Mapping>;
  readonly written: Ref<Mapping>;
  readonly volumes: readonly ServiceVolume[];
  readonly resources: Resources;
  readonly loader: ProjectLoader;
  readonly lookup: Lookup;
  readonly directory: string;
  readonly report: Report;
  /** Reports errors at creation; silent for services with a provider. */
  readonly reportCreation: Report;
}

export interface Given {
  readonly config?: Config;
  readonly hostConfig?: HostConfig;
  readonly networks?: readonly NetworkAttachment[];
  readonly unreadVariables?: Place;
}

export function isInStack({ loader }: Pick<ServiceScope, 'loader'>): boolean {
  return loader.context.orchestrator === 'swarm';
}

/** A key's value; `undefined` if absent, null, or ignored by the deploying client. */
export function get({ service }: ServiceScope, key: string): Field | undefined {
  return field(service, key);
}

export function silently(scope: ServiceScope): ServiceScope {
  return { ...scope, report: silent, reportCreation: silent };
}

/** The joined texts, placed at the first one. */
export function joinedSetting(texts: readonly [Text, ...Text[]]): Setting<string> {
  const [first] = texts;
  const value = texts.map((text) => text.value);
  const isKnown = value.every((part) => part !== undefined);
  const isFromOutside = texts.some(({ place }) => place.shown !== undefined);
  const place = isFromOutside ? { ...first.place, shown: texts.map(({ shown }) => shown).join('') } : first.place;
  return isKnown
    ? { known: true, value: value.join(''), place }
    : { known: false, pattern: texts.flatMap((text) => text.pattern), candidates: [], place };
}
