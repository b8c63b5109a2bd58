import type { MissingDefinition } from '../../model/finding.ts';
import type { Location, Span } from '../../text/location.ts';

/** What an input has to do with other files, as its front end read it. It passes as it is to whoever judges how inputs stand to one another. */
export interface Relations {
  /** The paths of the files that a Compose project includes: what they define is part of it. */
  readonly included: readonly string[];
  /** How the paths of files end that it may include or extend besides: a variable is in their names. */
  readonly mayInclude: readonly string[];
  /** What its services extend in other files. */
  readonly extended: readonly Extended[];
  /** What its scripts deploy. */
  readonly deployed: readonly Deployed[];
  /** True where a service is only a part, which another file completes. */
  readonly hasFragments: boolean;
  /** True where it refers to what other files define, so that the client refuses it by itself. */
  readonly needsOthers: boolean;
  /** What it refers to and does not define. */
  readonly missing: readonly LocatedMissing[];
  /** The files of which something could not be read, so that more may be in them than was found. */
  readonly partlyRead: readonly string[];
  /** Where its own and other files have commands of an engine that it has read: another input may not know them. */
  readonly readCommands: readonly Location[];
}

/** Those of an input that stands alone. */
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
};

/** A name that is not defined, and where it is written. */
export interface LocatedMissing extends MissingDefinition {
  readonly location: Location;
}

/** That a service takes over another file's, directly or by what it extends. */
export interface Extended {
  /** The name of the service in the input. */
  readonly by: string;
  readonly path: string;
  /** The name of the service there. */
  readonly service: string;
}

export interface DeployedFile {
  readonly path: string;
  /** Where in it the Compose file stands that a script writes or prints, in order. Left out where it is the whole. */
  readonly parts?: readonly WrittenPart[];
}

/** A stretch of a file that is a part of a line of another text. */
export interface WrittenPart {
  readonly span: Span;
  /** What it stands for, of the same length, where that is not its characters: ` "` for `\"`. */
  readonly text?: string;
  /** It begins a line of that text. */
  readonly isLineStart?: true;
}

/** Compose files that a script deploys as one project, or the unit that it writes. */
export interface Deployed {
  /** Left out for Compose files. */
  readonly kind?: 'systemd-unit' | 'quadlet';
  /** In the order in which they are merged. */
  readonly files: readonly DeployedFile[];
  /** The env files that the command names; left out where it names none. */
  readonly envFiles?: readonly string[];
  /** See `ParseContext`. */
  readonly orchestrator?: 'swarm';
  /** See `ParseContext`. */
  readonly projectDirectory?: string;
}

/** The relations of scripts that deploy this, for what was parsed of them; nothing where they deploy nothing. */
export function deploying(deployed: readonly Deployed[]): { readonly relations?: Relations } {
  return deployed.length === 0 ? {} : { relations: { ...NO_RELATIONS, deployed } };
}

/** The relations of several inputs that become one; nothing where none has any. */
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
      }),
      first,
    ),
  };
}
