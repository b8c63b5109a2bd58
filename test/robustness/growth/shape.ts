import type { Tree } from '../project.ts';

/** Files that hold as many of one thing as asked for. */
export interface Shape {
  readonly name: string;
  /** The files; all but those that begin with a dot are linted. */
  readonly tree: (count: number) => Tree;
}

/** As many texts as asked for, one behind the other. */
export function each(count: number, text: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => text(index)).join('');
}
