import { NO_FILES, type SourceFile } from '../src/files/file-reader.ts';
import type { Subject } from '../src/model/container.ts';
import { type ParseContext } from '../src/parsers/contract/parsed.ts';
import { parseInput } from '../src/parsers/index.ts';
import { detectKind, detectNameless, PROJECT_KIND } from '../src/parsers/registry.ts';

/** The models of all subjects in a text. */
export async function subjectsIn(
  source: SourceFile,
  context: ParseContext = { files: NO_FILES, environment: new Map() },
): Promise<readonly Subject[]> {
  const kind = detectKind(source) ?? detectNameless(source.text) ?? PROJECT_KIND;
  return (await parseInput(kind, [source], context)).subjects;
}
