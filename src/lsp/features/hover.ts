import type { Hover } from 'vscode-languageserver';
import type { Rule } from '../../rules/rule.ts';
import { modelsOf } from '../../session/models.ts';
import { LineIndex } from '../../text/line-index.ts';
import { isSameLocation, type Span } from '../../text/location.ts';
import { printable } from '../../text/printable.ts';
import type { ClientFeatures } from '../client/client-features.ts';
import { pageOf, ruleIdOf } from '../client/pages.ts';
import { toRange } from '../client/ranges.ts';
import type { Analysis } from '../diagnostics/analysis.ts';
import type { Marked } from '../diagnostics/diagnostics.ts';
import { ruleNamesIn } from './rule-names.ts';

/** What a hover is made of. */
export interface HoverContext {
  readonly analysis: Analysis;
  readonly marked: readonly Marked[];
  readonly features: ClientFeatures;
}

/** Several containers can have one place, as those of a loop do; so many are shown. */
const MAX_MODELS = 3;

/** What is known at an offset: the request of a service or a `docker run`, and the pages of what is reported. */
export async function hoverAt(offset: number, context: HoverContext): Promise<Hover | undefined> {
  const { analysis, features } = context;
  const [path = ''] = analysis.request.literals ?? [];
  const found =
    (await ruleName(path, offset, analysis)) ??
    (await models(path, offset, context)) ??
    (await pages(
      context.marked.filter(({ span }) => holds(span, offset)),
      analysis.report?.ownRules,
    ));
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

/** What the engine would be asked for, and what is reported of it as a whole. */
async function models(
  path: string,
  offset: number,
  { analysis, marked, features }: HoverContext,
): Promise<HoverText | undefined> {
  const here = (await modelsOf(analysis.session, analysis.request)).filter(
    ({ location }) => analysis.toWhole(location.path) === analysis.toWhole(path) && holds(location.span, offset),
  );
  const [first] = here;
  if (first === undefined) return undefined;
  const own = here.filter(({ location }) => isSameLocation(location, first.location));
  const elements = [...new Map(own.map((model) => [JSON.stringify(model.element), model])).values()];
  const texts = elements.slice(0, MAX_MODELS).map(({ element, image }) => {
    const { kind, name, lifetime, Config, HostConfig, unknown } = element;
    const json = JSON.stringify({ Config, HostConfig, ...(unknown.length === 0 ? {} : { unknown }) }, undefined, 2);
    const what = { container: 'to create for', exec: 'to run in', build: 'to build for' }[kind];
    const known = [
      ...(lifetime === undefined ? [] : [`Lifetime: ${lifetime}`]),
      ...(image === undefined ? [] : [`Image: ${printable(image)}`]),
    ].map((line) => `\n\n${line}`);
    return features.hasMarkdownHovers
      ? `What the engine would be asked ${what} \`${name}\`:\n\n\`\`\`json\n${json}\n\`\`\`${known.join('')}`
      : `What the engine would be asked ${what} ${name}:\n\n${json}${known.join('')}`;
  });
  const more = elements.length - texts.length;
  const reported = marked
    .filter(({ span }) => span.start === first.location.span.start && span.end === first.location.span.end)
    .flatMap(({ findings }) =>
      findings.map(({ result: { rule, message } }) => `- \`${rule}\`: ${message.remedy ?? message.what}`),
    );
  return {
    span: first.location.span,
    parts: [
      ...texts,
      ...(more > 0 ? [`${more} more are created here.`] : []),
      ...(reported.length > 0 ? [reported.join('\n')] : []),
    ],
  };
}

/** The pages of what is reported at a place. */
async function pages(marked: readonly Marked[], ownRules: readonly Rule[] | undefined): Promise<HoverText | undefined> {
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
