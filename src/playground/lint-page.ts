import { ConfigError } from '../config/config-file.ts';
import type { RuleOptions } from '../config/policy.ts';
import { createSettings } from '../config/settings.ts';
import { toEngineJson } from '../engine-json/to-engine-json.ts';
import { chooseFix, fixInput } from '../fixes/fix-input.ts';
import { proveFindings } from '../fixes/prove-findings.ts';
import type { FixableInput } from '../fixes/round.ts';
import { unifiedDiff } from '../fixes/unified-diff.ts';
import { lint } from '../lint/lint.ts';
import type { Fix, Risk } from '../model/change.ts';
import type { Subject } from '../model/container.ts';
import type { Finding } from '../model/finding.ts';
import type { Parsed } from '../parsers/contract/parsed.ts';
import { parseInput } from '../parsers/index.ts';
import { groupMissing } from '../report/missing.ts';
import { toQuestions } from '../report/questions.ts';
import { DEFAULT_EDITION } from '../rules/editions.ts';
import { readHtmlPages } from '../rules/html-pages.ts';
import { ruleById } from '../rules/index.ts';
import { numberIn } from '../rules/references.ts';
import { printable } from '../text/printable.ts';
import { defined } from '../util/objects.ts';
import { driftOf } from './page-drift.ts';
import { PAGE_FOLDER, type PageFiles, toPageFiles } from './page-files.ts';
import type {
  EngineRequest,
  FixedText,
  PageAnswer,
  PageFix,
  PagePlace,
  PageRequest,
  PageResult,
  PageRule,
} from './protocol.ts';

/** The most urgent first. */
const LEVELS: readonly PageResult['level'][] = ['error', 'warning', 'info', 'undecided', 'suppressed'];

/** Remembers parsed parts, so that an edit of a long file doesn't parse the rest again. */
const MEMORY = {};

/**
 * The answer to the page. Needs no process, files or network, so it runs in a browser. Never
 * rejects because of the texts' content.
 */
export async function lintPage(request: PageRequest): Promise<PageAnswer> {
  const files = toPageFiles(request);
  const { kind, why, system, running, placeOf } = files;
  if (why !== undefined) return notRead(request, files, why);
  const { options, faults } = await optionsOf(request, files);
  const context = { files: system, environment: new Map<string, string>(), memory: MEMORY };
  const { findings, undecided } = await lint({ kind, files: [...files.input] }, context, options);
  const input: FixableInput = {
    kind,
    files: files.input,
    context,
    options,
    isWritable: (path) => files.indexOf(path) !== -1,
  };
  const proven = request.isProven ? await proveFindings(input) : undefined;
  const shown = findings.map((finding) => withFixes(finding, proven?.of(finding) ?? []));
  const results = [
    ...faults,
    ...groupMissing(shown).flatMap((finding) => toResult(finding, files)),
    ...toQuestions(undecided).flatMap(({ reason, location, rules }): readonly PageResult[] => {
      const place = placeOf(location);
      if (place === undefined) return [];
      const message = printable(reason);
      return [{ rules: rules.map(toRule), level: 'undecided', message, place, related: [], fixes: [] }];
    }),
  ].toSorted(
    (a, b) =>
      LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) ||
      a.place.file - b.place.file ||
      a.place.span.start - b.place.span.start,
  );
  const parsed = await parseInput(kind, [...files.input], context);
  return {
    kind,
    results,
    pages: await pagesOf(results),
    ...(request.isProven ? { fixed: await fixTexts(request, input, files) } : {}),
    requests: requestsOf(parsed, files),
    ...(running === undefined ? {} : { drift: await driftOf(files, running, parsed, context, options) }),
  };
}

/** The answer for a text that plimsoll doesn't support. */
function notRead({ files, isProven }: PageRequest, { kind, input: [main] }: PageFiles, why: string): PageAnswer {
  const message = printable(`This text ${why}`);
  const end = main?.text.split('\n', 1)[0]?.length ?? 0;
  const place = { file: 0, span: { start: 0, end } };
  return {
    ...{ kind, pages: {}, requests: [] },
    ...(isProven
      ? { fixed: { after: files.map(({ text }) => text), diff: '', made: [], withdrawn: [], riskier: 0 } }
      : {}),
    results: [{ rules: [], level: 'error', message, place, related: [], fixes: [] }],
  };
}

/** The rule options: those of a configuration among the files, and the page's choices. */
async function optionsOf(
  { preset }: PageRequest,
  { input: [main], system, placeOf }: PageFiles,
): Promise<{ readonly options: RuleOptions; readonly faults: readonly PageResult[] }> {
  // Don't report missing files: the page may not have every file that the text names.
  const own: RuleOptions = { preset, rules: { 'syntax/missing-file': { severity: 'off' } } };
  const path = main?.path ?? '';
  try {
    const settings = createSettings({ rules: own.rules ?? {} }, system);
    if (settings.configFor(path) === undefined) return { options: own, faults: [] };
    const { ruleOptions } = await settings.forFile(path);
    return { options: preset === 'recommended' ? ruleOptions : { ...ruleOptions, preset }, faults: [] };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const faults = error.faults.flatMap(({ path: at, place, message }): readonly PageResult[] => {
      const found = placeOf({ path: at, span: place?.span ?? { start: 0, end: 0 } });
      if (found === undefined) return [];
      return [{ rules: [], level: 'error', message: printable(message), place: found, related: [], fixes: [] }];
    });
    return { options: own, faults };
  }
}

function withFixes({ fixes: _, ...finding }: Finding, fixes: readonly Fix[]): Finding {
  return fixes.length === 0 || finding.suppression !== undefined ? finding : { ...finding, fixes };
}

function toResult(finding: Finding, files: PageFiles): readonly PageResult[] {
  const { rule, severity, message, location, related, suppression, fixes = [], parts = [] } = finding;
  const place = files.placeOf(location);
  if (place === undefined) return [];
  const all = [...fixes, ...parts.flatMap((part) => part.fixes ?? [])];
  return [
    {
      rules: (parts.length === 0 ? [rule] : parts.map((part) => part.rule)).map(toRule),
      ...(parts.length === 0 ? {} : { group: rule }),
      level: suppression === undefined ? severity : 'suppressed',
      message: printable(message.what),
      ...(message.remedy === undefined ? {} : { remedy: printable(message.remedy) }),
      place,
      related: related.flatMap((other) => {
        const at: PagePlace | undefined = files.placeOf(other.location);
        return at === undefined ? [] : [{ place: at, message: printable(other.message) }];
      }),
      fixes: all.map((fix) => toPageFix(fix, files)),
    },
  ];
}

function toPageFix(fix: Fix, { indexOf }: PageFiles): PageFix {
  const edits = (fix.edits ?? []).map(({ path, span, newText }) => ({ file: indexOf(path), span, newText }));
  return { ...withoutEdits(fix), edits };
}

function withoutEdits({ title, risk, breaks, lowered }: Fix): Omit<PageFix, 'edits'> {
  return { title, risk, ...defined({ breaks, lowered }) };
}

function toRule(id: string): PageRule {
  const rule = ruleById(id);
  return { id, number: (rule && numberIn(DEFAULT_EDITION, rule)) ?? '' };
}

async function pagesOf(results: readonly PageResult[]): Promise<PageAnswer['pages']> {
  const pages = await readHtmlPages();
  const ids = new Set(results.flatMap(({ rules }) => rules.map(({ id }) => id)));
  return Object.fromEntries(
    [...ids].flatMap((id) => {
      const html = pages.get(id);
      return html === undefined ? [] : [[id, html]];
    }),
  );
}

async function fixTexts({ risk, files }: PageRequest, input: FixableInput, { indexOf }: PageFiles): Promise<FixedText> {
  const { texts, made, withdrawn } = await fixInput({ ...input, choose: (finding) => chooseFix(finding, { risk }) });
  const after = files.map(({ text }) => text);
  const diffs: string[] = [];
  for (const [path, text] of texts) {
    const file = indexOf(path);
    diffs.push(unifiedDiff(path, after[file] ?? text, text));
    if (file !== -1) after[file] = text;
  }
  const fixed = input.files.map(({ path, text }) => ({ path, text: texts.get(path) ?? text }));
  const { findings } = await lint({ kind: input.kind, files: fixed }, input.context, input.options);
  return {
    after,
    diff: diffs.join(''),
    made: made.map(({ finding: { rule }, fix }) => ({ rule, ...withoutEdits(fix) })),
    withdrawn: withdrawn.map(({ finding: { rule }, fix, withdrawal }) => ({
      rule,
      title: fix.title,
      why: printable(withdrawal.message),
    })),
    riskier: findings.filter((finding) => isLeftOut(finding, risk)).length,
  };
}

function isLeftOut(finding: Finding, risk: Risk): boolean {
  return finding.suppression === undefined && finding.fixes !== undefined && chooseFix(finding, { risk }) === undefined;
}

function requestsOf({ subjects, values }: Parsed, { placeOf }: PageFiles): readonly EngineRequest[] {
  return subjects.flatMap((subject) => {
    const place = placeOf(subject.place.location);
    if (place === undefined) return [];
    const { Config, HostConfig, unknown } = toEngineJson(subject, {
      workingDirectory: PAGE_FOLDER,
      hidesValues: true,
      fromOutside: values.fromOutside ?? [],
    });
    return [
      {
        name: printable(subject.name),
        call: callOf(subject),
        body: subject.kind === 'container' ? { ...Config, HostConfig } : Config,
        // Drop the prefix: the request's body has the fields of `Config` at the top level.
        unknown: unknown.map((path) => printable(path.replace(/^Config\./, ''))),
        place,
      },
    ];
  });
}

function callOf({ kind }: Subject): string {
  return { container: 'POST /containers/create', exec: 'POST /containers/{id}/exec', build: 'POST /build' }[kind];
}
