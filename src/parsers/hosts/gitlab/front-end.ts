import type { FrontEnd } from '../../contract/front-end.ts';
import { callsEngine } from '../../shell/syntax/detect.ts';
import { isTemplateOfYaml } from '../../yaml/template.ts';
import { defineHost } from '../ci/host.ts';
import { isIncluded } from './included.ts';

/** `.gitlab-ci.yml`, `build.gitlab-ci.yml`, and files in `.gitlab` and `.gitlab-ci`. */
const PIPELINE_NAME =
  /(?:^|[/.])\.?gitlab-ci(?:[._-][^/]*)?\.ya?ml$|(?:^|\/)\.?gitlab(?:-ci)?\/(?:.*\/)?[^/]+\.ya?ml$/i;
const CERTAIN_NAME = /(?:^|\/|\.)\.?gitlab-ci\.ya?ml$/i;
const SCRIPT = /(?:^|[{,])[ \t]*(?:-[ \t]+)?(["']?)(?:before_|after_)?script\1[ \t]*:/m;
const STAGES = /^stages[ \t]*:/m;
/** Files of the repository that are included may start containers. */
const INCLUDE = /^(?:\{[ \t]*)?(["']?)include\1[ \t]*:/m;
const LOCAL = /\blocal["']?[ \t]*:|^include[ \t]*:[ \t]*[\w./-]/m;
const CONTAINER_KEY = /\b(?:image|services)["']?[ \t]*:/;

/** GitLab pipelines that start containers. */
export default defineHost({
  kind: 'gitlab-ci',
  mentions: 'keys',
  isCandidate: (path) => PIPELINE_NAME.test(path),
  isRequired: (path) => CERTAIN_NAME.test(path),
  detect: (text, path, files) => isPipeline(text, path, files) && !isTemplateOfYaml(text),
  readsInOthers: true,
  load: () => import('./index.ts'),
});

function isPipeline(...[text, path, files]: Parameters<FrontEnd['detect']>): boolean {
  const mayStart = (): boolean => SCRIPT.test(text) && (CONTAINER_KEY.test(text) || callsEngine(text));
  if (path === undefined) return STAGES.test(text) && mayStart();
  if (PIPELINE_NAME.test(path))
    return (CERTAIN_NAME.test(path) && INCLUDE.test(text) && LOCAL.test(text)) || mayStart();
  return files !== undefined && /\.ya?ml$/i.test(path) && mayStart() && isIncluded(path, files);
}
