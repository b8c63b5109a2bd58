import { type Hop, isCertain, placeAt, viaHop } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { type BuiltFrom, readImageConfig } from '../../dockerfile/image-config.ts';
import type { BuildDockerfile, DockerInvocation } from '../commands/invocation.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import { imageText } from './built-images.ts';

interface ReadDockerfile extends Pick<BuiltFrom, 'values' | 'variables'> {
  readonly dockerfile?: BuildDockerfile;
}

export const NO_DOCKERFILE: ReadDockerfile = { values: [] };

/**
 * The Dockerfile of `docker build`: that of `--file`, or the context's; none if options are
 * unresolved.
 */
export function readBuiltDockerfile(line: FlagLine, invocation: DockerInvocation): ReadDockerfile {
  const { uses, positionals, unresolvedOptions, taken } = line;
  const context = imageText(positionals[0]);
  const isWhole =
    unresolvedOptions.length === 0 && taken.length === 0 && uses.every(({ word }) => isCertain(word.place));
  if (context === undefined || !isWhole) return NO_DOCKERFILE;
  const values = (name: string): readonly Text[] =>
    uses.filter(({ flag }) => flag.name === name).map(({ value }) => value);
  if (values('build-context').length > 0) return NO_DOCKERFILE;
  const file = values('file').at(-1);
  const text = findDockerfile(file, context, invocation);
  if (text === undefined) return NO_DOCKERFILE;
  const target = values('target').at(-1);
  const given = values('build-arg');
  const args = new Map(
    given.flatMap((argument): readonly [string, Text][] => {
      const [name, value] = argument.split('=', 2);
      if (name?.value === undefined) return [];
      return [[name.value, value ?? Text.unknown(`$${name.value}`, name.place)]];
    }),
  );
  const { image, ...found } = readImageConfig(text, { target, args });
  if (image === undefined) return found;
  const { path, span } = text.whole.location;
  const key = [path, String(span.start), target?.source ?? '', ...given.map(({ source }) => source)].join('\n');
  return { ...found, dockerfile: { key, image } };
}

function findDockerfile(
  file: Text | undefined,
  context: Text,
  { program, programPlace, readFile, input }: DockerInvocation,
): Text | undefined {
  if (file?.value === '-' || (file === undefined && context.value === '-')) return input;
  const names = program === 'podman' ? ['Containerfile', 'Dockerfile'] : ['Dockerfile'];
  const candidates =
    file === undefined
      ? names.map((name) => Text.concat([context, Text.derived(`/${name}`, context.place)], context.place))
      : [file];
  for (const candidate of candidates) {
    const found = readFile?.(candidate);
    if (found === undefined) continue;
    const { path, text } = found;
    const used = file ?? context;
    const hop: Hop = { kind: 'build', location: used.length === 0 ? programPlace.location : used.place.location };
    return Text.verbatim(text, viaHop(placeAt(path, 0, text.length), hop));
  }
  return undefined;
}
