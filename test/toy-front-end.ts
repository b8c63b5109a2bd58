import { type SourceFile } from '../src/files/file-reader.ts';
import { defineFrontEnd } from '../src/parsers/contract/front-end.ts';
import { concatParsed, type FoundComment, NO_VALUES, type Parsed } from '../src/parsers/contract/parsed.ts';
import { placeAt } from '../src/text/location.ts';
import { known } from '../src/text/setting.ts';

/** An artificial kind of input: `.toycontainer` files with `key=value` lines and `#` comments. */
export const TOY_FRONT_END = defineFrontEnd({
  kind: 'toy',
  isCandidate: isToyName,
  isCertain: isToyName,
  isRequired: isToyName,
  detect: (_text, path) => path !== undefined && isToyName(path),
  load: () =>
    Promise.resolve({
      parse: (files) => concatParsed(files.map(parseToy)),
      comments: findToyComments,
    }),
});

function isToyName(path: string): boolean {
  return path.endsWith('.toycontainer');
}

function parseToy({ path, text }: SourceFile): Parsed {
  const lines = [...text.matchAll(/^(\w+)=(.*)$/gm)].map(({ 1: key = '', 2: value = '', index }) => {
    const start = index + key.length + 1;
    return { key, value, keyPlace: placeAt(path, index, start - 1), place: placeAt(path, start, start + value.length) };
  });
  const image = lines.find(({ key }) => key === 'image');
  const privileged = lines.find(({ key }) => key === 'privileged');
  return {
    subjects: [
      {
        kind: 'container',
        origin: 'docker create',
        name: path.replace(/^.*\/|\.\w+$/g, ''),
        place: placeAt(path, 0, text.search(/\n|$/)),
        config: image === undefined ? {} : { image: known(image.value, image.place) },
        hostConfig:
          privileged === undefined ? {} : { privileged: known(privileged.value === 'true', privileged.place) },
        networks: [],
        unresolvedOptions: [],
      },
    ],
    problems: lines
      .filter(({ key }) => key !== 'image' && key !== 'privileged')
      .map(({ key, keyPlace }) => ({
        id: 'syntax/unknown-key',
        severity: 'error',
        message: { what: `Unknown key \`${key}\`.` },
        place: keyPlace,
      })),
    texts: new Map([[path, text]]),
    values: NO_VALUES,
  };
}

/** A comment covers the rest of the file. */
function findToyComments({ path, text }: SourceFile, isWanted: (comment: string) => boolean): readonly FoundComment[] {
  return [...text.matchAll(/#.*$/gm)]
    .filter(([comment]) => isWanted(comment))
    .map(({ 0: comment, index }) => ({
      location: { path, span: { start: index, end: index + comment.length } },
      text: comment,
      governs: { start: index, end: text.length },
    }));
}
