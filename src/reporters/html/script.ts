/**
 * What the page does beyond its elements: the filter, the page of a rule beside its finding, arrow keys in the matrix,
 * and everything opened for print. It reads the page's own attributes only.
 */
export const SCRIPT = `
'use strict';
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const items = all('.item');
const form = document.querySelector('#filter');

const applyFilter = () => {
  if (form === null) return;
  const data = new FormData(form);
  const levels = data.getAll('level');
  let shown = 0;
  for (const item of items) {
    const { level, rule, file } = item.dataset;
    item.hidden = !levels.includes(level) || !['', rule].includes(data.get('rule')) || !['', file].includes(data.get('file'));
    if (!item.hidden) shown += 1;
  }
  for (const group of all('.group')) group.hidden = group.querySelector('.item:not([hidden])') === null;
  document.querySelector('#none').hidden = shown > 0;
  form.querySelector('output').value = shown + ' of ' + items.length + ' shown';
};

const showRule = (id) => {
  const body = document.getElementById('rule-' + id);
  if (body === null) return;
  const page = body.closest('details');
  page.open = true;
  const aside = page.closest('aside');
  if (getComputedStyle(aside).overflowY !== 'visible') aside.scrollTop = page.offsetTop;
};

const showTarget = () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const details = target?.closest('details');
  if (!details) return;
  if (details.hidden) {
    form.reset();
    applyFilter();
  }
  details.open = true;
  details.scrollIntoView({ block: 'nearest' });
  details.querySelector('summary').focus({ preventScroll: true });
};

if (form !== null) {
  form.hidden = false;
  form.addEventListener('input', applyFilter);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(applyFilter));
  const openAll = form.querySelector('#open-all');
  openAll.addEventListener('click', () => {
    const isOpen = openAll.getAttribute('aria-pressed') !== 'true';
    openAll.setAttribute('aria-pressed', String(isOpen));
    openAll.textContent = isOpen ? 'Close all' : 'Open all';
    for (const item of items) item.open = isOpen;
  });
  applyFilter();
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href^="#"]');
  // A second click on the same link changes no address.
  if (link !== null && link.getAttribute('href') === location.hash) showTarget();
  const summary = event.target.closest('.item > summary');
  if (summary !== null && !summary.parentElement.open) showRule(summary.parentElement.dataset.rule);
});
addEventListener('hashchange', () => {
  showTarget();
  const rule = document.getElementById(location.hash.slice(1))?.closest('.item')?.dataset.rule;
  if (rule) showRule(rule);
});

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
  for (const item of items) {
    item.dataset.wasOpen = String(item.open);
    item.open = true;
  }
});
addEventListener('afterprint', () => {
  for (const item of items) item.open = item.dataset.wasOpen === 'true';
});

if (location.hash !== '') showTarget();
`;
