import type { Setting } from '../../../text/setting.ts';
import type { DotenvVariables } from './dotenv.ts';

export interface EnvFileVariable {
  readonly name: string;
  readonly setting: Setting<string>;
}

/** Variables of env files; services with the same files share them. */
export interface GivenVariables {
  readonly list: readonly EnvFileVariable[];
  readonly settings: readonly Setting<string>[];
}

/** A tree of env files: each node adds a file to its parent's. The root has none. */
export interface EnvFiles {
  readonly variables: DotenvVariables;
  /** Names that the files use and the project doesn't set, so that the service may. */
  readonly asked: ReadonlySet<string>;
  readonly next: Map<string, EnvFiles>;
  given?: GivenVariables;
}
