import { callsEngine } from '../../shell/syntax/detect.ts';
import { isTemplateOfYaml } from '../../yaml/template.ts';
import { defineHost } from '../ci/host.ts';

const WORKFLOW_NAME = /(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/i;
const ACTION_NAME = /(?:^|\/)action\.ya?ml$/i;
const ON = /^(["']?)on\1[ \t]*:/m;
const JOBS = /^(["']?)jobs\1[ \t]*:/m;
/** A key that only actions have. */
const RUNS = /^(["']?)runs\1[ \t]*:/m;
const CONTAINER_KEY = /\b(?:container|services)["']?[ \t]*:/;

/** Workflows of GitHub, Gitea and Forgejo, and actions, that start containers. */
export default defineHost({
  kind: 'github-workflow',
  mentions: 'keys',
  isCandidate: (path) => WORKFLOW_NAME.test(path) || ACTION_NAME.test(path),
  isRequired: (path) => WORKFLOW_NAME.test(path),
  detect: (text, path) => {
    const isWorkflow = (path === undefined ? ON.test(text) : WORKFLOW_NAME.test(path)) && JOBS.test(text);
    if (!isWorkflow && !((path === undefined || ACTION_NAME.test(path)) && RUNS.test(text))) return false;
    return (CONTAINER_KEY.test(text) || callsEngine(text)) && !isTemplateOfYaml(text);
  },
  readsInOthers: true,
  load: () => import('./index.ts'),
});
