import type { Container } from '../../model/container.ts';
import { valueOf } from '../../text/setting.ts';
import { defineContainerRule } from '../rule.ts';
import { type Answer, ask, demand } from '../shared/demand.ts';
import { imageNameOf, isRepository } from '../shared/image-name.ts';

interface Options {
  readonly imagesWithHealthcheck: readonly string[];
}

const options: Options = { imagesWithHealthcheck: [] };

export default defineContainerRule({
  id: 'missing-healthcheck',
  references: [{ kind: 'cis', item: 26, level: 1, isScored: true }],
  severity: 'warning',
  securitySeverity: 2.7,
  title: 'Container has no health check',
  recommendation: 'Health is checked at run time',
  options,
  optionSchemas: {
    imagesWithHealthcheck: {
      type: 'array',
      items: { type: 'string' },
      description:
        'The repositories of images that are known to have a check of their own, such as `gitlab/gitlab-ce`.',
    },
  },
  messages: {
    missing: (voice) => ({
      what: `${voice.name} has no health check: nothing notices when it hangs. Its image may have one.`,
      remedy: voice.remedy({
        compose: "Add `healthcheck` with a `test`, or name the image in the rule's option `imagesWithHealthcheck`.",
        docker: "Add `--health-cmd`, or name the image in the rule's option `imagesWithHealthcheck`.",
        inspect: 'Create the container again with `--health-cmd`, or from an image with a `HEALTHCHECK`.',
      }),
    }),
    disabled: (voice) => ({
      what: `${voice.name} turns the image's health check off: nothing notices when it hangs.`,
      remedy: voice.remedy({
        compose: 'Remove `disable: true` or the test `NONE`, or write a `test` that works here.',
        docker: 'Remove `--no-healthcheck`, or write a check that works here with `--health-cmd`.',
      }),
    }),
  },
  *check(container, { options: { imagesWithHealthcheck }, decide, fail, missing, undecided, unsettled }) {
    const shortLife = asksForShortLife(container);
    if (container.engine?.hasHealth === true || (shortLife.kind === 'yes' && shortLife.isCertain)) return;
    const test = container.config.healthcheck?.test?.[0];
    const image = imageNameOf(container.config.image);
    if (test === undefined && image !== undefined && isRepository(image, imagesWithHealthcheck)) return;
    yield* decide(
      demand('The health check', test, (first) => first !== 'NONE'),
      {
        absent: () => {
          if (shortLife.kind === 'undecided')
            return unsettled('Whether it is a command that is removed when it ends', shortLife.setting);
          return shortLife.kind === 'yes'
            ? undecided(
                shortLife.place,
                'It is a command that is removed when it ends on some ways through the script only.',
              )
            : missing('missing', {});
        },
        unmet: ({ place }) => fail(place, 'disabled', {}),
      },
    );
  },
});

/** Whether it is a command that runs, ends and is removed, while the client waits for it. */
function asksForShortLife({ origin, hostConfig, config, detach }: Container): Answer<boolean> {
  const removed = ask(hostConfig.autoRemove, Boolean);
  if (origin === 'inspect') return valueOf(config.attachStdout) === true ? removed : NO;
  const detached = ask(detach, Boolean);
  if (!origin.endsWith(' run') || (detached.kind === 'yes' && detached.isCertain)) return NO;
  return removed.kind === 'yes' ? { ...removed, isCertain: removed.isCertain && detached.kind === 'no' } : removed;
}

const NO: Answer<boolean> = { kind: 'no' };
