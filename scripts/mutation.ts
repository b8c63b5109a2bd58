import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { installTools } from './tools.ts';

/** Runs Stryker, which is installed when it is first needed: npm run mutation -- --mutate FILE */
const folder = installTools('mutation', ['--legacy-peer-deps']);
const { status } = spawnSync(
  process.execPath,
  [
    ...['--import', 'tsx', join(folder, 'node_modules/@stryker-mutator/core/bin/stryker.js')],
    ...['run', ...process.argv.slice(2)],
  ],
  { stdio: 'inherit' },
);
process.exitCode = status ?? 1;
