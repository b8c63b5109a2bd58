import { packRelease } from './release/package.ts';

/**
 * Packs the build in dist/ as a release does, into this folder, for a project that installs it from a file: npm run
 * package
 */
console.log(packRelease(process.cwd(), '.'));
