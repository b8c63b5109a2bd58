import { PRESET_SUMMARIES, PRESETS } from '../src/config/rule-settings.ts';
import type { Risk } from '../src/model/change.ts';
import type { PageAnswer, PageFile, PagePlace, PageRequest } from '../src/playground/protocol.ts';
import { button, byId, element } from './dom.ts';
import { Editor } from './editor.ts';
import { EXAMPLES } from './examples.ts';
import { fromFragment, type Linked, toFragment } from './link.ts';
import { Linter } from './linter.ts';
import { type Actions, driftPanel, findingsList, fixesPanel, requestsPanel, summaryOf } from './results.ts';
import { markChosen, setUpTabs } from './tabs.ts';

/** So long nothing is linted while somebody types. */
const PAUSE = 150;
/**
 * What took longer is shown without its fixes at first, which are proven when nobody types for so
 * long.
 */
const LONG = 300;
const REST = 800;
/** The fixes of texts with so many characters take long. */
const LONG_TEXT = 8_000;
/** Some programs cut longer links. */
const MAX_LINK = 8_000;

const INVITATION = 'Type or paste a Compose file, a script or a command, or choose an example.';
/**
 * What is shown of a text without anything in it: to the client it can be an empty project, but
 * nobody means that here.
 */
const NOTHING: PageAnswer = {
  kind: 'compose',
  results: [],
  pages: {},
  fixed: { after: [], diff: '', made: [], withdrawn: [], riskier: 0 },
  requests: [],
};

const PANELS = ['findings', 'fixes', 'requests', 'drift'] as const;
type Panel = (typeof PANELS)[number];

const summary = byId('summary', HTMLElement);
const shared = byId('shared', HTMLElement);
const panelOf = (panel: Panel): HTMLElement => byId(panel, HTMLElement);
const tabOf = (panel: Panel): HTMLButtonElement => byId(`tab-${panel}`, HTMLButtonElement);
const example = byId('example', HTMLSelectElement);
const preset = byId('preset', HTMLSelectElement);
const name = byId('name', HTMLInputElement);
const fileTabs = byId('files', HTMLElement);

let names: readonly string[] = [''];
/** The name of the first file is the user's, not that of an example or a link. */
let isNamed = false;
let risk: Risk = 'safe';
let timer = 0;
/** How long the last answer with fixes took, in milliseconds. */
let cost = 0;
let asked = 0;
let shown: { readonly answer: PageAnswer; readonly files: PageRequest['files'] } | undefined;
let panel: Panel = 'findings';
/** The panels that are not filled with what is shown: nobody looks at them. */
const stale = new Set<Panel>();

const editor = new Editor(byId('editor', HTMLElement), 'Text to lint', 'keys', (isOther) => {
  // A text that replaces an example is recognized by its content.
  if (isOther && !isNamed && names.length === 1) {
    names = [''];
    showFiles();
  }
  // The same text would be shown again when the page is loaded anew.
  if (/text=|files=/.test(location.hash)) history.replaceState(undefined, '', location.pathname + location.search);
  shared.textContent = '';
  // It is no longer that text, which can then be chosen anew.
  example.value = '';
  lintSoon(PAUSE);
});
const linter = new Linter(byId('worker', HTMLElement).textContent, show, (message) => {
  summary.textContent = message;
});

function filesNow(): PageRequest['files'] {
  const [first = '', ...others] = editor.texts;
  const fileOf = (text: string, index: number): PageFile => ({ name: names[index] ?? '', text });
  return [fileOf(first, 0), ...others.map((text, index) => fileOf(text, index + 1))];
}

function areSame(files: PageRequest['files']): boolean {
  const texts = editor.texts;
  return texts.length === files.length && files.every(({ text }, index) => texts[index] === text);
}

/**
 * What can be done with files, as long as they are those of the editor: places are nowhere in
 * others.
 */
const actionsOn = (files: PageRequest['files']): Actions => ({
  select: ({ file, span }: PagePlace) => {
    if (!areSame(files)) return;
    openFile(file);
    editor.select(span);
  },
  nameOf: (place) => {
    const line = `line ${editor.lineOf(place)}`;
    return place.file === 0 ? line : `${files[place.file]?.name ?? ''} ${line}`;
  },
  edit: (edits) => {
    if (!areSame(files)) return;
    editor.edit(edits);
    // The button that was pressed goes with its finding.
    panelOf('findings').focus();
  },
  replace: (texts) => {
    if (!areSame(files)) return;
    editor.replace(texts);
    panelOf('fixes').focus();
  },
  risk,
  setRisk: (chosen) => {
    risk = chosen;
    lint(true);
  },
});

function lintSoon(pause: number, isProven = cost < LONG): void {
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    lint(isProven);
  }, pause);
}

function lint(isProven = cost < LONG): void {
  clearTimeout(timer);
  const chosen = PRESETS.find((each) => each === preset.value) ?? 'recommended';
  const request: PageRequest = { files: filesNow(), preset: chosen, risk, isProven };
  asked = performance.now();
  if (request.files.every(({ text }) => text.trim() === '')) show(NOTHING, request);
  else linter.ask(request);
}

function show(answer: PageAnswer, { files, isProven }: PageRequest): void {
  // A text has changed since, and is linted again.
  if (!areSame(files)) return;
  if (isProven && answer !== NOTHING) cost = performance.now() - asked;
  if (!isProven) lintSoon(REST, true);
  shown = { answer, files };
  markFile();
  summary.textContent = answer === NOTHING ? INVITATION : summaryOf(answer);
  setCount('findings', answer.results.length);
  if (answer.fixed !== undefined) setCount('fixes', answer.fixed.made.length + answer.fixed.riskier);
  setCount('requests', answer.requests.length);
  setCount('drift', answer.drift?.containers.reduce((count, { differences }) => count + differences.length, 0) ?? 0);
  tabOf('drift').hidden = answer.drift === undefined;
  for (const each of PANELS) stale.add(each);
  if (panel === 'drift' && answer.drift === undefined) openPanel('findings');
  else fillPanel();
}

/** Marks what was found in the file in sight. */
function markFile(): void {
  if (shown === undefined || !areSame(shown.files)) return;
  editor.readAs(names[editor.current] ?? '', editor.current === 0 ? shown.answer.kind : '');
  editor.show(shown.answer);
}

/** Fills the panel in sight, unless it is. */
function fillPanel(): void {
  if (shown === undefined || !stale.delete(panel)) return;
  const { answer, files } = shown;
  const actions = actionsOn(files);
  const content = {
    findings: () => findingsList(answer, actions),
    fixes: () => fixesPanel(answer.fixed, actions),
    requests: () => requestsPanel(answer, actions),
    drift: () => (answer.drift === undefined ? [] : driftPanel(answer.drift, actions)),
  };
  fill(panelOf(panel), content[panel]());
}

function openPanel(chosen: Panel): void {
  panel = chosen;
  for (const each of PANELS) {
    markChosen(tabOf(each), each === chosen);
    panelOf(each).hidden = each !== chosen;
  }
  fillPanel();
}

function setCount(of: Panel, count: number): void {
  const tab = tabOf(of);
  tab.textContent = `${tab.textContent.replace(/ \(\d+\)$/, '')} (${count})`;
}

/** Puts new content into a panel; what had the focus in it keeps it, by its id. */
function fill(place: HTMLElement, content: readonly Node[]): void {
  const focused = place.contains(document.activeElement) ? document.activeElement : null;
  place.replaceChildren(...content);
  if (focused === null || place.contains(focused) || focused === place) return;
  (focused.id === '' ? place : (document.getElementById(focused.id) ?? place)).focus();
}

function open({ files, preset: wanted }: Linked): void {
  names = files.map((file) => file.name);
  isNamed = false;
  preset.value = PRESETS.find((each) => each === wanted) ?? 'recommended';
  cost = files.reduce((length, { text }) => length + text.length, 0) > LONG_TEXT ? LONG : 0;
  editor.open(files.map(({ text }) => text));
  showFiles();
  lint();
}

function openExample(index: string): void {
  const chosen = EXAMPLES[Number(index)];
  if (index === '' || chosen === undefined) return;
  open({ ...chosen, preset: preset.value });
  example.value = index;
}

async function openLinked(): Promise<boolean> {
  const linked = await fromFragment(location.hash);
  if (linked === undefined) return false;
  open(linked);
  return true;
}

/** The tabs of the files, and the name of the one in sight. */
function showFiles(): void {
  fileTabs.replaceChildren(
    ...names.map((each, index) => {
      const tab = button(each === '' ? 'text' : each, 'file', () => undefined);
      tab.setAttribute('role', 'tab');
      tab.setAttribute('aria-controls', 'editor');
      tab.dataset['file'] = String(index);
      markChosen(tab, index === editor.current);
      return tab;
    }),
  );
  name.value = names[editor.current] ?? '';
  byId('remove-file', HTMLButtonElement).hidden = names.length === 1;
}

function openFile(file: number): void {
  editor.switchTo(file);
  showFiles();
  markFile();
}

function addFile(): void {
  // A text by itself becomes one of several, which have names.
  const [first = ''] = names;
  names = [first === '' ? (shown?.answer.kind === 'compose' ? 'compose.yaml' : 'script.sh') : first, ...names.slice(1)];
  const wanted = ['.env', 'compose.override.yaml', 'Dockerfile', '.plimsoll.yaml'];
  names = [...names, wanted.find((each) => !names.includes(each)) ?? `file-${names.length + 1}`];
  editor.add('');
  showFiles();
  name.focus();
  name.select();
}

async function share(): Promise<void> {
  const fragment = await toFragment({ files: filesNow(), preset: preset.value });
  history.replaceState(undefined, '', fragment);
  const isCopied = await navigator.clipboard.writeText(location.href).then(
    () => true,
    () => false,
  );
  const where = isCopied ? 'Link copied' : 'Link in the address bar';
  const long = location.href.length > MAX_LINK ? ' It is long: some programs may truncate it.' : '';
  const address = `vscode://plimsoll.plimsoll/open?${fragment.slice(1)}`;
  shared.replaceChildren(
    `${where}. It contains the whole text, including any secrets.${long} `,
    element('a', { href: address }, 'Open in VS Code'),
  );
}

example.append(
  element('option', { value: '' }, 'Your own text'),
  ...EXAMPLES.map(({ title }, index) => element('option', { value: String(index) }, title)),
);
example.addEventListener('change', () => {
  openExample(example.value);
});
preset.append(...PRESETS.map((each) => element('option', { value: each, title: PRESET_SUMMARIES[each] }, each)));
preset.addEventListener('change', () => {
  lint();
});
name.addEventListener('input', () => {
  isNamed = name.value.trim() !== '';
  names = names.map((each, index) => (index === editor.current ? name.value.trim() : each));
  const tab = fileTabs.querySelectorAll('[role=tab]')[editor.current];
  if (tab !== undefined) tab.textContent = name.value.trim() === '' ? 'text' : name.value.trim();
  lintSoon(PAUSE);
});
byId('settings', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  lint();
});
byId('share', HTMLButtonElement).addEventListener('click', () => {
  void share();
});
byId('add-file', HTMLButtonElement).addEventListener('click', addFile);
byId('remove-file', HTMLButtonElement).addEventListener('click', () => {
  names = names.filter((_, index) => index !== editor.current);
  editor.remove();
  showFiles();
});
globalThis.addEventListener('hashchange', () => {
  void openLinked();
});
setUpTabs(fileTabs, ({ dataset }) => {
  openFile(Number(dataset['file']));
});
setUpTabs(byId('tabs', HTMLElement), (tab) => {
  const chosen = PANELS.find((each) => tab === tabOf(each));
  if (chosen !== undefined) openPanel(chosen);
});

if (!(await openLinked())) openExample('0');
