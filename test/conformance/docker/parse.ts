import type { FileReader, SourceFile } from '../../../src/files/file-reader.ts';
import { lint } from '../../../src/lint/lint.ts';
import type { ParseContext, Parsed } from '../../../src/parsers/contract/parsed.ts';
import { isMakefileName } from '../../../src/parsers/hosts/makefile/detect.ts';
import { parseInput } from '../../../src/parsers/index.ts';
import type { InputKind } from '../../../src/parsers/registry.ts';
import type { DockerCase } from './cases.ts';
import { REFUSALS } from './refusals.ts';

export async function parseCase(testCase: DockerCase): Promise<Parsed> {
  const { kind, source, context } = inputOf(testCase);
  return parseInput(kind, [source], context);
}

/** True if plimsoll reports that it did not read part of the case. */
export async function isSaidUnread(testCase: DockerCase): Promise<boolean> {
  const { kind, source, context } = inputOf(testCase);
  const { findings } = await lint({ kind, files: [source] }, context);
  return findings.some(({ rule }) => UNREAD.has(rule));
}

const UNREAD = new Set(['syntax/limit', 'syntax/unread-command', 'syntax/unknown-command']);

function inputOf({ script, path, files, isCrlf }: DockerCase): {
  readonly kind: InputKind;
  readonly source: SourceFile;
  readonly context: ParseContext;
} {
  const text = isCrlf ? script.replaceAll('\n', '\r\n') : script;
  const read: FileReader['read'] = (name) => {
    const found = files.get(name);
    return found === undefined ? { failure: 'missing' } : { text: found };
  };
  const context = { files: { read }, environment: new Map<string, string>() };
  return { kind: isMakefileName(path) ? 'makefile' : 'shell', source: { path, text }, context };
}

/** The findings about commands that the client rejects. */
export function refusalsIn({ problems }: Parsed): readonly string[] {
  return problems.map(({ id }) => id).filter((id) => REFUSALS.has(id));
}
