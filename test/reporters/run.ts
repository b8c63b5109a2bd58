import { main } from '../../src/cli/main.ts';
import { RULES } from '../../src/rules/index.ts';
import { createMemoryIo, type MemoryFile } from '../memory-io.ts';

export type Tree = Readonly<Record<string, MemoryFile>>;

/** The report for a tree, or some of its paths, in a format. */
export async function report(
  format: string,
  tree: Tree,
  argv: readonly string[] = [],
  paths: readonly string[] = ['.'],
): Promise<string> {
  const io = createMemoryIo(tree);
  await main(['--format', format, '--fail-on=never', ...argv, ...paths], io);
  return io.out();
}

export function onlyRules(...ids: readonly string[]): readonly string[] {
  return RULES.filter(({ id }) => !ids.includes(id)).flatMap(({ id }) => ['--rule', `${id}=off`]);
}

/**
 * A bit of everything: findings of each severity, a shared and a suppressed one, undecided results,
 * containers of one name, an exec, an input error, and an unreadable file.
 */
export const MIXED: Tree = {
  'compose.yaml': `services:
  web: &web
    image: \${IMAGE}
    pid: host
    ipc: host # plimsoll: ignore[host-ipc-namespace] -- shares a queue
  api: *web
  db: { image: "postgres:17.2", privilegd: true }
`,
  'ops/a b.sh': `docker run --name agent --network app -v /var/run/docker.sock:/s nginx:1.27
docker run nginx:1.27
docker run --pid host $OPTIONS nginx:1.27
docker exec -u root agent sh
`,
  'gone.compose.yaml': { failure: 'unreadable' },
};

export const MIXED_RULES = onlyRules(
  'host-pid-namespace',
  'host-ipc-namespace',
  'exec-user',
  'unpinned-image',
  'unlimited-pids',
  'default-bridge-network',
  'docker-socket-mount',
);

/** Special characters of all report formats. */
export const HOSTILE_TEXT =
  '<script>hacked()</script>"\'><img src=x onerror=hacked()>&amp;]]>--><!--`|\\|*_[x](https://evil.test)::error::%0A$(x){0}\u202Eevil\u202C\u001B[31m\u0007\uFFFE\uD83D';

/** Files, services, containers and marked text with hostile names. */
export const HOSTILE: Tree = {
  'a<b>&"\'|`%0A,:c.compose.yaml': `services:
  ${JSON.stringify(HOSTILE_TEXT)}:
    image: ${JSON.stringify(HOSTILE_TEXT)}
    privileged: true # plimsoll: ignore[privileged-container] -- </script><b>"|
    volumes: [${JSON.stringify(`/etc/${HOSTILE_TEXT}:/x`)}]
    pid: \${<script>hacked()</script>}
    ${JSON.stringify(HOSTILE_TEXT)}: 1
`,
  '<img src=x onerror=hacked()>.sh': `docker run --name '</script><script>hacked()</script>' --privileged "</pre>$X" nginx
docker run --cap-add '<b>|\`x\`' '::warning::x'
docker exec -u root '"><svg onload=hacked()>' sh
`,
};
