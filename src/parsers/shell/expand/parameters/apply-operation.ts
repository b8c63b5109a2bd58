import type { Word } from 'unbash';
import type { Place } from '../../../../text/location.ts';
import { Text } from '../../../../text/text.ts';
import { type GlobPattern, isFeasible, parsePattern } from '../../syntax/glob.ts';
import { parentOf, pathOfText } from '../paths.ts';
import { runsText, type TextRun } from '../runs.ts';
import type { Expansion, ParameterOperation } from './expansion.ts';
import { mapText, sliceBounds, withCase, withoutPattern, withReplacement } from './operations.ts';

/** Applies an operation to a text; unknown if the result is. */
export function applyTo(expansion: Expansion, text: Text, operation: Exclude<ParameterOperation, undefined>): Text {
  const { use } = expansion;
  switch (operation.type) {
    case 'Remove': {
      // `${0%/*}`
      const path =
        operation.operator === '%' && operation.operand.text === '/*' ? pathOfText(text, undefined) : undefined;
      if (path !== undefined && text.length === 1) return Text.unknownPath(parentOf(path), use.expression, use.place);
      const pattern = patternOf(expansion, operation.operand);
      if (pattern === undefined) return Text.unknown(use.expression, use.place);
      return mapText(text, use, (part) =>
        isFeasible(pattern, part.length) ? withoutPattern(part, operation.operator, pattern) : 'too-long',
      );
    }
    case 'Replace': {
      const pattern = patternOf(expansion, operation.pattern);
      const replacement = runsText(expansion.operand(operation.replacement, true), use.place);
      if (pattern === undefined) return Text.unknown(use.expression, use.place);
      return mapText(text, use, (part) =>
        isFeasible(pattern, part.length, part.length)
          ? withReplacement(part, operation.operator, pattern, replacement)
          : 'too-long',
      );
    }
    case 'Slice': {
      const offset = numberOf(expansion, operation.offset);
      const length = operation.length === undefined ? undefined : numberOf(expansion, operation.length);
      if (offset === undefined || (operation.length !== undefined && length === undefined))
        return Text.unknown(use.expression, use.place);
      return mapText(text, use, (part) => part.slice(...sliceBounds(part.length, offset, length)));
    }
    case 'CaseModification':
      return mapText(text, use, (part) =>
        operation.operand === undefined ? withCase(part, operation.operator) : undefined,
      );
    case 'Default':
    case 'Transform':
    case 'Names':
    case 'Unknown':
      return Text.unknown(use.expression, use.place);
  }
}

function patternOf({ operand, use }: Expansion, node: Word): GlobPattern | undefined {
  return patternOfRuns(operand(node, true), use.place);
}

/**
 * A word as a pattern; quoted characters are literal. `undefined` if a part is unknown, or, where
 * allowed, for extended patterns (`@(a|b)`).
 */
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

/** A word as a number, as in `${X:1:2}`. */
export function numberOf({ operand, use }: Expansion, node: Word): number | undefined {
  const value = runsText(operand(node, true), use.place).value?.trim() ?? '';
  return /^-?[0-9]{1,6}$/.test(value) ? Number(value) : undefined;
}
