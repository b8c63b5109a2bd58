import { defineContainerRule } from '../rule.ts';
import { risky } from '../shared/changes.ts';
import { joinsDefinedNetwork, onHostNetwork } from '../shared/privileges/namespaces.ts';

export default defineContainerRule({
  id: 'host-network',
  references: [{ kind: 'cis', item: 9, level: 1, isScored: true }],
  severity: 'error',
  securitySeverity: 7.1,
  cwe: [653],
  title: "Container shares the host's network",
  brief: "the host's network",
  recommendation: 'The network is separate from the host',
  fixes: {
    remove: risky(
      'high',
      'Give it a network of its own',
      'What it listens on is reached only through ports that are published, and it no longer reaches what listens on 127.0.0.1 of the host.',
    ),
  },
  messages: {
    host: (voice) => ({
      what: `${voice.name} ${voice.does('shares', 'share')} the host's network: it reaches what listens on the host's 127.0.0.1 and can open any port.`,
      remedy: voice.remedy({
        compose:
          'Remove `network_mode: host` (or the network `host`) and publish what clients need, such as `ports: ["127.0.0.1:8080:80"]`.',
        docker: `Remove \`${voice.flag('--network', 'host')}\` and publish what clients need, such as \`-p 127.0.0.1:8080:80\`.`,
      }),
    }),
    through: (voice, { owner }: { owner: string }) => ({
      what: `${voice.name} ${voice.does('shares', 'share')} the network of \`${owner}\`, which is the host's.`,
      remedy: voice.remedy({
        compose: `Take \`${owner}\` off the host's network, or give this service a network of its own.`,
        docker: `Take \`${owner}\` off the host's network, or give this container a network of its own.`,
      }),
    }),
  },
  check(container, { peers, judge, fail }) {
    const answer = onHostNetwork(container, peers);
    const what = joinsDefinedNetwork(container) ? "Whether the network is the host's" : 'The network mode';
    return judge(answer, what, (found) =>
      answer.through === undefined
        ? fail(found, 'host', {}, { removes: 'networkMode' })
        : fail(found, 'through', { owner: answer.through }, { related: answer.related }),
    );
  },
});
