import type { KnownImage } from '../../images/known-image.ts';
import type { Container } from '../../model/container.ts';
import { programName, purposeOf } from '../shared/image/purpose.ts';
import { wordFinder } from '../shared/image/words.ts';
import { coveredByPrivileged } from '../shared/privileges/privileged.ts';

const RAISES = /(?<![\w./-])sudo\s/;
/** A command that only keeps the container running. */
const IDLES =
  /\bsleep\s+(?:infinity|inf)\b|\btail\s+-[fF]\s+\/dev\/null\b|\bwhile\s+(?:(?:true|:)\s*;\s*do\s+sleep|sleep\s+\w+\s*;\s*do\s+:)/;
/** Programs that run what their users write, in images that bring `sudo` for it, as docker-github-actions-runner at ca51ff26 (build/install_base.sh) does. */
const runsForOthers = wordFinder(
  '(?:gitlab|actions?|github|gitea|forgejo|act|self-hosted)[-_]runner|runner-images|devcontainer|devcontainers|code-server|openvscode-server|gitpod|coder|jupyter|jupyterhub|jupyterlab|openssh-server|webtop|kasmweb|cloud9|ttyd|wetty',
);

/** Why programs in a container may have to raise their privileges, one sentence. */
export function whyRaising(container: Container, image: KnownImage): string | undefined {
  if (image.program?.value.start?.breaks?.includes('no-new-privileges') === true)
    return "Its image's programs raise their privileges, so it doesn't start or work without that.";
  if (container.image?.raisesPrivileges !== undefined)
    return 'Its Dockerfile has `sudo`, file capabilities or a setuid program, which need that.';
  const { entrypoint = [], cmd = [] } = container.config;
  const command = [...entrypoint, ...cmd].map((word) => (word.known ? word.value : '')).join(' ');
  if (RAISES.test(command)) return 'Its command uses `sudo`, which needs that.';
  if (coveredByPrivileged(container) !== undefined)
    return 'It is privileged, so its root has the host anyway: confine that first.';
  if (IDLES.test(command) || runsForOthers(programName(container)) || purposeOf(container) === 'Docker in Docker')
    return 'People or jobs run their own commands in it, and those may need `sudo`.';
  return undefined;
}
