import { RISKS, type Risk } from '../src/model/change.ts';
import type {
  EngineRequest,
  FixedText,
  PageAnswer,
  PageDrift,
  PageEdit,
  PageFix,
  PagePlace,
  PageResult,
} from '../src/playground/protocol.ts';
import { button, countOf, element, message } from './dom.ts';
import { growing } from './growing.ts';
import { highlightJson } from './json.ts';

/** What the results can do with the files. */
export interface Actions {
  readonly select: (place: PagePlace) => void;
  readonly edit: (edits: readonly PageEdit[]) => void;
  /** `line 3`, with the file where it is another than the first. */
  readonly nameOf: (place: PagePlace) => string;
  readonly replace: (texts: readonly string[]) => void;
  readonly risk: Risk;
  readonly setRisk: (risk: Risk) => void;
}

const LEVELS = [
  'error',
  'warning',
  'info',
  'undecided',
  'suppressed',
] as const satisfies readonly PageResult['level'][];

/** `2 errors, 1 warning in 3 requests`, as one sentence. */
export function summaryOf({ results, requests }: PageAnswer): string {
  const counts = LEVELS.flatMap((level) => {
    const count = results.filter((result) => result.level === level).length;
    const isNoun = level === 'error' || level === 'warning';
    return count === 0 ? [] : [isNoun ? countOf(count, level) : `${count} ${level}`];
  });
  const found = counts.length === 0 ? 'No findings' : counts.join(', ');
  return `${found} in ${countOf(requests.length, 'request')}.`;
}

/** Every finding and open question. */
export function findingsList({ results, pages }: PageAnswer, actions: Actions): readonly Node[] {
  if (results.length === 0) return [element('p', {}, 'No findings.')];
  const list = element('ol', { class: 'results' });
  const toItem = (alike: Alike): Node =>
    alike.length < MIN_ALIKE ? resultItem(alike[0], pages, actions) : alikeItem(alike, pages, actions);
  return [list, growing('findings', list, groupsOf(results), toItem)];
}

/** So many results that differ only in what they are about are one item. */
const MIN_ALIKE = 4;

type Alike = readonly [PageResult, ...PageResult[]];

/**
 * Results with the same rules, level and remedy, except for the code in it, if there are many; each
 * of the others by itself. In their order.
 */
function groupsOf(results: readonly PageResult[]): readonly Alike[] {
  const byKey = new Map<string, [PageResult, ...PageResult[]]>();
  const keyOf = ({ level, rules, group, remedy }: PageResult): string =>
    JSON.stringify([level, group, rules.map(({ id }) => id), remedy?.replaceAll(/`[^`]*`/g, '')]);
  for (const result of results) {
    const alike = byKey.get(keyOf(result));
    if (alike === undefined) byKey.set(keyOf(result), [result]);
    else alike.push(result);
  }
  return results.flatMap((result): readonly Alike[] => {
    const alike = byKey.get(keyOf(result)) ?? [result];
    if (alike.length < MIN_ALIKE) return [[result]];
    return alike[0] === result ? [alike] : [];
  });
}

/** What many results say, once, and where. */
function alikeItem(alike: Alike, pages: PageAnswer['pages'], actions: Actions): HTMLLIElement {
  const [{ level, rules, remedy, message: first }] = alike;
  const places = element('ol', { class: 'results' });
  const details = element('details', {}, element('summary', {}, `All ${alike.length} places`));
  details.addEventListener(
    'toggle',
    () => {
      const toPlace = ({ place, message: text, remedy: own, related, fixes }: PageResult): Node =>
        element(
          'li',
          { class: 'same' },
          element(
            'p',
            {},
            placeButton(place, actions),
            ' ',
            ...message(own === remedy ? text : `${text} ${own ?? ''}`),
          ),
          ...relatedNotes(related, actions),
          fixesList(fixes, actions),
        );
      details.append(places, growing(`${level} ${namesOf(alike[0])}`, places, alike, toPlace));
    },
    { once: true },
  );
  return element(
    'li',
    { class: `result ${level}` },
    heading(alike[0], element('span', { class: 'note' }, `${alike.length} places`)),
    element('p', {}, 'For example: ', ...message(first)),
    remedy === undefined ? undefined : element('p', {}, ...message(remedy)),
    details,
    ...rules.map(({ id }) => rulePage(id, pages[id], rules.length > 1)),
  );
}

function namesOf({ group, rules }: PageResult): string {
  return group ?? rules.map(({ number, id }) => [number, id].join(' ').trim()).join(', ');
}

function heading(result: PageResult, where: Node): HTMLElement {
  const { level } = result;
  return element('h3', {}, element('span', { class: `level ${level}` }, level), namesOf(result), where);
}

function relatedNotes(related: PageResult['related'], actions: Actions): readonly Node[] {
  return related.map((other) =>
    element('p', { class: 'note' }, placeButton(other.place, actions), ' ', ...message(other.message)),
  );
}

function fixesList(fixes: readonly PageFix[], actions: Actions): Node | undefined {
  return fixes.length === 0
    ? undefined
    : element('ul', { class: 'fixes', 'aria-label': 'Fixes' }, ...fixes.map((fix) => fixItem(fix, actions)));
}

function resultItem(result: PageResult, pages: PageAnswer['pages'], actions: Actions): HTMLLIElement {
  const { level, rules, place, remedy, related, fixes } = result;
  // One fix for all that a container lacks comes first; those for each part are folded.
  const shown = rules.length > 1 ? fixes.slice(0, 1) : fixes;
  const folded = fixes.slice(shown.length);
  return element(
    'li',
    { class: `result ${level}` },
    heading(result, placeButton(place, actions)),
    element('p', {}, ...message(result.message)),
    remedy === undefined ? undefined : element('p', {}, ...message(remedy)),
    ...relatedNotes(related, actions),
    fixesList(shown, actions),
    folded.length === 0
      ? undefined
      : element(
          'details',
          {},
          element('summary', {}, `${countOf(folded.length, 'fix', 'fixes')} for one setting each`),
          fixesList(folded, actions),
        ),
    ...rules.map(({ id }) => rulePage(id, pages[id], rules.length > 1)),
  );
}

function placeButton(place: PagePlace, { select, nameOf }: Actions): HTMLButtonElement {
  return button(nameOf(place), 'place', () => {
    select(place);
  });
}

function fixItem({ title, risk, breaks, lowered, edits }: PageFix, { edit }: Actions): HTMLLIElement {
  return element(
    'li',
    {},
    button(risk === 'safe' ? title : `${title} (${risk} risk)`, 'fix', () => {
      edit(edits);
    }),
    breaks === undefined
      ? undefined
      : element('p', { class: 'breaks' }, ...message([breaks, lowered].join(' ').trim())),
  );
}

/** Made when it is opened. */
function rulePage(id: string, page: string | undefined, isNamed: boolean): HTMLElement | undefined {
  if (page === undefined) return undefined;
  const details = element(
    'details',
    {},
    element('summary', {}, isNamed ? `About ${id}` : 'Why it matters and when to make an exception'),
  );
  details.addEventListener(
    'toggle',
    () => {
      const body = element('div', { class: 'page' });
      // Made by the build from the page of the rule, which has no element that could act.
      body.innerHTML = page;
      details.append(body);
      // What is wider than the page is moved by keys too.
      for (const part of body.querySelectorAll<HTMLElement>('pre, table'))
        if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
    },
    { once: true },
  );
  return details;
}

const RISK_NAMES: Readonly<Record<Risk, string>> = {
  safe: 'safe only',
  low: 'up to low risk',
  medium: 'up to medium risk',
  high: 'all, up to high risk',
};

/** The fixes as one diff, and what they may break. */
export function fixesPanel(fixed: FixedText | undefined, actions: Actions): readonly Node[] {
  const choice = element('select', { id: 'risk' });
  for (const risk of RISKS) choice.add(new Option(RISK_NAMES[risk], risk, undefined, risk === actions.risk));
  choice.addEventListener('change', () => {
    actions.setRisk(RISKS.find((risk) => risk === choice.value) ?? 'safe');
  });
  const chosen = element('label', { class: 'line' }, 'Fixes: ', choice);
  if (fixed === undefined) return [chosen, element('p', { class: 'note' }, 'Verifying fixes.')];
  const { diff, made, withdrawn, riskier, after } = fixed;
  const notMade = element('div');
  return [
    chosen,
    element(
      'p',
      {},
      made.length === 0
        ? riskier === 0
          ? 'No fixes available.'
          : 'No fixes at this risk level.'
        : `${countOf(made.length, 'fix', 'fixes')}, each verified to change nothing else.`,
      riskier === 0 ? undefined : ` ${countOf(riskier, 'finding')} fixable at higher risk.`,
    ),
    ...(made.length === 0
      ? []
      : [
          button('Apply all', 'fix-all', () => {
            actions.replace(after);
          }),
          ...diffBlock(diff),
        ]),
    ...breaksList(made),
    notMade,
    growing('withdrawn', notMade, withdrawn, ({ rule, title, why }) =>
      element('p', { class: 'note' }, `${rule}: skipped “${title}”. `, ...message(why)),
    ),
  ];
}

function breaksList(made: FixedText['made']): readonly Node[] {
  const titles = new Map(
    made.flatMap(({ title, risk, breaks }) =>
      breaks === undefined ? [] : [[`${title} (${risk} risk)`, breaks] as const],
    ),
  );
  if (titles.size === 0) return [];
  return [
    element('h3', {}, 'What may break'),
    element('ul', {}, ...Array.from(titles, ([title, breaks]) => element('li', {}, `${title}: `, ...message(breaks)))),
  ];
}

function diffBlock(diff: string): readonly Node[] {
  const toRow = (line: string): Node | string => {
    if (/^(?:---|\+\+\+) /.test(line)) return element('span', { class: 'at' }, line);
    if (line.startsWith('+')) return element('ins', {}, line);
    if (line.startsWith('-')) return element('del', {}, line);
    return line.startsWith('@@') ? element('span', { class: 'at' }, line) : `${line}\n`;
  };
  const block = element('pre', { class: 'diff', tabindex: '0', role: 'group', 'aria-label': 'Changes' });
  return [block, growing('diff', block, diff.replace(/\n$/, '').split('\n'), toRow, 400)];
}

/** What the engine would be asked, container by container. */
export function requestsPanel({ requests }: PageAnswer, actions: Actions): readonly Node[] {
  if (requests.length === 0) return [element('p', {}, 'This text creates no containers.')];
  const list = element('div');
  return [
    element(
      'p',
      { class: 'note' },
      'The API requests that the client would send. Environment variable values are hidden, and the working directory is assumed to be /project.',
    ),
    list,
    growing('requests', list, requests, (request) => requestSection(request, actions), 15),
  ];
}

function requestSection({ name, call, body, unknown, place }: EngineRequest, actions: Actions): HTMLElement {
  return element(
    'section',
    { class: 'request' },
    element('h3', {}, name, element('code', {}, call), placeButton(place, actions)),
    element('pre', { tabindex: '0', role: 'group', 'aria-label': `Request for ${name}` }, ...highlightJson(body)),
    unknown.length === 0
      ? undefined
      : element(
          'p',
          { class: 'note' },
          'Unknown values: ',
          ...unknown.flatMap((path, index) => [index === 0 ? '' : ', ', element('code', {}, path)]),
        ),
  );
}

/** What runs against what the files ask for. */
export function driftPanel(drift: PageDrift, actions: Actions): readonly Node[] {
  const { containers, notRunning, counts, inNoFile } = drift;
  const items = (title: string, names: readonly string[]): readonly Node[] =>
    names.length === 0 ? [] : [element('p', {}, `${title}: ${names.join(', ')}.`)];
  return [
    element('p', { class: 'note' }, 'The docker inspect output compared with the files.'),
    ...containers.map(({ name, container, place, differences }) =>
      element(
        'section',
        { class: 'request' },
        element('h3', {}, name, element('code', {}, container), place && placeButton(place, actions)),
        differences.length === 0
          ? element('p', {}, 'Matches the file.')
          : element('ul', {}, ...differences.map((difference) => differenceItem(difference))),
      ),
    ),
    ...items('Not running', notRunning),
    ...items('Different number of containers', counts),
    ...items('Running but not defined', inNoFile),
  ];
}

function differenceItem({
  field,
  declared,
  running,
  rules,
}: PageDrift['containers'][number]['differences'][number]): HTMLLIElement {
  const value = (text: string | undefined): Node =>
    text === undefined ? element('i', {}, 'not set') : element('code', {}, text);
  return element(
    'li',
    {},
    element('code', {}, field),
    ': the file has ',
    value(declared),
    ', the container has ',
    value(running),
    rules.length === 0 ? undefined : ` (${rules.join(', ')})`,
  );
}
