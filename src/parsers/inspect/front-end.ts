import { defineFrontEnd } from '../contract/front-end.ts';
import { concatParsed } from '../contract/parsed.ts';

const JSON_NAME = /\.json$/i;

/** The output of `docker inspect`: JSON with containers. */
export default defineFrontEnd({
  kind: 'inspect',
  mentions: 'none',
  isCandidate: (path) => JSON_NAME.test(path),
  isCertain: () => false,
  isRequired: () => false,
  detect: (text, path) =>
    path === undefined ? isInspectJson(text) || isJsonArray(text) : JSON_NAME.test(path) && isInspectJson(text),
  load: async () => {
    const { parseInspect } = await import('./index.ts');
    return { limit: { most: 10_000_000, isWhole: true }, parse: (files) => concatParsed(files.map(parseInspect)) };
  },
});

/** Only containers have both, in any order, alone or in an array. A list of containers has one. */
function isInspectJson(text: string): boolean {
  return /^\uFEFF?\s*[[{]/.test(text) && text.includes('"HostConfig"') && text.includes('"Config"');
}

/** Neither a Compose file nor a script starts like an empty array or an array of objects. */
function isJsonArray(text: string): boolean {
  return /^\uFEFF?\s*\[\s*[\]{]/.test(text);
}
