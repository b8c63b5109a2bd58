import { expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import type { WorkerAnswer, WorkerRequest } from '../../src/lint/pooled-linter.ts';
import { createSession } from '../../src/session/session.ts';
import { serve } from '../../src/session/worker.ts';
import { createMemoryFiles, createMemoryIo } from '../memory-io.ts';

const CONFIG = (maximum: number): string => `extends: none
policies:
  - id: acme/memory
    title: Container has too much memory
    severity: warning
    message: "{subject} may use {value} bytes."
    require: { properties: { HostConfig: { properties: { Memory: { maximum: ${maximum} } } } } }
`;
const COMPOSE = 'services: { web: { image: nginx, mem_limit: 1k } }\n';

test('another thread reads own rules by itself', async () => {
  const files = createMemoryFiles({ 'compose.yaml': COMPOSE, '.plimsoll.yaml': CONFIG(1) });
  const session = await createSession({ files }).copy();
  const answer = await new Promise<WorkerAnswer>((resolve) => {
    let ask: (request: WorkerRequest) => void = () => undefined;
    serve(
      { listen: (onRequest) => void (ask = onRequest), send: resolve },
      { session: structuredClone(session), tracksReads: false },
      () => files,
    );
    ask({ id: 1, input: { kind: 'compose', files: [{ path: 'compose.yaml', text: COMPOSE }] } });
  });
  expect(answer.result).toMatchObject({ findings: [{ rule: 'acme/memory' }] });
});

test('a cache forgets what it knew by other rules', async () => {
  let kept: Readonly<Record<string, string>> = {};
  const run = async (maximum: number): Promise<string> => {
    const io = createMemoryIo({ 'compose.yaml': COMPOSE, '.plimsoll.yaml': CONFIG(maximum), ...kept });
    await main(['--format', 'text', '--cache'], io);
    kept = { ...kept, ...Object.fromEntries(io.written) };
    return io.out();
  };
  expect(await run(1)).toContain('acme/memory');
  expect(Object.values(kept).join('')).toContain('acme/memory');
  expect(await run(1)).toContain('acme/memory');
  expect(await run(2000)).toBe('');
});
