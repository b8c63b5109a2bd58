import type { Location } from '../../text/location.ts';
import { problem, type Report } from '../contract/problem.ts';
import { MAX_NESTING } from '../syntax/nesting.ts';
import type { Node } from './tree.ts';

/**
 * Aliases may add this many nodes, plus a multiple of the file's own; later aliases aren't
 * followed.
 */
const MAX_EXPANSION = 50_000;
const MAX_EXPANSION_FACTOR = 5;

export interface Anchor {
  readonly node: Node;
  /** The number of nodes, itself included; an alias counts as all nodes that it stands for. */
  readonly size: number;
  /** The nesting depth below it. */
  readonly height: number;
  readonly tag: string | undefined;
}

/**
 * A document's anchors, and how many nodes aliases have added. Reports aliases that can't be
 * followed.
 */
export class Anchors {
  readonly #report: Report;
  readonly #anchors = new Map<string, Anchor | 'open'>();
  /** The limits that were already reported. */
  readonly #reported = new Set<'depth' | 'size'>();
  #written = 0;
  #expanded = 0;
  /** The deepest level reached since the innermost open anchor. */
  #deepest = 0;

  constructor(report: Report) {
    this.#report = report;
  }

  count(depth: number): void {
    this.#written += 1;
    this.#deepest = Math.max(this.#deepest, depth);
  }

  /**
   * Starts an anchor whose node was already counted. Call the returned function with the finished
   * node.
   */
  open(name: string, depth: number): (node: Node, tag: string | undefined) => void {
    const before = this.#written + this.#expanded;
    const outer = this.#deepest;
    this.#deepest = depth;
    this.#anchors.set(name, 'open');
    return (node, tag) => {
      const size = this.#written + this.#expanded - before + 1;
      this.#anchors.set(name, { node, size, height: this.#deepest - depth, tag });
      this.#deepest = Math.max(this.#deepest, outer);
    };
  }

  follow(name: string, depth: number, location: Location): Anchor | 'nothing' | 'too-large' {
    const anchor = this.#anchors.get(name);
    if (anchor === undefined || anchor === 'open') {
      const [id, what] =
        anchor === undefined
          ? (['syntax/invalid-yaml', `Alias \`*${name}\` has no preceding anchor.`] as const)
          : (['syntax/cycle', `Anchor \`&${name}\` contains an alias to itself.`] as const);
      this.#report(problem(id, { location, hops: [] }, what));
      return 'nothing';
    }
    const limit = MAX_EXPANSION + MAX_EXPANSION_FACTOR * this.#written;
    if (depth + anchor.height > MAX_NESTING)
      this.#reportOnce('depth', location, `nest the file more than ${MAX_NESTING} levels deep; it and similar aliases`);
    else if (this.#expanded + anchor.size > limit)
      this.#reportOnce('size', location, `expand the file to more than ${limit} values; it and later aliases`);
    else {
      this.#deepest = Math.max(this.#deepest, depth + anchor.height);
      this.#expanded += anchor.size;
      return anchor;
    }
    return 'too-large';
  }

  #reportOnce(limit: 'depth' | 'size', location: Location, what: string): void {
    const text = `Following this alias would ${what} were not followed.`;
    if (!this.#reported.has(limit)) this.#report(problem('syntax/limit', { location, hops: [] }, text));
    this.#reported.add(limit);
  }
}
