import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { RISKS } from '../../src/model/change.ts';
import { fixFiles } from './fix-text.ts';

const RULES = join(import.meta.dirname, '../fixtures/rules');
/** Several containers of a script share their image's name. */
const SCRIPTS: ReadonlySet<string> = new Set(['wildcard-bind-address/bad.sh', 'apparmor-disabled/bad.sh']);
/** Outcomes known only after trying. */
const KNOWN: ReadonlySet<string> = new Set([
  // Without `privileged`, the container's capabilities are checked.
  'privileged-container/bad.compose.yaml',
  // Would add a duplicate element or conflict with another key, so it is rejected.
  'new-privileges-allowed/bad.compose.yaml',
  'docker-socket-mount/bad.compose.yaml',
  'refused-request/bad.compose.yaml',
]);
const FIXTURES = readdirSync(RULES, { recursive: true, encoding: 'utf8' }).filter(
  (path) => (path.endsWith('/bad.compose.yaml') || SCRIPTS.has(path)) && !KNOWN.has(path),
);

const SHARED: readonly (readonly [string, string])[] = [
  [
    'a merged block',
    'x-a: &a\n  image: a/b:1\nservices:\n  a: { <<: *a }\n  b: { <<: *a, restart: always }\n  c: { <<: *a, pid: host }\n',
  ],
  [
    'a service that is extended',
    'services:\n  a:\n    image: a/b:1\n    ports: ["80:80"]\n  b: { extends: a }\n  c: { extends: b, pid: host }\n',
  ],
  [
    'what cannot be written',
    'services:\n  a: &a\n    image: a/b:1\n    privileged: ${P:-true}\n    restart: ${R:-always}\n  b: *a\n',
  ],
];

/** For each riskier step: the announced and the applied fixes. */
async function steps(path: string, text: string): Promise<readonly string[]> {
  const wrong: string[] = [];
  const runs = new Map<string, Awaited<ReturnType<typeof fixFiles>>>();
  for (const risk of RISKS) runs.set(risk, await fixFiles({ [path]: text }, { risk }));
  for (const [risk, { hidden, made }] of runs) {
    let announced = made.length;
    for (const [next, count] of hidden) {
      announced += count;
      const found = runs.get(next)?.made.length ?? 0;
      if (found !== announced) wrong.push(`${risk}, then ${next}: ${announced} announced, ${found} made`);
    }
  }
  return wrong;
}

describe('what each riskier step would make is what it makes', () => {
  test.each(FIXTURES)('%s', async (path) => {
    const name = path.endsWith('.sh') ? 'run.sh' : 'compose.yaml';
    expect(await steps(name, readFileSync(join(RULES, path), 'utf8'))).toEqual([]);
  });

  test.each(SHARED)('%s', async (_, text) => {
    expect(await steps('compose.yaml', text)).toEqual([]);
  });
});
