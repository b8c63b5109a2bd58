import { isSameLocation } from '../../text/location.ts';
import { document } from '../references.ts';
import { defineContainerRule } from '../rule.ts';

export default defineContainerRule({
  id: 'deprecated-link',
  references: [
    document('Docker documentation, legacy container links', 'https://docs.docker.com/engine/network/links/'),
  ],
  severity: 'info',
  securitySeverity: 2.1,
  title: 'Container uses legacy links',
  brief: 'a legacy link',
  recommendation: 'Containers share a network',
  messages: {
    link: (voice) => ({
      what: `${voice.name} ${voice.does('has', 'have')} a legacy link, which on the default bridge also exposes the other container's environment variables, secrets included.`,
      compose: 'Remove the link; services on the same network reach each other by name.',
      docker:
        'Remove the link and attach both containers to a user-defined network, where they reach each other by name.',
    }),
  },
  concerns: ({ hostConfig }) => hostConfig.links !== undefined,
  *check({ hostConfig: { links = [] } }, { fail }) {
    // Compose sends several names per link.
    for (const [index, { place }] of links.entries()) {
      if (links.slice(0, index).some((link) => isSameLocation(link.place.location, place.location))) continue;
      yield fail({ place }, 'link', {});
    }
  },
});
