import type { Text } from '../../../text/text.ts';

/** Known values of variables; `undefined` for a value that may be overridden. */
export type JobVariables = ReadonlyMap<string, Text | undefined>;

/** A script gets all variables up to this number, else those that it names. */
const MAX_GIVEN = 200;

/**
 * The variables at a place of a document, in layers: inner ones win. Layers are shared, since a
 * document may have thousands of places.
 */
export class Environment {
  static readonly EMPTY = new Environment([]);

  /** The outermost first. */
  readonly #layers: readonly JobVariables[];

  private constructor(layers: readonly JobVariables[]) {
    this.#layers = layers;
  }

  with(variables: JobVariables): Environment {
    return variables.size === 0 ? this : new Environment([...this.#layers, variables]);
  }

  /** The value of a variable, or `undefined`. */
  get(name: string): Text | undefined {
    return this.#layers.findLast((layer) => layer.has(name))?.get(name);
  }

  /** The relevant variables at the start of a script. */
  forScript(script: string): ReadonlyMap<string, Text> {
    const count = this.#layers.reduce((sum, layer) => sum + layer.size, 0);
    const names =
      count <= MAX_GIVEN
        ? this.#layers.flatMap((layer) => [...layer.keys()])
        : new Set(Array.from(script.matchAll(/[A-Za-z_]\w*/g), ([name]) => name));
    const given = new Map<string, Text>();
    for (const name of names) {
      const value = this.get(name);
      if (value !== undefined) given.set(name, value);
    }
    return given;
  }
}
