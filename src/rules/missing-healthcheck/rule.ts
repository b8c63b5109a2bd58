import type { Container } from '../../model/container.ts';
import { isCertain } from '../../text/location.ts';
import { valueOf } from '../../text/setting.ts';
import { texts } from '../options.ts';
import { defineContainerRule } from '../rule.ts';
import { ask, demand } from '../shared/demand.ts';
import { hasImageOf, isFromScratch } from '../shared/image/image-config.ts';
import { settingText } from '../shared/wording.ts';

export default defineContainerRule({
  id: 'missing-healthcheck',
  references: [{ kind: 'cis', item: 26, level: 1, isScored: true }],
  severity: 'info',
  securitySeverity: 2.7,
  title: 'Container has no health check',
  recommendation: 'Health is checked at run time',
  options: {
    imagesWithHealthcheck: texts(
      [],
      'The repositories of images that are known to have a check of their own, such as `gitlab/gitlab-ce`.',
    ),
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
    notBuiltIn: (voice, { base }: { base: string | undefined }) => ({
      what: `${voice.name} has no health check, and neither has its Dockerfile: nothing notices when it hangs.${base === undefined ? '' : ` Its base image \`${base}\` may have one.`}`,
      remedy: voice.remedy({
        compose: `Add \`healthcheck\` with a \`test\`, or \`HEALTHCHECK\` to the Dockerfile${base === undefined ? '' : ", or name the base image in the rule's option `imagesWithHealthcheck`"}.`,
        docker: `Add \`--health-cmd\`, or \`HEALTHCHECK\` to the Dockerfile${base === undefined ? '' : ", or name the base image in the rule's option `imagesWithHealthcheck`"}.`,
      }),
    }),
    disabledByImage: (voice) => ({
      what: `${voice.name} has no health check, since its Dockerfile turns it off: nothing notices when it hangs.`,
      remedy: 'Remove `HEALTHCHECK NONE`, or write a check that works here.',
    }),
    disabled: (voice) => ({
      what: `${voice.name} turns the image's health check off: nothing notices when it hangs.`,
      remedy: voice.remedy({
        compose: 'Remove `disable: true` or the test `NONE`, or write a `test` that works here.',
        docker: 'Remove `--no-healthcheck`, or write a check that works here with `--health-cmd`.',
      }),
    }),
  },
  *check(container, { options: { imagesWithHealthcheck }, decide, fail, missing, undecided, unknownValue }) {
    if (container.engine?.hasHealth === true || runsOnce(container)) return;
    const { config, image } = container;
    const own = config.healthcheck?.test?.[0];
    const test = own ?? image?.healthcheck?.test?.[0];
    if (test === undefined && hasImageOf(container, imagesWithHealthcheck)) return;
    yield* decide(
      demand('The health check', test, (first) => first !== 'NONE'),
      {
        absent: () => {
          const kept = ask(config.healthcheck?.isKept, Boolean);
          const isEmpty = image !== undefined && isFromScratch(image);
          if (kept.kind === 'yes' && !isEmpty) return undecided({ place: kept.place, reason: KEPT });
          if (kept.kind === 'undecided') return unknownValue("Whether the image's health check is kept", kept.setting);
          return image === undefined
            ? missing('missing', {})
            : missing(
                'notBuiltIn',
                { base: isFromScratch(image) ? undefined : settingText(image.base) },
                { related: [{ location: image.base.place.location, message: 'the image that it builds on' }] },
              );
        },
        unmet: (check) => fail(check, own === undefined ? 'disabledByImage' : 'disabled', {}, { severity: 'warning' }),
      },
    );
  },
});

const KEPT = "The text keeps the image's own health check, and does not show whether there is one.";

/** A service that is a task: it is not restarted and has no ports. */
function runsOnce({ origin, config, hostConfig, unresolvedOptions }: Container): boolean {
  if (origin !== 'compose' || unresolvedOptions.length > 0) return false;
  const policy = hostConfig.restartPolicy?.name;
  const ports = [...(hostConfig.portBindings ?? []), ...(config.exposedPorts ?? [])];
  return policy !== undefined && valueOf(policy) === 'no' && isCertain(policy.place) && ports.length === 0;
}
