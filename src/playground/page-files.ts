import type { SourceFile } from '../files/file-reader.ts';
import type { FileSystem } from '../files/file-system.ts';
import { withGivenTexts } from '../files/overlay.ts';
import { detectKind, detectNameless, type InputKind, PROJECT_KIND } from '../parsers/registry.ts';
import { whyNoInput } from '../parsers/unsupported.ts';
import type { Location } from '../text/location.ts';
import { defined } from '../util/objects.ts';
import { joinPath } from '../util/paths.ts';
import type { PagePlace, PageRequest } from './protocol.ts';

const NAMELESS = 'text';

export const PAGE_FOLDER = '/project';

const NOTHING: FileSystem = {
  workingDirectory: PAGE_FOLDER,
  read: () => ({ failure: 'missing' }),
  kindOf: () => undefined,
  list: () => ({ failure: 'missing' }),
};

const COMPOSE = /^(.*)\.(?:ya?ml)$/i;

export interface PageFiles {
  readonly kind: InputKind;
  /** Why the first text is not a supported input, as a sentence. */
  readonly why?: string;
  /** The linted file: a Compose file with its overrides. */
  readonly input: readonly SourceFile[];
  readonly system: FileSystem;
  /** The output of `docker inspect`. */
  readonly running: SourceFile | undefined;
  /** The place of a location on the page; `undefined` if it is in none of the files. */
  readonly placeOf: (location: Location) => PagePlace | undefined;
  readonly indexOf: (path: string) => number;
}

export function toPageFiles({ files }: PageRequest): PageFiles {
  const [first, ...others] = files.map(({ name, text }) => ({ path: name === '' ? NAMELESS : name, text }));
  const main = first ?? { path: NAMELESS, text: '' };
  const [{ name }] = files;
  const found = (name === '' ? undefined : detectKind({ path: name, text: main.text })) ?? detectNameless(main.text);
  const kind = found ?? PROJECT_KIND;
  const why = whyNoInput(main.text, found);
  const [, stem] = COMPOSE.exec(main.path) ?? [];
  const overrides = others.filter(({ path }) => path.startsWith(`${stem ?? ''}.override.`) && COMPOSE.test(path));
  const sources = [main, ...others];
  const indexOf = (path: string): number => sources.findIndex((file) => at(file.path) === at(path));
  return {
    kind,
    ...defined({ why }),
    input: kind === 'compose' && stem !== undefined ? [main, ...overrides] : [main],
    system: withGivenTexts(NOTHING, sources),
    running: kind === 'inspect' ? undefined : others.find((file) => detectKind(file) === 'inspect'),
    placeOf: ({ path, span }) => {
      const file = indexOf(path);
      return file === -1 ? undefined : { file, span };
    },
    indexOf,
  };
}

function at(path: string): string {
  return joinPath(PAGE_FOLDER, path);
}
