import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readManifest } from './build/identity.ts';
import { buildPlayground } from './build/playground.ts';

/** Builds the playground, one page for a static server or to be opened as a file. */
const TARGET = 'dist/playground/index.html';

const { version, homepage } = readManifest();
const page = await buildPlayground({ version, homepage });
mkdirSync(dirname(TARGET), { recursive: true });
writeFileSync(TARGET, page);
console.log(`${TARGET}: ${Math.ceil(page.length / 1000)} kB, ${Math.ceil(gzipSync(page).length / 1000)} kB compressed`);
