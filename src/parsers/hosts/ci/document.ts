import type { SourceFile } from '../../../files/file-reader.ts';
import type { Problem } from '../../../model/finding.ts';
import type { Location } from '../../../text/location.ts';
import { splitPath } from '../../../util/paths.ts';
import { Holders, valuesIn } from '../../compose/variables/variable-values.ts';
import { readYaml } from '../../yaml/read-yaml.ts';
import { type Ref, toRef } from '../../yaml/tree.ts';

/** A YAML file with commands or containers in another format than Compose. */
export interface HostDocument {
  readonly roots: readonly Ref[];
  /** Errors, which programs that read the format also reject. */
  readonly problems: readonly Problem[];
  /** Values of variables, under `env` and similar keys. */
  readonly variables: readonly Location[];
  /** Possible values in unparsed text. */
  readonly unparsed: readonly Location[];
}

const COMMANDS: ReadonlySet<string> = new Set(['command', 'entrypoint', 'test', 'argv']);

/**
 * Parses a YAML file of any format. Scalars keep their places through indentation, folding and
 * escapes. Never throws.
 */
export function readHostDocument({ path, text }: SourceFile): HostDocument {
  const problems: Problem[] = [];
  const holders = new Holders(COMMANDS);
  const { documents } = readYaml(
    { path, text, directory: splitPath(path)[0] },
    (scalar) => scalar,
    (problem) => {
      if (problem.id === 'syntax/invalid-yaml' || problem.id === 'syntax/limit') problems.push(problem);
    },
    holders,
  );
  const { environment, unparsed } = valuesIn(holders.found);
  return { roots: documents.map((node) => toRef(node)), problems, variables: environment, unparsed };
}
