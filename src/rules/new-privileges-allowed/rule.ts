import type { KnownImage } from '../../images/known-image.ts';
import type { Change } from '../../model/change.ts';
import type { Container } from '../../model/container.ts';
import { isCertain } from '../../text/location.ts';
import type { Setting } from '../../text/setting.ts';
import { defineContainerRule } from '../rule.ts';
import { demand } from '../shared/demand.ts';
import { programName, purposeOf } from '../shared/image/purpose.ts';
import { wordFinder } from '../shared/image/words.ts';
import { coveredByPrivileged } from '../shared/privileges/privileged.ts';
import { isTrue, optionsInForce } from '../shared/privileges/security-options.ts';

const OPTION = 'no-new-privileges:true';
const NO_OPTION =
  '`docker service` and `docker stack` have no such option: set `no-new-privileges` in the daemon configuration for all containers on a node.';
const ADD = { kind: 'add', field: 'securityOpt', values: [OPTION] } as const;

export default defineContainerRule({
  id: 'new-privileges-allowed',
  references: [{ kind: 'cis', item: 25, level: 1, isScored: true }],
  severity: 'info',
  securitySeverity: 4.9,
  title: 'Container lets processes gain new privileges',
  brief: 'can gain privileges',
  lacks: 'no `no-new-privileges`',
  recommendation: "Processes can't gain privileges",
  fixes: {
    forbid: {
      risk: 'low',
      title: 'Block privilege escalation',
      breaks: 'Breaks `sudo`, `su`, `ping` and other setuid programs that raise their privileges.',
    },
    reverse: {
      risk: 'medium',
      title: 'Block privilege escalation that the file allows',
      breaks: 'Breaks setuid programs such as `sudo`. The file explicitly allows them, so the container may need one.',
    },
  },
  messages: {
    missing: (voice) => ({
      what: `${voice.name} lets its processes gain privileges through setuid programs such as \`sudo\`.`,
      compose: 'Add `no-new-privileges:true` to `security_opt`.',
      docker: 'Add `--security-opt no-new-privileges`.',
    }),
    disabled: (voice) => ({
      what: `${voice.name} sets \`no-new-privileges\` to false, so its processes can gain privileges through setuid programs such as \`sudo\`.`,
      compose: 'Write `no-new-privileges:true`.',
      docker: 'Write `--security-opt no-new-privileges`.',
    }),
  },
  exempt: ({ orchestrator }) => (orchestrator === 'swarm' ? NO_OPTION : undefined),
  check(container, { image, decide, fail, missing, undecided }) {
    const toFix = (id: 'forbid' | 'reverse', change: Change) => () =>
      [{ id, changes: [change], withheld: whyRaising(container, image()) }] as const;
    const options = optionsInForce(container, 'no-new-privileges');
    const [first] = options;
    const [last = { kind: 'absent' }, ...rest] = options.map((option) =>
      demand('Whether it blocks new privileges', option, isTrue),
    );
    // If the last option applies only on some code paths, an earlier one counts.
    if (first?.known === true && isTrue(first.value) && rest.length > 0 && rest.every(({ kind }) => kind === 'met'))
      return undefined;
    if (last.kind === 'unmet' && !isCertain(last.place))
      return undecided({ place: last.place, reason: 'Only some code paths set `no-new-privileges`.' });
    return decide(last, {
      absent: () => missing('missing', {}, { fixes: toFix('forbid', ADD) }),
      unmet: ({ place }) => {
        const fixes = toFix('reverse', { kind: 'replace', field: 'securityOpt', place, value: OPTION });
        return fail({ place }, 'disabled', {}, { severity: 'warning', fixes });
      },
    });
  },
});

const RAISES = /(?<![\w./-])(?:\/(?:usr\/)?bin\/)?(sudo|f?ping6?|newuidmap|check_(?:icmp|ping))\s/;
/**
 * Programs that need file capabilities or setuid bits: hashicorp/vault at 1d04c5e2
 * (.release/docker/docker-entrypoint.sh) sets IPC_LOCK, and monitors send pings with `fping` and
 * `check_icmp`, which are setuid root, as is Exim, which delivers mail through itself.
 */
const raisesByFile = wordFinder(
  'vault|openbao|smokeping|nagios|nagiosxi|naemon|icinga2?|check-?mk|check-mk-raw|librenms|observium|cacti|zabbix-server-(?:mysql|pgsql)|zabbix-proxy-(?:mysql|sqlite3)|zabbix-appliance|opennms|centreon|shinken|xymon|exim4?|exim-relay|bytemark/smtp|namshi/smtp|ixdotai/smtp',
);
/** A command that does nothing but keep the container running. */
const IDLES =
  /\bsleep\s+(?:infinity|inf)\b|\btail\s+-[fF]\s+\/dev\/null\b|\bwhile\s+(?:(?:true|:)\s*;\s*do\s+sleep|sleep\s+\w+\s*;\s*do\s+:)/;
/**
 * Programs that run what their users write, in images that contain `sudo` for this, as
 * docker-github-actions-runner at ca51ff26 (build/install_base.sh) does.
 */
const runsForOthers = wordFinder(
  '(?:gitlab|actions?|github|gitea|forgejo|act|self-hosted)[-_]runner|runner-images|devcontainer|devcontainers|code-server|openvscode-server|gitpod|coder|jupyter|jupyterhub|jupyterlab|openssh-server|webtop|kasmweb|cloud9|ttyd|wetty',
);

/** Why programs in a container may have to gain privileges, in one sentence. */
function whyRaising(container: Container, image: KnownImage): string | undefined {
  if (image.program?.value.start?.breaks?.includes('no-new-privileges') === true)
    return "Its image's programs must raise their privileges to start or work.";
  if (container.image?.raisesPrivileges !== undefined)
    return 'Its Dockerfile has `sudo`, file capabilities or a setuid program, which need new privileges.';
  const { entrypoint = [], cmd = [] } = container.config;
  const command = textOf([...entrypoint, ...cmd]);
  const raising = RAISES.exec(command) ?? RAISES.exec(textOf(container.config.healthcheck?.test ?? []));
  if (raising !== null)
    return `Its ${raising.input === command ? 'command' : 'health check'} uses \`${raising[1] ?? ''}\`, which needs new privileges.`;
  if (raisesByFile(programName(container)))
    return 'Programs in its image have file capabilities or setuid bits, which this option would disable.';
  if (coveredByPrivileged(container) !== undefined)
    return 'It is privileged, so its root controls the host anyway: remove that setting first.';
  if (IDLES.test(command) || runsForOthers(programName(container)) || purposeOf(container) === 'Docker in Docker')
    return 'People or jobs run their own commands in it, and those may need `sudo`.';
  return undefined;
}

function textOf(words: readonly Setting<string>[]): string {
  return `${words.map((word) => (word.known ? word.value : '')).join(' ')} `;
}
