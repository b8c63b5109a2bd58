import type { Readable, Writable } from 'node:stream';
import { createConnection, type Logger, type ProtocolConnection } from 'vscode-languageserver';
import { createProtocolConnection, StreamMessageWriter } from 'vscode-languageserver-protocol/node';
import type { Host } from './diagnostics/analysis.ts';
import { createLifecycle } from './lifecycle.ts';
import { MessageReader } from './reader.ts';
import { serve } from './server.ts';

/** Two streams to a client. */
export interface Streams {
  readonly input: Readable;
  readonly output: Writable;
  /** Whether a process is still there. */
  readonly isAlive: (id: number) => boolean;
  readonly close: () => void;
}

/** A host that may know already which process its client is. */
export interface StreamHost extends Host {
  readonly client?: number;
}

/** How often is looked whether the client is still there, in milliseconds: one that was killed closes nothing. */
const WATCH_INTERVAL = 3000;

/** How long what was sent before the end is waited for, in milliseconds. */
const GRACE = 100;

/**
 * Serves a client over two streams until it asks the server to exit, closes the streams or is no longer there. 0 where
 * it has shut the server down before, as the protocol wants it; 1 where it has not.
 */
export function serveStreams({ input, output, isAlive, close }: Streams, host: StreamHost): Promise<0 | 1> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined;
    let isShutDown = false;
    let hasEnded = false;
    const end = (): void => {
      if (hasEnded) return;
      hasEnded = true;
      clearInterval(timer);
      server.stop();
      connection.dispose();
      close();
      resolve(isShutDown ? 0 : 1);
    };
    const watch = (client: number): void => {
      clearInterval(timer);
      timer = setInterval(() => {
        if (!isAlive(client)) end();
      }, WATCH_INTERVAL);
    };
    const writer = new StreamMessageWriter(output);
    const messageStrategy = createLifecycle((response) => {
      writer.write(response).catch(end);
    });
    const reader = new MessageReader(input, (refusal) => {
      writer.write(refusal).catch(end);
    });
    const connect = (logger: Logger): ProtocolConnection =>
      createProtocolConnection(reader, writer, logger, { messageStrategy });
    const connection = createConnection(connect, {
      get shutdownReceived() {
        return isShutDown;
      },
      set shutdownReceived(value) {
        isShutDown = value;
      },
      initialize: ({ processId }) => {
        if (processId !== null && host.client === undefined) watch(processId);
      },
      exit: end,
    });
    if (host.client !== undefined) watch(host.client);
    // A client that is gone reads nothing, which is no reason to fail.
    output.on('error', end);
    input.on('error', end);
    // What it sent last is read first.
    const endSoon = (): void => {
      clearInterval(timer);
      timer = setTimeout(end, GRACE);
    };
    input.on('end', endSoon);
    input.on('close', endSoon);
    const server = serve(connection, host);
    connection.listen();
  });
}
