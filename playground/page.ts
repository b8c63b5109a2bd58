import type { Risk } from '../src/model/change.ts';
import type { PageAnswer, PageRequest } from '../src/playground/protocol.ts';
import { PRESET_SUMMARIES, PRESETS } from '../src/workspace/config/rule-settings.ts';
import { byId, element } from './dom.ts';
import { Editor } from './editor.ts';
import { EXAMPLES } from './examples.ts';
import { fromFragment, type Linked, toFragment } from './link.ts';
import { Linter } from './linter.ts';
import { type Actions, findingsList, fixesPanel, requestsPanel, summaryOf } from './results.ts';
import { setUpTabs } from './tabs.ts';

/** So long nothing is linted while somebody types. */
const PAUSE = 150;
/** Some programs cut longer links. */
const MAX_LINK = 8_000;

const INVITATION = 'Type or paste a Compose file, a script or a command, or start from an example.';
/**
 * What is shown of a text without anything in it: to the client it can be an empty project, but nobody means that here.
 */
const NOTHING: PageAnswer = {
  kind: 'compose',
  results: [],
  pages: {},
  fixed: { after: '', diff: '', made: [], withdrawn: [], riskier: 0 },
  requests: [],
};

const summary = byId('summary', HTMLElement);
const shared = byId('shared', HTMLElement);
const panels = {
  findings: byId('findings', HTMLElement),
  fixes: byId('fixes', HTMLElement),
  requests: byId('requests', HTMLElement),
};
const example = byId('example', HTMLSelectElement);
const preset = byId('preset', HTMLSelectElement);
const name = byId('name', HTMLInputElement);

/** What panels are to show once they are in sight. */
const contents = new Map<HTMLElement, () => readonly Node[]>();

let risk: Risk = 'safe';
let timer = 0;

const editor = new Editor(byId('editor', HTMLElement), 'Text to lint', 'keys', () => {
  // The same text would be shown again when the page is loaded anew.
  if (location.hash.includes('text=')) history.replaceState(undefined, '', location.pathname + location.search);
  shared.textContent = '';
  // It is no longer that text, which can then be chosen anew.
  example.value = '';
  clearTimeout(timer);
  timer = window.setTimeout(lint, PAUSE);
});
const linter = new Linter(byId('worker', HTMLElement).textContent, show, (message) => {
  summary.textContent = message;
});

/** What can be done with a text, as long as it is that of the editor: places are nowhere in another. */
const actionsOn = (text: string): Actions => ({
  select: (span) => {
    if (editor.text === text) editor.select(span);
  },
  lineOf: (offset) => editor.lineOf(offset),
  edit: (edits) => {
    if (editor.text !== text) return;
    editor.edit(edits);
    // The button that was pressed goes with its finding.
    panels.findings.focus();
  },
  replace: (other) => {
    if (editor.text !== text) return;
    editor.text = other;
    panels.fixes.focus();
  },
  risk,
  setRisk: (chosen) => {
    risk = chosen;
    lint();
  },
});

function lint(): void {
  clearTimeout(timer);
  const chosen = PRESETS.find((each) => each === preset.value) ?? 'recommended';
  const request = { text: editor.text, name: name.value.trim(), preset: chosen, risk };
  if (request.text.trim() === '') show(NOTHING, request);
  else linter.ask(request);
}

function show(answer: PageAnswer, { text }: PageRequest): void {
  // The text has changed since, and is linted again.
  if (text !== editor.text) return;
  editor.readAs(name.value.trim(), answer.kind);
  editor.show(answer);
  summary.textContent = answer === NOTHING ? INVITATION : summaryOf(answer);
  setCount('findings', answer.results.length);
  setCount('fixes', answer.fixed.made.length);
  setCount('requests', answer.requests.length);
  const actions = actionsOn(text);
  contents.set(panels.findings, () => findingsList(answer, actions));
  contents.set(panels.fixes, () => fixesPanel(answer.fixed, actions));
  contents.set(panels.requests, () => requestsPanel(answer, actions));
  for (const panel of contents.keys()) if (!panel.hidden) fill(panel);
}

function setCount(panel: keyof typeof panels, count: number): void {
  const tab = byId(`tab-${panel}`, HTMLElement);
  tab.textContent = `${tab.textContent.replace(/ \(\d+\)$/, '')} (${count})`;
}

/** Puts its new content into a panel in sight, if there is any; what had the focus in it keeps it, by its id. */
function fill(panel: HTMLElement): void {
  const content = contents.get(panel);
  if (content === undefined) return;
  contents.delete(panel);
  const focused = panel.contains(document.activeElement) ? document.activeElement : null;
  panel.replaceChildren(...content());
  if (focused === null || panel.contains(focused) || focused === panel) return;
  (focused.id === '' ? panel : (document.getElementById(focused.id) ?? panel)).focus();
}

function open({ text, name: given, preset: wanted }: Linked): void {
  name.value = given;
  preset.value = PRESETS.find((each) => each === wanted) ?? 'recommended';
  editor.text = text;
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

async function share(): Promise<void> {
  const fragment = await toFragment({ text: editor.text, name: name.value.trim(), preset: preset.value });
  history.replaceState(undefined, '', fragment);
  const isCopied = await navigator.clipboard.writeText(location.href).then(
    () => true,
    () => false,
  );
  const where = isCopied ? 'The link is copied' : 'The link is in the address bar';
  const long = location.href.length > MAX_LINK ? ' It is long: some programs may cut it.' : '';
  shared.textContent = `${where}. It holds the whole text, with any secrets in it.${long}`;
}

example.append(
  element('option', { value: '' }, 'your own text'),
  ...EXAMPLES.map(({ title }, index) => element('option', { value: String(index) }, title)),
);
example.addEventListener('change', () => {
  openExample(example.value);
});
preset.append(...PRESETS.map((each) => element('option', { value: each, title: PRESET_SUMMARIES[each] }, each)));
preset.addEventListener('change', lint);
name.addEventListener('input', () => {
  clearTimeout(timer);
  timer = window.setTimeout(lint, PAUSE);
});
byId('settings', HTMLFormElement).addEventListener('submit', (event) => {
  event.preventDefault();
  lint();
});
byId('share', HTMLButtonElement).addEventListener('click', () => {
  void share();
});
globalThis.addEventListener('hashchange', () => {
  void openLinked();
});
setUpTabs(document, fill);

if (!(await openLinked())) openExample('0');
