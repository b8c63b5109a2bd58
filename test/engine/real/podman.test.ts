import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NO_FILES } from '../../../src/files/file-reader.ts';
import { toFullReference } from '../../../src/images/reference.ts';
import type { Container } from '../../../src/model/container.ts';
import { parseInput } from '../../../src/parsers/index.ts';
import { parseInspect } from '../../../src/parsers/inspect/index.ts';
import { known, valueOf } from '../../../src/text/setting.ts';
import type { JsonObject } from '../json.ts';
import { IMAGE } from './dockerd.ts';
import { type Created, podmanHere, type RealPodman } from './podman.ts';
import { HERE, type PodmanCase, quadletCases, scriptCases } from './podman-cases.ts';
import { fieldDifferences, isExplained, verdictDifferences } from './shows.ts';

const CASES = [...quadletCases(), ...scriptCases()].map((each, index) => ({
  ...each,
  words: withOwnName(each, index),
}));
/**
 * The minimum number of created containers; others name missing files, devices, pods and networks,
 * or are rejected.
 */
const CREATED = { quadlet: 140, docker: 220 };
/** Networks in the cases. */
const NETWORKS = ['backend', 'front', 'frontend'];
const AT_ONCE = 2;

/** A request, and podman's result. */
interface Asked {
  readonly container?: Container;
  readonly created?: Created;
}

describe('what podman shows is what it was asked for, with the same verdict of each rule', () => {
  let podman: RealPodman | string = '';
  const asked: Asked[] = [];
  let shown: ReadonlyMap<string, JsonObject> = new Map();

  beforeAll(async () => {
    const own = podmanHere();
    podman = own;
    if (typeof own === 'string') return;
    const lines = CASES.map(({ words }) => words.map((word) => word.replaceAll(HERE, own.folder)));
    const containers = await Promise.all(lines.map(containerOf));
    own.tag([...new Set(containers.flatMap(imageNameOf))]);
    for (const name of NETWORKS) own.addNetwork(name);
    const queue = lines.entries();
    const work = async (): Promise<void> => {
      for (const [index, words] of queue) {
        const container = containers[index];
        asked[index] = container === undefined ? {} : { container, created: await own.create(words) };
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    shown = own.inspectAll();
  }, 180_000);

  afterAll(() => {
    if (typeof podman !== 'string') podman.close();
  });

  test.for(CASES.map(({ name }, index) => [name, index] as const))('%s', ([, index], context) => {
    if (typeof podman === 'string') return context.skip(podman);
    const { container, created } = asked[index] ?? {};
    if (container === undefined || created === undefined || 'refused' in created) return;
    const [subject] = parseInspect({ path: 'inspect.json', text: JSON.stringify([shown.get(created.id)]) }).subjects;
    if (subject?.kind !== 'container') return expect.unreachable('podman shows no container');
    const differences = [
      ...fieldDifferences(container, subject, podman.folder),
      ...verdictDifferences(withKnownImage(container), withKnownImage(subject)),
    ];
    expect(differences.filter((difference) => !isExplained(difference, 'podman'))).toEqual([]);
  });

  test.for(Object.entries(CREATED))(
    'podman creates most containers of recorded %s commands',
    ([of, count], context) => {
      if (typeof podman === 'string') return context.skip(podman);
      const created = CASES.filter(({ name }, index) => {
        const result = asked[index]?.created;
        return name.startsWith(`${of} `) && result !== undefined && 'id' in result;
      });
      expect(created.length).toBeGreaterThanOrEqual(count);
    },
  );
});

/** Gives each container a unique name. */
function withOwnName({ words }: PodmanCase, index: number): readonly string[] {
  return words.map((word, at) =>
    words[at - 1] === '--name' || word.startsWith('--name=') ? `${word}-${index}` : word,
  );
}

/** The container parsed from the command; none if part of it is unknown. */
async function containerOf(words: readonly string[]): Promise<Container | undefined> {
  const line = words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ');
  const source = { path: 'run.sh', text: `podman create ${line}\n` };
  const { subjects } = await parseInput('shell', [source], { files: NO_FILES, environment: new Map() });
  const [container] = subjects.filter((subject) => subject.kind === 'container' && subject.isPod !== true);
  return container?.kind === 'container' && container.unresolvedOptions.length === 0 ? container : undefined;
}

/** Its full image name, if podman accepts it. */
function imageNameOf(container: Container | undefined): readonly string[] {
  const reference = toFullReference(valueOf(container?.config.image) ?? '');
  if (reference?.tag === undefined || reference.digest !== undefined) return [];
  return [`${reference.name}:${reference.tag}`];
}

/** Replaces the image with a known one. */
function withKnownImage(container: Container): Container {
  return { ...container, config: { ...container.config, image: known(IMAGE, container.place) } };
}
