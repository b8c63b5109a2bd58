import { defineFrontEnd } from '../../contract/front-end.ts';
import { mayScriptDeploy } from '../../shell/syntax/deploys.ts';
import { callsEngine } from '../../shell/syntax/detect.ts';
import { isTemplateOfYaml } from '../../yaml/template.ts';
import { hasJobs, isAction } from './detect.ts';

const WORKFLOW_NAME = /(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/i;
const ACTION_NAME = /(?:^|\/)action\.ya?ml$/i;
const ON = /^(["']?)on\1[ \t]*:/m;
const CONTAINER_KEY = /\b(?:container|services)["']?[ \t]*:/;

/** Workflows of GitHub, Gitea and Forgejo, and actions, that start containers. */
export default defineFrontEnd({
  kind: 'github-workflow',
  mentions: 'keys',
  isCandidate: (path) => WORKFLOW_NAME.test(path) || ACTION_NAME.test(path),
  isCertain: () => false,
  isRequired: (path) => WORKFLOW_NAME.test(path),
  detect: (text, path) => {
    const isWorkflow = path === undefined ? ON.test(text) && hasJobs(text) : WORKFLOW_NAME.test(path) && hasJobs(text);
    if (!isWorkflow && !((path === undefined || ACTION_NAME.test(path)) && isAction(text))) return false;
    return (CONTAINER_KEY.test(text) || callsEngine(text)) && !isTemplateOfYaml(text);
  },
  readsInOthers: true,
  waitsForCommands: true,
  mayDeploy: mayScriptDeploy,
  load: async () => {
    const { findWorkflowComments, parseWorkflows } = await import('./index.ts');
    return {
      parse: parseWorkflows,
      comments: findWorkflowComments,
      loadWriter: async () => (await import('../../shell/writer/index.ts')).shellWriter,
    };
  },
});
