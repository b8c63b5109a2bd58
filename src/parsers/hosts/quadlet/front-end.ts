import { A_MILLION, defineFrontEnd } from '../../contract/front-end.ts';
import { unitGroups } from '../units/drop-ins.ts';

const SECTION = /^[ \t]*\[(?:Container|Pod|Kube)\][ \t]*\r?$/m;

const TEMPLATE_LINE = /^[ \t]*\{[{%]/m;

/** Podman Quadlet units: `.container`, `.pod` and `.kube` files, with their drop-ins. */
export default defineFrontEnd({
  kind: 'quadlet',
  isCandidate: isQuadletName,
  isCertain: () => false,
  isRequired: (path) => path.endsWith('.container'),
  readsInOthers: true,
  detect: (text, path) =>
    (path === undefined || isQuadletName(path)) && SECTION.test(text) && !TEMPLATE_LINE.test(text),
  findGroups: (path, folders) => ['.container', '.pod', '.kube'].flatMap((ending) => unitGroups(path, ending, folders)),
  load: async () => {
    const { findUnitComments, parseQuadlet, readUnitFile } = await import('./index.ts');
    return {
      limit: A_MILLION,
      parse: parseQuadlet,
      comments: ({ path, text }, isWanted) => findUnitComments(readUnitFile(path, text, 'quadlet'), isWanted),
      loadWriter: async () => (await import('./writer.ts')).quadletWriter,
    };
  },
});

function isQuadletName(path: string): boolean {
  return /\.(?:container|pod|kube)$|(?:^|[./])(?:container|pod|kube)\.d\/[^/]+\.conf$/.test(path);
}
