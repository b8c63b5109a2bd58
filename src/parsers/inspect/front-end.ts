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

/** True if both keys of containers occur, in any order. Lists of containers have one. */
function isInspectJson(text: string): boolean {
  return /^\uFEFF?\s*[[{]/.test(text) && text.includes('"HostConfig"') && text.includes('"Config"');
}

/** An empty array or an array of objects, with which neither Compose files nor scripts start. */
function isJsonArray(text: string): boolean {
  return /^\uFEFF?\s*\[\s*[\]{]/.test(text);
}
