import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runs } from '../long.ts';
import { checkRemedies, type Failure } from './check.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures');

/** Enough findings of one rule in one file to expose mistakes. */
const MAX_FOR_RULE = 2;

function said(failures: readonly Failure[]): readonly string[] {
  return failures.map(
    ({ path, finding, why, text }) => `${path}: ${finding.message.remedy ?? ''}\n${why}\n${text.slice(0, 600)}`,
  );
}

describe('each remedy that gives code is right in its file: nothing new is rejected, and the finding is gone', () => {
  const files = ['rules', 'examples'].flatMap((folder) =>
    readdirSync(join(FIXTURES, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /(?:^|\/)(?:bad|compose|deploy)[^/]*\.(?:ya?ml|sh)$/.test(name))
      .map((name) => join(FIXTURES, folder, name)),
  );

  test.each(files.map((path) => path.slice(FIXTURES.length + 1)))('%s', async (name) => {
    const { failures } = await checkRemedies(name, readFileSync(join(FIXTURES, name), 'utf8'), MAX_FOR_RULE);
    expect(said(failures)).toEqual([]);
  });

  test('there are remedies to try', async () => {
    const counts = await Promise.all(
      files.slice(0, 10).map(async (path) => checkRemedies(path, readFileSync(path, 'utf8'), MAX_FOR_RULE)),
    );
    expect(counts.some(({ tried }) => tried.size > 4)).toBe(true);
  });

  const value = (name: string, text: string): fc.Arbitrary<string> =>
    fc.constantFrom(text, `\${${name}}`, `\${${name}:-${text}}`);
  const port = fc
    .tuple(
      fc.option(fc.oneof(value('IP', '0.0.0.0'), fc.constant('${IP:-}')), { nil: undefined }),
      fc.option(fc.oneof(value('PORT', '8080'), value('PORTS', '80-85')), { nil: undefined }),
      fc.constantFrom('', '/tcp', '/udp', '/${PROTOCOL:-udp}'),
    )
    .map(([ip, host, protocol]) => {
      const inside = host?.includes('-85') === true ? '80-85' : '80';
      if (host === undefined) return `${ip === undefined ? '' : `${ip}::`}${inside}${protocol}`;
      return `${ip === undefined ? '' : `${ip}:`}${host}:${inside}${protocol}`;
    });
  const longPort = fc
    .tuple(value('IP', '0.0.0.0'), value('PORT', '8080'), fc.boolean())
    .map(([ip, host, hasIp]) => `{target: 80, published: "${host}"${hasIp ? `, host_ip: "${ip}"` : ''}}`);
  const device = fc
    .tuple(value('DEVICE', '/dev/ttyUSB0'), fc.constantFrom('', ':/dev/x', ':/dev/x:rwm', ':${TARGET:-/dev/x}'))
    .map(([host, rest]) => `${host}${rest}`);
  const image = fc
    .tuple(
      fc.constantFrom('', 'x/', '${REGISTRY}/', '${REGISTRY:-x}/'),
      fc.constantFrom('', ':latest', ':${TAG:-latest}', ':edge', ':1.2'),
    )
    .map(([repository, tag]) => `${repository}app${tag}`);
  const lines = (...some: readonly string[]): fc.Arbitrary<string | undefined> =>
    fc.option(fc.constantFrom(...some), { nil: undefined });
  const limits = lines(
    'mem_limit: 1g',
    'cpus: 1',
    'pids_limit: 0',
    'deploy: {resources: {limits: {memory: 1g}}}',
    'deploy: {resources: {limits: {pids: 5}}, restart_policy: {condition: any}}',
    'deploy: {restart_policy: {condition: on-failure}}',
  );
  const mount = fc.constantFrom('/etc:/x', '/etc:/x:rw', '/etc:/x:z', '${DIR:-/etc}:/x');

  test('of a generated service', async () => {
    const service = fc
      .record({
        image,
        ports: fc.array(
          fc.oneof(
            port.map((text) => `"${text}"`),
            longPort,
          ),
          { maxLength: 1 },
        ),
        devices: fc.array(
          fc.oneof(
            device.map((text) => `"${text}"`),
            fc.constant('{source: /dev/a, target: /dev/b}'),
          ),
          { maxLength: 1 },
        ),
        volumes: fc.array(
          fc.oneof(
            mount.map((text) => `"${text}"`),
            fc.constant('{type: bind, source: /etc, target: /x}'),
          ),
          { maxLength: 1 },
        ),
        limits,
        restart: lines('restart: always', 'restart: on-failure', 'restart: "on-failure:9"'),
        security: lines('security_opt: ["no-new-privileges:false"]', 'security_opt: ["seccomp:unconfined"]'),
      })
      .map((parts) =>
        [
          'services:\n  web:',
          `image: "${parts.image}"`,
          ...(['ports', 'devices', 'volumes'] as const).map((key) => `${key}: [${parts[key].join(', ')}]`),
          ...[parts.limits, parts.restart, parts.security].filter((line) => line !== undefined),
        ].join('\n    '),
      );
    await fc.assert(
      fc.asyncProperty(service, async (text) => {
        expect(said((await checkRemedies('compose.yaml', `${text}\n`)).failures)).toEqual([]);
      }),
      { numRuns: runs(30) },
    );
  });

  test('of a generated command', async () => {
    const option = fc.oneof(
      port.map((text) => `-p "${text}"`),
      port.map((text) => `--publish="${text}"`),
      device.map((text) => `--device="${text}"`),
      mount.map((text) => `-v "${text}"`),
      fc.constantFrom('-v "/etc":/x', '-v /etc/$(id -u):/x/$(id -u)', '-v "$HOME/.m2":"/x y"', '-p 80:80'),
      fc.constantFrom('-m0', '--memory=0', '--restart always', '--restart=on-failure:9', '--pids-limit 0', '-c 1024'),
    );
    // Two mounts of one directory have the same message.
    const nameOf = (text: string): string | undefined => /^-+\w+/.exec(text)?.[0];
    const command = fc
      .tuple(
        fc.uniqueArray(option, { maxLength: 2, selector: nameOf }),
        image,
        fc.constantFrom(' ', ' \\\n  ', '\\\n  '),
      )
      .map(([options, name, between]) => ['docker run', ...options, `"${name}"`].join(between));
    await fc.assert(
      fc.asyncProperty(command, async (text) => {
        expect(said((await checkRemedies('run.sh', `${text}\n`)).failures)).toEqual([]);
      }),
      { numRuns: runs(30) },
    );
  });
});
