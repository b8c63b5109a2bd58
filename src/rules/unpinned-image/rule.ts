import type { KnownImage } from '../../images/known-image.ts';
import { type Hop, isSameLocation, type Place } from '../../text/location.ts';
import { type Known, known, type Pattern, type Setting } from '../../text/setting.ts';
import { UNKNOWN_CHARACTER } from '../../text/text.ts';
import { FORMS, flagOption, textsOption } from '../options.ts';
import type { Outcome } from '../outcome.ts';
import { defineContainerRule } from '../rule.ts';
import { type StatedFix, setTo } from '../shared/changes.ts';
import { type Answer, ask, couldEqual, unresolvedReason, type Yes } from '../shared/demand.ts';
import {
  type ImageName,
  isNamedElsewhere,
  mountedImages,
  patternOf,
  skeletonOf,
  toImageName,
} from '../shared/image/image-name.ts';
import { isShowable, quote, short, writtenText } from '../shared/wording.ts';
import { MOVING_TAGS, matchesTag, SLOWLY_MOVING_TAGS } from './moving-tags.ts';

const LATEST = 'latest';

export default defineContainerRule({
  id: 'unpinned-image',
  references: [{ kind: 'cis', item: 27, level: 1, isScored: false }],
  severity: 'warning',
  securitySeverity: 4,
  title: 'Image is not pinned to a version',
  brief: 'an unpinned image',
  isAboutImage: true,
  recommendation: 'The image is pinned to a version',
  options: {
    requireDigest: flagOption(false, 'Also report an image that has a tag but no digest.'),
    movingTags: textsOption(
      MOVING_TAGS,
      'Moving tags besides `latest`; `*` matches any characters. Replaces the default list.',
      FORMS.tag,
    ),
  },
  everyOption: { requireDigest: true, movingTags: [...MOVING_TAGS, ...SLOWLY_MOVING_TAGS] },
  fixes: {
    build: {
      risk: 'low',
      title: 'Always build the image, never pull it',
      breaks: 'Rebuilds the image where it was pulled before, which takes longer and may download build dependencies.',
      isByName: true,
    },
    pin: {
      risk: 'low',
      title: 'Pin the image to the inspected digest',
      breaks: 'Stops updates, including security fixes, until you change the digest.',
    },
  },
  messages: {
    noTag: (voice, { image, pinned }: { image: string; pinned: string | undefined }) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} ${image} without a tag, which means \`latest\`: the version can change at any time.`,
      remedy:
        pinned === undefined
          ? 'Specify the version you tested: `:VERSION` after the name.'
          : `Specify the version you tested: \`${pinned}\`.`,
    }),
    pulledFirst: (voice, { image, owner }: { image: string; owner: string | undefined }) => ({
      what: `${voice.name} ${voice.does('is', 'be')} built, but Compose first tries to pull ${image}${
        owner === undefined
          ? ', and runs any image with that name.'
          : `: the owner of \`${owner}\` on Docker Hub decides what runs.`
      }`,
      remedy: 'Set `pull_policy: build` to build it and never pull it.',
    }),
    latest: (voice, { image, ...version }: Unpinned) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} ${image}: the version can change at any time.`,
      remedy: versionRemedy(version),
    }),
    moving: (voice, { image, ...version }: Unpinned) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} ${image}, a moving tag: the version can change at any time.`,
      remedy: versionRemedy(version),
    }),
    mounted: (voice, { image, ...version }: Unpinned) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} files from ${image}, which is not pinned: the version can change at any time.`,
      remedy: versionRemedy(version),
    }),
    noDigest: (voice, { image, written }: { image: string; written: string | undefined }) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} \`${image}\` without a digest: its owner can move the tag to different content.`,
      remedy:
        written === undefined
          ? `Add the digest shown by \`${voice.engine.toLowerCase()} image inspect --format '{{.RepoDigests}}'\`: \`@sha256:DIGEST\` after the tag.`
          : `Add the digest shown by \`${voice.engine.toLowerCase()} image inspect --format '{{.RepoDigests}}' ${written}\`: \`${written}@sha256:DIGEST\`.`,
    }),
  },
  check(container, context) {
    const outcomes: Outcome[] = [];
    const { options, image: facts, fail, undecided, unknownValue, notApplicable } = context;
    const { requireDigest, movingTags } = options;
    const { image } = container.config;
    const pinning = (text: string): Pinning => pinningOf(toImageName(text), movingTags);
    for (const mounted of mountedImages(container)) {
      const found = ask(mounted, (text) => isMoving(pinning(text)));
      if (found.kind === 'undecided') outcomes.push(unknownValue("A mounted image's version", found.setting));
      if (found.kind !== 'yes') continue;
      const { value, place } = found;
      const written = writtenText(known(value, place), place);
      outcomes.push(fail(found, 'mounted', unpinned(`\`${quote(found)}\``, value, place, written)));
    }
    const unresolved = unresolvedReason(container);
    const isPulled = ask(container.pullPolicy, (policy) => policy !== 'build' && policy !== 'never');
    if (container.build !== undefined && isPulled.kind === 'no') {
      outcomes.push(notApplicable('The image is built here instead of pulled.'));
      return outcomes;
    }
    if (unresolved !== undefined && isNamedElsewhere(container)) outcomes.push(undecided(unresolved));
    if (image === undefined || isNamedElsewhere(container)) return outcomes;

    const isBad = (pin: Pinning): boolean => isMoving(pin) || (pin === 'tag' && requireDigest);
    const answer = ask(
      image,
      (text) => isBad(pinning(text)),
      (pattern) => pinning(skeletonOf(pattern)) === 'unknown',
    );
    if (answer.kind === 'undecided') {
      outcomes.push(unknownValue("The image's version", answer.setting));
      return outcomes;
    }
    const violating = violatingImage(answer, image);
    if (violating === undefined) return outcomes;
    const { skeleton, marked, whole, isOneImage } = violating;
    const { place } = marked;
    const name = toImageName(skeleton);
    const pin = pinning(skeleton);
    const write = (text: string): string =>
      short(place.shown ?? (image.known ? text : withExpressions(text, image.pattern)));
    // A container without a name is identified by its image, so a changed image is another container.
    const fixes = () =>
      container.build === undefined && image.known && container.name !== image.value
        ? pinsOf(image, facts(), pinning)
        : [];
    if (pin === 'tag' && requireDigest)
      outcomes.push(
        fail(
          marked,
          'noDigest',
          { image: write(skeleton), written: isOneImage && isShowable(whole) ? whole : undefined },
          { fixes },
        ),
      );
    if (!isMoving(pin)) return outcomes;
    if (container.build !== undefined) {
      if (isPulled.kind === 'undecided')
        outcomes.push(unknownValue('Whether the image is pulled before it is built', isPulled.setting));
      if (isPulled.kind !== 'yes') return outcomes;
      const written = isSameLocation(isPulled.place.location, container.place.location) ? undefined : isPulled.place;
      outcomes.push(
        fail(
          marked,
          'pulledFirst',
          {
            image: imageText(place, write(skeleton), pin),
            owner: isShowable(name.repository) && place.shown === undefined ? hubName(name) : undefined,
          },
          { fixes: () => [{ id: 'build', changes: [setTo('pullPolicy', 'build', written)] }] },
        ),
      );
      return outcomes;
    }
    const shown = imageText(place, write(pin === 'noTag' ? name.repository : skeleton), pin);
    outcomes.push(fail(marked, pin, unpinned(shown, skeleton, place, whole), { fixes }));
    return outcomes;
  },
});

/** An image that is not pinned. */
interface Violating {
  /** The image, with {@link UNKNOWN_CHARACTER} for unknown parts. */
  readonly skeleton: string;
  readonly marked: Setting<string> | Yes<string>;
  /** As written in the file. */
  readonly whole: string;
  /** False for one of several candidates, which is not the image to inspect. */
  readonly isOneImage: boolean;
}

/** The image of a positive answer, or a pattern that fails whatever its unknown parts: `${REGISTRY}/app`, `${IMAGE}:latest`. */
function violatingImage(answer: Answer<string>, image: Setting<string>): Violating | undefined {
  const isOneImage = image.known || image.candidates.length === 0;
  if (answer.kind === 'yes') {
    const { value, place } = answer;
    return { skeleton: value, marked: answer, whole: writtenText(known(value, place), place), isOneImage };
  }
  if (image.known || !isOneImage) return undefined;
  return { skeleton: skeletonOf(image.pattern), marked: image, whole: writtenText(image, image.place), isOneImage };
}

/** The data of a message about an image's version. */
function unpinned(image: string, skeleton: string, place: Place, written: string): Unpinned {
  const { tag = '' } = toImageName(skeleton);
  const isShown = place.shown === undefined && !tag.includes(UNKNOWN_CHARACTER);
  return { image, pinned: pinnedText(written, tag), tag: isShown ? tag : undefined, file: fileOf(place) };
}

/** The image with its digest from the lock file, and the version tag. */
function pinsOf(
  { value, place }: Known<string>,
  { locked }: KnownImage,
  pinning: (text: string) => Pinning,
): readonly StatedFix<'pin'>[] {
  // A default applies if nothing is set, an env file to one machine.
  const isGiven = ({ kind }: Hop): boolean => kind === 'default' || kind === 'given';
  const isHere = place.expression === undefined || place.hops.some(({ kind }) => kind === 'variable');
  if (locked?.source.kind !== 'lock' || place.shown !== undefined || !isHere || place.hops.some(isGiven)) return [];
  const { repository, tag } = toImageName(value);
  const isVersion = (each: string): boolean => pinning(`${repository}:${each}`) === 'tag';
  const versions = locked.value.tags.filter(isVersion).toSorted((a, b) => b.length - a.length);
  const named = tag !== undefined && isVersion(tag) ? tag : (versions[0] ?? tag ?? LATEST);
  const pinned = `${repository}:${named}@${locked.value.digest}`;
  return [
    {
      id: 'pin',
      title: `Pin the image to \`${named}\`, recorded in \`${short(locked.source.path)}\``,
      changes: [setTo('image', pinned, place)],
    },
  ];
}

/** A repository under a user name on Docker Hub, which may belong to someone else. `undefined` for other registries, official images and unknown parts. */
function hubName({ repository }: ImageName): string | undefined {
  const [first = '', ...others] = repository.split('/');
  const isOnHub = others.length === 1 && first !== 'library' && !/[.:]/.test(first) && first !== 'localhost';
  return isOnHub && !repository.includes(UNKNOWN_CHARACTER) ? repository : undefined;
}

interface Unpinned {
  readonly image: string;
  /** As to write; `undefined` if the tag is in an expression. */
  readonly pinned: string | undefined;
  /** Omitted if hidden or partly unknown. */
  readonly tag: string | undefined;
  /** The env file with the tag, where to change it. */
  readonly file: string | undefined;
}

function fileOf({ hops }: Place): string | undefined {
  return hops.findLast(({ kind }) => kind === 'given')?.location.path;
}

/** The version part of a tag such as `web-latest`. */
const LATEST_PART = /(?<=^|-)latest(?=-|$)/;

/** The image with a version instead of its tag, or after a name without one. */
function pinnedText(written: string, tag: string): string | undefined {
  const suffix = tag === '' ? '' : `:${tag}`;
  if (!written.endsWith(suffix)) return undefined;
  const version = LATEST_PART.test(tag) ? tag.replace(LATEST_PART, 'VERSION') : 'VERSION';
  const pinned = `${written.slice(0, written.length - suffix.length).replace(/:$/, '')}:${version}`;
  return isShowable(pinned) ? pinned : undefined;
}

function versionRemedy({ pinned, tag, file }: Omit<Unpinned, 'image'>): string {
  const remedy = 'Specify the version you tested';
  if (pinned !== undefined) return `${remedy}: \`${pinned}\`.`;
  const where = file === undefined ? '' : `, in \`${short(file)}\``;
  return tag === undefined ? `${remedy}${where}.` : `${remedy} instead of \`${short(tag)}\`${where}.`;
}

/** How an image is pinned; `none` if it is no image name, `unknown` if the tag is unknown. */
type Pinning = 'none' | 'digest' | 'tag' | Moving | 'unknown';
type Moving = 'latest' | 'moving' | 'noTag';

function isMoving(pinning: Pinning): pinning is Moving {
  return pinning === 'latest' || pinning === 'moving' || pinning === 'noTag';
}

function pinningOf({ repository, base, tag, hasDigest }: ImageName, movingTags: readonly string[]): Pinning {
  if (!isPossible(repository) || /^[-.]/.test(tag ?? '')) return 'none';
  if (hasDigest) return 'digest';
  if (tag === undefined || tag === '') return base.endsWith(UNKNOWN_CHARACTER) ? 'unknown' : 'noTag';
  if (tag === LATEST) return 'latest';
  if (movingTags.some((moving) => matchesTag(tag, moving))) return 'moving';
  // An unknown part before `-alpine` is a version, not a wildcard's word.
  const names = [LATEST, ...movingTags.filter((moving) => !moving.includes('*'))];
  return tag.includes(UNKNOWN_CHARACTER) && names.some((name) => couldEqual(patternOf(tag), name)) ? 'unknown' : 'tag';
}

/** A variable in the image's place may contain something else: `/start web`, `-p`, nothing; so may one in the tag's. */
function isPossible(repository: string): boolean {
  return repository !== '' && !/^[^\w\uFFFC]|\s/.test(repository);
}

/** The image for a sentence; by its variable if the value may be secret. */
function imageText({ shown }: Place, written: string, pinning: Moving): string {
  const isHidden = shown !== undefined && pinning === 'latest' && !shown.endsWith(`:${LATEST}`);
  return `\`${written}\`${isHidden ? ', a moving tag' : ''}`;
}

function withExpressions(text: string, pattern: Pattern): string {
  const expressions = pattern.flatMap((part) => (typeof part === 'string' ? [] : [part.unknown]));
  return text
    .split(UNKNOWN_CHARACTER)
    .reduce((written, part, index) => `${written}${expressions[index - 1] ?? ''}${part}`);
}
