import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { normalize } from '../../../scripts/record/normalize.ts';
import { toEngineJson } from '../../../src/engine-json/to-engine-json.ts';
import { parseInspect } from '../../../src/parsers/inspect/index.ts';
import { isJsonObject, type JsonObject, objectAt } from '../../engine/json.ts';
import { engineContainer, printInspect, recordedContainers } from './engine-output.ts';
import { placesIn, textAt } from './places.ts';

const CONFORMANCE = join(import.meta.dirname, '../../conformance');

/** The newest clients' recorded requests, by file. */
const recordings = ['docker', 'compose'].flatMap((client) =>
  readdirSync(join(CONFORMANCE, client))
    .filter((file) => /^[a-z-]+\.json$/.test(file))
    .map((file) => ({ name: `${client}/${file}`, containers: containersIn(join(CONFORMANCE, client, file)) })),
);

function containersIn(path: string): readonly (readonly [name: string, request: JsonObject])[] {
  const cases: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!isJsonObject(cases)) return [];
  return Object.entries(cases).flatMap(([name, recording]) =>
    recordedContainers(recording).map((request) => [name, request] as const),
  );
}

/** The request's security options, because the engine adds one to some containers. */
function asRequested(printed: JsonObject, request: JsonObject): unknown {
  const { SecurityOpt = null } = objectAt(request, 'HostConfig');
  const host = objectAt(printed, 'HostConfig');
  // The model has no terminal size.
  return normalize({
    HostConfig: { ...host, SecurityOpt, Mounts: knownMounts(host['Mounts']), ConsoleSize: null },
    Config: printed['Config'],
  });
}

/** The engine rejects other mount types. */
function knownMounts(mounts: unknown): unknown {
  return Array.isArray(mounts) ? mounts.filter((mount) => !isJsonObject(mount) || mount['Type'] !== 'bogus') : mounts;
}

describe('a container that a real client asked for, read back from what the engine prints of it', () => {
  it('is tried with many', () => {
    expect(recordings.flatMap(({ containers }) => containers).length).toBeGreaterThan(500);
  });

  it.each(recordings.map(({ name, containers }) => [name, containers] as const))('%s', (_file, containers) => {
    for (const [name, request] of containers) {
      const printed = engineContainer({
        Config: objectAt(request, 'Config'),
        HostConfig: objectAt(request, 'HostConfig'),
      });
      const parsed = parseInspect({ path: 'inspect.json', text: printInspect([printed]) });
      const [container] = parsed.subjects;
      if (container === undefined) throw new Error(`${name}: no container was read`);
      const { Config, HostConfig, unknown } = toEngineJson(container, { workingDirectory: '/' });
      expect(normalize({ HostConfig, Config }), name).toEqual(asRequested(printed, request));
      expect(unknown).toEqual([]);
      for (const place of placesIn(container)) expect(textAt(parsed, place), name).not.toBe('');
    }
  });
});
