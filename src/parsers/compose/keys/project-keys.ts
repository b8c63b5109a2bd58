import { SERVICE } from './service-keys.ts';
import type { Shape } from './shape.ts';

const LABELS: Shape = { merge: 'sequence', holds: 'free' };

const DEFINITIONS: Readonly<Record<string, Shape>> = {
  networks: {
    entries: { keys: { ipam: { keys: { config: { merge: 'ranges' } } }, labels: { ...LABELS, isFolded: true } } },
  },
  volumes: { entries: { keys: { labels: LABELS } } },
  configs: { entries: { keys: { content: { holds: 'free' } } } },
};

export const PROJECT: Shape = { keys: { ...DEFINITIONS, services: { entries: SERVICE } } };
