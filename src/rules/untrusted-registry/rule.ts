import type { Container } from '../../model/container.ts';
import type { Setting } from '../../text/setting.ts';
import { FORMS, texts } from '../options.ts';
import { document } from '../references.ts';
import { defineContainerRule } from '../rule.ts';
import { ask, unresolvedReason } from '../shared/demand.ts';
import { isFromScratch } from '../shared/image/image-config.ts';
import { isNamedElsewhere, mountedImages, skeletonOf } from '../shared/image/image-name.ts';
import { quote, settingText } from '../shared/wording.ts';
import { trustIn } from './registries.ts';

const REMEDY =
  "Use an image of a registry that is trusted, or add this one to the rule's option `registries` when you have decided to trust it.";

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
  title: 'Image comes from a registry that is not trusted',
  brief: 'an untrusted registry',
  recommendation: 'Images come from trusted registries',
  options: {
    registries: texts(
      [],
      'The registries that are trusted, such as `registry.example.com`, `ghcr.io/acme`, `*.example.com` or `docker.io/library`. The rule does nothing without one.',
      { pattern: FORMS.registry },
    ),
  },
  messages: {
    image: (voice, { image }: { image: string }) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} \`${image}\`, which is of no registry that is trusted here.`,
      remedy: REMEDY,
    }),
    mounted: (voice, { image }: { image: string }) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} the files of \`${image}\`, which is of no registry that is trusted here.`,
      remedy: REMEDY,
    }),
    base: (voice, { image }: { image: string }) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} an image that is built on \`${image}\`, which is of no registry that is trusted here.`,
      remedy: REMEDY,
    }),
  },
  exempt: (_, { options }) => (options.registries.length === 0 ? 'The option `registries` is empty.' : undefined),
  *check(container, { options: { registries }, judge, fail, undecided, unknownValue, notApplicable }) {
    const isUntrusted = (value: string): boolean => trustIn(value, registries) === 'untrusted';
    for (const mounted of mountedImages(container))
      yield* judge(ask(mounted, isUntrusted), 'The registry of an image that is mounted', (found) =>
        fail(found, 'mounted', { image: quote(found) }),
      );
    const { image: built, build, place } = container;
    const image = pulledImage(container);
    if (image === undefined) {
      const unresolved = unresolvedReason(container);
      if (built === undefined && build !== undefined) yield notApplicable('The image is built here, not pulled.');
      else if (unresolved !== undefined) yield undecided(unresolved);
      else if (built === undefined) yield undecided({ place, reason: 'The image is not known.' });
      return;
    }
    const messageId = built === undefined ? 'image' : 'base';
    const skeleton = image.known ? image.value : skeletonOf(image.pattern);
    const trust = trustIn(skeleton, registries);
    if (trust === 'untrusted') yield fail(image, messageId, { image: settingText(image) });
    if (trust !== 'unknown') return;
    const answer = ask(image, isUntrusted);
    if (answer.kind === 'yes') yield fail(answer, messageId, { image: quote(answer) });
    else if (answer.kind === 'undecided') yield unknownValue('The registry of the image', answer.setting);
    else if (image.known)
      yield undecided({ place: image.place, reason: 'The image is given by its ID, which has no registry.' });
  },
});

/** The image that is fetched: of one that is built here that on which it builds. */
function pulledImage(container: Container): Setting<string> | undefined {
  const { image, build, config } = container;
  if (image !== undefined) return isFromScratch(image) ? undefined : image.base;
  return build !== undefined || isNamedElsewhere(container) ? undefined : config.image;
}
