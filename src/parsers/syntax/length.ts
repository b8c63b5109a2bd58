/**
 * Where a text of more characters than `most` is cut: behind the last line that ends within them, or within a line that is
 * longer. `undefined` where it has no more.
 */
export function cutOf(text: string, most: number): number | undefined {
  return text.length <= most ? undefined : text.lastIndexOf('\n', most - 1) + 1 || most;
}
