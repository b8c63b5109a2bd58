import type { Recording } from '../../test/engine/engine.ts';
import { isJsonObject, type JsonObject } from '../../test/engine/json.ts';
import { orderless } from './compose-recording.ts';
import { normalize } from './normalize.ts';
import { toServiceRecording } from './service-recording.ts';

/** A recording in committed form: normalized, without random parts. */
export function toDockerRecording(recording: Recording): unknown {
  switch (recording.kind) {
    case 'container': {
      const { HostConfig, NetworkingConfig, ...Config } = recording.body;
      const isCompose = isFromCompose(recording.headers);
      return normalize({
        kind: 'container',
        origin: isCompose
          ? 'docker compose run'
          : `${programOf(recording.headers)} ${recording.isStarted ? 'run' : 'create'}`,
        // Compose invents a name for every one-off container.
        name: isCompose && /-run-[0-9a-f]{12}$/.test(recording.name) ? '' : recording.name,
        platform: recording.platform,
        Config: isCompose ? withoutComposeLabels(Config) : Config,
        HostConfig: isJsonObject(HostConfig) ? toHostConfig(HostConfig, isCompose) : HostConfig,
        // For `docker compose run` it is from the Compose file, with the random name.
        NetworkingConfig: isCompose ? undefined : NetworkingConfig,
      });
    }
    case 'exec':
      return normalize({
        kind: 'exec',
        origin: isFromCompose(recording.headers) ? 'docker compose exec' : `${programOf(recording.headers)} exec`,
        container: recording.container,
        body: withoutConsole(recording.body),
      });
    case 'update':
      return normalize({
        kind: 'container',
        origin: `${programOf(recording.headers)} update`,
        HostConfig: recording.body,
      });
    case 'service':
      return toServiceRecording(recording);
    case 'volume':
    case 'network':
      return normalize({ kind: recording.kind, body: withoutComposeLabels(recording.body) });
  }
}

function programOf(headers: Readonly<Record<string, string>>): string {
  return headers['x-program'] ?? 'docker';
}

function isFromCompose(headers: Readonly<Record<string, string>>): boolean {
  return (headers['user-agent'] ?? '').startsWith('compose/');
}

function toHostConfig(body: JsonObject, isCompose: boolean): JsonObject {
  return isCompose ? orderless(withoutConsole(body)) : withoutConsole(body);
}

/** The size of the client's terminal does not come from the command. */
function withoutConsole(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== 'ConsoleSize'));
}

function withoutComposeLabels(config: JsonObject): JsonObject {
  const { Labels, ...rest } = config;
  if (!isJsonObject(Labels)) return config;
  return {
    ...rest,
    Labels: Object.fromEntries(Object.entries(Labels).filter(([key]) => !key.startsWith('com.docker.compose.'))),
  };
}
