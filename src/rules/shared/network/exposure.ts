import type { AuthFacts, ListenerFacts, ProgramFacts } from '../../../images/facts.ts';
import type { KnownImage } from '../../../images/known-image.ts';
import { portOf } from '../../../images/settings.ts';
import type { Container } from '../../../model/container.ts';
import type { PortBinding, PortRange } from '../../../model/values.ts';
import type { Place } from '../../../text/location.ts';
import { rememberLast } from '../../../util/remember-last.ts';
import type { Covered } from '../../outcome.ts';
import { type Answer, ask, couldEqual, type Doubt, NO, unknownDoubt } from '../demand.ts';
import { imageNameOf } from '../image/image-name.ts';
import { programName } from '../image/purpose.ts';
import { type Guard, guardOf, listenersOf } from './guard.ts';
import { ENGINE_PORT, whatListens } from './known-ports.ts';
import { hasPort, quotePorts } from './ports.ts';
import { askSwitch, holderName, type ProgramSettings, programSettings } from './program-settings.ts';
import { askAddress, askNetworks } from './published-address.ts';

/** The service on a port, and its access control. */
export interface Service {
  readonly port: number;
  readonly what: string;
  /** From facts about the image, or only the port number. */
  readonly by: 'image' | 'number';
  readonly kind: ListenerFacts['kind'] | 'unknown';
  readonly protocol?: ListenerFacts['protocol'] | undefined;
  readonly guard: Guard;
  readonly auth?: AuthFacts | undefined;
  /** The flag or variable for the address it listens on. */
  readonly setter?: string | undefined;
}

/** A container's known services and their access control. */
export interface Services {
  /** From image facts; `undefined` if its ports are unknown, so that numbers count. */
  readonly ofImage: readonly Service[] | undefined;
  /** Possible services, by the numbers of published ports. */
  readonly byNumber: (numbers: readonly number[]) => readonly Service[];
}

/** A port that may be reached from outside the host. */
export interface Exposure {
  /** The place of what publishes it: the entry, or the flag for all ports. */
  readonly place: Place;
  readonly binding?: PortBinding;
  /** Its possible services: one if the port is known. */
  readonly services: readonly Service[];
  readonly port: Exclude<Answer<PortRange>, { kind: 'no' }>;
  readonly address: Exclude<Answer<string>, { kind: 'no' }>;
}

/** Remembered, since two rules need it. */
export const servicesOf = rememberLast((container: Container, image: KnownImage): Services => {
  const program = image.program?.value;
  const isKnown = program?.listens !== undefined && program.kind !== 'runtime';
  const settings = programSettings(container, image);
  const ofProgram = (facts: ProgramFacts): readonly Service[] =>
    listenersOf(facts, settings)
      .filter(({ transport, kind }) => transport === undefined && kind !== 'peer')
      .map((listener): Service => {
        const { port, what, kind, protocol, login, address: [holder] = [] } = listener;
        const guard = guardOf(listener, facts, container, settings);
        const auth = login === 'none' ? undefined : (login ?? facts.auth);
        return { port, what, by: 'image', kind, protocol, guard, auth, setter: holder && holderName(holder) };
      });
  const name = programName(container);
  const ofImage = isKnown ? ofProgram(program) : bySigns(image, container, settings, ofProgram);
  const { portBindings = [], publishAllPorts } = container.hostConfig;
  const mayPublish = (port: number): boolean =>
    publishAllPorts !== undefined ||
    portBindings.some(({ containerPort }) => !containerPort.known || hasPort(containerPort.value, port));
  return {
    ofImage,
    byNumber: (numbers) =>
      numbers.flatMap((port): readonly Service[] => {
        const what = mayPublish(port) ? whatListens(port, name) : undefined;
        return what === undefined ? [] : [{ port, what, by: 'number', kind: 'unknown', guard: { kind: 'unknown' } }];
      }),
  };
});

/**
 * A service recognized by the program's name and one of its settings. Only if anyone, or anyone who
 * can read the file, gets in: an application also has its database's variables.
 */
function bySigns(
  { signs }: KnownImage,
  container: Container,
  settings: ProgramSettings,
  ofProgram: (facts: ProgramFacts) => readonly Service[],
): readonly Service[] | undefined {
  const name = programName(container);
  const first = firstProgram(settings);
  // `mysqld` is the server of `mysql`.
  const names = [name.slice(name.lastIndexOf('/') + 1), ...`${name} ${first.replace(/d$/, '')}`.split(/[^a-z\d]+/)];
  const isNameless = container.config.image?.known === false && first === '';
  const variants = (imageNameOf(container.config.image)?.tag ?? '').split(/[^a-z\d]+/);
  const found = signs?.().find(({ signs: all, programs }) => {
    const isIt = names.some((word) => programs.includes(word));
    const mayBe = isNameless || variants.some((word) => programs.includes(word));
    return all.some(
      (one) => (isIt || 'flag' in one || (mayBe && 'sign' in one)) && askSwitch(one, settings)?.kind === 'on',
    );
  });
  const open = found && ofProgram(found.facts).filter(({ guard }) => guard.kind === 'open' || guard.kind === 'written');
  return open?.length === 0 ? undefined : open;
}

/** The program in the entrypoint, or in the command's first word; empty if that is a flag. */
function firstProgram({ words }: ProgramSettings): string {
  const first = words.find((word) => !/(?:^|[/-])(?:entrypoint(?:\.sh)?|tini|dumb-init|--|-g)$/.test(word)) ?? '';
  return first.startsWith('-') ? '' : first.slice(first.lastIndexOf('/') + 1);
}

/**
 * Published ports with these services that are or may be reachable from outside the host. Of a
 * range, the first counts.
 */
export function exposuresOf(
  container: Container,
  services: readonly Service[],
  image: KnownImage,
): readonly Exposure[] {
  const bound = (container.hostConfig.portBindings ?? []).flatMap((binding): readonly Exposure[] => {
    const { containerPort, protocol, place } = binding;
    if (protocol.known && protocol.value !== 'tcp') return [];
    const port = ask(
      containerPort,
      (range) => services.some((service) => hasPort(range, service.port)),
      (pattern) => services.some((service) => couldEqual(pattern, String(service.port))),
    );
    const address = port.kind === 'no' ? NO : askAddress(binding, container);
    if (port.kind === 'no' || address.kind === 'no') return [];
    const found =
      port.kind === 'yes'
        ? services.filter((service) => hasPort(port.value, service.port)).slice(0, 1)
        : services.filter((service) => couldEqual(port.setting.pattern, String(service.port)));
    return [{ place, binding, services: found, port, address }];
  });
  return [...bound, ...publishedUnnamed(container, services, image)];
}

/**
 * How others reach a service: why that is uncertain, or the data for a finding; `binding`, for a
 * fix, only if certain.
 */
export function toReach(
  { binding, place, port, address }: Exposure,
  service: Service,
  publishing: Doubt | undefined,
): { readonly doubt: Doubt } | Reach {
  if (port.kind === 'undecided') return { doubt: unknownDoubt('A container port', port.setting) };
  if (address.kind === 'undecided') return { doubt: unknownDoubt('The address of a published port', address.setting) };
  if (publishing !== undefined) return { doubt: { ...publishing, place } };
  const isCertain = port.isCertain && address.isCertain;
  return {
    port: port.value.start === port.value.end ? quotePorts(port) : String(service.port),
    isCertain,
    covers: binding === undefined ? [] : [{ rule: 'wildcard-bind-address', place: address.place }],
    binding: isCertain ? binding : undefined,
  };
}

interface Reach {
  readonly port: string;
  readonly isCertain: boolean;
  readonly covers: readonly Covered[];
  readonly binding: PortBinding | undefined;
}

export function publishes({ hostConfig: { portBindings = [], publishAllPorts } }: Container): boolean {
  return portBindings.length > 0 || publishAllPorts !== undefined;
}

/** Services that `--publish-all` publishes: those on the exposed ports. */
function publishedUnnamed(
  container: Container,
  services: readonly Service[],
  { exposedPorts }: KnownImage,
): readonly Exposure[] {
  const all = ask(container.hostConfig.publishAllPorts, Boolean);
  if (all.kind !== 'yes') return [];
  const { place, isCertain } = all;
  const address = askNetworks(container, place);
  if (address.kind === 'no') return [];
  const own = container.config.exposedPorts?.map(portOf) ?? [];
  const exposed = new Set([...own, ...(exposedPorts?.value ?? [])]);
  return services.flatMap((service): readonly Exposure[] => {
    const value = { start: service.port, end: service.port };
    if (!exposed.has(`${service.port}/tcp`)) return [];
    return [{ place, services: [service], port: { kind: 'yes', value, place, isCertain }, address }];
  });
}

/**
 * True if anyone gets in, or anyone who has the file or the program. A website counts only if a
 * setting turns the password off, or if it is public.
 */
export function isOpen({ kind, guard, by, port }: Service): boolean {
  if (by === 'number') return port === ENGINE_PORT;
  if (guard.kind !== 'open' && guard.kind !== 'default' && guard.kind !== 'written') return false;
  const isPublic = guard.kind === 'default' || (guard.kind === 'open' ? guard.by !== undefined : guard.isWellKnown);
  return OPEN_KINDS.includes(kind) || (kind === 'web' && isPublic);
}

/** Services that expose something. */
const OPEN_KINDS: readonly Service['kind'][] = ['admin', 'api', 'cache', 'database', 'queue'];

/**
 * True for a port that only accepts data, such as traces and logs. The names come from the table.
 */
export function takesDataIn({ what }: Pick<Service, 'what'>): boolean {
  return /^(?:OTLP over |Beats input |(?:Zipkin |Scribe )?collector$)/.test(what);
}

/** True for services for the host's programs or administrators. */
export function isForHost({ kind }: Service): boolean {
  return kind === 'unknown' || (kind !== 'api' && OPEN_KINDS.includes(kind));
}
