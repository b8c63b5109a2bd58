import type { Hop } from '../../../text/location.ts';
import { append } from '../../../util/maps.ts';
import { assigned } from './assign.ts';
import { expandMake } from './expand.ts';
import { type MakeScope, type MakeSession, noteLimit } from './scope.ts';
import type { MakeAssignment } from './syntax/assignment.ts';
import { forkMake, joinMake, lookUpMake, type MakeState, type MakeVariable } from './variables.ts';

/** A variable for the recipes of targets and of their prerequisites. */
export interface TargetVariable {
  readonly targets: readonly string[];
  readonly assignment: MakeAssignment;
  readonly file: string;
  /** Its value, if the assignment is expanded immediately. */
  readonly simple: MakeVariable | undefined;
  /** The conditional branch around it. */
  readonly branch: Hop | undefined;
}

/** Sets a variable for a recipe; if not on all paths, it may keep its earlier value. */
export function setForTarget(
  scope: MakeScope,
  { assignment, simple, branch }: TargetVariable,
  isAlways: boolean,
): void {
  const name = expandMake(scope, assignment.name).value;
  if (name === undefined) return;
  const { state } = scope;
  const variable = simple ?? assigned(scope, name, assignment, lookUpMake(state, name), true);
  if (variable === undefined) return;
  if (isAlways && branch === undefined) {
    state.changed.set(name, variable);
    return;
  }
  const hop = branch ?? { kind: 'branch', location: assignment.value.whole.location };
  const set: MakeState = { parent: state, changed: new Map([[name, variable]]) };
  joinMake(state, [set, forkMake(state)], hop);
}

function isMatch(pattern: string, name: string): boolean {
  const at = pattern.indexOf('%');
  if (at < 0) return pattern === name;
  const [head, tail] = [pattern.slice(0, at), pattern.slice(at + 1)];
  return name.length > head.length + tail.length && name.startsWith(head) && name.endsWith(tail);
}

/** The maximum number of variables for one target and its prerequisites. */
const MAX_FOR_TARGET = 200;
const TOO_MANY = `More than ${MAX_FOR_TARGET} target-specific variables are not followed.`;

/** Target variables by target; pattern targets are separate. */
export class TargetVariables {
  readonly #byTarget = new Map<string, TargetVariable[]>();
  readonly #ofPatterns: TargetVariable[] = [];

  add(variable: TargetVariable): void {
    for (const target of variable.targets) {
      if (target.includes('%')) this.#ofPatterns.push(variable);
      else append(this.#byTarget, target, variable);
    }
  }

  get targets(): readonly string[] {
    return [...this.#byTarget.keys()];
  }

  of(target: string, session: MakeSession): readonly TargetVariable[] {
    const patterns = this.#ofPatterns.slice(0, MAX_FOR_TARGET);
    const own = this.#byTarget.get(target) ?? [];
    const unread = this.#ofPatterns[MAX_FOR_TARGET] ?? own.at(-1 - MAX_FOR_TARGET);
    if (unread !== undefined) noteLimit(session, unread.assignment.name.place.location, TOO_MANY);
    return [
      ...patterns.filter(({ targets }) => targets.some((pattern) => isMatch(pattern, target))),
      ...own.slice(-MAX_FOR_TARGET),
    ];
  }
}
