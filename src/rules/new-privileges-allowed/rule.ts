import { isCertain } from '../../text/location.ts';
import type { Outcome } from '../outcome.ts';
import { defineContainerRule } from '../rule.ts';
import { demand } from '../shared/demand.ts';
import { isTrue, optionsInForce } from '../shared/privileges/security-options.ts';
import { whyRaising } from './raising.ts';

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
    const outcomes: Outcome[] = [];
    const withheld = (): { readonly withheld?: string } => {
      const why = whyRaising(container, image());
      return why === undefined ? {} : { withheld: why };
    };
    const options = optionsInForce(container, 'no-new-privileges');
    const [last = { kind: 'absent' }, ...rest] = options.map((option) =>
      demand('Whether it blocks new privileges', option, isTrue),
    );
    // An earlier option counts if the last one doesn't apply on every code path.
    if (
      options[0]?.known === true &&
      isTrue(options[0].value) &&
      rest.length > 0 &&
      rest.every(({ kind }) => kind === 'met')
    )
      return outcomes;
    if (last.kind === 'unmet' && !isCertain(last.place))
      outcomes.push(undecided({ place: last.place, reason: 'Only some code paths set `no-new-privileges`.' }));
    else
      outcomes.push(
        ...decide(last, {
          absent: () => missing('missing', {}, { fixes: () => [{ id: 'forbid', changes: [ADD], ...withheld() }] }),
          unmet: ({ place }) => {
            const change = { kind: 'replace', field: 'securityOpt', place, value: OPTION } as const;
            return fail(
              { place },
              'disabled',
              {},
              { severity: 'warning', fixes: () => [{ id: 'forbid', changes: [change], ...withheld() }] },
            );
          },
        }),
      );
    return outcomes;
  },
});
