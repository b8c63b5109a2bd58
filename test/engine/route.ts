import type { ServerResponse } from 'node:http';
import { type JsonObject, stringsAt } from './json.ts';
import type { Store } from './store.ts';

/** True for existing volumes and networks that nobody created (`external: true`). */
export type Exists = (kind: 'volume' | 'network', name: string) => boolean;

/** A matched request. */
export interface Call {
  readonly store: Store;
  readonly exists: Exists;
  /** The decoded `*` of the route; image names may contain slashes. */
  readonly target: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
  /** For answers that stay open; others are the handler's result. */
  readonly response: ServerResponse;
}

export interface Answer {
  readonly status: number;
  /** Sent as JSON; absent for an empty answer. */
  readonly body?: unknown;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** The path after the API version, with at most one `*`. */
  readonly path: string;
  /** Returns `undefined` after taking over `call.response`. */
  readonly handle: (call: Call) => Answer | undefined;
}

export const ok = (body: unknown): Answer => ({ status: 200, body });
export const done: Answer = { status: 204 };

/** The `name=` filters of a list request, in the clients' JSON form. */
export function filterValues(query: URLSearchParams, name: string): readonly string[] {
  const text = query.get('filters');
  if (text === null) return [];
  const filters: unknown = JSON.parse(text);
  if (typeof filters !== 'object' || filters === null) return [];
  const found: unknown = Object.entries(filters).find(([key]) => key === name)?.[1];
  if (Array.isArray(found)) return stringsAt({ found }, 'found');
  return typeof found === 'object' && found !== null ? Object.keys(found) : [];
}

/** The text that `*` matches; "" without `*`; `undefined` if the paths differ. */
export function matchPath(pattern: string, path: string): string | undefined {
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return path === before ? '' : undefined;
  const isMatch = path.startsWith(before) && path.endsWith(after) && path.length > before.length + after.length;
  return isMatch ? decodeURIComponent(path.slice(before.length, path.length - after.length)) : undefined;
}
