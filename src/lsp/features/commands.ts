import type { ExecuteCommandParams } from 'vscode-languageserver';
import type { ModelElement } from '../../engine-json/model-element.ts';
import { modelsOf } from '../../session/models.ts';
import type { Analysis } from '../diagnostics/analysis.ts';

/** Returns the output of `plimsoll model` for a document, or for a position in it. */
export const MODEL_COMMAND = 'plimsoll.server.model';
/** Drops all state, and lints every open document again. */
export const RESTART_COMMAND = 'plimsoll.server.restart';
export const PAGE_COMMAND = 'plimsoll.server.showPage';
/** Writes an ignore comment. Takes a choice's data and the reason. */
export const COMMENT_COMMAND = 'plimsoll.server.ignore';

/** The server's commands. Clients register their own ones for users. */
export const COMMANDS: readonly string[] = [MODEL_COMMAND, RESTART_COMMAND, PAGE_COMMAND, COMMENT_COMMAND];

/** The placeholder for a reason in a comment; selected, if the client supports it. */
export const PLACEHOLDER_REASON = 'TODO: say why';

export interface CommandTarget {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number } | undefined;
}

/** Parses the arguments of {@link MODEL_COMMAND}; `undefined` if they don't name a document. */
export function readTarget({ arguments: given = [] }: ExecuteCommandParams): CommandTarget | undefined {
  const [uri, position] = given as readonly unknown[];
  if (typeof uri !== 'string') return undefined;
  const { line, character }: { line?: unknown; character?: unknown } =
    typeof position === 'object' && position !== null ? position : {};
  return {
    uri,
    position: typeof line === 'number' && typeof character === 'number' ? { line, character } : undefined,
  };
}

/** The URI in the arguments of {@link PAGE_COMMAND}; only rule pages are allowed. */
export function readAddress({ arguments: given = [] }: ExecuteCommandParams): string | undefined {
  const [address] = given as readonly unknown[];
  return typeof address === 'string' && /^(?:plimsoll|https?):/.test(address) ? address : undefined;
}

/** The reason in the arguments of {@link COMMENT_COMMAND}, on one line, or `undefined`. */
export function readReason({ arguments: given = [] }: ExecuteCommandParams): string | undefined {
  const [, reason] = given as readonly unknown[];
  const text = typeof reason === 'string' ? reason.replace(/\s+/g, ' ').trim() : '';
  return text === '' ? undefined : text;
}

/** The containers and execs of a document, with masked values. */
export async function modelOf(
  { session, request, document, toWhole }: Analysis,
  { position }: CommandTarget,
): Promise<readonly ModelElement[]> {
  const models = await modelsOf(session, request);
  if (position === undefined) return models.map(({ element }) => element);
  const offset = document.offsetAt(position);
  const [path = ''] = request.literals ?? [];
  return models.flatMap(({ location, element }) =>
    toWhole(location.path) === toWhole(path) && location.span.start <= offset && offset <= location.span.end
      ? [element]
      : [],
  );
}
