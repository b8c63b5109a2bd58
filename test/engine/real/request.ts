import { toEngineJson } from '../../../src/engine-json/to-engine-json.ts';
import type { Container } from '../../../src/model/container.ts';
import { valueOf } from '../../../src/text/setting.ts';
import type { JsonObject } from '../json.ts';
import { objectAt, stringAt } from '../json.ts';
import { IMAGE, type RealEngine } from './dockerd.ts';

/** A request as an engine gets it. */
export interface EngineRequest {
  /** The name asked for; empty where the engine chooses. */
  readonly name: string;
  /** The body of `POST /containers/create`. */
  readonly body: JsonObject;
  readonly platform?: string;
}

/** The request of a model, with the image that the engine has, and the paths of what the text does not give. */
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

/** What an engine says where it does not do as it is asked. */
export interface Refused {
  readonly at: 'create' | 'start';
  readonly says: string;
}

/** Creates a container, and removes it. */
export async function tryCreate(engine: RealEngine, request: EngineRequest): Promise<Refused | undefined> {
  return withContainer(engine, request, () => Promise.resolve(undefined));
}

/**
 * Creates a container and starts it, in no network where it is to be in one that an engine without networks has not.
 */
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

/** Creates a container, does something with it, and removes it. */
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
