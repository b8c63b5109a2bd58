import {
  ErrorCodes,
  Message,
  type MessageStrategy,
  type RequestMessage,
  type ResponseMessage,
} from 'vscode-languageserver';

/**
 * Enforces the protocol's life cycle: first one `initialize`, or `exit`; after `shutdown` only
 * `exit`. Other requests are answered through `refuse`.
 */
export function createLifecycle(refuse: (response: ResponseMessage) => void): MessageStrategy {
  let state: 'new' | 'running' | 'shut down' = 'new';
  const wrongIn = ({ method }: RequestMessage): { readonly code: number; readonly message: string } | undefined => {
    if (state === 'shut down') return { code: ErrorCodes.InvalidRequest, message: 'The server is shut down.' };
    const isFirst = method === 'initialize';
    if (state === 'new' && !isFirst)
      return { code: ErrorCodes.ServerNotInitialized, message: 'The server is not initialized yet.' };
    return state === 'running' && isFirst
      ? { code: ErrorCodes.InvalidRequest, message: 'The server is already initialized.' }
      : undefined;
  };
  return {
    handleMessage: (message, next) => {
      if (Message.isRequest(message)) {
        const error = wrongIn(message);
        if (error !== undefined) {
          refuse({ jsonrpc: '2.0', id: message.id, error });
          return undefined;
        }
        if (message.method === 'initialize') state = 'running';
        if (message.method === 'shutdown') state = 'shut down';
      } else if (Message.isNotification(message) && state !== 'running' && message.method !== 'exit') return undefined;
      return next(message);
    },
  };
}
