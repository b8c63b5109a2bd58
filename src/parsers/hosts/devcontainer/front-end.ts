import { A_MILLION, defineFrontEnd } from '../../contract/front-end.ts';
import { concatParsed } from '../../contract/parsed.ts';

const NAME = /(?:^|\/)(?:\.devcontainer\/(?:[^/]+\/)?devcontainer|\.devcontainer)\.json$/;

/** Dev container configurations, by the file names of tools. */
export default defineFrontEnd({
  kind: 'devcontainer',
  mentions: 'keys',
  isCandidate: isDevcontainerName,
  isCertain: isDevcontainerName,
  isRequired: isDevcontainerName,
  detect: (_text, path) => path !== undefined && isDevcontainerName(path),
  load: async () => {
    const { parseDevcontainer } = await import('./index.ts');
    const { isFeatureName } = await import('./features.ts');
    const { findJsonComments } = await import('./comments.ts');
    const { findYamlComments } = await import('../../yaml/comments.ts');
    return {
      limit: { ...A_MILLION, isWhole: true },
      parse: (files, context) => concatParsed(files.map((file) => parseDevcontainer(file, context))),
      // Its Compose files can have comments in YAML.
      comments: (source, isWanted) =>
        (isDevcontainerName(source.path) || isFeatureName(source.path) ? findJsonComments : findYamlComments)(
          source,
          isWanted,
        ),
    };
  },
});

function isDevcontainerName(path: string): boolean {
  return NAME.test(path);
}
