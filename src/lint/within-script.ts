import type { Finding } from '../model/finding.ts';
import type { LintResult } from './lint.ts';

/**
 * What was found in a part of a script, over the text that is shown of the script: where that is blank in its own text.
 * Nothing of it is fixed, since whoever fixes the script does not read it.
 */
export function withinScript(result: LintResult, others: readonly Pick<LintResult, 'texts'>[]): LintResult {
  const withoutFixes = <T extends Finding>({ fixes: _, ...finding }: T): Omit<T, 'fixes'> => finding;
  return {
    ...result,
    findings: result.findings.map(withoutFixes),
    texts: new Map(
      Array.from(result.texts, ([path, text]) => {
        const script = others.find(({ texts }) => texts.has(path))?.texts.get(path);
        return [path, script === undefined ? text : laidOver(text, script)];
      }),
    ),
  };
}

/** A text with that of another, which is longer, instead of its blanks. */
function laidOver(text: string, other: string): string {
  let characters = '';
  for (let at = 0; at < other.length; at += 1) {
    const own = text.charAt(at);
    characters += own === '' || own === ' ' ? other.charAt(at) : own;
  }
  return characters;
}
