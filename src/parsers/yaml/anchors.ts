import type { Location } from '../../text/location.ts';
import { problem, type Report } from '../contract/problem.ts';
import { MAX_NESTING } from '../syntax/nesting.ts';
import type { Node } from './tree.ts';

/** Aliases may add this many nodes, plus this many times the file's own; later ones are not followed. */
const MAX_EXPANSION = 50_000;
const MAX_EXPANSION_FACTOR = 5;

export interface Anchor {
  readonly node: Node;
  /** The number of nodes, itself included; an alias inside counts with everything it stands for. */
  readonly size: number;
  /** Nesting depth below it. */
  readonly height: number;
  readonly tag: string | undefined;
}

/** A document's anchors, and the nodes their aliases have added. Reports aliases that can't be followed. */
export class Anchors {
  readonly #report: Report;
  readonly #anchors = new Map<string, Anchor | 'open'>();
  #hasReportedLimit = false;
  #hasReportedDepth = false;
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

  /** Begins an anchor whose node is counted already. Call the result with the built node. */
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
    return this.#hasDepthFor(anchor.height, depth, location) && this.#hasRoomFor(anchor.size, location)
      ? anchor
      : 'too-large';
  }

  #hasDepthFor(height: number, depth: number, location: Location): boolean {
    if (depth + height <= MAX_NESTING) {
      this.#deepest = Math.max(this.#deepest, depth + height);
      return true;
    }
    const what = `Following this alias would nest the file more than ${MAX_NESTING} levels deep; it and similar aliases were not followed.`;
    if (!this.#hasReportedDepth) this.#report(problem('syntax/limit', { location, hops: [] }, what));
    this.#hasReportedDepth = true;
    return false;
  }

  #hasRoomFor(size: number, location: Location): boolean {
    const limit = MAX_EXPANSION + MAX_EXPANSION_FACTOR * this.#written;
    if (this.#expanded + size > limit) {
      const what = `Following this alias would expand the file to more than ${limit} values; it and later aliases were not followed.`;
      if (!this.#hasReportedLimit) this.#report(problem('syntax/limit', { location, hops: [] }, what));
      this.#hasReportedLimit = true;
      return false;
    }
    this.#expanded += size;
    return true;
  }
}
