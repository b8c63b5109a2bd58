import { createElementWriter, type ModelElement } from '../engine-json/model-element.ts';
import { HOP_MESSAGES } from '../findings/collector.ts';
import { factsText, knowledgeLines } from '../images/knowledge-text.ts';
import { type KnownImage, knownImage } from '../images/known-image.ts';
import { IMAGE_TABLE } from '../images/table.ts';
import type { Container, Subject } from '../model/container.ts';
import type { Parsed } from '../parsers/contract/parsed.ts';
import { parseInput } from '../parsers/index.ts';
import { frontEndOf } from '../parsers/registry.ts';
import { contextOf, type Input } from '../projects/input.ts';
import { withDeployed } from '../projects/with-deployed.ts';
import { createLineIndices } from '../text/line-index.ts';
import { isSameLocation, type Location, type Place } from '../text/location.ts';
import { append, getOrInsert } from '../util/maps.ts';
import type { LintRequest, Session } from './session.ts';

/** A container, exec or build; the location is its service's key, or `docker run`. */
export interface LocatedModel {
  readonly location: Location;
  readonly element: ModelElement;
  readonly imageLocation?: Location;
  readonly image?: string;
  /** The subject's locations in other files of the Compose project. */
  readonly otherNames: () => Promise<readonly Location[]>;
  readonly details: () => Promise<ModelDetails>;
}

export interface ModelDetails {
  /** The sources of each field that is set, such as `HostConfig.Memory`; lines start at 1. */
  readonly sources: ReadonlyMap<string, readonly ValueSource[]>;
  /** One line per reachable port; absent without ports. */
  readonly exposure?: readonly string[];
  /** The facts about the image with their sources, one per line. */
  readonly image: readonly string[];
}

/**
 * The line with a value. `steps` describe how it got to the container, if there are several steps.
 */
export interface ValueSource {
  readonly path: string;
  readonly line: number;
  readonly steps: readonly string[];
}

/** The Engine API requests of the inputs that a request names, in order; values are masked. */
export async function modelsOf(
  { find, context, files, settings }: Session,
  request: LintRequest,
): Promise<readonly LocatedModel[]> {
  const models: LocatedModel[] = [];
  const found = find(request);
  const inputs = [...found.inputs];
  const { kept, deployed } = await withDeployed(inputs, context, { files, walked: found.walked });
  for (const input of [...kept, ...deployed.map(({ member }) => member.input)]) {
    const parsed = await parseInput(input.kind, input.files, contextOf(input, context));
    const options = { workingDirectory: context.workingDirectory ?? '/', showsValues: false };
    const toElement = createElementWriter(parsed, options);
    const { imageLock: lock } = (await settings.forFile(input.files[0]?.path ?? '')).ruleOptions;
    for (const subject of parsed.subjects) {
      const element = toElement(subject);
      if (element === undefined) continue;
      const { location } = subject.place;
      const container = subject.kind === 'container' ? subject : undefined;
      const known = container && knownImage(container, { lock, table: IMAGE_TABLE });
      const image = known && factsText(known);
      const imageLocation = container?.config.image?.place.location;
      models.push({
        location,
        element,
        ...(imageLocation === undefined || isSameLocation(imageLocation, location) ? {} : { imageLocation }),
        ...(image === undefined ? {} : { image }),
        otherNames: () => otherNames(subject, input),
        details: async () => ({
          sources: sourcesOf(subject, parsed, options),
          ...(container === undefined || known === undefined
            ? { image: [] }
            : { image: knowledgeLines(known), exposure: await exposureOf(container, known, parsed) }),
        }),
      });
    }
  }
  return models;
}

async function otherNames({ name, origin, place }: Subject, { kind, files }: Input): Promise<readonly Location[]> {
  const { loadNames } = await frontEndOf(kind).load();
  if (loadNames === undefined || !origin.startsWith('compose')) return [];
  const names = await loadNames();
  return files.flatMap(({ path, text }) =>
    names(text).flatMap((found) => {
      const location = { path, span: found.span };
      return found.name === name && !isSameLocation(location, place.location) ? [location] : [];
    }),
  );
}

function sourcesOf(
  subject: Subject,
  parsed: Parsed,
  options: Parameters<typeof createElementWriter>[1],
): ModelDetails['sources'] {
  const places = new Map<string, Place[]>();
  const onPlace = (path: string, place: Place): void => {
    // Skip default values: their place is that of the container.
    if (isSameLocation(place.location, subject.place.location)) return;
    const [field = path] = /^\w+(?:\.\w+)?/.exec(path) ?? [];
    const own = getOrInsert(places, field, () => []);
    if (!own.some(({ location }) => isSameLocation(location, place.location))) append(places, field, place);
  };
  createElementWriter(parsed, { ...options, onPlace })(subject);
  const indexOf = createLineIndices(parsed.texts);
  const lineOf = ({ path, span }: Location): number => indexOf(path).positionOf(span.start).line;
  const toSource = ({ location, hops }: Place): ValueSource => ({
    path: location.path,
    line: lineOf(location),
    steps: hops
      .filter((hop) => parsed.texts.has(hop.location.path))
      .map((hop) => `${HOP_MESSAGES[hop.kind]}: ${hop.location.path}:${lineOf(hop.location)}`),
  });
  const shown = ({ location: { path } }: Place): boolean =>
    parsed.texts.has(path) && parsed.outside?.has(path) !== true;
  return new Map(
    [...places].map(([field, own]) => {
      const sources = own.filter(shown).map(toSource);
      return [field, [...new Map(sources.map((source) => [JSON.stringify(source), source])).values()]] as const;
    }),
  );
}

/** Access modes by the names that custom rules use. */
const ACCESS: Readonly<Record<string, string>> = {
  open: 'needs no password',
  default: 'has a default password',
  written: 'its password is in the file',
  outside: 'its password comes from outside',
  asks: 'needs a password that is not set here',
  closed: 'rejects outside connections',
};

async function exposureOf(container: Container, known: KnownImage, { subjects }: Parsed): Promise<readonly string[]> {
  const { exposureFact } = await import('../policies/request/exposure-fact.ts');
  const peers = subjects.filter((subject) => subject.kind === 'container');
  const { items } = exposureFact(container, known, peers);
  return items.flatMap((item) => {
    if (item.kind !== 'object') return [];
    const text = (key: string): string | undefined => {
      const node = item.entries.get(key);
      return node?.kind === 'scalar' && node.place?.shown === undefined ? String(node.value) : undefined;
    };
    const access = ACCESS[text('access') ?? ''];
    const what = [text('service'), access].filter((part) => part !== undefined).join(', ');
    return [
      `${text('port') ?? '?'} from ${REACHES[text('reach') ?? ''] ?? 'an unknown address'}${what && ` (${what})`}`,
    ];
  });
}

const REACHES: Readonly<Record<string, string>> = {
  everywhere: 'everywhere',
  address: 'one address',
  loopback: 'this host only',
  'host network': 'the host network',
};
