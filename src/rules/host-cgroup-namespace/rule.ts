import { document } from '../references.ts';
import { defineContainerRule } from '../rule.ts';
import { asksForHost } from '../shared/privileges/namespaces.ts';

export default defineContainerRule({
  id: 'host-cgroup-namespace',
  references: [document('cgroup_namespaces(7)', 'https://man7.org/linux/man-pages/man7/cgroup_namespaces.7.html')],
  severity: 'warning',
  securitySeverity: 4.4,
  cwe: [653],
  title: "Container shares the host's cgroup namespace",
  brief: "the host's cgroup namespace",
  recommendation: 'The cgroup namespace is separate',
  fixes: {
    remove: {
      risk: 'high',
      title: 'Use a private cgroup namespace',
      breaks: 'Breaks monitoring agents that read the cgroups of the host or other containers.',
    },
  },
  messages: {
    host: (voice) => ({
      what: `${voice.name} ${voice.does('shares', 'share')} the host's cgroup namespace, so it sees the cgroups of the host and all containers.`,
      compose: 'Remove `cgroup: host`, or set `cgroup: private`.',
      docker: 'Remove `--cgroupns=host`, or add `--cgroupns=private`.',
    }),
  },
  concerns: ({ hostConfig }) => hostConfig.cgroupnsMode !== undefined,
  check: ({ hostConfig }, { judge, fail }) =>
    judge(asksForHost(hostConfig.cgroupnsMode), 'The cgroup namespace mode', (host) =>
      fail(host, 'host', {}, { removes: 'cgroupnsMode' }),
    ),
});
