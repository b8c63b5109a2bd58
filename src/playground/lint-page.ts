import { toEngineJson } from '../engine-json/to-engine-json.ts';
import { chooseFix, fixInput } from '../fixes/fix-input.ts';
import { proveFindings } from '../fixes/prove-findings.ts';
import type { FixableInput } from '../fixes/round.ts';
import { unifiedDiff } from '../fixes/unified-diff.ts';
import { lint } from '../lint/lint.ts';
import type { Fix, Risk } from '../model/change.ts';
import type { Subject } from '../model/container.ts';
import type { Finding, Undecided } from '../model/finding.ts';
import { NO_FILES } from '../parsers/contract/parsed.ts';
import { parseInput } from '../parsers/index.ts';
import { detectKind, detectNameless } from '../parsers/registry.ts';
import { toQuestions } from '../report/questions.ts';
import { DEFAULT_EDITION } from '../rules/editions.ts';
import { ruleById } from '../rules/index.ts';
import { readPages } from '../rules/pages.ts';
import { numberIn } from '../rules/references.ts';
import { printable } from '../text/printable.ts';
import type { RuleOptions } from '../workspace/config/policy.ts';
import type { EngineRequest, FixedText, PageAnswer, PageFix, PageRequest, PageResult, PageRule } from './protocol.ts';

/** The name of a text without one. */
const NAMELESS = 'text';

/** What needs a person the most comes first. */
const LEVELS: readonly PageResult['level'][] = ['error', 'warning', 'info', 'undecided', 'accepted'];

/** The folder in which the text would stand, for paths relative to it. */
const FOLDER = '/project';

/**
 * Everything that the page shows of one text. It needs nothing but the language: no process, no files, no network, so
 * that it runs in a browser. Never rejects for what the text holds.
 */
export async function lintPage({ text, name, preset, risk }: PageRequest): Promise<PageAnswer> {
  const path = name === '' ? NAMELESS : name;
  const kind = (name === '' ? undefined : detectKind({ path: name, text })) ?? detectNameless(text);
  // What the text names beside itself is not here, which is no fault of the text.
  const options: RuleOptions = { preset, rules: { 'syntax/missing-file': { severity: 'off' } } };
  const files = [{ path, text }];
  const context = { files: NO_FILES, environment: new Map<string, string>() };
  const { findings, undecided } = await lint({ kind, files }, context, options);
  const input: FixableInput = { kind, files, context, options, isWritable: (each) => each === path };
  const { of: fixesOf } = await proveFindings(input);
  const pages = await readPages();
  const toRule = (id: string): PageRule => ({ id, number: numberOf(id) });
  const isHere = (result: Finding | Undecided): boolean => result.location.path === path;
  const results = [
    ...findings
      .filter(isHere)
      .map((finding) => ({ ...toResult(finding, fixesOf(finding)), rules: [toRule(finding.rule)] })),
    ...toQuestions(undecided.filter(isHere)).map(
      ({ reason, location, rules }): PageResult => ({
        rules: rules.map(toRule),
        level: 'undecided',
        message: printable(reason),
        span: location.span,
        related: [],
        fixes: [],
      }),
    ),
  ];
  return {
    kind,
    results: results.toSorted(
      (a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || a.span.start - b.span.start,
    ),
    pages: Object.fromEntries(
      [...new Set(results.flatMap(({ rules }) => rules.map(({ id }) => id)))].flatMap((id) => {
        const page = pages.get(id)?.html;
        return page === undefined ? [] : [[id, page] as const];
      }),
    ),
    fixed: await fixText(input, path, text, risk),
    requests: await requestsOf(input),
  };
}

function toResult(finding: Finding, fixes: readonly Fix[]): Omit<PageResult, 'rules'> {
  const { severity, message, location, related, suppression } = finding;
  return {
    level: suppression === undefined ? severity : 'accepted',
    message: printable(message.what),
    ...(message.remedy === undefined ? {} : { remedy: printable(message.remedy) }),
    span: location.span,
    related: related
      .filter((other) => other.location.path === location.path)
      .map((other) => ({ span: other.location.span, message: printable(other.message) })),
    fixes: suppression === undefined ? fixes.map(toPageFix) : [],
  };
}

function toPageFix(fix: Fix): PageFix {
  return { ...withoutEdits(fix), edits: (fix.edits ?? []).map(({ span, newText }) => ({ span, newText })) };
}

function withoutEdits({ title, risk, breaks, lowered }: Fix): Omit<PageFix, 'edits'> {
  return {
    title,
    risk,
    ...(breaks === undefined ? {} : { breaks }),
    ...(lowered === undefined ? {} : { lowered }),
  };
}

function numberOf(id: string): string {
  const rule = ruleById(id);
  return (rule && numberIn(DEFAULT_EDITION, rule)) ?? '';
}

async function fixText(input: FixableInput, path: string, text: string, risk: Risk): Promise<FixedText> {
  const { texts, made, withdrawn } = await fixInput({
    ...input,
    choose: (finding) => chooseFix(finding, { risk }),
  });
  const after = texts.get(path) ?? text;
  const { findings } = await lint({ kind: input.kind, files: [{ path, text: after }] }, input.context, input.options);
  const isLeftOut = (finding: Finding): boolean =>
    finding.suppression === undefined && finding.fixes !== undefined && chooseFix(finding, { risk }) === undefined;
  return {
    after,
    diff: unifiedDiff(path, text, after),
    made: made.map(({ finding: { rule }, fix }) => ({ rule, ...withoutEdits(fix) })),
    withdrawn: withdrawn.map(({ finding: { rule }, fix, withdrawal }) => ({
      rule,
      title: fix.title,
      why: printable(withdrawal.message),
    })),
    riskier: findings.filter(isLeftOut).length,
  };
}

async function requestsOf({ kind, files, context }: FixableInput): Promise<readonly EngineRequest[]> {
  const { subjects, values } = await parseInput(kind, files, context);
  return subjects.map((subject) => {
    const { Config, HostConfig, unknown } = toEngineJson(subject, {
      workingDirectory: FOLDER,
      hidesValues: true,
      fromOutside: values.fromOutside ?? [],
    });
    return {
      name: printable(subject.name),
      call: callOf(subject),
      body: subject.kind === 'container' ? { ...Config, HostConfig } : Config,
      // The body of the request has the fields of `Config` beside `HostConfig`.
      unknown: unknown.map((path) => printable(path.replace(/^Config\./, ''))),
      span: subject.place.location.span,
    };
  });
}

function callOf({ kind }: Subject): string {
  return { container: 'POST /containers/create', exec: 'POST /containers/{id}/exec', build: 'POST /build' }[kind];
}
