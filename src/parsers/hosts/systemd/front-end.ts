import { A_MILLION, defineFrontEnd } from '../../contract/front-end.ts';
import { mayScriptDeploy } from '../../shell/syntax/deploys.ts';
import { callsEngine } from '../../shell/syntax/detect.ts';
import { unitGroups } from '../units/drop-ins.ts';

const SECTION = /^[ \t]*\[Service\][ \t]*\r?$/m;
/** The start of a line with a command. */
const COMMAND = /^[ \t]*Exec\w+[ \t]*=/m;

/** systemd services whose commands call a container engine, with their drop-ins. */
export default defineFrontEnd({
  kind: 'systemd-unit',
  isCandidate: isServiceName,
  isCertain: () => false,
  isRequired: () => false,
  detect: (text, path) =>
    (path === undefined || isServiceName(path)) && SECTION.test(text) && COMMAND.test(text) && callsEngine(text),
  findGroups: (path, folders) => unitGroups(path, '.service', folders),
  mayDeploy: mayScriptDeploy,
  load: async () => {
    const { findUnitComments, parseUnit, readUnitFile } = await import('./index.ts');
    return {
      limit: A_MILLION,
      parse: parseUnit,
      comments: ({ path, text }, isWanted) => findUnitComments(readUnitFile(path, text, 'systemd'), isWanted),
      loadWriter: async () => (await import('../../shell/writer/index.ts')).shellWriter,
    };
  },
});

function isServiceName(path: string): boolean {
  return /\.service$|(?:^|[./])service\.d\/[^/]+\.conf$/.test(path);
}
