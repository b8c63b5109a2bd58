import { describe, expect, it } from 'vitest';
import { nearestWord } from '../../src/util/nearest-word.ts';

describe('the name that was most probably meant', () => {
  it.each([
    ['priviledged', ['privileged', 'pid'], 'privileged'],
    ['enviroment', ['environment', 'env_file'], 'environment'],
    ['memlimit', ['mem_limit', 'mem_reservation'], 'mem_limit'],
    ['prots', ['ports', 'profiles'], 'ports'],
    ['xyz', ['ports', 'image'], undefined],
    ['db', ['web', 'app'], undefined],
    ['IMAGE', ['image'], 'image'],
  ])('%s', (written, names, expected) => {
    expect(nearestWord(written, names)).toBe(expected);
  });
});
