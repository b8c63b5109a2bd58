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
  title: 'Container is linked to another one, a legacy feature',
  brief: 'a legacy link',
  recommendation: 'Containers meet on a network',
  messages: {
    link: (voice) => ({
      what: `${voice.name} ${voice.does('has', 'have')} a legacy link to another container; on the default bridge it also gets all variables of that container, with their secrets.`,
      remedy: voice.remedy({
        compose: 'Remove the link: services of one network reach each other by their names.',
        docker:
          'Remove the link, and start both containers on one network of your own, where they reach each other by their names.',
      }),
    }),
  },
  *check({ hostConfig: { links = [] } }, { fail }) {
    // Compose sends several names for each link.
    for (const [index, { place }] of links.entries()) {
      if (links.slice(0, index).some((link) => isSameLocation(link.place.location, place.location))) continue;
      yield fail({ place }, 'link', {});
    }
  },
});
