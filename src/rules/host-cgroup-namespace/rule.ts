import { defineContainerRule } from '../rule.ts';
import { removal } from '../shared/changes.ts';
import { asksForHost } from '../shared/privileges/namespaces.ts';

export default defineContainerRule({
  id: 'host-cgroup-namespace',
  references: [
    {
      kind: 'document',
      title: 'cgroup_namespaces(7)',
      url: 'https://man7.org/linux/man-pages/man7/cgroup_namespaces.7.html',
    },
  ],
  severity: 'warning',
  securitySeverity: 4.4,
  title: "Container shares the host's cgroup namespace",
  recommendation: 'The cgroup namespace is separate',
  options: {},
  optionSchemas: {},
  fixes: {
    remove: {
      title: 'Give it a cgroup namespace of its own',
      applicability: 'unsafe',
      breaks: 'It no longer sees the cgroups of the host and of other containers, which agents that measure them read.',
    },
  },
  messages: {
    host: (voice) => ({
      what: `${voice.name} ${voice.does('shares', 'share')} the host's cgroup namespace: it sees the cgroups of the host and of every other container.`,
      remedy: voice.remedy({
        compose: 'Remove `cgroup: host`, or set `cgroup: private`.',
        docker: 'Remove `--cgroupns=host`, or add `--cgroupns=private`.',
      }),
    }),
  },
  *check(container, { fail, unknownValue }) {
    const answer = asksForHost(container.hostConfig.cgroupnsMode);
    if (answer.kind === 'yes')
      yield fail(answer.place, 'host', {}, { ...answer, fixes: removal('remove', 'cgroupnsMode', answer) });
    if (answer.kind === 'undecided') yield unknownValue('The cgroup namespace mode', answer.setting);
  },
});
