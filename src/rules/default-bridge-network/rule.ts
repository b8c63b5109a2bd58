import { dialectOf, isPodman } from '../../model/container.ts';
import { isCertain, isSameLocation } from '../../text/location.ts';
import { defineContainerRule } from '../rule.ts';
import { askOneOf } from '../shared/demand.ts';
import { joinsDefinedNetwork } from '../shared/privileges/namespaces.ts';

const BRIDGES: readonly string[] = ['default', 'bridge'];
const BRIDGES_OF_PODMAN: readonly string[] = [...BRIDGES, 'podman'];

export default defineContainerRule({
  id: 'default-bridge-network',
  references: [{ kind: 'cis', item: 29, level: 2, isScored: false }],
  severity: 'info',
  securitySeverity: 2.9,
  title: "Container uses Docker's default bridge network",
  brief: 'the default bridge',
  lacks: 'no dedicated network',
  follows: 'host-network',
  recommendation: "The default bridge isn't used",
  messages: {
    bridge: (voice) => ({
      what: `${voice.name} ${voice.does('joins', 'join')} ${voice.engine}'s default bridge, where all containers can reach each other.`,
      compose: 'Remove `network_mode: bridge` so that the service joins the project network.',
      docker: 'Create a network (`docker network create NAME`) and write `--network NAME`.',
      quadlet: 'Create a network in `NAME.network` (with a `[Network]` section) and write `Network=NAME.network`.',
    }),
    unset: (voice) => ({
      what: `${voice.name} sets no network, so it joins ${voice.engine}'s default bridge, where all containers can reach each other.`,
      compose: 'List a project network under `networks`.',
      docker: 'Create a network (`docker network create NAME`) and add `--network NAME`.',
    }),
  },
  check(container, { fail, missing, undecided, unknownValue }) {
    const { networkMode } = container.hostConfig;
    const bridges = isPodman(container.origin) ? BRIDGES_OF_PODMAN : BRIDGES;
    // If the file names no network, clients send `default`, which has the container's place.
    const isUnset =
      networkMode === undefined
        ? dialectOf(container.origin) !== 'compose'
        : isSameLocation(networkMode.place.location, container.place.location);
    const answer = askOneOf(networkMode, bridges);
    // A network that a variable names isn't the default one; host-network checks it.
    if (answer.kind === 'undecided')
      return joinsDefinedNetwork(container) ? undefined : unknownValue('The network mode', answer.setting);
    if (answer.kind === 'no' && networkMode !== undefined && !isCertain(networkMode.place))
      return undecided({ place: networkMode.place, reason: 'Only some code paths set a network.' });
    if (isUnset && (networkMode === undefined || answer.kind === 'yes'))
      return container.origin === 'quadlet'
        ? undecided({ place: container.place, reason: PODMAN_DEFAULT })
        : missing('unset', {});
    return answer.kind === 'yes' ? fail(answer, 'bridge', {}) : undefined;
  },
});

const PODMAN_DEFAULT =
  "Without `Network=`, a rootful container joins the default bridge and a rootless one gets its own network; the unit doesn't say which it is.";
