import type { ImageConfigFacts } from '../../src/images/facts.ts';
import type { ReadAt } from './clones.ts';
import { readDockerfileConfig } from './dockerfile-config.ts';

/** Where the Docker Official Images are listed. */
export const OFFICIAL_IMAGES = 'docker-library/official-images';

/** Images of one name with the same Dockerfile. */
export interface OfficialImage {
  readonly tags: readonly string[];
  readonly repository: string;
  readonly commit: string;
  readonly path: string;
}

/** Parses a file of `library/`. Images that are for Windows only are left out. */
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

/** The images of the Docker Official Images as they were at a commit. */
export interface OfficialLibrary {
  /** `undefined` for a name that is not one of them. */
  readonly imagesOf: (name: string) => readonly OfficialImage[] | undefined;
  /** What the image of a tag brings; `undefined` where its Dockerfile is not at hand or can't be read. */
  readonly configOf: (name: string, image: OfficialImage) => ImageConfigFacts | undefined;
}

/**
 * Reads the library at a commit. `fallback` says what is known of an image whose Dockerfile is not at hand, on which
 * others build.
 */
export function officialLibrary(
  readAt: ReadAt,
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
  const read = ({ repository, commit: at, path }: OfficialImage): ImageConfigFacts | undefined => {
    const key = `${repository}@${at}:${path}`;
    if (!configs.has(key)) {
      const text = readAt(repository, at, path);
      configs.set(key, text === undefined ? undefined : readDockerfileConfig(path, text, undefined, baseOf));
    }
    return configs.get(key);
  };
  const baseOf = (reference: string): ImageConfigFacts | undefined => {
    const [, name = '', tag = 'latest'] =
      /^(?:docker\.io\/)?(?:library\/)?([\w.-]+)(?::([\w.-]+))?$/.exec(reference) ?? [];
    const image = imagesOf(name)?.find(({ tags }) => tags.includes(tag));
    return (image && read(image)) ?? fallback(reference);
  };
  return { imagesOf, configOf: (_, image) => read(image) };
}
