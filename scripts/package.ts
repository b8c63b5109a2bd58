import { packRelease } from './release/package.ts';

/** Packs dist/ like a release into this directory, for installation from a file: npm run package */
console.log(packRelease(process.cwd(), '.'));
