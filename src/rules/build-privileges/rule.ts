import { document } from '../references.ts';
import { defineSubjectRule } from '../rule.ts';
import { ask, askAny } from '../shared/demand.ts';

const INSECURE = 'security.insecure';

export default defineSubjectRule(['build'], {
  id: 'build-privileges',
  references: [
    document(
      'Docker documentation, build entitlements',
      'https://docs.docker.com/reference/cli/docker/buildx/build/#allow',
    ),
  ],
  severity: 'warning',
  isRecommended: true,
  securitySeverity: 6.8,
  cwe: [250],
  title: 'Build has privileges on the host',
  brief: 'a privileged build',
  recommendation: 'Builds run sandboxed',
  messages: {
    privileged: (voice) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} its steps privileged: any code they download and run can take over the host.`,
      compose: 'Remove `privileged: true` from `build`.',
      docker: 'Build it without privileges.',
    }),
    insecure: (voice) => ({
      what: `${voice.name} ${voice.does('allows', 'allow')} privileged steps: any code they download and run can take over the host.`,
      compose: `Remove \`${INSECURE}\` from \`entitlements\`, and \`--security=insecure\` from the Dockerfile.`,
      docker: `Remove \`--allow ${INSECURE}\`, and \`--security=insecure\` from the Dockerfile.`,
    }),
    hostNetwork: (voice) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} its steps on the host network, where they can reach services that listen only on localhost.`,
      compose: 'Remove `network: host` from `build`.',
      docker: 'Remove `--network=host`.',
    }),
  },
  *check({ privileged, entitlements = [], network }, { judge, fail }) {
    const isPrivileged = ask(privileged, (value) => value);
    yield* judge(isPrivileged, 'Whether the build is privileged', (found) => fail(found, 'privileged', {}));
    const isInsecure = askAny(entitlements, (value) => value === INSECURE);
    yield* judge(isInsecure, "The build's entitlements", (found) => fail(found, 'insecure', {}));
    const isOnHost = ask(network, (value) => value === 'host');
    yield* judge(isOnHost, "The build's network", (found) => fail(found, 'hostNetwork', {}));
  },
});
