import type { MissingDefinition } from '../../model/finding.ts';
import type { Location, Span } from '../../text/location.ts';

export interface Relations {
  /** The files that a Compose project includes: their definitions are part of it. */
  readonly included: readonly string[];
  /** The known endings of names with variables, of files that it may include or extend. */
  readonly mayInclude: readonly string[];
  /** Services in other files that its services extend. */
  readonly extended: readonly Extended[];
  readonly deployed: readonly Deployed[];
  /** True if a service is incomplete, so another file must complete it. */
  readonly hasFragments: boolean;
  /** True if it refers to definitions in other files, so the client rejects it alone. */
  readonly needsOthers: boolean;
  /** Names that it uses but doesn't define. */
  readonly missing: readonly LocatedMissing[];
  /** Files that could not be read completely, so they may contain more. */
  readonly partlyRead: readonly string[];
  /** Commands of an engine that were read, in its own and other files. */
  readonly readCommands: readonly Location[];
  /** Existing files that it names and that can't be read, since they are outside the repository. */
  readonly outside: readonly string[];
}

/** The relations of a standalone input. */
export const NO_RELATIONS: Relations = {
  included: [],
  mayInclude: [],
  extended: [],
  deployed: [],
  hasFragments: false,
  needsOthers: false,
  missing: [],
  partlyRead: [],
  readCommands: [],
  outside: [],
};

/** An undefined name, and its place. */
export interface LocatedMissing extends MissingDefinition {
  readonly location: Location;
}

/** A service that extends another file's, directly or indirectly. */
export interface Extended {
  /** The name of the service in the input. */
  readonly by: string;
  readonly path: string;
  /** The name of the service in that file. */
  readonly service: string;
}

export interface DeployedFile {
  readonly path: string;
  /**
   * If a script writes or prints the Compose file: the parts of the script that it consists of, in
   * order. Absent for a whole file.
   */
  readonly parts?: readonly WrittenPart[];
}

export interface WrittenPart {
  readonly span: Span;
  /** Its text, of the same length, if it differs from the range's: ` "` for `\"`. */
  readonly text?: string;
  readonly isLineStart?: true;
}

export interface Deployed {
  /** Absent for Compose files. */
  readonly kind?: 'systemd-unit' | 'quadlet';
  /** In merge order. */
  readonly files: readonly DeployedFile[];
  /** The env files that the command names; absent if none. */
  readonly envFiles?: readonly string[];
  /** True for files that Compose finds by their names: they are linted as projects anyway. */
  readonly isDefault?: true;
  /** See `ParseContext`. */
  readonly orchestrator?: 'swarm';
  /** See `ParseContext`. */
  readonly projectDirectory?: string;
}

/** The relations of scripts that deploy this; nothing if they deploy nothing. */
export function deploying(deployed: readonly Deployed[]): { readonly relations?: Relations } {
  return deployed.length === 0 ? {} : { relations: { ...NO_RELATIONS, deployed } };
}

/** Joins the relations of several inputs. */
export function joinRelations(parts: readonly { readonly relations?: Relations }[]): {
  readonly relations?: Relations;
} {
  const [first, ...others] = parts.flatMap(({ relations }) => relations ?? []);
  if (first === undefined) return {};
  return {
    relations: others.reduce(
      (all, one) => ({
        included: [...all.included, ...one.included],
        mayInclude: [...all.mayInclude, ...one.mayInclude],
        extended: [...all.extended, ...one.extended],
        deployed: [...all.deployed, ...one.deployed],
        hasFragments: all.hasFragments || one.hasFragments,
        needsOthers: all.needsOthers || one.needsOthers,
        missing: [...all.missing, ...one.missing],
        partlyRead: [...all.partlyRead, ...one.partlyRead],
        readCommands: [...all.readCommands, ...one.readCommands],
        outside: [...all.outside, ...one.outside],
      }),
      first,
    ),
  };
}
