import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readManifest } from './build/identity.ts';
import { buildSite } from './site/build.ts';

const USAGE = `npm run site -- [--base /FOLDER/] [--target FOLDER]

Makes the site, static files for any server, in dist/site. --base is the folder of the server that it is put into;
without it, it is that of \`homepage\` in package.json, else the server's root.`;

const { homepage = 'https://localhost/' } = readManifest();

const { values } = parseArgs({
  options: {
    base: { type: 'string', default: new URL(homepage).pathname },
    target: { type: 'string', default: 'dist/site' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) console.log(USAGE);
else if (!/^\/(?:.*\/)?$/.test(values.base)) throw new Error(`--base ${values.base}: it begins and ends with a slash.`);
else {
  await buildSite({ target: resolve(values.target), base: values.base });
  console.log(`${values.target}: open it with any server of static files`);
}
