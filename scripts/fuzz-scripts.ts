/**
 * Runs random scripts with bash, and prints those with a command that the model lacks:
 *
 *     npm run fuzz:scripts -- [--count 20000] [--seed 7]
 *
 * The same seed gives the same script; consecutive scripts have consecutive seeds. Exits with 1 for
 * a difference.
 */
import { parseArgs } from 'node:util';
import { randomScript } from '../test/parsers/shell/random-scripts.ts';
import { differencesIn } from '../test/parsers/shell/random-trial.ts';

const BATCH = 100;

const { values } = parseArgs({
  options: { count: { type: 'string', default: '1000' }, seed: { type: 'string', default: String(Date.now() % 1e9) } },
});
const [count, first] = [Number(values.count), Number(values.seed)];
let found = 0;
for (let seed = first; seed < first + count; seed += BATCH) {
  const scripts = Array.from({ length: Math.min(BATCH, first + count - seed) }, (_, index) =>
    randomScript(seed + index),
  );
  for (const { script, command } of differencesIn(scripts, seed % 2 === 0 ? undefined : 'ex tern')) {
    found += 1;
    console.log(`seed ${seed + scripts.indexOf(script)}: bash ran docker ${JSON.stringify(command)}`);
    for (const [path, text] of script.files) console.log(`--- ${path}\n${text}`);
  }
}
console.log(`${count} scripts from seed ${first}: ${found} commands that the model does not have`);
process.exitCode = found > 0 ? 1 : 0;
