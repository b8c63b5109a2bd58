import { button } from './dom.ts';

/**
 * How many items of each list were in the page the last time, so that what somebody reads stays
 * where it is.
 */
const counts = new Map<string, number>();

/**
 * Fills a list with as many items as fit on a screen or two, and gives what stands behind it: a
 * button that adds more, and that presses itself when it comes into sight. A text can have
 * thousands of findings.
 */
export function growing<Item>(
  name: string,
  list: HTMLElement,
  items: readonly Item[],
  toNode: (item: Item) => Node | string,
  step = 40,
): HTMLButtonElement {
  let count = 0;
  const add = (until: number): void => {
    list.append(...items.slice(count, until).map(toNode));
    count = Math.min(until, items.length);
    counts.set(name, Math.max(count, step));
    more.textContent = `Show ${items.length - count} more`;
    more.hidden = count === items.length;
  };
  const more = button('', 'more', () => {
    add(count + step);
  });
  add(counts.get(name) ?? step);
  const watch = new IntersectionObserver((entries) => {
    if (!more.isConnected || more.hidden) watch.disconnect();
    else if (entries.some(({ isIntersecting }) => isIntersecting)) {
      add(count + step);
      // It is told again where the button still is in sight.
      watch.unobserve(more);
      watch.observe(more);
    }
  });
  if (!more.hidden) watch.observe(more);
  return more;
}
