import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { runs } from '../long.ts';
import { createMemoryIo } from '../memory-io.ts';
import { mutation } from './arbitraries/mutation.ts';

const CANARY = 'QzCanary7';

/** Report lines that leak the canary. */
async function leaksOf(text: string, path = 'compose.yaml'): Promise<readonly string[]> {
  const found: string[] = [];
  for (const command of [
    ['html', 'pretty', 'json'].flatMap((format) => ['--format', `${format}=${format}.out`]),
    ['model'],
  ]) {
    const io = createMemoryIo({ [path]: text });
    await main([...command, path], io);
    const line = [io.out(), io.err(), ...io.written.values()]
      .join('\n')
      .split('\n')
      .find((each) => each.includes(CANARY));
    if (line !== undefined) found.push(`${command.join(' ')}: ${line.trim().slice(0, 300)}`);
  }
  return found;
}

const HEAD = 'x-e: &e\n  B: x\nservices:\n  web:\n    image: nginx\n    privileged: true\n';

describe('a value is not shown where the text about it is broken', () => {
  test.each([
    'HUSH:VALUE',
    'HUSH: "a" VALUE',
    "HUSH: 'a'VALUE'",
    'HUSH: "abc\\qVALUE"',
    'HUSH: @VALUE',
    'HUSH: a: VALUE',
    'HUSH: &VALUE x',
    'HUSH: !VALUE',
    'HUSH: &a!b VALUE',
    'HUSH: `VALUE',
    'HUSH: %VALUE',
    '- "B=VALUE',
    '- B=x\n     - C=VALUE',
    '- HUSH:VALUE',
    '- A: *x\n      - B: VALUE',
    '- "A=VALUE" x',
    'VALUE',
    '{A: VALUE} :',
    '{A: VALUE',
    '{A: "VALUE}',
    '[A=VALUE',
    'A: x\n     B: VALUE',
    'A: x\n   B: VALUE',
    'A: x\n\tB: VALUE',
    'A: x\n     VALUE',
    'A: x\nVALUE',
    'A: "x\n\n      VALUE',
    'A: {x: VALUE',
    'A: x\n      B VALUE',
    '<<: *f\n      B: VALUE',
  ])('%s', async (line) => {
    expect(
      await leaksOf(`${HEAD}    environment:\n      ${line.replaceAll('VALUE', CANARY)}\n    restart: always\n`),
    ).toEqual([]);
  });

  test.each([
    'services: {web: {image: nginx, environment: {A: VALUE, B: "x}, privileged: true}}\n',
    'services: {web: {image: nginx, environment: {A: VALUE}x, privileged: true}}\n',
    'services: {web: {image: nginx, "environment":{"A":VALUE}, privileged: true}\n',
    'services: {web: {image: nginx, build: {args: [A=VALUE, "}, privileged: true}}\n',
    'services:\n  web:\n    image: "nginx\n    privileged: true\n    environment:\n      A: VALUE\n',
    'services:\n  web:\n    pid: host\n    privileged: true environment:\n      A: VALUE\n',
    'services:\n  web:\n    image: nginx\n    privileged: true\n    environment\n      A: VALUE\n',
    'services:\n  web:\n    image: nginx\n    privileged: true\n    environment:\n    A: VALUE\n',
    'services:\n  web:\n    image: nginx\n    privileged: true\n    enviroment:\n      A: VALUE\n',
    'services: {web: {image: nginx, privileged: true, enviroment: {A: VALUE}}}\n',
    'services: {web: {image: nginx, privileged: true, env: [A=VALUE]}}\n',
    'x-vars: &vars {A: VALUE}\nservices: {web: {image: nginx, privileged: true, environment: {<<: *vars, B: @x}}}\n',
    'x-vars: &vars\n  A: VALUE\n  B: @x\nservices: {web: {image: nginx, privileged: true, environment: *vars}}\n',
  ])('%s', async (text) => {
    expect(await leaksOf(text.replaceAll('VALUE', CANARY))).toEqual([]);
  });

  const body = fc.constantFrom(
    `      A: ${CANARY}\n      B: "x ${CANARY}"\n      C: '${CANARY}'\n`,
    `      - A=${CANARY}\n      - "B=x ${CANARY}"\n      - 'C=${CANARY}'\n`,
    `      A: |\n        x\n        ${CANARY}\n      B: >-\n        ${CANARY}\n      C: "x\n        ${CANARY}"\n`,
    `      {A: ${CANARY}, B: "${CANARY}", C: 'x ${CANARY}'}\n`,
    `      <<: *e\n      A: x ${CANARY}\n      B: &v ${CANARY}\n      C: "\${X:-${CANARY}}"\n`,
  );
  const tail = fc.constantFrom(
    '',
    '    restart: always\n    ports: ["80:80"]\n',
    '  db:\n    image: mysql\n    environment: {A: x}\n',
    `    build:\n      args:\n        A: ${CANARY}\n      context: .\n`,
  );

  test('wherever it is broken', async () => {
    await fc.assert(
      fc.asyncProperty(
        body,
        mutation,
        tail,
        fc.constantFrom('    environment:\n', '    enviroment:\n', '    "environment":\n', '    environment: '),
        async (written, change, after, key) => {
          const changed = change(written);
          // The key no longer has this value.
          fc.pre(!/services:|# plimsoll/.test(changed));
          expect(await leaksOf(`${HEAD}${key}${key.endsWith(' ') ? changed.trimStart() : changed}${after}`)).toEqual(
            [],
          );
        },
      ),
      { numRuns: runs(120) },
    );
  });

  test('but what is next to it is', async () => {
    const io = createMemoryIo({
      'compose.yaml': `${HEAD}    environment:\n      A: @x\n      B: y\n    restart: always\n    labels: {A: shown, B: @x}\n`,
    });
    await main(['--format', 'pretty', 'compose.yaml'], io);
    expect(io.out()).toContain('8 |       ***\n');
    expect(io.out()).toContain('restart: always\n');
    expect(io.out()).toContain('labels: {A: shown, B: @x}\n');
  });
});
