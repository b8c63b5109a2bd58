import type { Container, EngineFacts, StoppedState } from '../model/container.ts';
import type { Location } from '../text/location.ts';
import { type Declared, mustRun } from './connect.ts';

/** A service with too many or too few containers. */
export interface CountDrift {
  readonly name: string;
  readonly location: Location;
  readonly running: number;
  readonly declared: number;
}

type Stopped = Container & { readonly engine: EngineFacts & { readonly stopped: StoppedState } };

/** True for a container that should run but does not, or that ended with an error. */
export function isStopped(running: Container, declared: Container): running is Stopped {
  const stopped = running.engine?.stopped;
  if (stopped === undefined) return false;
  return mustRun(declared) || stopped.exitCode !== 0 || stopped.state === 'dead';
}

/** The services with a wrong number of containers; stopped ones, reported separately, count. */
export function countDrift(
  pairs: readonly { readonly declared: Declared; readonly running: Container }[],
): readonly CountDrift[] {
  const found = new Map<Container, Container[]>();
  for (const { declared, running } of pairs)
    found.set(declared.container, [...(found.get(declared.container) ?? []), running]);
  return [...found].flatMap(([{ name, place, composed }, containers]): readonly CountDrift[] => {
    const declared = composed?.replicas;
    const running = containers.filter(({ engine }) => engine?.stopped === undefined).length;
    if (declared === undefined || (running <= declared && containers.length >= declared)) return [];
    return [{ name, location: place.location, running, declared }];
  });
}
