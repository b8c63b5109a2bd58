import type { Tree } from '../project.ts';

/** Files with any number of one construct. */
export interface Shape {
  readonly name: string;
  /** The files; those that start with a dot aren't linted. */
  readonly tree: (count: number) => Tree;
}

export function each(count: number, text: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => text(index)).join('');
}
