import type { Setting } from '../../../text/setting.ts';
import type { Variables } from './dotenv.ts';

/** A variable of a container: its name, and `NAME=value`. */
export interface Variable {
  readonly name: string;
  readonly setting: Setting<string>;
}

/** What env files give, made once for all services that have the same files. */
export interface GivenVariables {
  readonly list: readonly Variable[];
  readonly settings: readonly Setting<string>[];
}

/**
 * The variables of files by the files, in the order in which they are read, and their formats; the root is where
 * nothing has been read.
 */
export interface EnvFiles {
  readonly variables: Variables;
  /**
   * Names that these files look up and the project does not set: a service's own variables of these names are used in
   * their values.
   */
  readonly asked: ReadonlySet<string>;
  readonly next: Map<string, EnvFiles>;
  given?: GivenVariables;
}
