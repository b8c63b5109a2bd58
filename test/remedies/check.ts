import { NO_FILES } from '../../src/files/file-reader.ts';
import { type LintResult, lintText } from '../../src/lint/lint.ts';
import type { Finding } from '../../src/model/finding.ts';
import { putInPlace } from './put-in-place.ts';
import { type Instruction, instructionOf } from './remedy.ts';

/** A remedy that doesn't work in its file. */
export interface Failure {
  readonly path: string;
  readonly finding: Finding;
  /** What is wrong with the fixed file. */
  readonly why: string;
  readonly text: string;
}

export interface Outcome {
  /** The number of tried remedies, by rule. */
  readonly tried: ReadonlyMap<string, number>;
  readonly failures: readonly Failure[];
}

/**
 * Applies each remedy that contains code: the file must stay readable, and the finding must be
 * gone. `isTaken` asks a client whether it accepts a Compose file.
 */
export async function checkRemedies(
  path: string,
  text: string,
  maxForRule = Number.POSITIVE_INFINITY,
  isTaken: (text: string, environment: ReadonlyMap<string, string>) => boolean = () => true,
): Promise<Outcome> {
  const before = await lint(path, text);
  const tried = new Map<string, number>();
  const failures: Failure[] = [];
  for (const finding of before.findings) {
    const count = tried.get(finding.rule) ?? 0;
    if (finding.location.path !== path || count >= maxForRule) continue;
    const instruction = instructionOf(finding);
    if (instruction === undefined) continue;
    const isCompose = /^(?:Service|The hook of service) /.test(finding.message.what);
    const changed = putInPlace(text, finding, instruction, isCompose);
    if (changed === undefined) continue;
    tried.set(finding.rule, count + 1);
    const why =
      whatIsWrong(before, await lint(path, changed, instruction), finding) ??
      (isCompose && !isTaken(changed, environmentOf(instruction)) && isTaken(text, environmentOf(instruction))
        ? 'the client refuses it'
        : undefined);
    if (why !== undefined) failures.push({ path, finding, why, text: changed });
  }
  return { tried, failures };
}

/** Values that remedies take from outside. */
function environmentOf(instruction?: Instruction): ReadonlyMap<string, string> {
  return new Map(instruction !== undefined && 'variable' in instruction ? [[instruction.variable, 'something']] : []);
}

async function lint(path: string, text: string, instruction?: Instruction): Promise<LintResult> {
  const environment = environmentOf(instruction);
  return lintText({ path, text }, { preset: 'all', ignoresSuppressions: true }, { files: NO_FILES, environment });
}

function whatIsWrong(before: LintResult, after: LintResult, finding: Finding): string | undefined {
  const known = new Map<string, number>();
  for (const { rule } of before.findings) known.set(rule, (known.get(rule) ?? 0) + 1);
  for (const one of after.findings.filter(({ rule }) => rule.startsWith('syntax/'))) {
    // A port is only an example; it may be in use.
    if (finding.rule === 'privileged-host-port' && one.rule === 'syntax/conflict') continue;
    const left = (known.get(one.rule) ?? 0) - 1;
    known.set(one.rule, left);
    if (left < 0) return `${one.rule}: ${one.message.what}`;
  }
  const alike = ({ findings }: LintResult): number =>
    findings.filter(({ rule, message }) => rule === finding.rule && message.what === finding.message.what).length;
  return alike(after) < alike(before) ? undefined : `${finding.rule} is still there`;
}
