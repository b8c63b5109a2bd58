import type { KnownImage } from '../../images/known-image.ts';
import { type Hop, isSameLocation, type Place } from '../../text/location.ts';
import { type Known, known, type Pattern } from '../../text/setting.ts';
import { UNKNOWN_CHARACTER } from '../../text/text.ts';
import { words } from '../../util/words.ts';
import { FORMS, flagOption, textsOption } from '../options.ts';
import { defineContainerRule } from '../rule.ts';
import { type StatedFix, setTo } from '../shared/changes.ts';
import { ask, couldEqual, unresolvedReason } from '../shared/demand.ts';
import {
  type ImageName,
  isNamedElsewhere,
  mountedImages,
  patternOf,
  skeletonOf,
  toImageName,
} from '../shared/image/image-name.ts';
import type { Voice } from '../shared/voice.ts';
import { isShowable, quote, short, writtenText } from '../shared/wording.ts';

const LATEST = 'latest';
/** Tags that projects move to each new version or build. `*` matches any characters. */
const MOVING_TAGS: readonly string[] = words(
  'latest *-latest latest-* nightly edge main master dev develop unstable canary rolling snapshot',
);

/** Tags that move with each release. */
const SLOWLY_MOVING_TAGS: readonly string[] = ['stable', 'lts'];

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
      what: `${voice.name} ${voice.does('runs', 'run')} ${named(voice, image, 'an image')} without a tag, which means \`latest\`: the version can change at any time.`,
      remedy: `Specify the version you tested: ${pinned === undefined ? '`:VERSION` after the name' : `\`${pinned}\``}.`,
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
      what: `${voice.name} ${voice.does('runs', 'run')} ${named(voice, image, 'an image with a moving tag')}: the version can change at any time.`,
      remedy: versionRemedy(version),
    }),
    moving: (voice, { image, ...version }: Unpinned) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} ${named(voice, image, 'an image with a moving tag', ', a moving tag')}: the version can change at any time.`,
      remedy: versionRemedy(version),
    }),
    mounted: (voice, { image, ...version }: Unpinned) => ({
      what: `${voice.name} ${voice.does('mounts', 'mount')} files from ${image}, which is not pinned: the version can change at any time.`,
      remedy: versionRemedy(version),
    }),
    noDigest: (voice, { image, written }: { image: string; written: string | undefined }) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} ${named(voice, `\`${image}\``, 'an image')} without a digest: its owner can move the tag to different content.`,
      remedy:
        written === undefined
          ? `Add the digest shown by \`${voice.engine.toLowerCase()} image inspect --format '{{.RepoDigests}}'\`: \`@sha256:DIGEST\` after the tag.`
          : `Add the digest shown by \`${voice.engine.toLowerCase()} image inspect --format '{{.RepoDigests}}' ${written}\`: \`${written}@sha256:DIGEST\`.`,
    }),
  },
  check(container, { options, image: facts, fail, undecided, unknownValue, notApplicable }) {
    const { requireDigest, movingTags } = options;
    const { config, build, place: own } = container;
    const { image } = config;
    const pinning = (text: string): Pinning => pinningOf(toImageName(text), movingTags);
    const mounted = mountedImages(container).map((one) => {
      const found = ask(one, (text) => isMoving(pinning(text)));
      if (found.kind === 'undecided') return unknownValue("A mounted image's version", found.setting);
      if (found.kind !== 'yes') return undefined;
      const { value, place } = found;
      const written = writtenText(known(value, place), place);
      return fail(found, 'mounted', unpinned(`\`${quote(found)}\``, value, place, written));
    });
    const isPulled = ask(container.pullPolicy, (policy) => policy !== 'build' && policy !== 'never');
    if (build !== undefined && isPulled.kind === 'no')
      return [mounted, notApplicable('The image is built here instead of pulled.')];
    const unresolved = isNamedElsewhere(container) ? unresolvedReason(container) : undefined;
    if (image === undefined || unresolved !== undefined) return [mounted, unresolved && undecided(unresolved)];

    const isBad = (pin: Pinning): boolean => isMoving(pin) || (pin === 'tag' && requireDigest);
    const answer = ask(
      image,
      (text) => isBad(pinning(text)),
      (pattern) => pinning(skeletonOf(pattern)) === 'unknown',
    );
    if (answer.kind === 'undecided') return [mounted, unknownValue("The image's version", answer.setting)];
    // A pattern may fail whatever its unknown parts are: `${REGISTRY}/app`, `${IMAGE}:latest`.
    const isOneImage = image.known || image.candidates.length === 0;
    if (answer.kind === 'no' && (image.known || !isOneImage)) return mounted;
    const marked = answer.kind === 'yes' ? answer : image;
    const { place } = marked;
    const skeleton = answer.kind === 'yes' ? answer.value : skeletonOf(image);
    const whole = writtenText(answer.kind === 'yes' ? known(answer.value, place) : image, place);
    const name = toImageName(skeleton);
    const pin = pinning(skeleton);
    const write = (text: string): string =>
      short(place.shown ?? (image.known ? text : withExpressions(text, image.pattern)));
    // Without a name, a container is identified by its image, so another image means another
    // container.
    const fixes = () =>
      build === undefined && image.known && container.name !== image.value ? pinsOf(image, facts(), pinning) : [];
    if (!isMoving(pin)) {
      const written = isOneImage && isShowable(whole) ? whole : undefined;
      const isTag = pin === 'tag' && requireDigest;
      return [mounted, isTag ? fail(marked, 'noDigest', { image: write(skeleton), written }, { fixes }) : undefined];
    }
    if (build === undefined) {
      const shown = imageText(place, write(pin === 'noTag' ? name.repository : skeleton), pin);
      return [mounted, fail(marked, pin, unpinned(shown, skeleton, place, whole), { fixes })];
    }
    if (isPulled.kind === 'undecided')
      return [mounted, unknownValue('Whether the image is pulled before it is built', isPulled.setting)];
    const isWritten = isPulled.kind === 'yes' && !isSameLocation(isPulled.place.location, own.location);
    const policy = isWritten ? isPulled.place : undefined;
    const owner = isShowable(name.repository) && place.shown === undefined ? hubName(name) : undefined;
    const data = { image: imageText(place, write(skeleton), pin), owner };
    const toBuild = () => [{ id: 'build', changes: [setTo('pullPolicy', 'build', policy)] }] as const;
    return [mounted, fail(marked, 'pulledFirst', data, { fixes: toBuild })];
  },
});

/** The image in a message about a container that may have the same name. */
function named({ name }: Voice, image: string, instead: string, more = ''): string {
  return name.endsWith(` ${image}`) ? instead : `${image}${more}`;
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
  // A default applies if nothing is set, an env file on one machine.
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

/**
 * A repository under a user name on Docker Hub, who may not be the publisher. `undefined` for other
 * registries, official images and unknown names.
 */
function hubName({ repository }: ImageName): string | undefined {
  const [first = '', ...others] = repository.split('/');
  const isOnHub = others.length === 1 && first !== 'library' && !/[.:]/.test(first) && first !== 'localhost';
  return isOnHub && !repository.includes(UNKNOWN_CHARACTER) ? repository : undefined;
}

interface Unpinned {
  readonly image: string;
  /** The text to write; `undefined` if the tag is in an expression. */
  readonly pinned: string | undefined;
  /** Omitted if hidden or partly unknown. */
  readonly tag: string | undefined;
  /** The env file that has the tag, where it must be changed. */
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
  // An unknown part before `-alpine` is a version, and doesn't match a wildcard.
  const names = [LATEST, ...movingTags.filter((moving) => !moving.includes('*'))];
  return tag.includes(UNKNOWN_CHARACTER) && names.some((name) => couldEqual(patternOf(tag), name)) ? 'unknown' : 'tag';
}

/**
 * False if a variable for the image or the tag contains something else: `/start web`, `-p`,
 * nothing.
 */
function isPossible(repository: string): boolean {
  return repository !== '' && !/^[^\w\uFFFC]|\s/.test(repository);
}

/** The image for a sentence; its variable if the value may be secret. */
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

/** True if the glob matches the tag. */
function matchesTag(tag: string, glob: string): boolean {
  const [start = '', ...rest] = glob.split('*');
  const end = rest.pop();
  if (end === undefined) return tag === glob;
  if (tag.length < start.length + end.length || !tag.startsWith(start) || !tag.endsWith(end)) return false;
  let from = start.length;
  return rest.every((part) => {
    const at = tag.indexOf(part, from);
    from = at + part.length;
    return at >= 0 && from <= tag.length - end.length;
  });
}
