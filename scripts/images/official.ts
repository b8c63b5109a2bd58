import type { ImageConfigFacts } from '../../src/images/facts.ts';
import type { Clones } from './clones.ts';
import { readDockerfileConfig } from './dockerfile-config.ts';

/** The list of the Docker Official Images. */
export const OFFICIAL_IMAGES = 'docker-library/official-images';

/** Images of one name with the same Dockerfile. */
export interface OfficialImage {
  readonly tags: readonly string[];
  readonly repository: string;
  readonly commit: string;
  readonly path: string;
}

/** Parses a file of `library/`, without images for Windows only. */
export function readLibrary(text: string): readonly OfficialImage[] {
  const paragraphs = text.split(/\n\s*\n/).map(fieldsOf);
  const shared = new Map(paragraphs.filter((fields) => !fields.has('Tags')).flatMap((fields) => [...fields]));
  return paragraphs.flatMap((own): readonly OfficialImage[] => {
    const field = (name: string): string => own.get(name) ?? shared.get(name) ?? '';
    const architectures = list(field('Architectures') || 'amd64').filter((name) => !name.startsWith('windows'));
    const [first] = architectures;
    if (!own.has('Tags') || first === undefined) return [];
    const architecture = architectures.includes('amd64') ? 'amd64' : first;
    const at = (name: string): string => field(`${architecture}-${name}`) || field(name);
    const folder = at('Directory').replace(/^\.?\/|\/$/g, '');
    const file = at('File') || 'Dockerfile';
    return [
      {
        tags: [...list(field('Tags')), ...list(own.get('SharedTags') ?? '')],
        repository: field('GitRepo').replace(/^https:\/\/github\.com\/|\.git$/g, ''),
        commit: at('GitCommit'),
        path: folder === '' || folder === '.' ? file : `${folder}/${file}`,
      },
    ];
  });
}

function fieldsOf(paragraph: string): ReadonlyMap<string, string> {
  const lines = paragraph.replace(/^#.*\n?/gm, '').replace(/\n\s+/g, ' ');
  return new Map(
    lines.split('\n').flatMap((line) => {
      const [, name, value] = /^([\w-]+):\s*(.*?)\s*$/.exec(line) ?? [];
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}

function list(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** The Docker Official Images at a commit. */
export interface OfficialLibrary {
  /** `undefined` for other names. */
  readonly imagesOf: (name: string) => readonly OfficialImage[] | undefined;
  /** The facts of a tag's image; `undefined` if its Dockerfile is missing or unreadable. */
  readonly configOf: (image: OfficialImage) => ImageConfigFacts | undefined;
  /** A name's images in earlier versions of the list, the newest first, with days. */
  readonly earlier: (name: string) => Iterable<{ readonly image: OfficialImage; readonly date: string }>;
  /** Why an image is unknown, as a clause. */
  readonly whyNot: (image: OfficialImage) => string;
}

/** The number of earlier versions to read after the first one with an available Dockerfile. */
const EARLIER = 20;

/**
 * Reads the library at a commit. `fallback` returns the facts of base images without available
 * Dockerfile.
 */
export function officialLibrary(
  { readAt, has, commits, dayOf, history }: Clones,
  commit: string,
  fallback: (reference: string) => ImageConfigFacts | undefined,
): OfficialLibrary {
  const libraries = new Map<string, readonly OfficialImage[] | undefined>();
  const imagesOf = (name: string): readonly OfficialImage[] | undefined => {
    if (!libraries.has(name)) {
      const text = readAt(OFFICIAL_IMAGES, commit, `library/${name}`);
      libraries.set(name, text === undefined ? undefined : readLibrary(text));
    }
    return libraries.get(name);
  };
  const configs = new Map<string, ImageConfigFacts | undefined>();
  const configOf = ({ repository, commit: at, path }: OfficialImage): ImageConfigFacts | undefined => {
    const key = `${repository}@${at}:${path}`;
    if (!configs.has(key)) {
      const text = commits(repository).has(at) ? readAt(repository, at, path) : undefined;
      configs.set(key, text === undefined ? undefined : readDockerfileConfig(path, text, undefined, baseOf));
    }
    return configs.get(key);
  };
  const bases = new Map<string, ImageConfigFacts | undefined>();
  const baseOf = (reference: string): ImageConfigFacts | undefined => {
    const [, name, tag = 'latest'] = REFERENCE.exec(reference) ?? [];
    if (name === undefined) return fallback(reference);
    if (!bases.has(reference)) {
      const images = function* (): Iterable<OfficialImage> {
        yield* imagesOf(name) ?? [];
        for (const { image } of earlier(name)) yield image;
      };
      // Set first, since an image can be based on an earlier version of itself.
      bases.set(reference, fallback(reference));
      for (const image of images()) {
        const config = image.tags.includes(tag) ? configOf(image) : undefined;
        if (config !== undefined) bases.set(reference, config);
        if (config !== undefined) break;
      }
    }
    return bases.get(reference);
  };
  const earlier = function* (name: string): Iterable<{ image: OfficialImage; date: string }> {
    let left = Number.POSITIVE_INFINITY;
    if (imagesOf(name)?.some(({ repository }) => has(repository)) !== true) return;
    for (const { date, text } of history(OFFICIAL_IMAGES, commit, `library/${name}`).slice(1)) {
      if (left === 0) return;
      for (const image of readLibrary(text)) {
        if (left > EARLIER && configOf(image) !== undefined) left = EARLIER;
        yield { image, date };
      }
      left -= 1;
    }
  };
  const whyNot = ({ repository, commit: at, path }: OfficialImage): string => {
    if (!has(repository)) return 'which is not at hand';
    if (!commits(repository).has(at)) return `whose clone of ${dayOf(repository, 'HEAD') ?? '?'} is older`;
    return readAt(repository, at, path) === undefined ? `where ${path} is not at hand` : `where ${path} can't be read`;
  };
  return { imagesOf, configOf, earlier, whyNot };
}

const REFERENCE = /^(?:docker\.io\/)?(?:library\/)?([\w.-]+)(?::([\w.-]+))?$/;
