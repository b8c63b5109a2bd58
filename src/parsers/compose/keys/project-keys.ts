import { boolean } from './kinds.ts';
import { SERVICE } from './service-keys.ts';
import type { Shape } from './shape.ts';

const LABELS: Shape = { merge: 'sequence', holds: 'free' };

export const DEFINITIONS: Shape = {
  keys: {
    networks: {
      entries: {
        keys: {
          attachable: boolean,
          enable_ipv4: boolean,
          enable_ipv6: boolean,
          external: boolean,
          internal: boolean,
          ipam: { keys: { config: { merge: 'ranges' } } },
          labels: { ...LABELS, isFolded: true },
        },
      },
    },
    volumes: { entries: { keys: { external: boolean, labels: LABELS } } },
    secrets: { entries: { keys: { external: boolean } } },
    configs: { entries: { keys: { external: boolean, content: { holds: 'free' } } } },
  },
};

export const PROJECT: Shape = { keys: { ...DEFINITIONS.keys, services: { entries: SERVICE } } };
