import type { JsonObject } from './json.ts';

/** `POST /containers/create`. */
export interface ContainerRecording {
  readonly kind: 'container';
  readonly id: string;
  /** The requested name; "" if the engine chooses. */
  readonly name: string;
  /** `--platform`, which is in the query; "" by default. */
  readonly platform: string;
  /** The User-Agent and configured headers; lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** `Config`'s fields with `HostConfig` and `NetworkingConfig`, exactly as sent. */
  readonly body: JsonObject;
  /** True if the client started it: `docker run`, not `docker create`. */
  readonly isStarted: boolean;
}

/** `POST /containers/{name}/exec`. */
export interface ExecRecording {
  readonly kind: 'exec';
  /** The container's name if the engine knows it, else the client's word. */
  readonly container: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

/** `POST /volumes/create` and `POST /networks/create`. */
export interface ResourceRecording {
  readonly kind: 'volume' | 'network';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

/** `POST /services/create`, and `POST /services/{id}/update`. */
export interface ServiceRecording {
  readonly kind: 'service';
  readonly command: 'create' | 'update';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
  /** The joined networks' names; the client sends IDs. */
  readonly networks: readonly string[];
}

/** `POST /containers/{name}/update`. */
export interface UpdateRecording {
  readonly kind: 'update';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

export type Recording = ContainerRecording | ExecRecording | ResourceRecording | ServiceRecording | UpdateRecording;
