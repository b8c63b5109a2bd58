import { defineFrontEnd, type TextLimit } from '../contract/front-end.ts';
import { concatParsed } from '../contract/parsed.ts';

const JSON_NAME = /\.json$/i;

/** The output of `docker inspect`: JSON with containers in it. */
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
    return { limit: TEN_MILLION, parse: (files) => concatParsed(files.map(parseInspect)) };
  },
});

const TEN_MILLION: TextLimit = { most: 10_000_000, isWhole: true };

/** Only containers have both; their order, and whether they are an array, is the user's. A list of containers has one. */
function isInspectJson(text: string): boolean {
  return /^\uFEFF?\s*[[{]/.test(text) && text.includes('"HostConfig"') && text.includes('"Config"');
}

/** Neither a Compose file nor a script begins like an array of nothing or of objects. */
function isJsonArray(text: string): boolean {
  return /^\uFEFF?\s*\[\s*[\]{]/.test(text);
}
