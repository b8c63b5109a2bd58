import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildPlayground } from './build/playground.ts';

/** Builds the playground, one page for any server of static files, or to be opened as a file. */
const TARGET = 'dist/playground/index.html';

const { version, homepage } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  version: string;
  homepage?: string;
};
const page = await buildPlayground({ version, homepage });
mkdirSync(dirname(TARGET), { recursive: true });
writeFileSync(TARGET, page);
console.log(`${TARGET}: ${Math.ceil(page.length / 1000)} kB, ${Math.ceil(gzipSync(page).length / 1000)} kB compressed`);
