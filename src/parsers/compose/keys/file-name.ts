const COMPOSE_NAME = /(?:^|[./_-])compose(?:[._-][^/]*)?\.ya?ml$/i;
/** Rancher 1 keeps its own keys in a second file, which no Compose client accepts. */
const RANCHER_NAME = /(?:^|\/)rancher-compose[^/]*\.ya?ml$/i;

export function isRancherName(path: string): boolean {
  return RANCHER_NAME.test(path);
}

/** True for a Compose file name: `compose.yaml`, `docker-compose.prod.yml`, `dev.compose.yaml`. */
export function isComposeName(path: string): boolean {
  return COMPOSE_NAME.test(path) && !isRancherName(path);
}

export function isDefaultName(path: string): boolean {
  return /(?:^|\/)(?:docker-)?compose(?:\.override)?\.ya?ml$/i.test(path);
}
