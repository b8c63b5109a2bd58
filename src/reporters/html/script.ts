/**
 * The page's script: filters findings, opens link targets, opens everything for printing, and
 * handles arrow keys in the matrix. Reads only the page's own attributes and texts.
 */
export const SCRIPT = `
'use strict';
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const items = all('.item');
const folds = all('details');
const form = document.querySelector('#filter');

const applyFilter = () => {
  const data = new FormData(form);
  const levels = data.getAll('level');
  const words = data.get('words').toLowerCase().split(' ');
  let shown = 0;
  for (const item of items) {
    const { level, text = item.closest('.card').querySelector('h3, summary').textContent.toLowerCase() + item.textContent.toLowerCase() } = item.dataset;
    item.hidden = !levels.includes(level) || !words.every((word) => text.includes(word));
    if (!item.hidden) shown += 1;
  }
  for (const card of all('.card')) {
    card.hidden = card.querySelector('.item:not([hidden])') === null;
    if (words.join('') !== '') for (const fold of card.matches('details') ? [card] : all('details', card)) fold.open = true;
  }
  document.querySelector('#none').hidden = shown > 0;
  form.querySelector('output').value = shown + ' of ' + items.length + ' shown';
};

const showTarget = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target?.matches('.item')) return;
  if (target.hidden) {
    form.reset();
    applyFilter();
  }
  for (let fold = target.closest('details'); fold; fold = fold.parentElement.closest('details')) fold.open = true;
  target.scrollIntoView({ block: 'center' });
  target.querySelector('h4').focus({ preventScroll: true });
};

if (form !== null) {
  form.hidden = false;
  form.addEventListener('input', applyFilter);
  form.addEventListener('submit', (event) => event.preventDefault());
  const openAll = form.querySelector('#open-all');
  openAll.addEventListener('click', () => {
    const isOpen = openAll.getAttribute('aria-pressed') !== 'true';
    openAll.setAttribute('aria-pressed', String(isOpen));
    openAll.textContent = isOpen ? 'Collapse all' : 'Expand all';
    for (const fold of folds) fold.open = isOpen;
  });
  applyFilter();
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#"]');
  // A second click on the same link changes no address.
  if (link !== null && link.getAttribute('href') === location.hash) showTarget();
});
addEventListener('hashchange', showTarget);

const table = document.querySelector('.matrix');
if (table !== null) {
  const links = all('td a', table);
  const position = (link) => [link.closest('tr').rowIndex, link.closest('td').cellIndex];
  const enter = (link) => {
    for (const other of links) other.tabIndex = other === link ? 0 : -1;
  };
  if (links.length > 0) enter(links[0]);
  table.addEventListener('focusin', (event) => {
    if (links.includes(event.target)) enter(event.target);
  });
  const STEPS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [1, -1], ArrowRight: [1, 1] };
  table.addEventListener('keydown', (event) => {
    const step = STEPS[event.key];
    if (step === undefined || !links.includes(event.target)) return;
    event.preventDefault();
    const [along, direction] = step;
    const here = position(event.target);
    // The nearest in that direction: along the line first, then by how far it is off it.
    const ahead = links.filter((link) => (position(link)[along] - here[along]) * direction > 0);
    const distance = (link) => Math.abs(position(link)[along] - here[along]) + 100 * Math.abs(position(link)[1 - along] - here[1 - along]);
    ahead.sort((a, b) => distance(a) - distance(b))[0]?.focus();
  });
}

addEventListener('beforeprint', () => {
  for (const fold of folds) {
    fold.dataset.wasOpen = String(fold.open);
    fold.open = true;
  }
});
addEventListener('afterprint', () => {
  for (const fold of folds) fold.open = fold.dataset.wasOpen === 'true';
});

if (location.hash !== '') showTarget();
`;
