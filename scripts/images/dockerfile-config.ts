import type { ImageConfigFacts } from '../../src/images/facts.ts';
import type { ExposedPort } from '../../src/model/config.ts';
import { readImageConfig } from '../../src/parsers/dockerfile/index.ts';
import { placeAt } from '../../src/text/location.ts';
import type { Setting } from '../../src/text/setting.ts';
import { Text } from '../../src/text/text.ts';

/** What a Dockerfile says of an image, and what that builds on. */
export interface DockerfileConfig extends ImageConfigFacts {
  /** As it is written; unknown where a variable of the build decides it. */
  readonly base: string | undefined;
}

/** Reads the Dockerfile of one stage; `undefined` where it can't be read. A value that a build argument decides is left out. */
export function readDockerfileConfig(
  path: string,
  content: string,
  target?: string,
  args: Readonly<Record<string, string>> = {},
): DockerfileConfig | undefined {
  const place = placeAt(path, 0, content.length);
  const text = (value: string): Text => Text.verbatim(value, place);
  const { image } = readImageConfig(Text.verbatim(content, place), {
    ...(target === undefined ? {} : { target: text(target) }),
    args: new Map(Object.entries(args).map(([name, value]) => [name, text(value)])),
  });
  if (image === undefined) return undefined;
  const { user, healthcheck, exposedPorts, volumes, entrypoint, cmd, base } = image;
  return {
    base: base.known ? base.value : undefined,
    ...(user?.known === true ? { user: user.value } : {}),
    ...(healthcheck?.test === undefined ? {} : { healthcheck: toHealthcheck(healthcheck.test) }),
    ...(exposedPorts === undefined ? {} : { exposedPorts: exposedPorts.map(toPort) }),
    ...(volumes === undefined ? {} : { volumes: known(volumes) }),
    ...(entrypoint === undefined ? {} : { entrypoint: known(entrypoint) }),
    ...(cmd === undefined ? {} : { cmd: known(cmd) }),
  };
}

function toHealthcheck(test: readonly Setting<string>[]): readonly string[] | 'none' {
  const words = known(test);
  return words[0] === 'NONE' ? 'none' : words;
}

function toPort({ containerPort, protocol }: ExposedPort): string {
  if (!containerPort.known || !protocol.known) return '$';
  const { start, end } = containerPort.value;
  return `${start === end ? String(start) : `${start}-${end}`}/${protocol.value}`;
}

function known(settings: readonly Setting<string>[]): readonly string[] {
  return settings.map((setting) => (setting.known ? setting.value : '$'));
}
