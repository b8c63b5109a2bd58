import type { Container } from '../../model/container.ts';
import { isSameLocation, type Place } from '../../text/location.ts';
import { defineContainerRule } from '../rule.ts';
import { askOneOf } from '../shared/demand.ts';
import { usesFuse } from '../shared/host/devices.ts';
import { propagations } from '../shared/host/mounts.ts';
import { quote } from '../shared/wording.ts';

export default defineContainerRule({
  id: 'shared-mount-propagation',
  references: [{ kind: 'cis', item: 19, level: 1, isScored: true }],
  severity: 'error',
  securitySeverity: 6.6,
  title: 'Container shares its mounts with the host',
  brief: 'mounts shared with the host',
  recommendation: 'Mounts stay inside the container',
  fixes: {
    remove: {
      risk: 'high',
      title: 'Stop propagating mounts to the host',
      breaks: 'New mounts no longer appear on the host or in other containers.',
    },
  },
  messages: {
    shared: (voice, { propagation, slave }: { propagation: string; slave: string }) => ({
      what: `${voice.name} ${voice.does('shares', 'share')} a mount with the host (\`${propagation}\`): anything mounted below it also appears on the host and in other containers.`,
      remedy: `Remove \`${propagation}\`; if the container must see later host mounts, use \`${slave}\`.`,
    }),
    fuse: (voice, { propagation }: { propagation: string }) => ({
      what: `${voice.name} ${voice.does('shares', 'share')} a mount with the host (\`${propagation}\`), as programs that mount a FUSE filesystem do: anything mounted below it also appears on the host and in other containers.`,
      remedy: `Mount the filesystem on the host and bind-mount it; otherwise, ${voice.suppression('shared-mount-propagation', 'mounts a FUSE filesystem')}.`,
    }),
  },
  concerns: ({ hostConfig: { binds, mounts }, engine }) =>
    binds !== undefined || mounts !== undefined || engine !== undefined,
  *check(container, { judge, fail }) {
    for (const propagation of propagations(container)) {
      const answer = askOneOf(propagation, ['shared', 'rshared']);
      yield* judge(answer, "A mount's propagation", (found) => {
        const { place, value } = found;
        const slave = place.shown === undefined ? value.replace('shared', 'slave') : 'rslave';
        if (usesFuse(container) && !isOfFile(place, container))
          return fail(found, 'fuse', { propagation: quote(found) });
        const removes = isOwn(place) ? fieldOf(place, container) : undefined;
        return fail(found, 'shared', { propagation: quote(found), slave }, { removes });
      });
    }
  },
});

/** True for the mount's own option; a volume's applies to all its mounts. */
function isOwn({ hops }: Place): boolean {
  return !hops.some(({ kind }) => kind === 'volume');
}

/** True if the mount is a file, such as a configuration: no filesystem can be mounted below it. */
function isOfFile(place: Place, { hostConfig: { binds = [] } }: Container): boolean {
  return binds.some(
    ({ options, target }) =>
      target.known &&
      /[^/]\.\w+$/.test(target.value) &&
      options.some((option) => isSameLocation(option.place.location, place.location)),
  );
}

function fieldOf(place: Place, { hostConfig: { binds = [] } }: Container): 'binds' | 'mounts' {
  const isIn = binds.some(({ options }) =>
    options.some((option) => isSameLocation(option.place.location, place.location)),
  );
  return isIn ? 'binds' : 'mounts';
}
