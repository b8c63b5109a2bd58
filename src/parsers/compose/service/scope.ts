import type { Config } from '../../../model/config.ts';
import type { HostConfig } from '../../../model/host-config.ts';
import type { Network, NetworkAttachment, Volume } from '../../../model/resources.ts';
import type { Place } from '../../../text/location.ts';
import type { Setting } from '../../../text/setting.ts';
import type { Text } from '../../../text/text.ts';
import type { Report } from '../../contract/problem.ts';
import { type Field, field, type Mapping, type Ref, type Scalar } from '../../yaml/tree.ts';
import type { Loader } from '../files/loader.ts';
import type { ProjectName } from '../files/project-name.ts';
import type { Lookup } from '../variables/interpolate.ts';
import type { ServiceVolume } from './volumes.ts';

/** What the services of a project refer to. */
export interface Resources {
  readonly name: ProjectName;
  readonly services: ReadonlyMap<string, Field>;
  /** The `build` of a service by the name that it gives to its image, as it is written. */
  readonly builders: ReadonlyMap<string, Field>;
  /** The services that another one waits for to complete, and where it says so. */
  readonly completed: ReadonlyMap<string, Place>;
  /** True where services write their limits under `deploy.resources.limits`, and none of them as keys of its own. */
  readonly deploysLimits: boolean;
  /** False where a stack is in a version of the format that has no limit of processes. */
  readonly hasProcessLimit: boolean;
  readonly volumes: ReadonlyMap<string, Volume>;
  readonly networks: ReadonlyMap<string, Network>;
  /** Definitions of configs and secrets, as they are written. */
  readonly configs: ReadonlyMap<string, Field>;
  readonly secrets: ReadonlyMap<string, Field>;
  /** Names of models. */
  readonly models: ReadonlySet<string>;
}

/** One service on its way to a container. */
export interface ServiceScope {
  readonly name: string;
  readonly key: Ref<Scalar>;
  /** The service's key: the place of what the client fills in. */
  readonly place: Place;
  /** Its keys, without those that what deploys it does not read. */
  readonly service: Ref<Mapping>;
  /** All of its keys. */
  readonly written: Ref<Mapping>;
  /** Its `volumes`, read. */
  readonly volumes: readonly ServiceVolume[];
  readonly resources: Resources;
  readonly loader: Loader;
  readonly lookup: Lookup;
  /** The project's folder. */
  readonly directory: string;
  readonly report: Report;
  /**
   * For what the client refuses when it creates the container: nothing is reported of a service that a provider runs.
   */
  readonly reportCreation: Report;
}

/** What keys of a service give its container. */
export interface Given {
  readonly config?: Config;
  readonly hostConfig?: HostConfig;
  readonly networks?: readonly NetworkAttachment[];
  /** See `unreadVariables` of the container. */
  readonly unreadVariables?: Place;
}

/** True where `docker stack deploy` reads the service, of which a swarm makes tasks. */
export function isInStack({ loader }: Pick<ServiceScope, 'loader'>): boolean {
  return loader.context.orchestrator === 'swarm';
}

/**
 * The service's value under a key; `undefined` where it is absent or null, and where what deploys it does not read it.
 */
export function get({ service }: ServiceScope, key: string): Field | undefined {
  return field(service, key);
}

/** The same service, of which nothing is reported. */
export function silently(scope: ServiceScope): ServiceScope {
  const ignore = (): void => undefined;
  return { ...scope, report: ignore, reportCreation: ignore };
}

/** A setting that is what several texts make together. */
export function joined(texts: readonly Text[]): Setting<string> | undefined {
  const [first] = texts;
  if (first === undefined) return undefined;
  const value = texts.map((text) => text.value);
  const isKnown = value.every((part) => part !== undefined);
  const isFromOutside = texts.some(({ place }) => place.shown !== undefined);
  const place = isFromOutside ? { ...first.place, shown: texts.map(({ shown }) => shown).join('') } : first.place;
  return isKnown
    ? { known: true, value: value.join(''), place }
    : { known: false, pattern: texts.flatMap((text) => text.pattern), candidates: [], place };
}
