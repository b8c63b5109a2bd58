import type { Fix } from '../model/change.ts';
import { type Finding, SEVERITIES, type Severity } from '../model/finding.ts';
import type { ParseContext } from '../parsers/contract/parsed.ts';
import { isIgnored } from '../workspace/config/resolve.ts';
import type { Settings } from '../workspace/config/settings.ts';
import type { Input } from '../workspace/files/discover.ts';
import { type ChosenFix, fixInput, type Refused } from './fix-input.ts';

/** Which fixes are wanted. */
export interface FixChoice {
  /** Those that can break a workload too. */
  readonly isUnsafe: boolean;
  /** Only those of these rules; of all where there are none. */
  readonly rules: readonly string[];
  readonly minSeverity: Severity;
  /** True for a finding that does not count, such as one of the baseline. */
  readonly isKnown: (finding: Finding) => boolean;
}

/** What came of the fixes of all inputs. */
export interface FixRun {
  /** The files that change, as they were and as they are then, in the order in which they were found. */
  readonly files: readonly { readonly path: string; readonly before: string; readonly after: string }[];
  readonly made: readonly ChosenFix[];
  readonly withdrawn: readonly Refused[];
  /** How many findings have only fixes that were left out because they are unsafe. */
  readonly hidden: number;
}

/** Fixes inputs one after the other: what one of them changes, the next ones see. Nothing is written. */
export async function fixInputs(
  inputs: readonly Input[],
  settings: Settings,
  context: ParseContext,
  choice: FixChoice,
): Promise<FixRun> {
  const originals = new Map(inputs.flatMap(({ files }) => files.map(({ path, text }) => [path, text] as const)));
  const texts = new Map<string, string>();
  const made: ChosenFix[] = [];
  const withdrawn: Refused[] = [];
  const hidden = new Set<string>();
  const overlay: ParseContext = {
    ...context,
    files: {
      read: (path) => {
        const text = texts.get(path);
        return text === undefined ? context.files.read(path) : { text };
      },
    },
  };
  for (const { kind, files } of inputs) {
    const path = files[0]?.path ?? '';
    const own = await settings.forFile(path);
    if (own.config !== undefined && isIgnored(own.config, path, context.workingDirectory ?? '')) continue;
    const fixed = await fixInput({
      kind,
      files: files.map((file) => ({ path: file.path, text: texts.get(file.path) ?? file.text })),
      context: overlay,
      options: own.ruleOptions,
      choose: (finding) => {
        if (!isWanted(finding, choice)) return undefined;
        const fix = chooseFix(finding, choice);
        if (fix === undefined && finding.fixes !== undefined)
          hidden.add(JSON.stringify([finding.rule, finding.subjects, finding.message.what]));
        return fix;
      },
      isWritable: (file) => originals.has(file) && context.isOutside?.(file) !== true,
    });
    for (const [changed, text] of fixed.texts) texts.set(changed, text);
    made.push(...fixed.made);
    withdrawn.push(...fixed.withdrawn);
  }
  return {
    files: [...originals].flatMap(([path, before]) => {
      const after = texts.get(path);
      return after === undefined || after === before ? [] : [{ path, before, after }];
    }),
    made,
    withdrawn,
    hidden: hidden.size,
  };
}

function isWanted(finding: Finding, { rules, minSeverity, isKnown }: FixChoice): boolean {
  return (
    (rules.length === 0 || rules.includes(finding.rule)) &&
    SEVERITIES.indexOf(finding.severity) >= SEVERITIES.indexOf(minSeverity) &&
    !isKnown(finding)
  );
}

/** The first fix of a finding that is wanted. */
function chooseFix({ fixes = [] }: Finding, { isUnsafe }: FixChoice): Fix | undefined {
  return fixes.find(({ applicability }) => isUnsafe || applicability === 'safe');
}
