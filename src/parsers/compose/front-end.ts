import { defineFrontEnd } from '../contract/front-end.ts';
import { includesCompose, isCompose } from './detect.ts';
import { isComposeName, isDefaultName, isRancherName } from './keys/file-name.ts';

const YAML_NAME = /\.ya?ml$/i;
const JSON_NAME = /\.json$/i;
const SERVICES_KEY = /^(?:services|"services"|'services')[ \t]*:/m;

/** Compose files: YAML or JSON with Compose content; see {@link isCompose}. */
export default defineFrontEnd({
  kind: 'compose',
  mentions: 'none',
  isCandidate: (path) => YAML_NAME.test(path) || JSON_NAME.test(path),
  isCertain: isComposeName,
  isRequired: (path) => YAML_NAME.test(path) || isComposeName(path),
  detect: (text, path, files) => {
    if (path !== undefined && isRancherName(path)) return false;
    if (path === undefined) return SERVICES_KEY.test(text) || isCompose(text, 'other');
    if (!YAML_NAME.test(path) && !JSON_NAME.test(path)) return false;
    const name = isDefaultName(path) ? 'default' : isComposeName(path) ? 'similar' : 'other';
    return isCompose(text, name) || (files !== undefined && includesCompose(text, path, files));
  },
  hasProjects: true,
  load: async () => {
    const { parseComposeProject } = await import('./index.ts');
    const { findYamlComments } = await import('../yaml/comments.ts');
    return {
      parse: parseComposeProject,
      comments: findYamlComments,
      loadNames: async () => (await import('./writer/service-names.ts')).serviceNamesIn,
      loadIsolation: async () => (await import('./writer/isolate.ts')).isolate,
      loadWriter: async () => (await import('./writer/index.ts')).composeWriter,
    };
  },
});
