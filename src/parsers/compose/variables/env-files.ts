import type { Setting } from '../../../text/setting.ts';
import type { DotenvVariables } from './dotenv.ts';

export interface EnvFileVariable {
  readonly name: string;
  readonly setting: Setting<string>;
}

/** Variables of env files, shared by services with the same files. */
export interface GivenVariables {
  readonly list: readonly EnvFileVariable[];
  readonly settings: readonly Setting<string>[];
}

/** A tree of env files in reading order, with formats, from a root without files. */
export interface EnvFiles {
  readonly variables: DotenvVariables;
  /** Names looked up and not set by the project: a service's own variables count. */
  readonly asked: ReadonlySet<string>;
  readonly next: Map<string, EnvFiles>;
  given?: GivenVariables;
}
