import { defineContainerRule } from '../rule.ts';
import { type Purpose, purposeOf } from '../shared/image/purpose.ts';
import { joinsDefinedNetwork, onHostNetwork } from '../shared/privileges/namespaces.ts';

const UNTIL_THEN = '; until then, nothing outside its networks can connect';

function reach(option: string): string {
  return `To reach services on the host, connect to \`host.docker.internal\`, with ${option}.`;
}

export default defineContainerRule({
  id: 'host-network',
  references: [{ kind: 'cis', item: 9, level: 1, isScored: true }],
  severity: 'error',
  securitySeverity: 7.1,
  cwe: [653],
  title: 'Container uses the host network',
  brief: 'the host network',
  recommendation: 'The network is separate from the host',
  fixes: {
    remove: {
      risk: 'high',
      title: 'Use a private network',
      breaks:
        "Only published ports stay reachable, and the container loses access to services on the host's 127.0.0.1.",
      isByName: true,
    },
  },
  messages: {
    host: (voice, { isPublished }: { isPublished: boolean }) => ({
      what: `${voice.name} ${voice.does('uses', 'use')} the host network: it can reach services on the host's 127.0.0.1 and open any port.`,
      compose: `Remove \`network_mode: host\` (or the network \`host\`) and publish the ports that clients need with \`ports\`${isPublished ? '' : UNTIL_THEN}. ${reach("`extra_hosts: ['host.docker.internal:host-gateway']`")} If the service needs the host's network, suppress this finding with a reason.`,
      docker: `Remove \`${voice.flag('--network', 'host')}\` and publish the ports that clients need with \`-p\`${isPublished ? '' : UNTIL_THEN}. ${reach('`--add-host host.docker.internal:host-gateway`')} If the container needs the host's network, suppress this finding with a reason.`,
    }),
    needed: (voice, { purpose }: { purpose: string }) => ({
      what: `${voice.name} ${voice.does('uses', 'use')} the host network, as this kind of program often does: it can reach services on the host's 127.0.0.1 and open any port.`,
      remedy: `If it works with published ports, use those; if it needs the host's network, ${voice.suppression('host-network', `${purpose}, needs the host's network`)}.`,
    }),
    through: (voice, { owner }: { owner: string }) => ({
      what: `${voice.name} ${voice.does('shares', 'share')} the network of \`${owner}\`, which uses the host network.`,
      compose: `Take \`${owner}\` off the host network, or give this service its own network.`,
      docker: `Take \`${owner}\` off the host network, or give this container its own network.`,
    }),
  },
  check(container, { peers, judge, fail }) {
    const answer = onHostNetwork(container, peers);
    const what = joinsDefinedNetwork(container) ? 'Whether it uses the host network' : 'The network mode';
    return judge(answer, what, (found) => {
      if (answer.through !== undefined)
        return fail(found, 'through', { owner: answer.through }, { related: answer.related });
      const purpose = purposeOf(container);
      return purpose !== undefined && NEEDING.includes(purpose)
        ? fail(found, 'needed', { purpose: purpose === 'monitoring agent' ? 'monitoring' : purpose })
        : fail(
            found,
            'host',
            { isPublished: (container.hostConfig.portBindings ?? []).length > 0 },
            { removes: 'networkMode' },
          );
    });
  },
});

/** Programs that monitor the host network or answer broadcasts. */
const NEEDING: readonly Purpose[] = [
  'game server',
  'monitoring agent',
  'media server',
  'network tool',
  'smart home',
  'VPN',
];
