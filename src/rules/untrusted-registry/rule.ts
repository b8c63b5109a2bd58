import type { Container } from '../../model/container.ts';
import type { Setting } from '../../text/setting.ts';
import { FORMS, textsOption } from '../options.ts';
import { document } from '../references.ts';
import { defineContainerRule } from '../rule.ts';
import { ask, unresolvedReason } from '../shared/demand.ts';
import { isFromScratch, isNamedElsewhere, mountedImages, skeletonOf } from '../shared/image/image-name.ts';
import { quote, settingText } from '../shared/wording.ts';
import { trustIn } from './registries.ts';

const REMEDY =
  "Use an image from a trusted registry, or add this registry to the rule's `registries` option if you trust it.";

export default defineContainerRule({
  id: 'untrusted-registry',
  references: [
    document('CIS Docker Benchmark, 4.2', 'https://www.cisecurity.org/benchmark/docker'),
    document(
      'OWASP Docker Security Cheat Sheet, rule 13',
      'https://cheatsheetseries.owasp.org/cheatsheets/Docker_Security_Cheat_Sheet.html',
    ),
  ],
  severity: 'warning',
  securitySeverity: 5.2,
  cwe: [829],
  title: 'Image comes from an untrusted registry',
  brief: 'an untrusted registry',
  isAboutImage: true,
  recommendation: 'Images come from trusted registries',
  options: {
    registries: textsOption(
      [],
      'Trusted registries, such as `registry.example.com`, `ghcr.io/acme`, `*.example.com` or `docker.io/library`. The rule needs at least one.',
      FORMS.registry,
    ),
  },
  messages: {
    image: (voice, { image }: { image: string }) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} \`${image}\`, which is not from a trusted registry.`,
      remedy: REMEDY,
    }),
    mounted: (voice, { image }: { image: string }) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} files from \`${image}\`, which is not from a trusted registry.`,
      remedy: REMEDY,
    }),
    base: (voice, { image }: { image: string }) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} an image built on \`${image}\`, which is not from a trusted registry.`,
      remedy: REMEDY,
    }),
  },
  exempt: (_, { options }) => (options.registries.length === 0 ? 'The `registries` option is empty.' : undefined),
  *check(container, { options: { registries }, judge, fail, undecided, unknownValue, notApplicable }) {
    const isUntrusted = (value: string): boolean => trustIn(value, registries) === 'untrusted';
    for (const mounted of mountedImages(container))
      yield* judge(ask(mounted, isUntrusted), "A mounted image's registry", (found) =>
        fail(found, 'mounted', { image: quote(found) }),
      );
    const { image: built, build, place } = container;
    const image = pulledImage(container);
    if (image === undefined) {
      const unresolved = unresolvedReason(container);
      if (built === undefined && build !== undefined) yield notApplicable('The image is built here instead of pulled.');
      else if (unresolved !== undefined) yield undecided(unresolved);
      else if (built === undefined) yield undecided({ place, reason: 'The image is unknown.' });
      return;
    }
    const messageId = built === undefined ? 'image' : 'base';
    const skeleton = skeletonOf(image);
    const trust = trustIn(skeleton, registries);
    if (trust === 'untrusted') yield fail(image, messageId, { image: settingText(image) });
    if (trust !== 'unknown') return;
    const answer = ask(image, isUntrusted);
    if (answer.kind === 'yes') yield fail(answer, messageId, { image: quote(answer) });
    else if (answer.kind === 'undecided') yield unknownValue("The image's registry", answer.setting);
    else if (image.known)
      yield undecided({ place: image.place, reason: 'The image is referenced by ID, which has no registry.' });
  },
});

/** The image that is pulled: the base image of a built one. */
function pulledImage(container: Container): Setting<string> | undefined {
  const { image, build, config } = container;
  if (image !== undefined) return isFromScratch(image) ? undefined : image.base;
  return build !== undefined || isNamedElsewhere(container) ? undefined : config.image;
}
