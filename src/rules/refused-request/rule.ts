import { isPodman } from '../../model/container.ts';
import type { Outcomes } from '../outcome.ts';
import { document } from '../references.ts';
import { defineContainerRule } from '../rule.ts';
import { ask } from '../shared/demand.ts';
import { type EngineCheck, type EngineRefusal, ofFields } from './check.ts';
import { LIMIT_FIELDS, LIMITS } from './limits.ts';
import { MOUNTS } from './mounts.ts';
import { NETWORK } from './network.ts';
import { SETTINGS } from './settings.ts';

const CHECKS: readonly EngineCheck[] = [
  ...NETWORK,
  ...SETTINGS,
  ofFields(LIMIT_FIELDS, LIMITS),
  ofFields(['binds', 'mounts', 'tmpfs'], MOUNTS),
];
const IS_THERE = 'An engine has already accepted it.';
const NOT_DOCKER = 'This rule covers only the Docker Engine.';

export default defineContainerRule({
  id: 'refused-request',
  references: [
    document(
      'Docker documentation, resource constraints',
      'https://docs.docker.com/engine/containers/resource_constraints/',
    ),
  ],
  severity: 'error',
  securitySeverity: 1,
  isRecommended: true,
  title: 'Engine rejects the container',
  brief: 'rejected by the engine',
  recommendation: 'The engine can start the container',
  messages: {
    refused: (voice, { asked, says, remedy, when }: EngineRefusal) => ({
      what: `${voice.name} ${voice.does('requests', 'request')} ${asked}, but the engine ${
        when === 'start' ? 'refuses to start it' : 'rejects it'
      }: “${says}”.`,
      remedy,
    }),
    notFirst: (voice) => ({
      what: `${voice.name} ${voice.does('starts', 'start')} the engine's init as process 1, but its image's own program must be process 1, so the container exits at once.`,
      compose: 'Remove `init`: the image brings its own.',
      docker: 'Remove `--init`: the image brings its own.',
    }),
  },
  exempt: ({ origin }) => {
    if (origin === 'inspect') return IS_THERE;
    return isPodman(origin) || origin.startsWith('nerdctl ') ? NOT_DOCKER : undefined;
  },
  check(container, { image, fail, judge, undecided }) {
    const { init } = container.hostConfig;
    const mustBeFirst = init !== undefined && image().program?.value.start?.breaks?.includes('init') === true;
    const outcomes: Outcomes[] = mustBeFirst
      ? [judge(ask(init, Boolean), "Whether the engine's init starts", (found) => fail(found, 'notFirst', {}))]
      : [];
    /** Of several errors in one text, the engine reports only the first. */
    const marked = new Set<string>();
    for (const check of CHECKS)
      for (const found of check(container)) {
        const { path, span } = ('doubt' in found ? found.doubt : found.marked).place.location;
        const key = `${path}\0${span.start}\0${span.end}`;
        if (marked.has(key)) continue;
        marked.add(key);
        if ('doubt' in found) outcomes.push(undecided(found.doubt));
        else {
          const { beside } = found;
          const related = beside === undefined ? [] : [{ location: beside.place.location, message: 'the other value' }];
          outcomes.push(fail(found.marked, 'refused', found, { related }));
        }
      }
    return outcomes;
  },
});
