import { A_MILLION } from '../../contract/front-end.ts';
import { callsEngine } from '../../shell/syntax/detect.ts';
import { defineHost } from '../ci/host.ts';
import {
  ACTION,
  COMMAND_MODULE,
  CONTAINER_MODULE,
  EXEC_MODULE,
  POD_MODULE,
  SERVICE_MODULE,
  STARTING_MODULE,
  WRITING_MODULE,
} from './modules.ts';

/** A top-level list of plays or tasks, possibly after comments. */
const LIST = /^\uFEFF?(?:[ \t]*(?:#.*)?\r?\n|---.*\r?\n)*-[ \t\r\n]/;
const MODULE = asKey(CONTAINER_MODULE);
const MODULE_NAME = new RegExp(CONTAINER_MODULE);
const SERVICE = asKey(SERVICE_MODULE);
const COMMAND = asKey(COMMAND_MODULE);
const EXEC = asKey(`(?:${EXEC_MODULE}|${POD_MODULE})`);
/** A task that names its module in a value. */
const NAMED = new RegExp(
  `(?<![\\w.])${ACTION}["']?[ \\t]*:[ \\t\\r\\n"'{]{0,99}(?:module[ \\t]*:[ \\t"']{0,99})?(?:${COMMAND_MODULE}|${CONTAINER_MODULE})\\b`,
);
const WRITING = asKey(WRITING_MODULE);
/** Keys and sections of Compose files and units that a task may write. */
const WRITTEN = /[ \t{"]services["']?[ \t]*:|^[ \t]+\[(?:Service|Container|Pod)\]/m;
const STARTING = asKey(STARTING_MODULE);

/** A key of a task, also in braces. */
function asKey(name: string): RegExp {
  return new RegExp(`(?<![\\w.])${name}["']?[ \\t]*:`);
}

/** Ansible playbooks and task files that start containers. */
export default defineHost({
  kind: 'ansible',
  mentions: 'keys',
  isCandidate: (path) => /\.ya?ml$/i.test(path),
  isRequired: () => false,
  detect: (text, path) =>
    (path === undefined || /\.ya?ml$/i.test(path)) &&
    LIST.test(text) &&
    (MODULE.test(text) ||
      SERVICE.test(text) ||
      EXEC.test(text) ||
      (NAMED.test(text) && (callsEngine(text) || MODULE_NAME.test(text))) ||
      STARTING.test(text) ||
      (COMMAND.test(text) && callsEngine(text)) ||
      (WRITTEN.test(text) && WRITING.test(text))),
  load: async () => ({
    read: (await import('./index.ts')).read,
    limit: { ...A_MILLION, isWhole: true },
    loadWriter: async () => (await import('./writer.ts')).ansibleWriter,
  }),
});
