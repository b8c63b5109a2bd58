/**
 * Makes tabs of buttons that name their panels in `aria-controls`: one is open, and the arrow keys go from one to the
 * next. `onOpen` is told which panel is now in sight.
 */
export function setUpTabs(list: ParentNode, onOpen: (panel: HTMLElement) => void): void {
  const tabs = [...list.querySelectorAll<HTMLButtonElement>('[role=tab]')];
  const open = (chosen: HTMLButtonElement): void => {
    for (const tab of tabs) {
      const isChosen = tab === chosen;
      tab.setAttribute('aria-selected', String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute('aria-controls') ?? '');
      if (panel === null) continue;
      panel.hidden = !isChosen;
      if (isChosen) onOpen(panel);
    }
  };
  for (const [index, tab] of tabs.entries()) {
    tab.addEventListener('click', () => {
      open(tab);
    });
    tab.addEventListener('keydown', (event) => {
      const target = TARGETS[event.key]?.(index, tabs.length);
      const next = target === undefined ? undefined : tabs.at(target);
      if (next === undefined) return;
      event.preventDefault();
      open(next);
      next.focus();
    });
  }
}

const TARGETS: Readonly<Partial<Record<string, (index: number, count: number) => number>>> = {
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowLeft: (index, count) => (index + count - 1) % count,
  Home: () => 0,
  End: (_index, count) => count - 1,
};
