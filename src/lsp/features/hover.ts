import type { Hover } from 'vscode-languageserver';
import type { Rule } from '../../rules/rule.ts';
import { type LocatedModel, modelsOf, type ValueSource } from '../../session/models.ts';
import { LineIndex } from '../../text/line-index.ts';
import { lineEnd, lineStart } from '../../text/lines.ts';
import { isSameLocation, isWithin, type Location, type Span } from '../../text/location.ts';
import { printable } from '../../text/printable.ts';
import type { ClientFeatures } from '../client/client-features.ts';
import { pageOf, ruleIdOf } from '../client/pages.ts';
import { toRange } from '../client/ranges.ts';
import { uriOfPath } from '../client/uris.ts';
import type { Analysis } from '../diagnostics/analysis.ts';
import type { MarkedRange } from '../diagnostics/diagnostics.ts';
import { ruleNamesIn } from './links.ts';

export interface HoverContext {
  readonly analysis: Analysis;
  readonly marked: readonly MarkedRange[];
  readonly features: ClientFeatures;
}

/** The maximum number of containers to show for one place, for example in a loop. */
const MAX_MODELS = 3;

/** The hover at an offset: containers' requests, and rules' pages. */
export async function hoverAt(offset: number, context: HoverContext): Promise<Hover | undefined> {
  const { analysis, features } = context;
  const [path = ''] = analysis.request.literals ?? [];
  const here = context.marked.filter(({ span }) => holds(span, offset));
  const found =
    (await ruleName(path, offset, analysis)) ??
    (await models(path, offset, context)) ??
    joined(await image(path, offset, context), await pages(here, analysis.report?.ownRules));
  if (found === undefined) return undefined;
  const value = found.parts.join('\n\n---\n\n');
  return {
    contents: { kind: features.hasMarkdownHovers ? 'markdown' : 'plaintext', value },
    range: toRange(found.span, new LineIndex(analysis.document.getText())),
  };
}

interface HoverText {
  readonly span: Span;
  readonly parts: readonly string[];
}

function holds({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

/** The page of a rule that a comment or a configuration names. */
async function ruleName(path: string, offset: number, { document, report }: Analysis): Promise<HoverText | undefined> {
  const named = (await ruleNamesIn(path, document.getText())).find(({ span }) => holds(span, offset));
  const id = named === undefined ? undefined : ruleIdOf(named.name, report?.edition, report?.ownRules);
  const page = id === undefined ? undefined : await pageOf(id, report?.ownRules);
  return named === undefined || page === undefined ? undefined : { span: named.span, parts: [page] };
}

/**
 * The request of a container, the sources of its values, and the results about the whole container.
 */
async function models(
  path: string,
  offset: number,
  { analysis, marked, features }: HoverContext,
): Promise<HoverText | undefined> {
  const [own, span] = await modelsAt(path, offset, analysis);
  const [first] = own;
  if (first === undefined) return undefined;
  const elements = [...new Map(own.map((model) => [JSON.stringify(model.element), model])).values()];
  const texts = await Promise.all(
    elements.slice(0, MAX_MODELS).map((model) => modelText(path, model, analysis, features.hasMarkdownHovers)),
  );
  const more = elements.length - texts.length;
  const reported = marked
    .filter((each) => each.span.start === span.start && each.span.end === span.end)
    .flatMap(({ findings }) =>
      findings.map(({ result: { rule, message } }) => `- \`${rule}\`: ${message.remedy ?? message.what}`),
    );
  return {
    span,
    parts: [
      ...texts,
      ...(more > 0 ? [`and ${more} more.`] : []),
      ...(reported.length > 0 ? [reported.join('\n')] : []),
    ],
  };
}

/** A section's first line in a unit file. */
const SECTION = /^[ \t]{0,9}\[[\w-]+\][ \t]{0,9}$/;

/** The containers defined at an offset, in any file of the project. */
async function modelsAt(
  path: string,
  offset: number,
  { session, request, document, toWhole }: Analysis,
): Promise<readonly [readonly LocatedModel[], Span]> {
  const isHere = (location: Location): boolean => toWhole(location.path) === toWhole(path);
  const all = await modelsOf(session, request);
  const spans = await Promise.all(
    all.map(async ({ location, otherNames }) =>
      [location, ...(await otherNames())].find((each) => isHere(each) && holds(each.span, offset)),
    ),
  );
  const first = spans.find((location) => location !== undefined);
  if (first !== undefined)
    return [all.filter((_, index) => spans[index] && isSameLocation(spans[index], first)), first.span];
  const section = sectionAt(document.getText(), offset);
  if (section === undefined) return [[], { start: offset, end: offset }];
  const inIt = all.filter(({ location }) => isHere(location) && isWithin(location.span, section.whole));
  return [inIt, section.head];
}

/** The section whose first line contains an offset; `head` is that line. */
function sectionAt(text: string, offset: number): { readonly head: Span; readonly whole: Span } | undefined {
  const start = lineStart(text, offset);
  const head = { start, end: lineEnd(text, offset) };
  if (!SECTION.test(text.slice(head.start, head.end))) return undefined;
  const next = /^[ \t]{0,9}\[[\w-]+\]/m.exec(text.slice(head.end));
  return { head, whole: { start, end: next === null ? text.length : head.end + next.index } };
}

/** The maximum number of fields to show with their sources. */
const MAX_SOURCES = 40;

async function modelText(
  path: string,
  { element, image, details }: LocatedModel,
  { toWhole }: Analysis,
  isMarkdown: boolean,
): Promise<string> {
  const { kind, name, lifetime, Config, HostConfig, unknown } = element;
  const { sources, exposure = [] } = await details();
  const json = JSON.stringify({ Config, HostConfig, ...(unknown.length === 0 ? {} : { unknown }) }, undefined, 2);
  const what = { container: 'for', exec: 'for exec in', build: 'for building' }[kind];
  const known = [
    ...(lifetime === undefined ? [] : [`Lifetime: ${lifetime}`]),
    ...(image === undefined ? [] : [`Image: ${printable(image)}`]),
    ...(exposure.length === 0 ? [] : [`Exposure: ${printable(exposure.join('; '))}`]),
  ].map((line) => `\n\n${line}`);
  const toText = ({ path: file, line, steps }: ValueSource): string => {
    const place = file === path ? `line ${line}` : `${file}:${line}`;
    const linked = isMarkdown && file !== path ? `[${place}](${uriOfPath(toWhole(file))}#L${line})` : place;
    return [linked, ...steps].join(', ');
  };
  const written = [...sources].slice(0, MAX_SOURCES).flatMap(([field, own]) => {
    const shown = field.replace(/^\w+\./, '');
    return own.length === 0 ? [] : [`- ${isMarkdown ? `\`${shown}\`` : shown}: ${own.map(toText).join('; ')}`];
  });
  const from = written.length === 0 ? '' : `\n\nDefined in:\n\n${written.join('\n')}`;
  return isMarkdown
    ? `API request ${what} \`${name}\`:\n\n\`\`\`json\n${json}\n\`\`\`${known.join('')}${from}`
    : `API request ${what} ${name}:\n\n${json}${known.join('')}${from}`;
}

async function image(
  path: string,
  offset: number,
  { analysis: { session, request, toWhole } }: HoverContext,
): Promise<HoverText | undefined> {
  const here = (await modelsOf(session, request)).find(
    ({ imageLocation }) =>
      imageLocation !== undefined && toWhole(imageLocation.path) === toWhole(path) && holds(imageLocation.span, offset),
  );
  if (here?.imageLocation === undefined) return undefined;
  const { image: lines } = await here.details();
  const text = lines.map((line) => `- ${printable(line)}`).join('\n');
  return lines.length === 0
    ? undefined
    : { span: here.imageLocation.span, parts: [`Known about this image:\n\n${text}`] };
}

/** Joins two texts; the result has the first one's location. */
function joined(a: HoverText | undefined, b: HoverText | undefined): HoverText | undefined {
  return a === undefined || b === undefined ? (a ?? b) : { span: a.span, parts: [...a.parts, ...b.parts] };
}

async function pages(
  marked: readonly MarkedRange[],
  ownRules: readonly Rule[] | undefined,
): Promise<HoverText | undefined> {
  const [first] = marked;
  if (first === undefined) return undefined;
  const rules = new Set(
    marked.flatMap(({ findings, diagnostic: { code } }) => [
      ...findings.map(({ result }) => result.rule),
      String(code),
    ]),
  );
  const found = await Promise.all([...rules].map((rule) => pageOf(rule, ownRules)));
  const parts = found.filter((page) => page !== undefined);
  return parts.length === 0 ? undefined : { span: first.span, parts };
}
