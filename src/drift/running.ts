import type { Container, EngineFacts, StoppedState } from '../model/container.ts';
import type { Location } from '../text/location.ts';
import { type Declared, mustRun } from './connect.ts';

/** A service of which more or fewer containers run than its file says. */
export interface CountDrift {
  readonly name: string;
  readonly location: Location;
  readonly running: number;
  readonly declared: number;
}

type Stopped = Container & { readonly engine: EngineFacts & { readonly stopped: StoppedState } };

/** True for a container that should run and does not, or that ended with an error. */
export function isStopped(running: Container, declared: Container): running is Stopped {
  const stopped = running.engine?.stopped;
  if (stopped === undefined) return false;
  return mustRun(declared) || stopped.exitCode !== 0 || stopped.state === 'dead';
}

/** The services whose containers are not as many as the file says; stopped ones, which are reported, are not missing. */
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
