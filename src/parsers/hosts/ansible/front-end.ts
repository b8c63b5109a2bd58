import { defineFrontEnd } from '../../contract/front-end.ts';
import { callsEngine, mayDeploy } from '../../shell/syntax/detect.ts';

/** A list at the top, behind comments: of plays, or of tasks. */
const LIST = /^\uFEFF?(?:[ \t]*(?:#.*)?\r?\n|---.*\r?\n)*-[ \t\r\n]/;
const MODULE =
  /^[ \t]*(?:-[ \t]+)?["']?(?:community\.docker\.|containers\.podman\.)?(?:docker|podman)_container["']?[ \t]*:/m;
const COMMAND = /^[ \t]*(?:-[ \t]+)?["']?(?:ansible\.(?:builtin|legacy)\.)?(?:shell|command)["']?[ \t]*:/m;

/** Playbooks and tasks of Ansible, where they start containers. */
export default defineFrontEnd({
  kind: 'ansible',
  isCandidate: (path) => /\.ya?ml$/i.test(path),
  isCertain: () => false,
  isRequired: () => false,
  detect: (text, path) =>
    (path === undefined || /\.ya?ml$/i.test(path)) &&
    LIST.test(text) &&
    (MODULE.test(text) || (COMMAND.test(text) && callsEngine(text))),
  waitsForCommands: true,
  mayDeploy,
  load: async () => {
    const { findAnsibleComments, parseAnsible } = await import('./index.ts');
    return {
      parse: parseAnsible,
      comments: findAnsibleComments,
      loadWriter: async () => (await import('../../shell/writer/index.ts')).shellWriter,
    };
  },
});
