/**
 * Makes tabs of the buttons in an element: one is chosen, and the arrow keys go from one to the
 * next.
 */
export function setUpTabs(list: HTMLElement, onOpen: (chosen: HTMLButtonElement) => void): void {
  const tabs = (): HTMLButtonElement[] =>
    [...list.querySelectorAll<HTMLButtonElement>('[role=tab]')].filter(({ hidden }) => !hidden);
  const tabOf = ({ target }: Event): HTMLButtonElement | null =>
    target instanceof Element ? target.closest<HTMLButtonElement>('[role=tab]') : null;
  list.addEventListener('click', (event) => {
    const tab = tabOf(event);
    if (tab !== null) onOpen(tab);
  });
  list.addEventListener('keydown', (event) => {
    const tab = tabOf(event);
    const all = tabs();
    const target = tab === null ? undefined : TARGETS[event.key]?.(all.indexOf(tab), all.length);
    if (target === undefined) return;
    event.preventDefault();
    const next = all.at(target);
    if (next !== undefined) onOpen(next);
    // Tabs may be made anew when one is opened.
    tabs().at(target)?.focus();
  });
}

/** Shows that a tab is the chosen one of its list. */
export function markChosen(tab: HTMLButtonElement, isChosen: boolean): void {
  tab.setAttribute('aria-selected', String(isChosen));
  tab.tabIndex = isChosen ? 0 : -1;
}

const TARGETS: Readonly<Partial<Record<string, (index: number, count: number) => number>>> = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index + count - 1) % count,
  Home: () => 0,
  End: (_index, count) => count - 1,
};
