import type { Word } from 'unbash';
import type { Place } from '../../../../text/location.ts';
import { Text } from '../../../../text/text.ts';
import { type GlobPattern, isFeasible, parsePattern } from '../../syntax/glob.ts';
import { parentOf, pathOfText } from '../paths.ts';
import { runsText, type TextRun } from '../runs.ts';
import type { Expansion, ParameterOperation } from './expansion.ts';
import { mapText, sliceBounds, withCase, withoutPattern, withReplacement } from './operations.ts';

/** Applies an operation to a text; unknown if it can't be computed. */
export function applyTo(expansion: Expansion, text: Text, operation: Exclude<ParameterOperation, undefined>): Text {
  const { use } = expansion;
  const unknown = Text.unknown(use.expression, use.place);
  switch (operation.type) {
    case 'Remove': {
      const { operator, operand } = operation;
      // `${0%/*}`
      const path = operator === '%' && operand.text === '/*' ? pathOfText(text, undefined) : undefined;
      if (path !== undefined && text.length === 1) return Text.unknownPath(parentOf(path), use.expression, use.place);
      const pattern = patternOf(expansion, operand);
      if (pattern === undefined) return unknown;
      return mapText(text, use, (part) =>
        isFeasible(pattern, part.length) ? withoutPattern(part, operator, pattern) : 'too-long',
      );
    }
    case 'Replace': {
      const pattern = patternOf(expansion, operation.pattern);
      const replacement = runsText(expansion.operand(operation.replacement, true), use.place);
      if (pattern === undefined) return unknown;
      return mapText(text, use, (part) =>
        isFeasible(pattern, part.length, part.length)
          ? withReplacement(part, operation.operator, pattern, replacement)
          : 'too-long',
      );
    }
    case 'Slice': {
      const slice = sliceOf(expansion, operation);
      if (slice === undefined) return unknown;
      return mapText(text, use, (part) => part.slice(...sliceBounds(part.length, slice.offset, slice.length)));
    }
    case 'CaseModification':
      return operation.operand === undefined
        ? mapText(text, use, (part) => withCase(part, operation.operator))
        : unknown;
    default:
      return unknown;
  }
}

function patternOf({ operand, use }: Expansion, node: Word): GlobPattern | undefined {
  return patternOfRuns(operand(node, true), use.place);
}

/** A word as a pattern; quoted characters are literal. `undefined` if partly unknown, or for extended patterns (`@(a|b)`) where allowed. */
export function patternOfRuns(runs: readonly TextRun[], whole: Place, takesExtended = false): GlobPattern | undefined {
  const { value } = runsText(runs, whole);
  if (value === undefined) return undefined;
  const quoted = runs.flatMap((run) =>
    run.kind === 'text' ? new Array<boolean>(run.text.length).fill(!run.splits) : [],
  );
  if (
    takesExtended &&
    Array.from(value.matchAll(/[?*+@!]\(/g)).some(({ index }) => quoted[index] !== true && quoted[index + 1] !== true)
  )
    return undefined;
  return parsePattern(value, (offset) => quoted[offset] === true);
}

/** The numbers of `${X:1:2}`. */
export function sliceOf(
  expansion: Expansion,
  { offset: from, length: count }: ParameterOperation & { type: 'Slice' },
): { readonly offset: number; readonly length: number | undefined } | undefined {
  const offset = numberOf(expansion, from);
  const length = count === undefined ? undefined : numberOf(expansion, count);
  return offset === undefined || (count !== undefined && length === undefined) ? undefined : { offset, length };
}

function numberOf({ operand, use }: Expansion, node: Word): number | undefined {
  const value = runsText(operand(node, true), use.place).value?.trim() ?? '';
  return /^-?[0-9]{1,6}$/.test(value) ? Number(value) : undefined;
}
