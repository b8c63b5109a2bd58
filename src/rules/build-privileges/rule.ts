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
  title: 'Build runs with privileges over the host',
  brief: 'a build with privileges',
  recommendation: 'Builds stay in their sandbox',
  messages: {
    privileged: (voice) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} its steps with every privilege: whatever it downloads and runs can take over the host.`,
      remedy: voice.remedy({
        compose: 'Remove `privileged: true` from `build`.',
        docker: 'Build it without privileges.',
      }),
    }),
    insecure: (voice) => ({
      what: `${voice.name} ${voice.does('allows', 'allow')} its steps to run with every privilege: whatever it downloads and runs can take over the host.`,
      remedy: voice.remedy({
        compose: `Remove \`${INSECURE}\` from \`entitlements\`, and \`--security=insecure\` from the Dockerfile.`,
        docker: `Remove \`--allow ${INSECURE}\`, and \`--security=insecure\` from the Dockerfile.`,
      }),
    }),
    hostNetwork: (voice) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} its steps on the host's network: they reach every service that listens on the host alone.`,
      remedy: voice.remedy({
        compose: 'Remove `network: host` from `build`.',
        docker: 'Remove `--network=host`.',
      }),
    }),
  },
  *check({ privileged, entitlements = [], network }, { judge, fail }) {
    const isPrivileged = ask(privileged, (value) => value);
    yield* judge(isPrivileged, 'Whether the build is privileged', (found) => fail(found, 'privileged', {}));
    const isInsecure = askAny(entitlements, (value) => value === INSECURE);
    yield* judge(isInsecure, 'What the build is allowed', (found) => fail(found, 'insecure', {}));
    const isOnHost = ask(network, (value) => value === 'host');
    yield* judge(isOnHost, "The build's network", (found) => fail(found, 'hostNetwork', {}));
  },
});
