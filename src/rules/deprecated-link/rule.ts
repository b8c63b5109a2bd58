import { isSameLocation } from '../../text/location.ts';
import { defineContainerRule } from '../rule.ts';

export default defineContainerRule({
  id: 'deprecated-link',
  references: [
    {
      kind: 'document',
      title: 'Docker documentation, legacy container links',
      url: 'https://docs.docker.com/engine/network/links/',
    },
  ],
  severity: 'info',
  securitySeverity: 2.1,
  title: 'Container is linked to another one, a legacy feature',
  recommendation: 'Containers meet on a network',
  options: {},
  optionSchemas: {},
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
  *check(container, { fail }) {
    // Compose sends several names for each link.
    const places = (container.hostConfig.links ?? []).map(({ place }) => place);
    for (const [index, place] of places.entries()) {
      if (places.slice(0, index).some(({ location }) => isSameLocation(location, place.location))) continue;
      yield fail(place, 'link', {});
    }
  },
});
