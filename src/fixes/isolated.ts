import type { Finding } from '../model/finding.ts';
import { frontEndOf } from '../parsers/registry.ts';
import { type FixableInput, withTexts } from './round.ts';

/**
 * The input without services that the findings aren't about; offsets stay the same. `undefined` if
 * those services may matter. Fixes must be verified again in the whole input.
 */
export async function isolated(input: FixableInput, findings: readonly Finding[]): Promise<FixableInput | undefined> {
  const [file, ...others] = input.files;
  const { loadIsolation } = await frontEndOf(input.kind).load();
  if (file === undefined || others.length > 0 || loadIsolation === undefined) return undefined;
  if (findings.some(({ location }) => location.path !== file.path)) return undefined;
  const isolate = await loadIsolation();
  const text = isolate(
    file.text,
    findings.map(({ location }) => location.span),
  );
  return text === undefined ? undefined : withTexts(input, new Map([[file.path, text]]));
}
