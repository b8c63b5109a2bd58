import { containerRoutes } from './container-routes.ts';
import { resourceRoutes } from './resource-routes.ts';
import { matchPath, type Route } from './route.ts';
import { serviceRoutes } from './service-routes.ts';

/** The Engine API routes of `docker create|run|exec`, `docker service` and `docker compose`. */
const routes: readonly Route[] = [...containerRoutes, ...resourceRoutes, ...serviceRoutes];

export function matchRoute(
  method: string,
  path: string,
): { readonly route: Route; readonly target: string } | undefined {
  for (const route of routes) {
    const target = route.method === method ? matchPath(route.path, path) : undefined;
    if (target !== undefined) return { route, target };
  }
  return undefined;
}
