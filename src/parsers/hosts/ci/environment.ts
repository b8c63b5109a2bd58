import type { Text } from '../../../text/text.ts';

/** Known values of variables; `undefined` if another value may override it. */
export type JobVariables = ReadonlyMap<string, Text | undefined>;

/** A script gets all variables if there are no more than this, otherwise those that it names. */
const MAX_GIVEN = 200;

/**
 * The variables at a place of a document, in layers, of which inner ones win. Thousands of places
 * can share layers.
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

  get(name: string): Text | undefined {
    return this.#layers.findLast((layer) => layer.has(name))?.get(name);
  }

  /** The variables that a script may use. */
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
