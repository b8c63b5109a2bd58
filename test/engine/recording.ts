import type { JsonObject } from './json.ts';

/** `POST /containers/create`. */
export interface ContainerRecording {
  readonly kind: 'container';
  readonly id: string;
  /** The name asked for; "" where the engine was to choose. */
  readonly name: string;
  /** `--platform`, which travels in the query, not in the body; "" where not given. */
  readonly platform: string;
  /** The client's User-Agent and any header its configuration adds; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** `Config`'s own fields at the top, with `HostConfig` and `NetworkingConfig` beside them, exactly as sent. */
  readonly body: JsonObject;
  /** Whether the client went on to start it: that distinguishes `docker run` from `docker create`. */
  readonly isStarted: boolean;
}

/** `POST /containers/{name}/exec`. */
export interface ExecRecording {
  readonly kind: 'exec';
  /** The container's name where the engine knows it, else what the client wrote. */
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
  /** The names of the networks that it joins, whose IDs the client sends. */
  readonly networks: readonly string[];
}

/** `POST /containers/{name}/update`. */
export interface UpdateRecording {
  readonly kind: 'update';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
}

export type Recording = ContainerRecording | ExecRecording | ResourceRecording | ServiceRecording | UpdateRecording;
