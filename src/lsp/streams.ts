import type { Readable, Writable } from 'node:stream';
import { createConnection, type Logger, type ProtocolConnection } from 'vscode-languageserver';
import { createProtocolConnection, StreamMessageWriter } from 'vscode-languageserver-protocol/node';
import type { Host } from './diagnostics/analysis.ts';
import { createLifecycle } from './lifecycle.ts';
import { MessageReader } from './reader.ts';
import { serveLanguage } from './server.ts';

export interface Streams {
  readonly input: Readable;
  readonly output: Writable;
  /** True if a process exists. */
  readonly isAlive: (id: number) => boolean;
  readonly close: () => void;
}

/** A host that may know the process of the client. */
export interface StreamHost extends Host {
  readonly client?: number;
}

/**
 * In milliseconds: how often to check whether the client exists, because a killed client closes
 * nothing.
 */
const WATCH_INTERVAL = 3000;

/** In milliseconds: how long to wait for messages that were sent before the end. */
const GRACE = 100;

/**
 * Serves a client over two streams until it ends. Returns 0 after a shutdown request, otherwise 1.
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
    const connect = (logger: Logger): ProtocolConnection => {
      // After the end, neither answers nor their errors can be sent.
      const logAt = (level: keyof Logger) => (message: string) => {
        if (!hasEnded) logger[level](message);
      };
      const guarded = { error: logAt('error'), warn: logAt('warn'), info: logAt('info'), log: logAt('log') };
      return createProtocolConnection(reader, writer, guarded, { messageStrategy });
    };
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
    // The client has ended; that is not an error.
    output.on('error', end);
    input.on('error', end);
    // First read the client's last messages.
    const endSoon = (): void => {
      clearInterval(timer);
      timer = setTimeout(end, GRACE);
    };
    input.on('end', endSoon);
    input.on('close', endSoon);
    const server = serveLanguage(connection, host);
    connection.listen();
  });
}
