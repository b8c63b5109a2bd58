import { toEngineJson } from '../../../src/engine-json/to-engine-json.ts';
import type { Container } from '../../../src/model/container.ts';
import { valueOf } from '../../../src/text/setting.ts';
import type { JsonObject } from '../json.ts';
import { objectAt, stringAt } from '../json.ts';
import { IMAGE, type RealEngine } from './dockerd.ts';

export interface EngineRequest {
  /** The requested name; empty if the engine chooses. */
  readonly name: string;
  /** The body of `POST /containers/create`. */
  readonly body: JsonObject;
  readonly platform?: string;
}

/** A model's request with the engine's image, and its unknown paths. */
export function requestOf(
  container: Container,
  workingDirectory: string,
): EngineRequest & { readonly unknown: readonly string[] } {
  const { Config, HostConfig, unknown } = toEngineJson(container, { workingDirectory });
  const name = valueOf(container.containerName) ?? '';
  const platform = container.platform && valueOf(container.platform);
  return {
    name,
    body: { ...Config, Image: IMAGE, HostConfig },
    unknown,
    ...(platform === undefined ? {} : { platform }),
  };
}

/** The engine's rejection. */
export interface Refused {
  readonly at: 'create' | 'start';
  readonly says: string;
}

export async function tryCreate(engine: RealEngine, request: EngineRequest): Promise<Refused | undefined> {
  return withContainer(engine, request, () => Promise.resolve(undefined));
}

/** Creates and starts a container, without a network if the engine lacks the requested one. */
export async function tryStart(engine: RealEngine, { name, body }: EngineRequest): Promise<Refused | undefined> {
  const host = objectAt(body, 'HostConfig');
  const mode = stringAt(host, 'NetworkMode');
  const isThere = mode === 'host' || mode.startsWith('container:');
  const started = { ...body, HostConfig: isThere ? host : { ...host, NetworkMode: 'none' } };
  return withContainer<Refused | undefined>(engine, { name, body: started }, async (id) => {
    const { status, body: answer } = await engine.ask('POST', `/containers/${id}/start`);
    return status === 204 ? undefined : { at: 'start', says: stringAt(answer, 'message') };
  });
}

/** Creates a container, uses it, and removes it. */
export async function withContainer<T>(
  engine: RealEngine,
  { name, body, platform }: EngineRequest,
  use: (id: string) => Promise<T>,
): Promise<T | Refused> {
  const query = new URLSearchParams({
    ...(name === '' ? {} : { name }),
    ...(platform === undefined ? {} : { platform }),
  });
  const { status, body: answer } = await engine.ask('POST', `/containers/create?${query.toString()}`, body);
  if (status !== 201) return { at: 'create', says: stringAt(answer, 'message') };
  const id = stringAt(answer, 'Id');
  try {
    return await use(id);
  } finally {
    await engine.ask('DELETE', `/containers/${id}?force=1&v=1`);
  }
}
