import { setAddresses } from './release/addresses.ts';

const USAGE = `npm run addresses -- OWNER/NAME [https://SITE]

Makes this repository of GitHub and this address of the site the ones that builds, pages and manifests name.`;

const [repository, site, ...more] = process.argv.slice(2);
if (repository === undefined || more.length > 0 || repository.startsWith('-')) console.log(USAGE);
else setAddresses(process.cwd(), repository, site);
