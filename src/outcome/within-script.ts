import type { LintResult } from '../lint/lint.ts';
import type { Finding } from '../model/finding.ts';

/**
 * The results for a part of a script, with the rest of the script as context. Has no fixes, because
 * verifying a fix of the script would not parse the part.
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

/** Replaces the blanks in a text with the characters of a longer text. */
function laidOver(text: string, other: string): string {
  let characters = '';
  for (let at = 0; at < other.length; at += 1) {
    const own = text.charAt(at);
    characters += own === '' || own === ' ' ? other.charAt(at) : own;
  }
  return characters;
}
