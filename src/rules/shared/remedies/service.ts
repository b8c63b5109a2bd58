/** Options of `docker service create` that replace those of `docker run`. */
const OPTIONS: Readonly<Record<string, string>> = {
  '--memory': '--limit-memory',
  '-m': '--limit-memory',
  '--cpus': '--limit-cpu',
  '--pids-limit': '--limit-pids',
};

/** Turns a remedy for `docker run` into one for `docker service create`. */
export function inService(remedy: string): string {
  return remedy
    .replaceAll(/`(--?[a-z][a-z-]*)([= ][^`]*)?`/g, (whole: string, option: string, value: string | undefined) => {
      const own = OPTIONS[option];
      return own === undefined ? whole : `\`${own}${value?.replace(' ', '=') ?? ''}\``;
    })
    .replaceAll('`--tmpfs /tmp`', '`--mount type=tmpfs,target=/tmp`')
    .replaceAll('`docker network create NAME`', '`docker network create --driver overlay NAME`')
    .replaceAll('`-p 127.0.0.1:8080:80`', '`--publish 8080:80`');
}
