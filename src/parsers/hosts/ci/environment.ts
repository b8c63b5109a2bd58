import type { Text } from '../../../text/text.ts';

/** What is known of some variables: their values, or that another value may be in force. */
export type Variables = ReadonlyMap<string, Text | undefined>;

/** A script is given all variables up to this many; of more, those that it names. */
const MAX_GIVEN = 200;

/**
 * The variables at some place of a document, those further in over those further out. Each place of a document with
 * thousands of them has its own, so that none of them is copied.
 */
export class Environment {
  static readonly EMPTY = new Environment([]);

  /** From the outermost to the innermost. */
  readonly #layers: readonly Variables[];

  private constructor(layers: readonly Variables[]) {
    this.#layers = layers;
  }

  with(variables: Variables): Environment {
    return variables.size === 0 ? this : new Environment([...this.#layers, variables]);
  }

  /** The value of a variable; `undefined` where it is not known. */
  get(name: string): Text | undefined {
    return this.#layers.findLast((layer) => layer.has(name))?.get(name);
  }

  /** The variables that a script finds when it starts, as far as they matter to it. */
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
