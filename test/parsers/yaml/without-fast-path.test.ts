import { describe, expect, test, vi } from 'vitest';
import { isFastPathOn } from '../../../src/parsers/yaml/fast-path/switch.ts';

// The Compose suites again, with `yaml` parsing every text.
vi.stubEnv('PLIMSOLL_YAML_FAST_PATH', '0');

test('the fast path is off', () => {
  expect(isFastPathOn()).toBe(false);
});

describe('without the fast path', async () => {
  await import('../../conformance/compose.test.ts');
  await import('../compose/interpolation.test.ts');
  await import('../compose/places.test.ts');
  await import('../compose/problems.test.ts');
  await import('../compose/project.test.ts');
  await import('./scalars.test.ts');
  await import('../compose/unknowns.test.ts');
});
