import type { Healthcheck } from '../../model/config.ts';
import type { DockerfileVariables } from '../../model/container.ts';
import type { ImageConfig } from '../../model/image-config.ts';
import type { ExposedPort } from '../../model/values.ts';
import { placesInCommand } from '../../sensitive/places.ts';
import type { Location, Place } from '../../text/location.ts';
import { trimmed, wordsIn } from '../../text/parts.ts';
import { known, type Setting } from '../../text/setting.ts';
import { Text } from '../../text/text.ts';
import { present } from '../../util/objects.ts';
import { readExposedPort } from '../syntax/port.ts';
import { type DockerfileLookup, expandDockerfileWord } from './expand.ts';
import { type Dockerfile, type Instruction, readDockerfile, readJsonList, triggerOf } from './instructions.ts';
import { type BuildOptions, readStages, type Stage, stagesOf } from './stages.ts';
import { readAssignments, readDockerfileVariables, variableLocations } from './variables.ts';

/** The result of a Dockerfile for its image. */
export interface BuiltFrom {
  /** Absent if it is unreadable or depends on unknown values. */
  readonly image?: ImageConfig;
  /** Absent if it is unreadable. */
  readonly variables?: DockerfileVariables;
  /** Places of variable values, and of secrets in commands. */
  readonly values: readonly Location[];
}

const RAISES_PRIVILEGES =
  /(?<![\w./-])(?:sudo|setcap)(?![\w./-])|\bchmod\s+(?:-\w+\s+)*(?:[ugo]*\+[rwx]*s|0?[2467]\d{3})\b/;

const COMMANDS: readonly string[] = ['RUN', 'CMD', 'ENTRYPOINT', 'HEALTHCHECK'];

/**
 * The image settings of a Dockerfile: those of the target or last stage, and of the stages it
 * builds on. Never throws.
 */
export function readImageConfig(text: Text, options: BuildOptions): BuiltFrom {
  const dockerfile = readDockerfile(text);
  if (dockerfile === undefined) return { values: [] };
  const values = [...variableLocations(dockerfile), ...commandsIn(dockerfile).flatMap(placesInCommand)];
  const read = readStages(dockerfile, options);
  if (read === undefined) return { values };
  const variables = readDockerfileVariables(dockerfile);
  const chain = stagesOf(read.stages, options.target);
  const [first] = chain;
  if (first === undefined) return { values, variables };
  const builder = new Builder(dockerfile.escape, options.args, read.globals);
  for (const stage of chain) builder.run(stage);
  return { image: { ...builder.config, base: first.base.toStringSetting() }, variables, values };
}

class Builder {
  readonly #escape: string;
  readonly #given: ReadonlyMap<string, Text>;
  readonly #globals: ReadonlyMap<string, Text>;
  readonly #environment = new Map<string, Text>();
  #args = new Map<string, Text>();
  #shell: readonly Text[] | undefined;
  readonly #settings: { -readonly [K in keyof ImageConfig]?: ImageConfig[K] } = {};
  #hasOwnCmd = false;
  readonly #exposedPorts: ExposedPort[] = [];
  readonly #volumes: Setting<string>[] = [];
  readonly #copies: Setting<string>[] = [];
  #triggers: Instruction[] = [];

  constructor(escape: string, given: ReadonlyMap<string, Text>, globals: ReadonlyMap<string, Text>) {
    this.#escape = escape;
    this.#given = given;
    this.#globals = globals;
  }

  get config(): Omit<ImageConfig, 'base'> {
    return {
      ...this.#settings,
      ...present('exposedPorts', this.#exposedPorts),
      ...present('volumes', this.#volumes),
      ...present('copies', this.#copies),
      ...present(
        'env',
        Array.from(this.#environment, ([name, value]) =>
          Text.concat([Text.derived(`${name}=`, value.whole), value], value.whole).toStringSetting(),
        ),
      ),
    };
  }

  run({ instructions }: Stage): void {
    this.#args = new Map();
    this.#hasOwnCmd = false;
    const triggered = this.#triggers;
    this.#triggers = [];
    for (const instruction of [...triggered, ...instructions]) this.#apply(instruction);
  }

  #apply(instruction: Instruction): void {
    const { keyword, argument, keywordText } = instruction;
    switch (keyword) {
      case 'ARG':
        for (const { name, value } of readAssignments(argument, this.#escape)) this.#declare(name, value);
        break;
      case 'ENV': {
        // An instruction's values use the variables as they are before it.
        const assigned = readAssignments(argument, this.#escape, true).map(
          ({ name, value }) => [name, value && this.#expand(value)] as const,
        );
        for (const [name, value] of assigned) if (value !== undefined) this.#environment.set(name, value);
        break;
      }
      case 'ADD':
      case 'COPY': {
        const target = (readJsonList(argument) ?? wordsIn(argument)).at(-1);
        if (target !== undefined) this.#copies.push(this.#expand(target).toStringSetting());
        break;
      }
      case 'RUN':
        if (RAISES_PRIVILEGES.test(argument.skeleton)) this.#settings.raisesPrivileges ??= argument.place;
        break;
      case 'USER':
        this.#settings.user = this.#expand(argument).toStringSetting();
        break;
      case 'EXPOSE':
        for (const word of wordsIn(argument)) {
          const reading = readExposedPort(this.#expand(word));
          if (reading.failure === undefined) this.#exposedPorts.push(reading.value);
        }
        break;
      case 'VOLUME':
        for (const word of readJsonList(argument) ?? wordsIn(argument)) {
          const path = this.#expand(word).toStringSetting();
          if (!this.#volumes.some((other) => isSameKnown(other, path))) this.#volumes.push(path);
        }
        break;
      case 'HEALTHCHECK': {
        const healthcheck = readHealthcheck(argument, keywordText.place);
        if (healthcheck !== undefined) this.#settings.healthcheck = healthcheck;
        break;
      }
      case 'SHELL':
        this.#shell = readJsonList(argument);
        break;
      case 'CMD':
        this.#settings.cmd = this.#readCommand(argument);
        this.#hasOwnCmd = true;
        break;
      case 'ENTRYPOINT':
        this.#settings.entrypoint = this.#readCommand(argument);
        if (!this.#hasOwnCmd) this.#settings.cmd = [];
        break;
      case 'ONBUILD': {
        const trigger = triggerOf(instruction);
        if (trigger !== undefined) this.#triggers.push(trigger);
        break;
      }
    }
  }

  /** An outside value overrides the default, which overrides an `ARG` before the first stage. */
  #declare(name: string, value: Text | undefined): void {
    const found = this.#given.get(name) ?? (value === undefined ? this.#globals.get(name) : this.#expand(value));
    if (found === undefined) this.#args.delete(name);
    else this.#args.set(name, found);
  }

  #expand(text: Text): Text {
    const lookup: DockerfileLookup = (name) => this.#environment.get(name) ?? this.#args.get(name);
    return expandDockerfileWord(text, this.#escape, lookup);
  }

  /** A list of words, or a shell line; the builder doesn't expand variables in them. */
  #readCommand(argument: Text): readonly Setting<string>[] {
    const words = readJsonList(argument);
    if (words !== undefined) return words.map((word) => word.toStringSetting());
    const shell = this.#shell?.map((word) => word.toStringSetting()) ?? [
      known('/bin/sh', argument.place),
      known('-c', argument.place),
    ];
    return [...shell, argument.toStringSetting()];
  }
}

/** The words of each list, and the shell lines. */
function commandsIn({ instructions }: Dockerfile): readonly (readonly Text[])[] {
  return instructions.flatMap((instruction) => {
    const { keyword, argument } = triggerOf(instruction) ?? instruction;
    if (!COMMANDS.includes(keyword)) return [];
    const list = argument.slice(Math.max(argument.indexOf('['), 0));
    return [readJsonList(list) ?? [argument]];
  });
}

/** A health check; `undefined` for an invalid one. */
function readHealthcheck(argument: Text, place: Place): Healthcheck | undefined {
  const [type] = wordsIn(argument);
  const kind = type?.value?.toUpperCase();
  if (type === undefined || (kind !== 'NONE' && kind !== 'CMD')) return undefined;
  if (kind === 'NONE') return { test: [known('NONE', type.place)], place };
  const command = trimmed(argument.slice(3));
  const words = readJsonList(command);
  const first = known(words === undefined ? 'CMD-SHELL' : 'CMD', type.place);
  return { test: [first, ...(words ?? [command]).map((word) => word.toStringSetting())], place };
}

function isSameKnown(a: Setting<string>, b: Setting<string>): boolean {
  return a.known && b.known && a.value === b.value;
}
