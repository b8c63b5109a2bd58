import { describe, expect, test, vi } from 'vitest';
import { isFastPathOn } from '../../../src/parsers/compose/yaml/fast-path/switch.ts';

// The suites below are those of the Compose front end, once more, with `yaml` reading every text.
vi.stubEnv('PLIMSOLL_YAML_FAST_PATH', '0');

test('the fast path is off', () => {
  expect(isFastPathOn()).toBe(false);
});

describe('without the fast path', async () => {
  await import('../../conformance/compose.test.ts');
  await import('./interpolation.test.ts');
  await import('./places.test.ts');
  await import('./problems.test.ts');
  await import('./project.test.ts');
  await import('./scalars.test.ts');
  await import('./unknowns.test.ts');
});
