import { defineFrontEnd } from '../../contract/front-end.ts';
import { mayScriptDeploy } from '../../shell/syntax/deploys.ts';
import { isMarkdown, isMarkdownName } from './detect.ts';

/** Markdown with examples that start containers; only on request. */
export default defineFrontEnd({
  kind: 'markdown',
  mentions: 'none',
  isCandidate: () => false,
  isOnRequest: isMarkdownName,
  isCertain: () => false,
  isRequired: () => false,
  detect: isMarkdown,
  mayDeploy: mayScriptDeploy,
  load: async () => {
    const { findMarkdownComments, parseMarkdown } = await import('./index.ts');
    return {
      parse: parseMarkdown,
      comments: findMarkdownComments,
      loadWriter: async () => (await import('./writer.ts')).markdownWriter,
    };
  },
});
