import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { SEED } from '../../seed.ts';
import { randomScript } from './random-scripts.ts';
import { differencesIn } from './random-trial.ts';

const COUNT = 60;
const hasBash = spawnSync('bash', ['-c', 'timeout 1 true']).status === 0;

describe.skipIf(!hasBash)('each command that bash runs in a random script is in the model', () => {
  it.each([
    ['without a variable from outside', undefined],
    ['with a variable from outside', 'ex tern'],
  ])('%s', { timeout: 120_000 }, (_name, external) => {
    const scripts = Array.from({ length: COUNT }, (_, index) => randomScript(SEED + index));
    const found = differencesIn(scripts, external);
    expect(found.map(({ script, command }) => [SEED + scripts.indexOf(script), command])).toEqual([]);
  });

  it('notices a command that is missing', () => {
    const files = new Map([['main.sh', 'X=a; eval "X=$(printf b)"; X=c; docker run "$X"']]);
    const hidden = new Map([['main.sh', 'docker run c; eval "$(rev <<< \'d nur rekcod\')"']]);
    expect(differencesIn([{ files }], undefined)).toEqual([]);
    expect(differencesIn([{ files: hidden }], undefined).map(({ command }) => command)).toEqual([['run', 'd']]);
  });
});
